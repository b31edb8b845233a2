/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-found-account.h"
#include "loft-mail-domain.h"

G_BEGIN_DECLS

/* Larger answers are not fetched. */
#define LOFT_AUTODISCOVER_FILE_LIMIT (256 * 1024)

/* Who has the answer instead, when somebody has. */
typedef struct {
  char *url; /* (owned) (nullable) https */
  char
    *address; /* (owned) (nullable) without url: the mailbox under its other name, whose own domain
                  * is to be asked; its domain is no public suffix */
} LoftAutodiscoverRedirect;

void loft_autodiscover_redirect_clear (LoftAutodiscoverRedirect *self);

/* What hosts publish for Outlook (Plain Old XML Autodiscover, response schema 2006a, MS-OXDSCLI): of
 * it the IMAP, POP3 and SMTP servers, not Exchange. Pure; any thread. origin: its URL.
 *
 * (transfer full) LOFT_FOUND_BY_AUTODISCOVER, servers in the file's order, confirmation not judged; or
 * NULL without an error with redirect (out) filled in, which is empty else.
 * LOFT_ERROR_LIMIT for what is too large or too deep, LOFT_ERROR_PROTOCOL for what is no such file or
 * names neither. */
LoftFoundAccount *loft_autodiscover_file_read (const char *bytes, gsize length, const char *origin,
                                               LoftAutodiscoverRedirect *redirect, GError **error);

/* (transfer full) what is asked: the address, and the schema of the answer. */
char *loft_autodiscover_file_ask (const LoftMailDomain *domain);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftAutodiscoverRedirect, loft_autodiscover_redirect_clear)

G_END_DECLS
