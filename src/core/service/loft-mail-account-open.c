/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-account-parts.h"

#define MAX_FETCHES 3

typedef struct {
  gint64 message_id;
  guint n_fetched; /* how often the server was asked */
  LoftAccount *account; /* (owned) */
} Opening;

static Opening *
opening_new (gint64 message_id, guint n_fetched, LoftAccount *account)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->message_id = message_id;
  opening->n_fetched = n_fetched;
  opening->account = loft_account_ref (account);
  return opening;
}

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  loft_account_unref (opening->account);
  g_free (opening);
}

static void
open_job (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (LoftMessage) message =
    loft_mail_reader_get_message (reader, opening->message_id, &error);
  g_autoptr (GBytes) raw =
    message != NULL ? loft_mail_reader_get_raw (reader, opening->message_id, &error) : NULL;

  /* What lies outside the window may be dropped again before it is read here. */
  if (raw == NULL && message != NULL && opening->n_fetched < MAX_FETCHES)
    {
      g_error_free (error);
      g_task_return_pointer (task, NULL, NULL); /* to be fetched */
    }
  else if (raw == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task,
                           loft_message_body_new_trusting (
                             message, raw, loft_mail_reader_get_trust (reader, opening->account)),
                           (GDestroyNotify) loft_message_body_unref);
}

static void read_opened (LoftMailAccount *self, GTask *client);

static void
on_fetched_for_opening (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  LoftMailAccount *self = g_task_get_source_object (client);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      ((Opening *) g_task_get_task_data (client))->n_fetched++;
      read_opened (self, client);
      return;
    }
  g_task_return_error (client, error);
  g_object_unref (client);
}

static void
fetch_for_opening (LoftMailAccount *self, GTask *client)
{
  Opening *opening = g_task_get_task_data (client);
  const Errand errand = { ERRAND_FETCH, opening->message_id, 0 };
  GTask *fetching =
    g_task_new (self, g_task_get_cancellable (client), on_fetched_for_opening, client);

  g_task_set_check_cancellable (fetching, FALSE);
  loft_mail_account_run_errand (self, &errand, fetching);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftMailAccount *self = LOFT_MAIL_ACCOUNT (source);
  GTask *client = user_data;
  GError *error = NULL;
  LoftMessageBody *body = g_task_propagate_pointer (G_TASK (result), &error);

  if (body == NULL && error == NULL)
    {
      fetch_for_opening (self, client);
      return;
    }
  if (body != NULL)
    g_task_return_pointer (client, body, (GDestroyNotify) loft_message_body_unref);
  else
    g_task_return_error (client, error);
  g_object_unref (client);
}

/* client: (transfer full). */
static void
read_opened (LoftMailAccount *self, GTask *client)
{
  g_autoptr (GTask) task = g_task_new (self, g_task_get_cancellable (client), on_opened, client);
  Opening *opening = g_task_get_task_data (client);

  g_task_set_task_data (task,
                        opening_new (opening->message_id, opening->n_fetched, opening->account),
                        opening_free);
  loft_mail_account_queue_read (self, LOFT_WORKER_URGENT, task, open_job);
}

void
loft_mail_account_open_message_async (LoftMailAccount *self, gint64 message_id,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (client, opening_new (message_id, 0, loft_mail_account_get_account (self)),
                        opening_free);
  read_opened (self, client);
}

LoftMessageBody *
loft_mail_account_open_message_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
