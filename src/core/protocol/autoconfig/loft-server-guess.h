/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-found-account.h"
#include "loft-mail-domain.h"

G_BEGIN_DECLS

/* The ports that lookups use; tests have others. */
typedef struct {
  guint16 https;
  guint16 imaps;
  guint16 imap;
  guint16 pop3s;
  guint16 submissions;
  guint16 submission;
  guint16 http; /* 0: is not asked */
} LoftAutoconfigPorts;

/* (transfer full) LOFT_FOUND_BY_GUESS: servers with the usual names below the domain that greet as
 * such within a TLS connection whose certificate is for that name, for IMAP, POP3 and SMTP the
 * first in the order of habit. Nothing but greetings and STARTTLS is exchanged. All are tried side
 * by side. LOFT_ERROR_GONE when none answers, or below a public suffix, where the names belong to
 * strangers. Blocks; ends early by cancellable only. */
LoftFoundAccount *loft_server_guess_find (const LoftMailDomain *domain,
                                          const LoftAutoconfigPorts *ports,
                                          GCancellable *cancellable, GError **error);

G_END_DECLS
