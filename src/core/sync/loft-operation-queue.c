/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-queue.h"

#include <string.h>

#include "loft-carried-store.h"
#include "loft-error.h"
#include "loft-folder-edit.h"
#include "loft-folder-store.h"
#include "loft-operation-across.h"
#include "loft-operation-actions.h"
#include "loft-operation-journal.h"
#include "loft-operation-queue-private.h"
#include "loft-operation-shown.h"
#include "loft-resource-edit.h"
#include "loft-problem-store.h"

GPtrArray *
loft_operation_queue_list_changes (LoftMailStore *store, gint64 message_id, GError **error)
{
  g_autoptr (GPtrArray) records = loft_operation_store_list_for (store, message_id, error);
  GPtrArray *changes;

  if (records == NULL)
    return NULL;
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_flag_change_free);
  for (guint i = 0; i < records->len; i++)
    {
      LoftOperationRecord *record = g_ptr_array_index (records, i);
      LoftFlagChange *change = loft_flag_change_parse (record->arguments);

      if (change != NULL && strcmp (record->kind, LOFT_OPERATION_FLAGS) == 0)
        g_ptr_array_add (changes, change);
      else
        loft_flag_change_free (change);
    }
  return changes;
}

gboolean
loft_operation_queue_is_sent_away (LoftMailStore *store, gint64 message_id, gboolean *sent,
                                   GError **error)
{
  g_autoptr (GPtrArray) records = loft_operation_store_list_for (store, message_id, error);

  *sent = FALSE;
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      LoftOperationRecord *record = g_ptr_array_index (records, i);

      *sent |= record->sent != NULL && strcmp (record->kind, LOFT_OPERATION_MOVE) == 0;
    }
  return records != NULL;
}

/* ---- applying ----------------------------------------------------------------------------- */

gboolean
loft_operation_queue_change_flags (LoftMailStore *store, LoftJournal *journal,
                                   const gint64 *message_ids, guint n_messages,
                                   const LoftFlagChange *change, guint *n_changed, GError **error)
{
  g_autoptr (LoftUndo) undo = loft_undo_new ();

  if (!loft_operation_change_flags (store, journal, message_ids, n_messages, change, undo, error))
    return FALSE;
  if (n_changed != NULL)
    *n_changed = loft_undo_get_n_messages (undo);
  return TRUE;
}

/* ---- backing out and finishing ------------------------------------------------------------ */

