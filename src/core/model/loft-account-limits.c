/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-limits.h"

/* MS-ASCMD has no command that adds a mail, except drafts from 16.0 on. */
gboolean
loft_account_kind_takes_messages (const char *kind)
{
  return !g_str_equal (kind, "eas");
}

/* IMAP has a bit, and a keyword a day would soon be more than a mailbox holds. */
gboolean
loft_account_kind_keeps_follow_ups (const char *kind)
{
  return g_str_equal (kind, "eas");
}
