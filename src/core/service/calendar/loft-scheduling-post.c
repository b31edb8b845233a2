/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-scheduling-post.h"

#include "loft-mail-account-parts.h"
#include "loft-mail-reader-private.h"
#include "loft-outbox-private.h"
#include "loft-scheduling-store.h"

#define MOST_AT_ONCE 200

typedef struct {
  LoftService *service; /* (owned) */
  LoftMailAccount *account; /* (owned) (nullable) where they wait */
  GPtrArray *messages; /* (owned) (nullable) of LoftSchedulingMessage */
  guint position;
} Round;

static void
round_free (gpointer data)
{
  Round *self = data;

  g_object_unref (self->service);
  g_clear_object (&self->account);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_free (self);
}

static void
refuse_stopped (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The account has stopped");
}

/* ---- posting ------------------------------------------------------------------------------ */

static void post_next (GTask *client);

static void
forget_in_writer (GTask *task, LoftMailStore *store, LoftJournal *journal, const char *directory)
{
  const char *uuid = g_task_get_task_data (task);
  GError *error = NULL;

  if (loft_scheduling_store_remove (store, uuid, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    post_next (g_steal_pointer (&client));
  else
    g_task_return_error (client, error);
}

/* It is in the outbox. */
static void
on_given (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Round *self = g_task_get_task_data (client);
  const LoftSchedulingMessage *message = g_ptr_array_index (self->messages, self->position - 1);
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  if (loft_mail_account_send_finish (LOFT_MAIL_ACCOUNT (source), result, &error) < 0)
    {
      g_task_return_error (client, error);
      return;
    }
  if (self->account->local == NULL)
    {
      refuse_stopped (client);
      return;
    }
  task = g_task_new (self->account, NULL, on_forgotten, g_steal_pointer (&client));
  g_task_set_task_data (task, g_strdup (message->uuid), g_free);
  loft_account_local_write (self->account->local, task, forget_in_writer);
}

/* Takes client. */
static void
post_next (GTask *client)
{
  Round *self = g_task_get_task_data (client);

  while (self->position < self->messages->len)
    {
      const LoftSchedulingMessage *message = g_ptr_array_index (self->messages, self->position++);
      LoftMailAccount *account = loft_service_find_account_by_id (self->service, message->account);

      if (account != NULL)
        {
          loft_mail_account_send_once_async (account, message->uuid, message->sender, message->raw,
                                             message->not_before, on_given, client);
          return;
        }
      g_message ("An invitation or answer waits for an account that is not there");
    }
  g_task_return_boolean (client, TRUE);
  g_object_unref (client);
}

static void
list_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *messages = loft_scheduling_store_list (loft_mail_reader_current_store (reader)->mail,
                                                    MOST_AT_ONCE, &error);

  if (messages != NULL)
    g_task_return_pointer (task, messages, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Round *self = g_task_get_task_data (client);
  GError *error = NULL;

  self->messages = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->messages != NULL)
    post_next (g_steal_pointer (&client));
  else
    g_task_return_error (client, error);
}

static GTask *
new_client (LoftService *service, LoftMailAccount *account, GPtrArray *messages,
            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (service, NULL, callback, user_data);
  Round *self = g_new0 (Round, 1);

  self->service = g_object_ref (service);
  g_set_object (&self->account, account);
  self->messages = messages != NULL ? g_ptr_array_ref (messages) : NULL;
  g_task_set_task_data (client, self, round_free);
  return client;
}

void
loft_scheduling_post_async (LoftService *service, LoftMailAccount *account,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) client = new_client (service, account, NULL, callback, user_data);
  g_autoptr (GTask) task = NULL;

  if (account->local == NULL)
    {
      refuse_stopped (client);
      return;
    }
  task = g_task_new (account, NULL, on_listed, g_steal_pointer (&client));
  loft_mail_account_queue_read (account, LOFT_WORKER_NORMAL, task, list_in_worker);
}

gboolean
loft_scheduling_post_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- taking back -------------------------------------------------------------------------- */

static void withdraw_next (GTask *client);

/* One that waits still, or was taken back already, is none that stands in the way. */
static void
withdraw_in_writer (GTask *task, LoftOutgoingQueue *queue)
{
  const char *uuid = g_task_get_task_data (task);
  gint64 id = 0;
  gboolean given = FALSE;
  GError *error = NULL;

  if (!loft_scheduling_store_find_given (queue->mail, uuid, &id, &given, &error) ||
      (given && (!loft_outgoing_queue_change (queue, id, LOFT_OUTGOING_CANCEL, NULL, &error) ||
                 !loft_outgoing_queue_change (queue, id, LOFT_OUTGOING_DISCARD, NULL, &error))))
    {
      if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_GONE))
        error->code = LOFT_ERROR_CONFLICT;
      g_task_return_error (task, error);
      return;
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_withdrawn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  loft_mail_account_load_outgoing_rows (LOFT_MAIL_ACCOUNT (source));
  if (g_task_propagate_boolean (G_TASK (result), &error))
    withdraw_next (g_steal_pointer (&client));
  else
    g_task_return_error (client, error);
}

/* Takes client. */
static void
withdraw_next (GTask *client)
{
  Round *self = g_task_get_task_data (client);

  while (self->position < self->messages->len)
    {
      const LoftSchedulingMessage *message = g_ptr_array_index (self->messages, self->position++);
      LoftMailAccount *account = loft_service_find_account_by_id (self->service, message->account);
      g_autoptr (GTask) task = NULL;

      if (account == NULL || account->local == NULL)
        continue;
      task = g_task_new (account, NULL, on_withdrawn, client);
      g_task_set_task_data (task, g_strdup (message->uuid), g_free);
      loft_account_local_write_outgoing (account->local, task, withdraw_in_writer);
      return;
    }
  g_task_return_boolean (client, TRUE);
  g_object_unref (client);
}

void
loft_scheduling_withdraw_async (LoftService *service, GPtrArray *messages,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  withdraw_next (new_client (service, NULL, messages, callback, user_data));
}

gboolean
loft_scheduling_withdraw_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
