/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-room-look.h"

#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-room-store.h"

static void
folder_free (gpointer data)
{
  LoftRoomFolder *folder = data;

  loft_folder_unref (folder->folder);
  g_free (folder);
}

static void
attachment_free (gpointer data)
{
  LoftRoomAttachment *attachment = data;

  loft_message_unref (attachment->message);
  g_free (attachment);
}

void
loft_room_look_free (LoftRoomLook *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->folders);
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->attachments);
  g_free (self);
}

static LoftRoomLook *
look_new (void)
{
  LoftRoomLook *self = g_new0 (LoftRoomLook, 1);

  self->folders = g_ptr_array_new_with_free_func (folder_free);
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_message_unref);
  self->attachments = g_ptr_array_new_with_free_func (attachment_free);
  return self;
}

/* ---- folders ------------------------------------------------------------------------------ */

static int
compare_folders (gconstpointer a, gconstpointer b)
{
  const LoftRoomFolder *first = *(LoftRoomFolder *const *) a;
  const LoftRoomFolder *second = *(LoftRoomFolder *const *) b;

  return first->bytes < second->bytes ? 1 : first->bytes > second->bytes ? -1 : 0;
}

/* (transfer none) (nullable) */
static LoftFolder *
find_folder (GPtrArray *folders, gint64 id)
{
  for (guint i = 0; i < folders->len; i++)
    if (((LoftFolder *) g_ptr_array_index (folders, i))->id == id)
      return g_ptr_array_index (folders, i);
  return NULL;
}

static gboolean
sum_folders (LoftRoomLook *look, LoftMailReader *reader, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) folders = loft_mail_reader_list_folders (reader, error);
  g_autoptr (GArray) sums =
    folders != NULL
      ? loft_room_store_sum (loft_mail_reader_current_store (reader)->mail, cancellable, error)
      : NULL;

  for (guint i = 0; sums != NULL && i < sums->len; i++)
    {
      const LoftRoomSum *sum = &g_array_index (sums, LoftRoomSum, i);
      LoftFolder *folder = find_folder (folders, sum->folder_id);
      LoftRoomFolder *found;

      if (folder == NULL)
        continue;
      found = g_new0 (LoftRoomFolder, 1);
      found->folder = loft_folder_ref (folder);
      found->n_messages = sum->n_messages;
      found->bytes = sum->bytes;
      look->bytes += sum->bytes;
      look->here += folder->bytes;
      g_ptr_array_add (look->folders, found);
    }
  g_ptr_array_sort (look->folders, compare_folders);
  return sums != NULL;
}

/* ---- messages ----------------------------------------------------------------------------- */

static int
compare_attachments (gconstpointer a, gconstpointer b)
{
  guint64 first = (*(LoftRoomAttachment *const *) a)->attachment->size;
  guint64 second = (*(LoftRoomAttachment *const *) b)->attachment->size;

  return first < second ? 1 : first > second ? -1 : 0;
}

static void
add_attachments (LoftRoomLook *look, LoftMessage *message)
{
  for (guint i = 0; i < message->attachments->len; i++)
    {
      const LoftAttachment *attachment = g_ptr_array_index (message->attachments, i);
      LoftRoomAttachment *found;

      if (attachment->size < LOFT_ROOM_LARGE)
        continue;
      found = g_new0 (LoftRoomAttachment, 1);
      found->message = loft_message_ref (message);
      found->attachment = attachment;
      g_ptr_array_add (look->attachments, found);
    }
}

static gboolean
is_thrown_away (LoftRoomLook *look, const LoftMessage *message)
{
  for (guint i = 0; i < look->folders->len; i++)
    {
      const LoftFolder *folder = ((LoftRoomFolder *) g_ptr_array_index (look->folders, i))->folder;

      if (folder->id == message->folder_id)
        return folder->role == LOFT_FOLDER_ROLE_TRASH;
    }
  return FALSE;
}

/* One that went meanwhile is left out, and what only waits for the trash to be emptied. */
static gboolean
list_messages (LoftRoomLook *look, LoftMailReader *reader, GError **error)
{
  g_autoptr (GArray) ids =
    loft_room_store_list_large (loft_mail_reader_current_store (reader)->mail,
                                LOFT_ROOM_MAX_MESSAGES, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      LoftMessage *message =
        loft_mail_reader_get_message (reader, g_array_index (ids, gint64, i), NULL);

      if (message == NULL || is_thrown_away (look, message))
        {
          g_clear_pointer (&message, loft_message_unref);
          continue;
        }
      g_ptr_array_add (look->messages, message);
      add_attachments (look, message);
    }
  g_ptr_array_sort (look->attachments, compare_attachments);
  if (look->attachments->len > LOFT_ROOM_MAX_ATTACHMENTS)
    g_ptr_array_set_size (look->attachments, LOFT_ROOM_MAX_ATTACHMENTS);
  return ids != NULL;
}

static void
look_job (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  g_autoptr (LoftRoomLook) look = look_new ();
  GError *error = NULL;

  if (sum_folders (look, reader, cancellable, &error) && list_messages (look, reader, &error))
    g_task_return_pointer (task, g_steal_pointer (&look), (GDestroyNotify) loft_room_look_free);
  else
    g_task_return_error (task, error);
}

void
loft_room_look_async (LoftMailAccount *account, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (account, cancellable, callback, user_data);

  loft_mail_account_queue_list (account, LOFT_WORKER_NORMAL, task, look_job);
}

LoftRoomLook *
loft_room_look_finish (LoftMailAccount *account, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
