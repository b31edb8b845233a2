/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outbox-private.h"

#include <string.h>

#include "loft-draft-reader.h"
#include "loft-mail-account-parts.h"
#include "loft-mail-reader-private.h"
#include "loft-outgoing-maker.h"
#include "loft-outgoing-once.h"
#include "loft-outgoing-store.h"

/* What a job is given; the data of its task. */
typedef struct {
  LoftDraft *draft; /* (owned) (nullable) */
  GBytes *raw; /* (owned) (nullable) */
  char *address; /* (owned) of the account */
  gint64 id;
  gint64 not_before;
  LoftSentCopy copy;
  char *uuid; /* (owned) (nullable) what is sent once */
  gboolean is_report; /* the envelope has no sender */
  LoftOutgoingChange what;
} Job;

static void
job_free (Job *job)
{
  loft_draft_free (job->draft);
  g_clear_pointer (&job->raw, g_bytes_unref);
  g_free (job->address);
  g_free (job->uuid);
  g_free (job);
}

/* ---- the list ----------------------------------------------------------------------------- */

static LoftOutgoingItem *
find_item (GListStore *items, gint64 id, guint from, guint *position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (items));

  for (guint i = from; i < n; i++)
    {
      g_autoptr (LoftOutgoingItem) item = g_list_model_get_item (G_LIST_MODEL (items), i);

      *position = i;
      if (loft_outgoing_item_get (item)->id == id)
        return g_steal_pointer (&item);
    }
  return NULL;
}

static gboolean
is_shown (const LoftOutgoing *outgoing)
{
  return outgoing->state != LOFT_OUTGOING_SENT;
}

static gboolean
is_same (const LoftOutgoing *a, const LoftOutgoing *b)
{
  g_autofree char *of_a = loft_outgoing_pack_recipients (a->recipients);
  g_autofree char *of_b = loft_outgoing_pack_recipients (b->recipients);

  return a->state == b->state && a->not_before == b->not_before && a->changed == b->changed &&
         strcmp (a->reason, b->reason) == 0 && strcmp (of_a, of_b) == 0;
}

/* Both are by id: what is not in the new list is taken out on the way. outgoing: (transfer full) */
static void
place (GListStore *items, guint position, LoftOutgoing *outgoing)
{
  guint found = 0;
  g_autoptr (LoftOutgoingItem) item = find_item (items, outgoing->id, position, &found);

  if (item == NULL)
    {
      item = loft_outgoing_item_new (outgoing);
      g_list_store_insert (items, position, item);
      return;
    }
  if (found > position)
    g_list_store_splice (items, position, found - position, NULL, 0);
  if (is_same (loft_outgoing_item_get (item), outgoing))
    loft_outgoing_free (outgoing);
  else
    loft_outgoing_item_set (item, outgoing);
}

void
loft_mail_account_load_outgoing_rows (LoftMailAccount *self)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self, NULL);
  g_autoptr (GPtrArray) list =
    reader != NULL ? loft_outgoing_store_list (loft_mail_reader_current_store (reader)->mail, NULL)
                   : NULL;
  gint64 due = G_MAXINT64;
  guint n = 0;
  guint n_items;

  if (list == NULL)
    return;
  while (list->len > 0)
    {
      g_autoptr (LoftOutgoing) outgoing = g_ptr_array_steal_index (list, 0);

      if (outgoing->state == LOFT_OUTGOING_QUEUED)
        due = MIN (due, outgoing->not_before);
      if (is_shown (outgoing))
        place (self->outgoing, n++, g_steal_pointer (&outgoing));
    }
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->outgoing));
  if (n_items > n)
    g_list_store_splice (self->outgoing, n, n_items - n, NULL, 0);
  /* Another process may have put it in. */
  if (self->outbox != NULL && due != G_MAXINT64)
    loft_account_outbox_expect (self->outbox, due);
}

GListModel *
loft_mail_account_get_outgoing (LoftMailAccount *self)
{
  return G_LIST_MODEL (self->outgoing);
}

LoftOutgoing *
loft_mail_account_read_outgoing (LoftMailAccount *self, gint64 outgoing_id, GError **error)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self, error);

  return reader != NULL ? loft_outgoing_store_get (loft_mail_reader_current_store (reader)->mail,
                                                   outgoing_id, error)
                        : NULL;
}

const GError *
loft_mail_account_get_outgoing_error (LoftMailAccount *self)
{
  return self->outbox != NULL ? loft_account_outbox_get_error (self->outbox) : NULL;
}

const LoftCertificateProblem *
loft_mail_account_get_outgoing_problem (LoftMailAccount *self)
{
  return self->outbox != NULL ? loft_account_outbox_get_problem (self->outbox) : NULL;
}

