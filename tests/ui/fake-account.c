/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-service-private.h"

#include <string.h>

static void
stored_free (FakeStored *stored)
{
  loft_message_unref (stored->message);
  g_bytes_unref (stored->raw);
  g_free (stored);
}

G_DEFINE_FINAL_TYPE (LoftMailAccount, loft_mail_account, G_TYPE_OBJECT)

GType
loft_account_state_get_type (void)
{
  return G_TYPE_UINT;
}

LoftAccount *
loft_mail_account_get_account (LoftMailAccount *self)
{
  return self->account;
}

const char *
loft_mail_account_get_name (LoftMailAccount *self)
{
  return self->account->name;
}

LoftAccountState
loft_mail_account_get_state (LoftMailAccount *self)
{
  return self->state;
}

const GError *
loft_mail_account_get_error (LoftMailAccount *self)
{
  return self->error;
}

const LoftCertificateProblem *
loft_mail_account_get_certificate_problem (LoftMailAccount *self)
{
  return self->problem;
}

gint64
loft_mail_account_get_last_success (LoftMailAccount *self)
{
  return self->last_success;
}

const LoftProgress *
loft_mail_account_get_progress (LoftMailAccount *self)
{
  return &self->progress;
}

GListModel *
loft_mail_account_get_folders (LoftMailAccount *self)
{
  return G_LIST_MODEL (self->folders);
}

guint
loft_mail_account_get_n_pending (LoftMailAccount *self)
{
  return self->n_pending;
}

void
fake_account_count (LoftMailAccount *self, gint64 folder_id)
{
  GArray *ids = g_hash_table_lookup (self->ids, &folder_id);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->folders)); i++)
    {
      g_autoptr (LoftMailFolder) each = g_list_model_get_item (G_LIST_MODEL (self->folders), i);
      LoftFolder *old = loft_mail_folder_get (each);
      g_autoptr (LoftFolder) folder = NULL;

      if (old->id != folder_id)
        continue;
      folder = loft_folder_new ();
      folder->id = old->id;
      g_free (folder->path);
      folder->path = g_strdup (old->path);
      g_free (folder->name);
      folder->name = g_strdup (old->name);
      folder->role = old->role;
      folder->selectable = old->selectable;
      folder->total = ids == NULL ? 0 : ids->len;
      for (guint k = 0; ids != NULL && k < ids->len; k++)
        {
          FakeStored *stored =
            g_hash_table_lookup (self->messages, &g_array_index (ids, gint64, k));

          if (stored != NULL && (stored->message->flags & LOFT_FLAG_SEEN) == 0)
            folder->unread++;
        }
      loft_mail_folder_set (each, folder);
    }
}

static LoftMessage *
copy_with_flags (LoftMessage *old, LoftFlags flags)
{
  LoftMessage *message = fake_message_new ();

  message->id = old->id;
  message->folder_id = old->folder_id;
  message->conversation_id = old->conversation_id;
  message->date = old->date;
  message->flags = flags;
  g_free (message->subject);
  message->subject = g_strdup (old->subject);
  g_free (message->preview);
  message->preview = g_strdup (old->preview);
  g_clear_pointer (&message->from, g_ptr_array_unref);
  message->from = g_ptr_array_ref (old->from);
  g_clear_pointer (&message->to, g_ptr_array_unref);
  message->to = g_ptr_array_ref (old->to);
  g_clear_pointer (&message->cc, g_ptr_array_unref);
  message->cc = g_ptr_array_ref (old->cc);
  g_clear_pointer (&message->attachments, g_ptr_array_unref);
  message->attachments = g_ptr_array_ref (old->attachments);
  g_free (message->keywords);
  message->keywords = g_strdup (old->keywords);
  return message;
}

/* message: (transfer full) in the place of the one before. */
static void
replace_message (LoftMailAccount *self, FakeStored *stored, LoftMessage *message)
{
  LoftMessageRow *row = g_hash_table_lookup (self->rows, &message->id);
  LoftMessage *old = stored->message;

  stored->message = message;
  if (row != NULL)
    g_object_notify (G_OBJECT (row), "message");
  fake_account_notify (self, old->conversation_id);
  fake_account_count (self, old->folder_id);
  loft_message_unref (old);
}

void
fake_account_set_keywords (LoftMailAccount *self, gint64 id, const char *keywords)
{
  fake_account_mark (self, id, fake_account_get_message (self, id)->flags, keywords);
}

void
fake_account_mark (LoftMailAccount *self, gint64 id, LoftFlags flags, const char *keywords)
{
  FakeStored *stored = g_hash_table_lookup (self->messages, &id);
  LoftMessage *message = copy_with_flags (stored->message, flags);

  g_free (message->keywords);
  message->keywords = g_strdup (keywords);
  replace_message (self, stored, message);
}

static void
set_flags (LoftMailAccount *self, gint64 id, LoftFlags add, LoftFlags remove)
{
  FakeStored *stored = g_hash_table_lookup (self->messages, &id);
  if (stored != NULL)
    replace_message (self, stored,
                     copy_with_flags (stored->message, (stored->message->flags | add) & ~remove));
}

