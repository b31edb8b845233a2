/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-wipe-watch.h"

#include "loft-account-wipe.h"
#include "loft-error.h"
#include "loft-mail-account-private.h"
#include "loft-removal-record.h"
#include "loft-thread-task.h"
#include "loft-unfinished.h"

#define KEY "loft-removed-accounts"

/* ---- what stays to be told ---------------------------------------------------------------- */

struct _LoftRemovedItem {
  GObject parent;

  LoftRemovedAccount *removed;
};

G_DEFINE_FINAL_TYPE (LoftRemovedItem, loft_removed_item, G_TYPE_OBJECT)

static void
loft_removed_item_finalize (GObject *object)
{
  loft_removed_account_free (LOFT_REMOVED_ITEM (object)->removed);
  G_OBJECT_CLASS (loft_removed_item_parent_class)->finalize (object);
}

static void
loft_removed_item_class_init (LoftRemovedItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_removed_item_finalize;
}

static void
loft_removed_item_init (LoftRemovedItem *self)
{
}

const char *
loft_removed_item_get_name (LoftRemovedItem *self)
{
  return self->removed->name;
}

gint64
loft_removed_item_get_time (LoftRemovedItem *self)
{
  return self->removed->at;
}

char *
loft_removed_item_describe (LoftRemovedItem *self)
{
  return loft_removed_account_describe (self->removed);
}

static void
load (LoftService *service, GListStore *store)
{
  g_autoptr (GPtrArray) list = loft_removal_record_list (loft_service_get_profile_dir (service));

  g_list_store_remove_all (store);
  for (guint i = 0; i < list->len; i++)
    {
      g_autoptr (LoftRemovedItem) item = g_object_new (LOFT_TYPE_REMOVED_ITEM, NULL);

      item->removed = g_steal_pointer (&g_ptr_array_index (list, i));
      g_list_store_append (store, item);
    }
}

GListModel *
loft_wipe_watch_get_removed (LoftService *service)
{
  GListStore *store = g_object_get_data (G_OBJECT (service), KEY);

  if (store == NULL)
    {
      store = g_list_store_new (LOFT_TYPE_REMOVED_ITEM);
      load (service, store);
      g_object_set_data_full (G_OBJECT (service), KEY, store, g_object_unref);
    }
  return G_LIST_MODEL (store);
}

static void
load_again (LoftService *service)
{
  GListStore *store = g_object_get_data (G_OBJECT (service), KEY);

  if (store != NULL)
    load (service, store);
}

void
loft_wipe_watch_put_away (LoftService *service, LoftRemovedItem *item)
{
  g_autoptr (GError) error = NULL;

  /* One small file, written because a person asked for it. */
  if (!loft_removal_record_forget (loft_service_get_profile_dir (service), item->removed->id,
                                   &error))
    g_warning ("%s", error->message);
  load_again (service);
}

/* ---- deleting ----------------------------------------------------------------------------- */

typedef struct {
  char *profile_dir;
  LoftMailAccount *account; /* (owned) */
  LoftAccount *settings; /* (owned) */
} Wipe;

static void
wipe_free (Wipe *self)
{
  g_free (self->profile_dir);
  g_object_unref (self->account);
  loft_account_unref (self->settings);
  g_free (self);
}

static void
wipe_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Wipe *self = data;
  GError *error = NULL;

  if (loft_account_wipe_run (self->profile_dir, self->settings, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* What is left behind goes at the next start. */
static void
on_wiped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("%s", error->message);
  load_again (LOFT_SERVICE (source));
}

/* Whoever told of its state is done with it by now. */
static gboolean
begin (gpointer user_data)
{
  GTask *task = user_data;
  Wipe *self = g_task_get_task_data (task);
  GListModel *accounts = loft_service_get_accounts (g_task_get_source_object (task));
  guint position;

  loft_mail_account_stop (self->account);
  if (g_list_store_find (G_LIST_STORE (accounts), self->account, &position))
    g_list_store_remove (G_LIST_STORE (accounts), position);
  loft_thread_task_run (task, wipe_thread);
  return G_SOURCE_REMOVE;
}

static void
on_state (LoftService *service, GParamSpec *pspec, LoftMailAccount *account)
{
  const char *profile_dir = loft_service_get_profile_dir (service);
  LoftAccount *settings = loft_mail_account_get_account (account);
  Wipe *wipe;
  GTask *task;

  if (!g_error_matches (loft_mail_account_get_error (account), LOFT_ERROR, LOFT_ERROR_WIPED) ||
      !loft_account_wipe_is_due (profile_dir, settings))
    return;
  g_signal_handlers_disconnect_by_func (account, on_state, service);
  wipe = g_new0 (Wipe, 1);
  wipe->profile_dir = g_strdup (profile_dir);
  wipe->account = g_object_ref (account);
  wipe->settings = loft_account_ref (settings);
  task = g_task_new (service, NULL, on_wiped, NULL);
  g_task_set_task_data (task, wipe, (GDestroyNotify) wipe_free);
  loft_unfinished_add (service, task);
  g_idle_add_full (G_PRIORITY_DEFAULT, begin, task, g_object_unref);
}

void
loft_wipe_watch_add (LoftService *service, LoftMailAccount *account)
{
  g_signal_connect_object (account, "notify::state", G_CALLBACK (on_state), service,
                           G_CONNECT_SWAPPED);
}
