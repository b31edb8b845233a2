/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resource-watch.h"

#include "loft-mail-folder.h"

#define GATHER_MS 60

struct _LoftResourceWatch {
  GObject parent;

  GListModel *accounts; /* (owned) */
  GPtrArray *watched; /* of LoftMailAccount: those of accounts, in their order */
  guint gather_source;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftResourceWatch, loft_resource_watch, G_TYPE_OBJECT)

static gboolean
tell_changed (gpointer user_data)
{
  LoftResourceWatch *self = user_data;

  self->gather_source = 0;
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

void
loft_resource_watch_tell (LoftResourceWatch *self)
{
  if (self->gather_source == 0)
    self->gather_source = g_timeout_add (GATHER_MS, tell_changed, self);
}

gboolean
loft_resource_watch_concerns (LoftMailAccount *account, gint64 folder_id)
{
  GListModel *folders = loft_mail_account_get_folders (account);
  guint n = g_list_model_get_n_items (folders);

  for (guint i = 0; folder_id != 0 && i < n; i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      if (loft_mail_folder_get (folder)->id == folder_id)
        return FALSE;
    }
  return TRUE;
}

static void
on_messages_changed (LoftMailAccount *account, gint64 folder_id, LoftResourceWatch *self)
{
  if (loft_resource_watch_concerns (account, folder_id))
    loft_resource_watch_tell (self);
}

static void
leave_account (LoftResourceWatch *self, guint position)
{
  g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->watched, position), self);
  g_ptr_array_remove_index (self->watched, position);
}

static void
watch_account (LoftResourceWatch *self, guint position)
{
  LoftMailAccount *account = g_list_model_get_item (self->accounts, position);

  g_ptr_array_insert (self->watched, (int) position, account);
  g_signal_connect (account, "messages-changed", G_CALLBACK (on_messages_changed), self);
}

static void
on_accounts_changed (GListModel *accounts, guint position, guint n_removed, guint n_added,
                     LoftResourceWatch *self)
{
  for (guint i = 0; i < n_removed; i++)
    leave_account (self, position);
  for (guint i = 0; i < n_added; i++)
    watch_account (self, position + i);
  loft_resource_watch_tell (self);
}

static void
loft_resource_watch_dispose (GObject *object)
{
  LoftResourceWatch *self = LOFT_RESOURCE_WATCH (object);

  g_clear_handle_id (&self->gather_source, g_source_remove);
  if (self->accounts != NULL)
    g_signal_handlers_disconnect_by_data (self->accounts, self);
  while (self->watched->len > 0)
    leave_account (self, self->watched->len - 1);
  G_OBJECT_CLASS (loft_resource_watch_parent_class)->dispose (object);
}

static void
loft_resource_watch_finalize (GObject *object)
{
  LoftResourceWatch *self = LOFT_RESOURCE_WATCH (object);

  g_clear_object (&self->accounts);
  g_ptr_array_unref (self->watched);
  G_OBJECT_CLASS (loft_resource_watch_parent_class)->finalize (object);
}

static void
loft_resource_watch_class_init (LoftResourceWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = loft_resource_watch_dispose;
  object_class->finalize = loft_resource_watch_finalize;
  signals[CHANGED] = g_signal_new ("changed", LOFT_TYPE_RESOURCE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_resource_watch_init (LoftResourceWatch *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
}

LoftResourceWatch *
loft_resource_watch_new (GListModel *accounts)
{
  LoftResourceWatch *self = g_object_new (LOFT_TYPE_RESOURCE_WATCH, NULL);
  guint n = g_list_model_get_n_items (accounts);

  self->accounts = g_object_ref (accounts);
  for (guint i = 0; i < n; i++)
    watch_account (self, i);
  g_signal_connect (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self);
  return self;
}
