/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-arranging.h"

#include <string.h>

#include "loft-folder-store.h"
#include "loft-mail-actions-private.h"
#include "loft-operation-folders.h"
#include "loft-resources.h"

typedef struct {
  char *name;
  char *color; /* (nullable) */
  gboolean only_here;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_free (wish->name);
  g_free (wish->color);
  g_free (wish);
}

static gboolean
set_color (LoftMailStore *store, gint64 folder_id, const char *color, GError **error)
{
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (loft_folder_store_set_color (store, folder_id, color, error))
    return loft_mail_store_commit (store, error);
  loft_mail_store_rollback (store);
  return FALSE;
}

static gboolean
act_create (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
            gpointer user_data, GError **error)
{
  const Wish *wish = user_data;
  gint64 folder_id = 0;

  return loft_operation_create_collection (store, journal, wish->name, LOFT_FOLDER_KIND_EVENTS,
                                           wish->only_here, &folder_id, undo, error) &&
         (wish->color == NULL || set_color (store, folder_id, wish->color, error));
}

static void
on_acted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;
  g_autoptr (LoftMailUndo) undo =
    loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (undo != NULL)
    g_task_return_boolean (client, TRUE);
  else
    g_task_return_error (client, error);
}

/* Levels are the matter of mail: what a server calls a calendar has none. */
static gboolean
check_name (const char *name, GError **error)
{
  if (*name != '\0' && strchr (name, '/') == NULL)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "A calendar needs a name without “/”");
  return FALSE;
}

static void
create (LoftMailAccount *account, const LoftCalendarArrangement *arrangement, GTask *client)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->name = g_strdup (arrangement->name);
  wish->color = g_strdup (arrangement->color);
  wish->only_here = loft_account_kind_is_local (loft_mail_account_get_account (account)->kind);
  loft_mail_account_act (account, act_create, wish, wish_free, on_acted, g_object_ref (client));
}

static void
set_folder_color (LoftMailAccount *account, gint64 folder_id, const char *color, GTask *client)
{
  GError *error = NULL;

  if (loft_resources_set_folder_color (account, folder_id, color, &error))
    g_task_return_boolean (client, TRUE);
  else
    g_task_return_error (client, error);
}

void
loft_calendar_arranging_run_async (LoftMailAccount *account,
                                   const LoftCalendarArrangement *arrangement,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) client = g_task_new (account, NULL, callback, user_data);
  gint64 folder_id = loft_calendar_item_get_folder_id (arrangement->calendar);
  GError *error = NULL;

  if (arrangement->name != NULL && !check_name (arrangement->name, &error))
    {
      g_task_return_error (client, error);
      return;
    }
  switch (arrangement->kind)
    {
    case LOFT_ARRANGE_CREATE:
      create (account, arrangement, client);
      break;
    case LOFT_ARRANGE_RENAME:
      loft_mail_account_rename_folder_async (account, folder_id, arrangement->name, on_acted,
                                             g_object_ref (client));
      break;
    case LOFT_ARRANGE_DELETE:
      loft_mail_account_delete_folder_async (account, folder_id, on_acted, g_object_ref (client));
      break;
    default:
      set_folder_color (account, folder_id, arrangement->color, client);
      break;
    }
}

gboolean
loft_calendar_arranging_run_finish (LoftMailAccount *account, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