/* What is only here stays, unseen, when the server would not have it; not when a person says so. */
static gboolean
drop_made (LoftMailStore *store, const LoftOperationRecord *record, gboolean keep, GError **error)
{
  for (guint i = 0; i < record->messages->len; i++)
    {
      gint64 id = g_array_index (record->messages, gint64, i);
      g_autoptr (LoftMessageState) state = loft_mail_store_get_state (store, id, NULL);

      if (state == NULL)
        continue;
      if (keep || state->server_folder_id != LOFT_FOLDER_NOWHERE)
        {
          if (!loft_operation_derive_shown (store, id, error))
            return FALSE;
        }
      else if (!loft_operation_store_forget_message (store, id, error) ||
               !loft_mail_store_remove (store, id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean back_out_in_transaction (LoftMailStore *store, LoftJournal *journal,
                                         LoftOperationRecord *record, const GError *refusal,
                                         GError **error);

/* What was to happen in a folder that will not be. */
static gboolean
back_out_dependents (LoftMailStore *store, LoftJournal *journal, gint64 folder_id,
                     const GError *refusal, GError **error)
{
  g_autoptr (GPtrArray) records = loft_operation_store_list_for_folder (store, folder_id, error);

  for (guint i = records != NULL ? records->len : 0; i > 0; i--)
    if (!back_out_in_transaction (store, journal, g_ptr_array_index (records, i - 1), refusal,
                                  error))
      return FALSE;
  return records != NULL;
}

static gboolean
unmake_folder (LoftMailStore *store, LoftJournal *journal, const LoftFolder *folder,
               const GError *refusal, GError **error)
{
  if (!back_out_dependents (store, journal, folder->id, refusal, error))
    return FALSE;
  if (folder->remote_id == NULL)
    return loft_folder_store_remove (store, folder->id, error);
  return loft_folder_edit_set_waits (store, folder->id, LOFT_FOLDER_WAITS_CREATION, 0, error);
}

/* The old name may be another's by now: then the server's word decides at the next listing. */
static gboolean
rename_back (LoftMailStore *store, const LoftFolder *folder, const LoftFolderChange *change,
             GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (strcmp (folder->path, change->path) == 0 &&
      !loft_folder_edit_set_path (store, folder->id, change->old_path, &failure) &&
      loft_error_class (failure) == LOFT_ERROR_STORE)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return loft_folder_edit_set_waits (store, folder->id, LOFT_FOLDER_WAITS_RENAME, 0, error);
}

static gboolean
back_out_folder (LoftMailStore *store, LoftJournal *journal, const LoftOperationRecord *record,
                 const GError *refusal, GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (store, record->folder_id, NULL);
  g_autoptr (LoftFolderChange) change = loft_folder_change_parse (record->arguments);

  if (folder == NULL)
    return TRUE;
  if (strcmp (record->kind, LOFT_OPERATION_FOLDER_CREATE) == 0)
    return unmake_folder (store, journal, folder, refusal, error);
  if (strcmp (record->kind, LOFT_OPERATION_FOLDER_RENAME) == 0)
    return rename_back (store, folder, change, error);
  if (strcmp (record->kind, LOFT_OPERATION_FOLDER_DELETE) == 0)
    return loft_folder_edit_set_waits (store, folder->id, LOFT_FOLDER_WAITS_DELETION, 0, error);
  return loft_folder_edit_set_subscribed (store, folder->id, !change->subscribed, error);
}

static gboolean
undo_effects (LoftMailStore *store, LoftJournal *journal, const LoftOperationRecord *record,
              const GError *refusal, GError **error)
{
  if (loft_operation_is_on_folder (record->kind))
    return back_out_folder (store, journal, record, refusal, error);
  if (strcmp (record->kind, LOFT_OPERATION_RESOURCE) == 0)
    return loft_resource_back_out (store, record->resource_id, error);
  if (strcmp (record->kind, LOFT_OPERATION_COPY) == 0)
    return drop_made (store, record, FALSE, error);
  if (strcmp (record->kind, LOFT_OPERATION_APPEND) == 0)
    return drop_made (store, record, refusal != NULL, error);
  return loft_operation_derive_shown_all (store, record->messages, error);
}

static gboolean
note_resource_problem (LoftMailStore *store, const LoftOperationRecord *record,
                       const GError *refusal, GError **error)
{
  g_autoptr (LoftResource) resource = loft_resource_store_get (store, record->resource_id, NULL);

  return resource == NULL ||
         loft_resource_note_problem (store, LOFT_OPERATION_RESOURCE, resource, refusal, error);
}

/* A copy is named by what it was made of: it is gone itself. */
static gboolean
note_problem (LoftMailStore *store, const LoftOperationRecord *record, const GError *refusal,
              GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (store, record->folder_id, NULL);
  gint64 id = record->messages->len > 0 ? g_array_index (record->messages, gint64, 0) : 0;
  gint64 source = record->sources->len > 0 ? g_array_index (record->sources, gint64, 0) : 0;

  if (strcmp (record->kind, LOFT_OPERATION_RESOURCE) == 0)
    return note_resource_problem (store, record, refusal, error);
  return loft_problem_store_add (store, record->kind, refusal, source != 0 ? source : id,
                                 folder != NULL ? folder->path : NULL, record->messages->len,
                                 error) &&
         loft_problem_store_note_work (store, record->arguments, record->folder_id,
                                       source != 0 ? record->sources : record->messages, error);
}

static gboolean
back_out_in_transaction (LoftMailStore *store, LoftJournal *journal, LoftOperationRecord *record,
                         const GError *refusal, GError **error)
{
  LoftCarriedOutcome outcome = refusal != NULL ? LOFT_CARRIED_REFUSED : LOFT_CARRIED_DISCARDED;

  return (refusal == NULL || note_problem (store, record, refusal, error)) &&
         loft_carried_store_settle (store, record->uuid, outcome,
                                    refusal != NULL ? refusal->message : "", error) &&
         loft_operation_store_remove (store, record->id, error) &&
         undo_effects (store, journal, record, refusal, error) &&
         loft_operation_journal_append_done (journal, record->uuid, error);
}

gboolean
loft_operation_queue_back_out (LoftMailStore *store, LoftJournal *journal,
                               LoftOperationRecord *record, const GError *refusal, GError **error)
{
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (back_out_in_transaction (store, journal, record, refusal, error))
    return loft_mail_store_commit (store, error);
  loft_mail_store_rollback (store);
  return FALSE;
}

gboolean
loft_operation_queue_discard (LoftMailStore *store, LoftJournal *journal, gint64 operation_id,
                              GError **error)
{
  g_autoptr (LoftOperationRecord) record = loft_operation_store_get (store, operation_id, error);

  if (record == NULL)
    return FALSE;
  if (loft_operation_is_across (record->kind))
    return loft_operation_across_withdraw (store, journal, record, error);
  return loft_operation_queue_back_out (store, journal, record, NULL, error);
}

gboolean
loft_operation_queue_folder_gone (LoftMailStore *store, LoftJournal *journal, gint64 folder_id,
                                  GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (store, folder_id, error);
  g_autoptr (GError) reason = NULL;

  if (folder == NULL)
    return FALSE;
  reason =
    g_error_new (LOFT_ERROR, LOFT_ERROR_GONE, "The folder “%s” is no longer there", folder->path);
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (back_out_dependents (store, journal, folder_id, reason, error))
    return loft_mail_store_commit (store, error);
  loft_mail_store_rollback (store);
  return FALSE;
}

gboolean
loft_operation_queue_retry (LoftMailStore *store, gint64 operation_id, GError **error)
{
  g_autoptr (LoftOperationRecord) record = loft_operation_store_get (store, operation_id, error);

  return record != NULL &&
         loft_operation_store_set_try (store, operation_id, 0, 0, record->error, error);
}
