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

/* (transfer none) */
const LoftAccountKind *loft_account_kinds_get (guint *n_kinds);

/* The place of a kind in the table; 0 for one that is not in it. */
guint loft_account_kinds_index (const char *kind);

G_END_DECLS
