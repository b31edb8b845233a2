/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What takes room of a pretended account: its folders as they count, and all its messages as large ones;
 * how full its server is as a test says. */

#include "fake-service-private.h"
#include "loft-quota-watch.h"
#include "loft-room-look.h"

/* ---- looking ------------------------------------------------------------------------------ */

static void
folder_free (gpointer data)
{
  loft_folder_unref (((LoftRoomFolder *) data)->folder);
  g_free (data);
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

static void
add_folder (LoftRoomLook *look, LoftMailAccount *account, LoftFolder *folder)
{
  LoftRoomFolder *found = g_new0 (LoftRoomFolder, 1);
  GArray *ids = fake_account_get_ids (account, folder->id);

  found->folder = loft_folder_ref (folder);
  found->n_messages = ids->len;
  for (guint i = 0; i < ids->len; i++)
    {
      LoftMessage *message = fake_account_get_message (account, g_array_index (ids, gint64, i));

      if (message == NULL)
        continue;
      /* No message of a sample is large. */
      message->size = 300000 * (guint64) (1 + i % 9);
      found->bytes += message->size;
      g_ptr_array_add (look->messages, loft_message_ref (message));
    }
  look->bytes += found->bytes;
  g_ptr_array_add (look->folders, found);
}

void
loft_room_look_async (LoftMailAccount *account, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (account, cancellable, callback, user_data);
  LoftRoomLook *look = g_new0 (LoftRoomLook, 1);

  look->folders = g_ptr_array_new_with_free_func (folder_free);
  look->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_message_unref);
  look->attachments = g_ptr_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (account->folders)); i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (G_LIST_MODEL (account->folders), i);

      add_folder (look, account, loft_mail_folder_get (row));
    }
  g_task_return_pointer (task, look, (GDestroyNotify) loft_room_look_free);
}

LoftRoomLook *
loft_room_look_finish (LoftMailAccount *account, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- how full ----------------------------------------------------------------------------- */

struct _LoftQuotaWatch {
  GObject parent;

  guint64 used;
  guint64 limit;
  LoftQuotaStep dismissed;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (LoftQuotaWatch, loft_quota_watch, G_TYPE_OBJECT)

static void
loft_quota_watch_class_init (LoftQuotaWatchClass *klass)
{
  changed_signal = g_signal_new ("changed", LOFT_TYPE_QUOTA_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, LOFT_TYPE_MAIL_ACCOUNT);
}

static void
loft_quota_watch_init (LoftQuotaWatch *self)
{
}

gboolean
loft_quota_watch_get (LoftQuotaWatch *self, LoftMailAccount *account, guint64 *used, guint64 *limit)
{
  *used = self->used;
  *limit = self->limit;
  return self->limit > 0;
}

void
loft_quota_watch_refresh (LoftQuotaWatch *self, LoftMailAccount *account)
{
}

LoftQuotaStep
loft_quota_step (guint64 used, guint64 limit)
{
  guint share = limit > 0 ? (guint) (used * 100 / limit) : 0;

  return share >= 95 ? LOFT_QUOTA_FULL : share >= 80 ? LOFT_QUOTA_NEARLY_FULL : LOFT_QUOTA_ROOM;
}

LoftQuotaStep
loft_quota_watch_get_step (LoftQuotaWatch *self, LoftMailAccount *account)
{
  LoftQuotaStep step = loft_quota_step (self->used, self->limit);

  return step > self->dismissed ? step : LOFT_QUOTA_ROOM;
}

void
loft_quota_watch_dismiss (LoftQuotaWatch *self, LoftMailAccount *account)
{
  self->dismissed = loft_quota_step (self->used, self->limit);
  g_signal_emit (self, changed_signal, 0, account);
}

LoftQuotaWatch *
loft_service_get_quotas (LoftService *service)
{
  LoftQuotaWatch *self = g_object_get_data (G_OBJECT (service), "fake-quotas");

  if (self == NULL)
    {
      self = g_object_new (LOFT_TYPE_QUOTA_WATCH, NULL);
      g_object_set_data_full (G_OBJECT (service), "fake-quotas", self, g_object_unref);
    }
  return self;
}

void
fake_service_set_quota (LoftService *service, LoftMailAccount *account, guint64 used, guint64 limit)
{
  LoftQuotaWatch *self = loft_service_get_quotas (service);

  self->used = used;
  self->limit = limit;
  g_signal_emit (self, changed_signal, 0, account);
}
