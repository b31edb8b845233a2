/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-queue.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-operation-journal.h"
#include "loft-operation-store.h"
#include "loft-reconcile.h"

#define FIRST_WAIT_SECONDS 5
#define MAX_WAIT_SECONDS   600
#define MAX_PASSED_OVER    3 /* operations in one replay that the server stumbled over */

static GPtrArray *
changes_except (LoftMailStore *store, gint64 message_id, gint64 except_id, GError **error)
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

      if (change != NULL && record->id != except_id &&
          strcmp (record->kind, LOFT_OPERATION_FLAGS) == 0)
        g_ptr_array_add (changes, change);
      else
        loft_flag_change_free (change);
    }
  return changes;
}

GPtrArray *
loft_operation_queue_list_changes (LoftMailStore *store, gint64 message_id, GError **error)
{
  return changes_except (store, message_id, 0, error);
}

/* ---- applying ----------------------------------------------------------------------------- */

/* Whether the change shows on the message; if so the shown values are written. */
static gboolean
show_change (LoftMailStore *store, gint64 id, const LoftFlagChange *change, gboolean *shows,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (store, id, &local_error);
  g_autofree char *keywords = NULL;
  LoftFlags flags;

  *shows = FALSE;
  if (state == NULL)
    {
      if (local_error == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  flags = state->flags;
  keywords = g_strdup (state->keywords);
  loft_flag_change_apply (change, &flags, &keywords);
  if (flags == state->flags && strcmp (keywords, state->keywords) == 0)
    return TRUE;
  *shows = TRUE;
  return loft_mail_store_set_shown (store, id, flags, keywords, error);
}

static gboolean
apply_in_transaction (LoftMailStore *store, const gint64 *ids, guint n_ids,
                      const LoftFlagChange *change, LoftOperationRecord *record, GError **error)
{
  for (guint i = 0; i < n_ids; i++)
    {
      gboolean shows;

      if (!show_change (store, ids[i], change, &shows, error))
        return FALSE;
      if (shows)
        g_array_append_val (record->messages, ids[i]);
    }
  return record->messages->len == 0 || loft_operation_store_insert (store, record, error);
}

gboolean
loft_operation_queue_change_flags (LoftMailStore *store, LoftJournal *journal,
                                   const gint64 *message_ids, guint n_messages,
                                   const LoftFlagChange *change, guint *n_changed, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *arguments = loft_flag_change_format (change);
  g_autoptr (LoftOperationRecord) record =
    loft_operation_record_new (uuid, LOFT_OPERATION_FLAGS, arguments, loft_clock_now (), NULL, 0);

  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (!apply_in_transaction (store, message_ids, n_messages, change, record, error) ||
      (record->messages->len > 0 && !loft_operation_journal_append (journal, store, record, error)))
    {
      loft_mail_store_rollback (store);
      return FALSE;
    }
  if (!loft_mail_store_commit (store, error))
    {
      /* The person is told that it failed, so the journal must not bring it back. */
      loft_operation_journal_append_done (journal, uuid, NULL);
      return FALSE;
    }
  if (n_changed != NULL)
    *n_changed = record->messages->len;
  return TRUE;
}

/* ---- backing out and finishing ------------------------------------------------------------ */

/* In a transaction: what is shown is derived anew, the operation already being gone. */
static gboolean
derive_shown (LoftMailStore *store, GArray *message_ids, GError **error)
{
  for (guint i = 0; i < message_ids->len; i++)
    {
      gint64 id = g_array_index (message_ids, gint64, i);
      g_autoptr (LoftMessageState) state = loft_mail_store_get_state (store, id, NULL);
      g_autoptr (GPtrArray) changes = loft_operation_queue_list_changes (store, id, error);
      g_autofree char *keywords = NULL;
      LoftFlags flags;

      if (changes == NULL)
        return FALSE;
      if (state == NULL)
        continue;
      loft_reconcile_shown (state->server_flags, state->server_keywords,
                            (LoftFlagChange *const *) changes->pdata, changes->len, &flags,
                            &keywords);
      if (!loft_mail_store_set_shown (store, id, flags, keywords, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
back_out (LoftMailStore *store, LoftJournal *journal, LoftOperationRecord *record, GError **error)
{
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (!loft_operation_store_remove (store, record->id, error) ||
      !derive_shown (store, record->messages, error) ||
      !loft_operation_journal_append_done (journal, record->uuid, error))
    {
      loft_mail_store_rollback (store);
      return FALSE;
    }
  return loft_mail_store_commit (store, error);
}

gboolean
loft_operation_queue_discard (LoftMailStore *store, LoftJournal *journal, gint64 operation_id,
                              GError **error)
{
  g_autoptr (LoftOperationRecord) record = loft_operation_store_get (store, operation_id, error);

  return record != NULL && back_out (store, journal, record, error);
}

gboolean
loft_operation_queue_retry (LoftMailStore *store, gint64 operation_id, GError **error)
{
  g_autoptr (LoftOperationRecord) record = loft_operation_store_get (store, operation_id, error);

  return record != NULL &&
         loft_operation_store_set_try (store, operation_id, 0, 0, record->error, error);
}

/* In a transaction: the server has it now, so its values are assumed to be the server's. */
static gboolean
assume_done (LoftMailStore *store, gint64 operation_id, gint64 message_id,
             const LoftFlagChange *change, GError **error)
{
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (store, message_id, NULL);
  g_autoptr (GPtrArray) waiting = changes_except (store, message_id, operation_id, error);
  g_auto (LoftReconcileAction) action = { 0 };
  LoftStoredValues stored;

  if (waiting == NULL)
    return FALSE;
  if (state == NULL)
    return TRUE;
  stored = (LoftStoredValues){ state->id, state->server_flags, state->server_keywords, state->flags,
                               state->keywords };
  action = loft_reconcile_replayed (&stored, change, (LoftFlagChange *const *) waiting->pdata,
                                    waiting->len);
  return loft_mail_store_set_flags (store, message_id, action.server_flags, action.server_keywords,
                                    action.flags, action.keywords, error);
}

static gboolean
finish (LoftMailStore *store, LoftJournal *journal, LoftOperationRecord *record,
        const LoftFlagChange *change, GError **error)
{
  gboolean done = TRUE;

  if (!loft_mail_store_begin (store, error))
    return FALSE;
  for (guint i = 0; done && i < record->messages->len; i++)
    done =
      assume_done (store, record->id, g_array_index (record->messages, gint64, i), change, error);
  if (!done || !loft_operation_store_remove (store, record->id, error) ||
      !loft_operation_journal_append_done (journal, record->uuid, error))
    {
      loft_mail_store_rollback (store);
      return FALSE;
    }
  return loft_mail_store_commit (store, error);
}

/* ---- replaying ---------------------------------------------------------------------------- */

/* An operation's messages in one folder of the server. */
typedef struct {
  GBytes *token; /* (owned) (nullable) of the folder: what the ids go with */
  GPtrArray *remote_ids;
} FolderGroup;

static FolderGroup *
folder_group_new (LoftMailStore *store, gint64 folder_id)
{
  FolderGroup *group = g_new0 (FolderGroup, 1);

  loft_folder_store_get_sync (store, folder_id, &group->token, NULL, NULL);
  group->remote_ids = g_ptr_array_new_with_free_func (g_free);
  return group;
}

static void
folder_group_free (FolderGroup *group)
{
  g_clear_pointer (&group->token, g_bytes_unref);
  g_ptr_array_unref (group->remote_ids);
  g_free (group);
}

/* The operation's messages by the server's folder. *unassigned: some have no remote id yet. */
static GHashTable *
group_by_folder (LoftMailStore *store, LoftOperationRecord *record, gboolean *unassigned)
{
  GHashTable *groups =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) folder_group_free);

  for (guint i = 0; i < record->messages->len; i++)
    {
      gint64 id = g_array_index (record->messages, gint64, i);
      g_autoptr (LoftMessageState) state = loft_mail_store_get_state (store, id, NULL);
      g_autoptr (LoftFolder) folder =
        state != NULL ? loft_folder_store_get (store, state->folder_id, NULL) : NULL;
      FolderGroup *group;

      if (folder == NULL || folder->remote_id == NULL)
        continue;
      if (state->remote_id == NULL)
        {
          *unassigned = TRUE;
          continue;
        }
      group = g_hash_table_lookup (groups, folder->remote_id);
      if (group == NULL)
        {
          group = folder_group_new (store, folder->id);
          g_hash_table_insert (groups, g_strdup (folder->remote_id), group);
        }
      g_ptr_array_add (group->remote_ids, g_strdup (state->remote_id));
    }
  return groups;
}

static gboolean
send_change (LoftBackend *backend, GHashTable *groups, const LoftFlagChange *change,
             GCancellable *cancellable, GError **error)
{
  GHashTableIter iter;
  gpointer folder_id;
  gpointer value;

  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, &folder_id, &value))
    {
      FolderGroup *group = value;
      LoftRemoteFlagChange remote = {
        .folder_id = folder_id,
        .token = group->token,
        .remote_ids = group->remote_ids,
        .add = change->add,
        .remove = change->remove,
        .add_keywords = change->add_keywords,
        .remove_keywords = change->remove_keywords,
      };

      if (!loft_backend_change_flags (backend, &remote, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* A connection that was lost once is not the operation's fault: the next one, which has pauses of
 * its own, takes it along. After that it steps aside for a while, or the whole account would stop at
 * an operation that the server puts off for ever. */
static gint64
try_again_at (const LoftOperationRecord *record, const GError *failure)
{
  if (record->tries == 0 || g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_OFFLINE))
    return 0;
  return loft_clock_now () +
         MIN ((gint64) FIRST_WAIT_SECONDS << MIN (record->tries, 16), MAX_WAIT_SECONDS);
}

/* Only the server's own word takes an operation back; trouble on the way never does, however long
 * it lasts: the operation stays among the pending ones, where a person can discard it. */
static gboolean
is_final (const GError *failure)
{
  LoftError error_class = loft_error_class (failure);

  return !loft_error_is_cancelled (failure) &&
         (error_class == LOFT_ERROR_REFUSED || error_class == LOFT_ERROR_LIMIT);
}

/* Maybe the fault lies with this operation alone: it failed before, and the server was reached. */
static gboolean
may_pass_over (const LoftOperationRecord *record, const GError *failure)
{
  LoftError error_class = loft_error_class (failure);

  return record->tries > 0 && !loft_error_is_cancelled (failure) &&
         (error_class == LOFT_ERROR_TEMPORARY || error_class == LOFT_ERROR_PROTOCOL);
}

/* Also where the server's status says that nothing happened in the folder. */
static gboolean
demand_listing (LoftMailStore *store, LoftOperationRecord *record, GError **error)
{
  for (guint i = 0; i < record->messages->len; i++)
    {
      g_autoptr (LoftMessageState) state =
        loft_mail_store_get_state (store, g_array_index (record->messages, gint64, i), NULL);

      if (state != NULL && !loft_folder_store_set_synced (store, state->folder_id, NULL,
                                                          loft_clock_now (), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
wait_for_listing (LoftMailStore *store, LoftOperationRecord *record, GError *failure,
                  GError **error)
{
  gboolean noted =
    demand_listing (store, record, error) &&
    loft_operation_store_set_try (store, record->id, record->tries + 1, 0, failure->message, error);

  g_error_free (failure);
  return noted;
}

typedef struct {
  LoftMailStore *store;
  LoftJournal *journal;
  LoftBackend *backend;
  GCancellable *cancellable;
  guint n_passed_over;
} Replay;

/* Notes the try and its pause, and goes on with the next one over a new connection. */
static gboolean
pass_over (Replay *replay, LoftOperationRecord *record, GError *failure, GError **error)
{
  replay->n_passed_over++;
  g_message ("Operation %s waits: %s", record->uuid, failure->message);
  g_error_free (failure);
  return loft_backend_connect (replay->backend, replay->cancellable, error);
}

/* What a failed try means for the operation; FALSE passes the connection's error on. */
static gboolean
handle_failure (Replay *replay, LoftOperationRecord *record, GError *failure, gboolean *waits,
                GError **error)
{
  if (is_final (failure))
    {
      g_message ("Operation %s was refused and taken back: %s", record->uuid, failure->message);
      g_error_free (failure);
      return back_out (replay->store, replay->journal, record, error);
    }
  *waits = TRUE;
  /* The folder has new ids, or was renamed or deleted: it is listed first, then the messages are
   * found again or are gone with it. */
  if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_CONFLICT) ||
      g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE))
    return wait_for_listing (replay->store, record, failure, error);
  if (!loft_error_is_cancelled (failure))
    loft_operation_store_set_try (replay->store, record->id, record->tries + 1,
                                  try_again_at (record, failure), failure->message, NULL);
  if (may_pass_over (record, failure) && replay->n_passed_over < MAX_PASSED_OVER)
    return pass_over (replay, record, failure, error);
  g_propagate_error (error, failure);
  return FALSE;
}

/* *waits: it could not be sent yet. */
static gboolean
replay_one (Replay *replay, LoftOperationRecord *record, gboolean *waits, GError **error)
{
  g_autoptr (LoftFlagChange) change = loft_flag_change_parse (record->arguments);
  gboolean unassigned = FALSE;
  g_autoptr (GHashTable) groups = group_by_folder (replay->store, record, &unassigned);
  GError *failure = NULL;

  if (change == NULL || strcmp (record->kind, LOFT_OPERATION_FLAGS) != 0)
    {
      g_warning ("Operation %s is of an unknown kind \"%s\" and keeps waiting", record->uuid,
                 record->kind);
      *waits = TRUE;
      return TRUE;
    }
  /* After a UIDVALIDITY change the folder is listed anew first; then the ids are there. */
  if (unassigned)
    {
      *waits = TRUE;
      return TRUE;
    }
  if (!send_change (replay->backend, groups, change, replay->cancellable, &failure))
    return handle_failure (replay, record, failure, waits, error);
  return finish (replay->store, replay->journal, record, change, error);
}

/* Messages of operations that could not be sent: what was done to them later waits too, or the
 * server would end with the older wish. */
static gboolean
is_held (GHashTable *held, const LoftOperationRecord *record)
{
  for (guint i = 0; i < record->messages->len; i++)
    if (g_hash_table_contains (held, &g_array_index (record->messages, gint64, i)))
      return TRUE;
  return FALSE;
}

static void
hold (GHashTable *held, const LoftOperationRecord *record)
{
  for (guint i = 0; i < record->messages->len; i++)
    g_hash_table_add (held, &g_array_index (record->messages, gint64, i));
}

/* A pause longer than any that is made means that the clock was set back. */
static gboolean
is_due (const LoftOperationRecord *record, gint64 now)
{
  return record->not_before <= now || record->not_before > now + MAX_WAIT_SECONDS;
}

gboolean
loft_operation_queue_replay (LoftMailStore *store, LoftJournal *journal, LoftBackend *backend,
                             guint *n_done, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) records = loft_operation_store_list (store, error);
  g_autoptr (GHashTable) held = g_hash_table_new (g_int64_hash, g_int64_equal);
  Replay replay = { store, journal, backend, cancellable, 0 };
  gint64 now = loft_clock_now ();

  *n_done = 0;
  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      LoftOperationRecord *record = g_ptr_array_index (records, i);
      gboolean waits = !is_due (record, now) || is_held (held, record);

      if (!waits && !replay_one (&replay, record, &waits, error))
        return FALSE;
      if (waits)
        hold (held, record);
      else
        (*n_done)++;
    }
  return TRUE;
}

/* ---- recovery ----------------------------------------------------------------------------- */

static gboolean
restore_one (LoftMailStore *store, LoftOperationRecord *record, guint *n_restored, GError **error)
{
  gboolean knows = FALSE;
  gboolean done = TRUE;

  if (!loft_operation_store_knows_uuid (store, record->uuid, &knows, error))
    return FALSE;
  if (knows || record->messages->len == 0)
    return TRUE;
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  done = loft_operation_store_insert (store, record, error) &&
         derive_shown (store, record->messages, error);
  if (!done)
    {
      loft_mail_store_rollback (store);
      return FALSE;
    }
  (*n_restored)++;
  return loft_mail_store_commit (store, error);
}

gboolean
loft_operation_queue_recover (LoftMailStore *store, LoftJournal *journal, guint *n_restored,
                              GError **error)
{
  guint restored = 0;
  g_autoptr (GPtrArray) records = loft_operation_journal_list (journal, store, error);

  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    if (!restore_one (store, g_ptr_array_index (records, i), &restored, error))
      return FALSE;
  if (n_restored != NULL)
    *n_restored = restored;
  return loft_operation_journal_compact (journal, store, error);
}
