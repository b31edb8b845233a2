/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminders.h"

#include "loft-mail-account-parts.h"
#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-reminding-store.h"

gboolean
loft_reminders_is_silent (LoftMailAccount *account, gint64 folder_id)
{
  LoftMailReader *reader = loft_mail_account_get_reader (account, NULL);

  return reader != NULL &&
         loft_reminding_store_is_silent (loft_mail_reader_current_store (reader)->mail, folder_id);
}

gboolean
loft_reminders_set_silent (LoftMailAccount *account, gint64 folder_id, gboolean silent,
                           GError **error)
{
  g_autofree char *path =
    g_build_filename (loft_mail_account_get_directory (account), "store.db", NULL);
  g_autoptr (LoftMailStore) store = loft_mail_store_open (path, LOFT_DATABASE_DURABLE, error);

  if (store == NULL || !loft_reminding_store_set_silent (store, folder_id, silent, error))
    return FALSE;
  loft_mail_account_follow_store (account, folder_id);
  return TRUE;
}
