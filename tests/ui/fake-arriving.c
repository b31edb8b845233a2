/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-service-private.h"
#include "loft-mail-account-pickup.h"

/* Messages that are opened: they are here at once, or take as long as the test wants. */

static void
end_opening (GTask *task)
{
  LoftMailAccount *self = g_task_get_source_object (task);
  gint64 *id = g_task_get_task_data (task);
  FakeStored *stored = g_hash_table_lookup (self->messages, id);

  if (self->open_error != NULL)
    g_task_return_error (task, g_error_copy (self->open_error));
  else if (stored == NULL)
    g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_GONE, "no such message");
  else
    g_task_return_pointer (task, loft_message_body_new (stored->message, stored->raw),
                           (GDestroyNotify) loft_message_body_unref);
}

static gboolean
open_now (gpointer data)
{
  end_opening (data);
  return G_SOURCE_REMOVE;
}

static void
on_given_up (GCancellable *cancellable, LoftMailAccount *self)
{
  g_clear_object (&self->opening);
}

void
loft_mail_account_open_message_async (LoftMailAccount *self, gint64 message_id,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, g_memdup2 (&message_id, sizeof message_id), g_free);
  if (!self->slow)
    {
      g_idle_add_full (G_PRIORITY_DEFAULT, open_now, task, g_object_unref);
      return;
    }
  g_set_object (&self->opening, task);
  g_task_set_return_on_cancel (task, FALSE);
  g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_given_up), self, 0);
  g_object_unref (task);
}

LoftMessageBody *
loft_mail_account_open_message_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
loft_mail_account_lacks_rest (LoftMailAccount *self, gint64 message_id, guint64 *size)
{
  *size = self->rest;
  return self->rest > 0;
}

void
fake_account_set_rest (LoftMailAccount *self, guint64 size)
{
  self->rest = size;
}

void
fake_account_set_slow (LoftMailAccount *self)
{
  self->slow = TRUE;
}

gboolean
fake_account_is_opening (LoftMailAccount *self)
{
  return self->opening != NULL;
}

void
fake_account_arrive (LoftMailAccount *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->opening);

  self->rest = 0;
  end_opening (task);
}