guint64
loft_mail_account_get_max_message_size (LoftMailAccount *self)
{
  return self->outbox != NULL ? loft_account_outbox_get_max_size (self->outbox) : 0;
}

gboolean
loft_mail_account_gives_reports (LoftMailAccount *self)
{
  return self->outbox != NULL && loft_account_outbox_get_reports (self->outbox);
}

/* ---- writing ------------------------------------------------------------------------------ */

/* The owner looks at what was put in; another process is told. */
static void
wake_sender (LoftMailAccount *self)
{
  if (self->outbox != NULL)
    loft_account_outbox_poke (self->outbox);
  else if (self->started)
    loft_mail_account_send_outgoing_async (self, NULL, NULL, NULL);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftMailAccount *self = LOFT_MAIL_ACCOUNT (source);
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;
  gssize id = g_task_propagate_int (G_TASK (result), &error);

  loft_mail_account_load_outgoing_rows (self);
  if (error != NULL)
    {
      g_task_return_error (client, error);
      return;
    }
  if (g_task_get_source_tag (client) != loft_mail_account_save_draft_async)
    {
      wake_sender (self);
      loft_mail_account_sweep_drafts (self);
    }
  g_task_return_int (client, id);
}

/* client, job: (transfer full) */
static void
queue_write (LoftMailAccount *self, GTask *client, Job *job, GAsyncReadyCallback callback,
             LoftLocalOutgoingFunc func)
{
  g_autoptr (GTask) task = NULL;

  if (self->local == NULL)
    {
      g_task_return_new_error (client, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The account has stopped");
      g_object_unref (client);
      job_free (job);
      return;
    }
  task = g_task_new (self, NULL, callback, client);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  loft_account_local_write_outgoing (self->local, task, func);
}

static void
return_id (GTask *task, LoftOutgoingQueue *queue, LoftOutgoing *outgoing, GBytes *raw,
           GError *error)
{
  if (outgoing != NULL && loft_outgoing_queue_save (queue, outgoing, raw, &error))
    g_task_return_int (task, (gssize) outgoing->id);
  else
    g_task_return_error (task, error);
}

static void
return_once (GTask *task, LoftOutgoingQueue *queue, LoftOutgoing *outgoing, GBytes *raw)
{
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (loft_outgoing_queue_save_once (queue, job->uuid, outgoing, raw, &error))
    g_task_return_int (task, (gssize) outgoing->id);
  else
    g_task_return_error (task, error);
}

static void
send_job (GTask *task, LoftOutgoingQueue *queue)
{
  Job *job = g_task_get_task_data (task);
  g_autoptr (LoftOutgoing) outgoing = NULL;
  g_autoptr (GBytes) raw = NULL;
  GError *error = NULL;

  if (job->draft != NULL && job->raw != NULL)
    outgoing = loft_outgoing_maker_make_redirected (job->raw, job->draft, job->copy, &raw, &error);
  else if (job->draft != NULL)
    outgoing = loft_outgoing_maker_make (job->draft, job->not_before, job->copy, &raw, &error);
  else
    outgoing = loft_outgoing_maker_make_raw (job->raw, job->address, job->not_before, job->copy,
                                             &raw, &error);
  if (outgoing != NULL)
    outgoing->id = job->id;
  if (outgoing != NULL && job->uuid != NULL)
    {
      return_once (task, queue, outgoing, raw);
      return;
    }
  if (outgoing != NULL && job->is_report)
    outgoing->sender[0] = '\0';
  return_id (task, queue, outgoing, raw, error);
}

static void
save_job (GTask *task, LoftOutgoingQueue *queue)
{
  Job *job = g_task_get_task_data (task);
  g_autoptr (LoftOutgoing) outgoing = NULL;
  g_autoptr (GBytes) raw = NULL;
  GError *error = NULL;

  outgoing = loft_outgoing_maker_make_draft (job->draft, &raw, &error);
  if (outgoing != NULL)
    outgoing->id = job->id;
  return_id (task, queue, outgoing, raw, error);
}

static Job *
new_job (LoftMailAccount *self, const LoftDraft *draft, gint64 id, gint64 not_before)
{
  Job *job = g_new0 (Job, 1);

  job->draft = draft != NULL ? loft_draft_copy (draft) : NULL;
  job->address = g_strdup (self->account->address);
  job->id = id;
  job->not_before = not_before;
  job->copy =
    loft_account_makes_sent_copy (self->account) ? LOFT_SENT_COPY_WANTED : LOFT_SENT_COPY_NONE;
  return job;
}

/* Once it is begun it is finished: nobody could tell what became of it. */
static GTask *
new_client (LoftMailAccount *self, gpointer tag, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (client, tag);
  g_task_set_check_cancellable (client, FALSE);
  return client;
}

void
loft_mail_account_send_async (LoftMailAccount *self, const LoftDraft *draft, gint64 outgoing_id,
                              gint64 not_before, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = new_client (self, loft_mail_account_send_async, cancellable, callback, user_data);

  queue_write (self, client, new_job (self, draft, outgoing_id, not_before), on_written, send_job);
}

void
loft_mail_account_send_raw_async (LoftMailAccount *self, GBytes *raw, gint64 not_before,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *client = new_client (self, loft_mail_account_send_async, cancellable, callback, user_data);
  Job *job = new_job (self, NULL, 0, not_before);

  job->raw = g_bytes_ref (raw);
  queue_write (self, client, job, on_written, send_job);
}

void
loft_mail_account_send_once_async (LoftMailAccount *self, const char *uuid, const char *sender,
                                   GBytes *raw, gint64 not_before, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *client = new_client (self, loft_mail_account_send_async, NULL, callback, user_data);
  Job *job = new_job (self, NULL, 0, not_before);

  job->raw = g_bytes_ref (raw);
  job->uuid = g_strdup (uuid);
  g_free (job->address);
  job->address = g_strdup (sender);
  queue_write (self, client, job, on_written, send_job);
}

void
loft_mail_account_redirect_async (LoftMailAccount *self, LoftMessageBody *body,
                                  const LoftDraft *resent, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = new_client (self, loft_mail_account_send_async, cancellable, callback, user_data);
  Job *job = new_job (self, resent, 0, 0);

  job->raw = g_bytes_ref (body->raw);
  queue_write (self, client, job, on_written, send_job);
}

void
loft_mail_account_send_report_async (LoftMailAccount *self, GBytes *raw, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = new_client (self, loft_mail_account_send_async, cancellable, callback, user_data);
  Job *job = new_job (self, NULL, 0, 0);

  job->raw = g_bytes_ref (raw);
  job->copy = LOFT_SENT_COPY_NONE;
  job->is_report = TRUE;
  queue_write (self, client, job, on_written, send_job);
}

gint64
loft_mail_account_send_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

void
loft_mail_account_save_draft_async (LoftMailAccount *self, const LoftDraft *draft,
                                    gint64 outgoing_id, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client =
    new_client (self, loft_mail_account_save_draft_async, cancellable, callback, user_data);

  queue_write (self, client, new_job (self, draft, outgoing_id, 0), on_written, save_job);
}

gint64
loft_mail_account_save_draft_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

/* ---- deciding ----------------------------------------------------------------------------- */

static void
change_job (GTask *task, LoftOutgoingQueue *queue)
{
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (loft_outgoing_queue_change (queue, job->id, job->what, NULL, &error))
    g_task_return_int (task, (gssize) job->id);
  else
    g_task_return_error (task, error);
}

void
loft_mail_account_change_outgoing_async (LoftMailAccount *self, gint64 outgoing_id,
                                         LoftOutgoingChange what, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client =
    new_client (self, loft_mail_account_change_outgoing_async, cancellable, callback, user_data);
  Job *job = new_job (self, NULL, outgoing_id, 0);

  job->what = what;
  queue_write (self, client, job, on_written, change_job);
}

gboolean
loft_mail_account_change_outgoing_finish (LoftMailAccount *self, GAsyncResult *result,
                                          GError **error)
{
  return g_task_propagate_int (G_TASK (result), error) != -1;
}

/* ---- reading ------------------------------------------------------------------------------ */

static void
load_job (GTask *task, LoftOutgoingQueue *queue)
{
  Job *job = g_task_get_task_data (task);
  g_autoptr (GBytes) raw = NULL;
  GError *error = NULL;
  g_autoptr (LoftOutgoing) outgoing = loft_outgoing_queue_get (queue, job->id, &raw, &error);

  if (outgoing == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task, loft_draft_read (raw), (GDestroyNotify) loft_draft_free);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;
  LoftDraft *draft = g_task_propagate_pointer (G_TASK (result), &error);

  if (draft == NULL)
    g_task_return_error (client, error);
  else
    g_task_return_pointer (client, draft, (GDestroyNotify) loft_draft_free);
}

void
loft_mail_account_load_outgoing_async (LoftMailAccount *self, gint64 outgoing_id,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  GTask *client =
    new_client (self, loft_mail_account_load_outgoing_async, cancellable, callback, user_data);

  queue_write (self, client, new_job (self, NULL, outgoing_id, 0), on_loaded, load_job);
}

LoftDraft *
loft_mail_account_load_outgoing_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- sending ------------------------------------------------------------------------------ */

void
loft_mail_account_send_outgoing_async (LoftMailAccount *self, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client =
    new_client (self, loft_mail_account_send_outgoing_async, cancellable, callback, user_data);
  const Errand errand = { ERRAND_SEND, 0, 0 };

  loft_mail_account_run_errand (self, &errand, client);
}

gboolean
loft_mail_account_send_outgoing_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
