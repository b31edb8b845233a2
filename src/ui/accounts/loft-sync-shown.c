/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sync-shown.h"

#include "config.h"
#include "loft-local-account.h"

#include <glib/gi18n.h>

/* (transfer full) set of LoftMailAccount, which the service holds: those with a server. */
static GHashTable *
find_accounts (LoftService *service, GListModel *items, LoftCalendarItem *chosen)
{
  GHashTable *accounts = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LoftCalendarItem) item = g_list_model_get_item (items, i);
      LoftMailAccount *account =
        loft_service_find_account_by_id (service, loft_calendar_item_get_account_id (item));

      if (account != NULL && !loft_local_account_is (loft_mail_account_get_account (account)) &&
          (chosen != NULL ? item == chosen : loft_calendar_item_get_shown (item)))
        g_hash_table_add (accounts, account);
    }
  return accounts;
}

const char *
loft_sync_shown (LoftService *service, GListModel *items, LoftCalendarItem *chosen)
{
  g_autoptr (GHashTable) accounts = find_accounts (service, items, chosen);
  GHashTableIter iter;
  gpointer account = NULL;

  if (g_hash_table_size (accounts) == 0)
    return _ ("Nothing here is on a server");
  if (!loft_service_get_online (service) || loft_service_get_forced_offline (service))
    return _ ("Offline: changes come when there is a network");
  g_hash_table_iter_init (&iter, accounts);
  while (g_hash_table_iter_next (&iter, &account, NULL))
    loft_mail_account_sync_async (account, 0, NULL, NULL, NULL);
  return _ ("Looking for changes…");
}
