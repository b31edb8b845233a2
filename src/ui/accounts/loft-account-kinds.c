/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-kinds.h"

#include "config.h"

#include <glib/gi18n.h>

static const LoftAccountKind kinds[] = {
  { "imap", N_ ("IMAP"), { 993, 143, 143 } },
  { "pop3", N_ ("POP3"), { 995, 110, 110 } },
};

const LoftAccountKind *
loft_account_kinds_get (guint *n_kinds)
{
  *n_kinds = G_N_ELEMENTS (kinds);
  return kinds;
}

guint
loft_account_kinds_index (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      return i;
  return 0;
}
