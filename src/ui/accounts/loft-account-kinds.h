/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-account.h"

G_BEGIN_DECLS

/* The kinds of account that can be set up by hand, in the order people are offered them. */
typedef struct {
  const char *kind; /* as in LoftAccount */
  const char *title; /* untranslated */
  guint16 ports[3]; /* usual ones, by LoftSecurity */
} LoftAccountKind;

/* Of ActiveSync: one server for everything, reached by a URL, that sends mail too. */
#define LOFT_ACCOUNT_KIND_EXCHANGE "eas"

gboolean loft_account_kinds_is_exchange (const char *kind);

/* (transfer full) As loft_error_text_for_check (), in words that fit the kind of account. */
char *loft_account_kinds_text_for_check (const char *kind, const GError *error, const char *host);

/* (transfer none) */
const LoftAccountKind *loft_account_kinds_get (guint *n_kinds);

/* The place of a kind in the table; 0 for one that is not in it. */
guint loft_account_kinds_index (const char *kind);

G_END_DECLS
