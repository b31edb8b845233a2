/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-outbox-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "loft-account-store.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-operation-actions.h"
#include "loft-operation-folders.h"
#include "loft-outgoing-sender.h"

/* What the worker does: sends what is due, looks for what was sent, keeps the copies. */

void
loft_outbox_finding_free (LoftOutboxFinding *finding)
{
  loft_certificate_problem_free (finding->problem);
  g_free (finding);
}

static gboolean
tell_changed (gpointer user_data)
{
  LoftAccountOutbox *self = user_data;

  if (!self->stopped)
    loft_account_outbox_tell_changed (self);
  return G_SOURCE_REMOVE;
}

static void
on_row_changed (gpointer user_data)
{
  g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, tell_changed, g_object_ref (user_data),
                              g_object_unref);
}

static gboolean
open_queue (LoftAccountOutbox *self, GError **error)
{
  guint n_changed = 0;

  if (self->queue != NULL && loft_outgoing_queue_is_replaced (self->queue))
    {
      g_clear_pointer (&self->queue, loft_outgoing_queue_close);
      self->recovered = FALSE;
    }
  if (self->queue == NULL)
    self->queue = loft_outgoing_queue_open (self->directory, error);
  if (self->queue == NULL)
    return FALSE;
  if (!self->recovered && !loft_outgoing_queue_recover (self->queue, &n_changed, error))
    return FALSE;
  self->recovered = TRUE;
  if (n_changed > 0)
    on_row_changed (self);
  return TRUE;
}

/* Before the first list of folders nobody knows where the server keeps what was sent. */
static gboolean
knows_folders (LoftAccountOutbox *self, LoftMailStore *mail)
{
  g_autoptr (GPtrArray) folders = NULL;

  if (strcmp (self->account->kind, "imap") != 0)
    return TRUE;
  folders = loft_folder_store_list (mail, NULL);
  for (guint i = 0; folders != NULL && i < folders->len; i++)
    if (((const LoftFolder *) g_ptr_array_index (folders, i))->remote_id != NULL)
      return TRUE;
  return FALSE;
}

/* As anything a person puts into a folder: here at once, at the server when it can be. The operation
 * has the message's own uuid, so that there is one however often this is begun. */
static gboolean
keep_copy (const LoftOutgoing *outgoing, GBytes *raw, gboolean *done, gpointer user_data,
           GError **error)
{
  LoftAccountOutbox *self = user_data;
  g_autofree char *path = g_build_filename (self->directory, "operations.journal", NULL);
  g_autoptr (LoftAccountStore) store =
    loft_account_store_open (self->directory, LOFT_DATABASE_DURABLE, error);
  g_autoptr (LoftJournal) journal = store != NULL ? loft_journal_open (path, error) : NULL;
  const LoftNewContent content = { raw, LOFT_FLAG_SEEN, "", 0, outgoing->uuid };
  gint64 folder_id = 0;
  gint64 message_id = 0;

  if (journal == NULL)
    return FALSE;
  if (!knows_folders (self, store->mail))
    return TRUE;
  if (!loft_operation_ensure_role (store->mail, journal, LOFT_FOLDER_ROLE_SENT, &folder_id, NULL,
                                   error) ||
      !loft_operation_append (store, journal, folder_id, &content, &message_id, NULL, error))
    return FALSE;
  *done = self->copied = TRUE;
  return TRUE;
}

/* As if a person had set the flag. */
static void
mark_original (gint64 message_id, LoftFlags flag, gpointer user_data)
{
  LoftAccountOutbox *self = user_data;
  g_autofree char *path = g_build_filename (self->directory, "operations.journal", NULL);
  g_autofree char *store_path = g_build_filename (self->directory, "store.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailStore) mail = loft_mail_store_open (store_path, LOFT_DATABASE_DURABLE, &error);
  g_autoptr (LoftJournal) journal = mail != NULL ? loft_journal_open (path, &error) : NULL;
  g_autoptr (LoftFlagChange) change = loft_flag_change_new (flag, 0, "", "");

  if (journal != NULL &&
      loft_operation_change_flags (mail, journal, &message_id, 1, change, NULL, &error))
    self->copied = TRUE;
  else
    g_message ("The mark of an answered message: %s", error->message);
}

static gboolean
run_pass (LoftAccountOutbox *self, gint64 *next, GCancellable *cancellable, GError **error)
{
  static const LoftOutgoingObserver observer = { on_row_changed, keep_copy, mark_original };
  guint n_found = 0;

  if (!open_queue (self, error) ||
      !loft_outgoing_queue_look_into_sent (self->queue, &n_found, error))
    return FALSE;
  if (n_found > 0)
    on_row_changed (self);
  return loft_outgoing_sender_run (self->queue, self->submission, &observer, self, next,
                                   cancellable, error);
}

static void
note_offer (LoftAccountOutbox *self, LoftOutboxFinding *finding)
{
  g_autofree char *record = g_build_filename (self->directory, LOFT_OUTBOX_RECORD_FOLDER, NULL);

  finding->has_offer =
    self->submission != NULL &&
    loft_submission_get_offer (self->submission, &finding->offer.max_size, &finding->offer.reports);
  if (finding->has_offer)
    loft_submission_record_note (&finding->offer, record, self->account->outgoing.host);
}

void
loft_account_outbox_pass_job (GTask *task, gpointer user_data)
{
  LoftAccountOutbox *self = user_data;
  LoftOutboxFinding *finding = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done;

  self->copied = FALSE;
  done = run_pass (self, &finding->next, g_task_get_cancellable (task), &error);
  finding->copied = self->copied;
  note_offer (self, finding);
  if (done)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (loft_error_class (error) == LOFT_ERROR_UNTRUSTED && self->submission != NULL)
    finding->problem = loft_submission_get_certificate_problem (self->submission);
  /* Closing tells of damage, and the next pass opens what the repair has made. */
  if (loft_error_class (error) == LOFT_ERROR_STORE)
    {
      g_clear_pointer (&self->queue, loft_outgoing_queue_close);
      self->recovered = FALSE;
    }
  g_task_return_error (task, error);
}

void
loft_account_outbox_rest_job (GTask *task, gpointer user_data)
{
  LoftAccountOutbox *self = user_data;

  if (self->submission != NULL)
    loft_submission_disconnect (self->submission);
  g_task_return_boolean (task, TRUE);
}
