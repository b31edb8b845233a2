/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-local-account.h"

#include <string.h>

#include "loft-account-settings.h"
#include "loft-mail-folder.h"

#define MAX_NAMES 100

static const char *default_name = "On this computer";

void
loft_local_account_set_default_name (const char *name)
{
  default_name = name;
}

gboolean
loft_local_account_is (const LoftAccount *account)
{
  return strcmp (account->id, LOFT_LOCAL_ACCOUNT_ID) == 0;
}

gboolean
loft_local_account_is_quiet (LoftMailAccount *account)
{
  GListModel *folders = loft_mail_account_get_folders (account);
  guint n = g_list_model_get_n_items (folders);

  if (!loft_local_account_is (loft_mail_account_get_account (account)))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (folders, i);
      const LoftFolder *folder = loft_mail_folder_get (row);

      if (folder->total > 0 || folder->role == LOFT_FOLDER_ROLE_NONE)
        return FALSE;
    }
  return n > 0;
}

guint
loft_local_account_count_others (GListModel *accounts)
{
  guint n = g_list_model_get_n_items (accounts);
  guint count = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      count += !loft_local_account_is (loft_mail_account_get_account (account));
    }
  return count;
}

guint
loft_local_account_count_used (GListModel *accounts)
{
  guint n = g_list_model_get_n_items (accounts);
  guint count = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      count += !loft_local_account_is_quiet (account);
    }
  return count;
}

guint
loft_local_account_count_mail (GListModel *accounts)
{
  guint n = g_list_model_get_n_items (accounts);
  guint count = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      count += !loft_local_account_is_quiet (account) &&
               loft_account_kind_has_mail (loft_mail_account_get_account (account)->kind);
    }
  return count;
}

/* ---- making it ---------------------------------------------------------------------------- */

static gboolean
is_taken (GPtrArray *accounts, const char *name)
{
  for (guint i = 0; i < accounts->len; i++)
    if (strcmp (((LoftAccount *) g_ptr_array_index (accounts, i))->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* Whoever had the name first keeps it: names tell accounts apart. */
static char *
free_name (GPtrArray *accounts)
{
  char *name = g_strdup (default_name);

  for (guint i = 2; i < MAX_NAMES && is_taken (accounts, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s %u", default_name, i);
    }
  return name;
}

static LoftAccount *
make (GPtrArray *accounts)
{
  LoftAccount *account = loft_account_new ("local");

  g_free (account->id);
  account->id = g_strdup (LOFT_LOCAL_ACCOUNT_ID);
  g_free (account->name);
  account->name = free_name (accounts);
  account->window_days = -1;
  return account;
}

static void
put_last (GPtrArray *accounts)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      LoftAccount *account = g_ptr_array_index (accounts, i);

      if (!loft_local_account_is (account))
        continue;
      loft_account_ref (account);
      g_ptr_array_remove_index (accounts, i);
      g_ptr_array_add (accounts, account);
      return;
    }
  g_ptr_array_add (accounts, make (accounts));
}

GPtrArray *
loft_local_account_load_all (const char *profile_dir, GError **error)
{
  GPtrArray *accounts = loft_account_settings_load (profile_dir, error);

  if (accounts != NULL)
    put_last (accounts);
  return accounts;
}