void
loft_mail_account_change_flags_async (LoftMailAccount *self, const gint64 *message_ids,
                                      guint n_messages, LoftFlags add, LoftFlags remove,
                                      const char *add_keywords, const char *remove_keywords,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  for (guint i = 0; i < n_messages; i++)
    set_flags (self, message_ids[i], add, remove);
  fake_finish_later (self, cancellable, callback, user_data);
}

gboolean
loft_mail_account_change_flags_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_mail_account_sync_async (LoftMailAccount *self, gint64 folder_id, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  self->n_syncs++;
  fake_finish_later (self, cancellable, callback, user_data);
}

gboolean
loft_mail_account_find_message (LoftMailAccount *self, const char *message_id, gint64 *folder_id,
                                gint64 *id)
{
  GHashTableIter folders;
  gpointer folder = NULL;
  gpointer ids = NULL;

  g_hash_table_iter_init (&folders, self->ids);
  while (g_hash_table_iter_next (&folders, &folder, &ids))
    for (guint i = 0; i < ((GArray *) ids)->len; i++)
      {
        gint64 each = g_array_index ((GArray *) ids, gint64, i);
        LoftMessage *message = fake_account_get_message (self, each);

        if (message == NULL || !g_str_equal (message->message_id, message_id))
          continue;
        *folder_id = *(gint64 *) folder;
        *id = each;
        return TRUE;
      }
  return FALSE;
}

guint
fake_account_get_n_syncs (LoftMailAccount *self)
{
  return self->n_syncs;
}

gboolean
loft_mail_account_sync_finish (LoftMailAccount *self, GAsyncResult *result, guint *n_left_out,
                               GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
loft_mail_account_finalize (GObject *object)
{
  LoftMailAccount *self = LOFT_MAIL_ACCOUNT (object);

  loft_account_unref (self->account);
  g_object_unref (self->folders);
  g_hash_table_unref (self->messages);
  g_hash_table_unref (self->ids);
  g_hash_table_unref (self->rows);
  g_ptr_array_unref (self->lists);
  g_clear_error (&self->error);
  g_clear_error (&self->open_error);
  g_clear_object (&self->opening);
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  g_free (self->progress.folder);
  G_OBJECT_CLASS (loft_mail_account_parent_class)->finalize (object);
}

static void
loft_mail_account_class_init (LoftMailAccountClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_mail_account_finalize;
  fake_install_properties (G_OBJECT_CLASS (klass),
                           (const char *const[]){ "state", "progress", "pending", "account",
                                                  NULL });
  g_signal_new ("messages-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  g_signal_new ("alert", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new ("arriving", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_UINT64, G_TYPE_UINT64);
}

static void
loft_mail_account_init (LoftMailAccount *self)
{
  self->folders = g_list_store_new (LOFT_TYPE_MAIL_FOLDER);
  self->messages =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) stored_free);
  self->ids =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_array_unref);
  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->lists = g_ptr_array_new ();
  self->progress.folder = g_strdup ("");
  self->next_id = 1;
}

/* What tests put in */

LoftMailFolder *
fake_account_add_folder (LoftMailAccount *self, const char *path, LoftFolderRole role)
{
  g_autoptr (LoftFolder) folder = loft_folder_new ();
  g_autoptr (LoftMailFolder) row = NULL;
  const char *slash = strrchr (path, '/');

  folder->id = g_list_model_get_n_items (G_LIST_MODEL (self->folders)) + 1;
  g_free (folder->path);
  folder->path = g_strdup (path);
  g_free (folder->name);
  folder->name = g_strdup (slash == NULL ? path : slash + 1);
  folder->role = role;
  folder->selectable = TRUE;
  folder->synced_at = 1795300000;
  row = loft_mail_folder_new (folder);
  g_list_store_append (self->folders, row);
  return row;
}

void
fake_account_remove_folder (LoftMailAccount *self, LoftMailFolder *folder)
{
  guint position = 0;

  if (g_list_store_find (self->folders, folder, &position))
    g_list_store_remove (self->folders, position);
}

void
fake_account_set_state (LoftMailAccount *self, LoftAccountState state, const GError *error)
{
  self->state = state;
  g_clear_error (&self->error);
  self->error = error == NULL ? NULL : g_error_copy (error);
  g_object_notify (G_OBJECT (self), "state");
}

void
fake_account_set_problem (LoftMailAccount *self, const LoftCertificateProblem *problem)
{
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  self->problem = problem == NULL ? NULL : loft_certificate_problem_copy (problem);
}

void
fake_account_set_progress (LoftMailAccount *self, LoftProgressKind kind, const char *folder,
                           guint64 done, guint64 total)
{
  g_free (self->progress.folder);
  self->progress = (LoftProgress){ kind, g_strdup (folder), done, total };
  g_object_notify (G_OBJECT (self), "progress");
}

void
fake_account_set_pending (LoftMailAccount *self, guint n)
{
  self->n_pending = n;
  g_object_notify (G_OBJECT (self), "pending");
}

void
fake_account_set_last_success (LoftMailAccount *self, gint64 when)
{
  self->last_success = when;
  g_object_notify (G_OBJECT (self), "state");
}

void
fake_account_set_slow_lists (LoftMailAccount *self)
{
  g_object_set_data (G_OBJECT (self), "slow-lists", self);
}

void
fake_account_set_open_error (LoftMailAccount *self, const GError *error)
{
  g_clear_error (&self->open_error);
  self->open_error = error == NULL ? NULL : g_error_copy (error);
}
