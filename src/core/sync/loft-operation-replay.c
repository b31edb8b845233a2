/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-replay-private.h"

#include <string.h>

#include "loft-carried-store.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-operation-journal.h"
#include "loft-operation-shown.h"
#include "loft-operation.h"

#define FIRST_WAIT_SECONDS 5
#define MAX_WAIT_SECONDS   600
#define MAX_PASSED_OVER    3 /* operations in one replay that the server stumbled over */
#define MOST_JOINED        200 /* operations in one command */

/* ---- finishing ---------------------------------------------------------------------------- */

/* In a transaction. */
static gboolean
remove_operation (LoftReplay *self, const LoftOperationRecord *record, GError **error)
{
  return loft_carried_store_settle (self->mail, record->uuid, LOFT_CARRIED_CONFIRMED, "", error) &&
         loft_operation_store_remove (self->mail, record->id, error) &&
         loft_operation_journal_append_done (self->journal, record->uuid, error);
}

gboolean
loft_replay_finish (LoftReplay *self, LoftOperationRecord *record, GError **error)
{
  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  if (remove_operation (self, record, error))
    return loft_mail_store_commit (self->mail, error);
  loft_mail_store_rollback (self->mail);
  return FALSE;
}

/* In a transaction: the server has it now, so its values are assumed to be the server's. */
static gboolean
assume_done (LoftMailStore *store, gint64 message_id, const LoftFlagChange *change, GError **error)
{
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (store, message_id, NULL);
  g_autofree char *keywords = NULL;
  LoftFlags flags;

  if (state == NULL)
    return TRUE;
  flags = state->server_flags;
  keywords = g_strdup (state->server_keywords);
  loft_flag_change_apply (change, &flags, &keywords);
  return loft_mail_store_set_flags (store, message_id, flags, keywords, state->flags,
                                    state->keywords, error);
}

static gboolean
finish_flags (LoftReplay *self, LoftOperationRecord *record, const LoftFlagChange *change,
              GError **error)
{
  gboolean done = TRUE;

  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  for (guint i = 0; done && i < record->messages->len; i++)
    done = assume_done (self->mail, g_array_index (record->messages, gint64, i), change, error);
  if (done && remove_operation (self, record, error) &&
      loft_operation_derive_shown_all (self->mail, record->messages, error))
    return loft_mail_store_commit (self->mail, error);
  loft_mail_store_rollback (self->mail);
  return FALSE;
}

/* ---- flags -------------------------------------------------------------------------------- */

/* An operation's messages in one folder of the server. */
typedef struct {
  GBytes *token; /* (owned) (nullable) of the folder: what the ids go with */
  GPtrArray *remote_ids;
  GPtrArray *shown; /* of char*: keywords */
} FolderGroup;

static FolderGroup *
folder_group_new (LoftMailStore *store, gint64 folder_id)
{
  FolderGroup *group = g_new0 (FolderGroup, 1);

  loft_folder_store_get_sync (store, folder_id, &group->token, NULL, NULL);
  group->remote_ids = g_ptr_array_new_with_free_func (g_free);
  group->shown = g_ptr_array_new_with_free_func (g_free);
  return group;
}

static void
folder_group_free (FolderGroup *group)
{
  g_clear_pointer (&group->token, g_bytes_unref);
  g_ptr_array_unref (group->remote_ids);
  g_ptr_array_unref (group->shown);
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
        state != NULL ? loft_folder_store_get (store, state->server_folder_id, NULL) : NULL;
      FolderGroup *group;

      if (state == NULL || (folder == NULL && state->server_folder_id != LOFT_FOLDER_NOWHERE))
        continue;
      if (state->remote_id == NULL || folder->remote_id == NULL)
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
      g_ptr_array_add (group->shown, g_strdup (state->keywords));
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
        .shown = group->shown,
      };

      if (!loft_backend_change_flags (backend, &remote, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* From now on the server may have it: taking it back is to say the opposite. TRUE with *gone: it was
 * taken back just now. */
static gboolean
note_in_flight (LoftReplay *self, const LoftOperationRecord *record, gboolean *gone, GError **error)
{
  g_autoptr (GBytes) noted = g_bytes_new_static ("0\n", 2);
  g_autoptr (GError) failure = NULL;

  *gone = FALSE;
  if (record->sent != NULL ||
      loft_operation_store_note_sent (self->mail, record->id, noted, &failure))
    return TRUE;
  *gone = g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE);
  if (!*gone)
    g_propagate_error (error, g_steal_pointer (&failure));
  return *gone;
}

static gboolean
replay_flags (LoftReplay *self, LoftOperationRecord *record, gboolean *waits, GError **error)
{
  g_autoptr (LoftFlagChange) change = loft_flag_change_parse (record->arguments);
  gboolean unassigned = FALSE;
  gboolean gone = FALSE;
  g_autoptr (GHashTable) groups = group_by_folder (self->mail, record, &unassigned);

  /* After a UIDVALIDITY change the folder is listed anew first; then the ids are there. */
  *waits = unassigned || change == NULL;
  if (*waits)
    return TRUE;
  if (!note_in_flight (self, record, &gone, error))
    return FALSE;
  return gone || (send_change (self->backend, groups, change, self->cancellable, error) &&
                  finish_flags (self, record, change, error));
}

/* ---- failures ----------------------------------------------------------------------------- */

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

      if (state != NULL && !loft_folder_store_set_synced (store, state->server_folder_id, NULL,
                                                          loft_clock_now (), error))
        return FALSE;
    }
  return record->folder_id == 0 ||
         loft_folder_store_set_synced (store, record->folder_id, NULL, loft_clock_now (), error);
}

static gboolean
wait_for_listing (LoftMailStore *store, LoftOperationRecord *record, const GError *failure,
                  GError **error)
{
  return demand_listing (store, record, error) &&
         loft_operation_store_set_try (store, record->id, record->tries + 1, 0, failure->message,
                                       error);
}

/* Notes the try and its pause, and goes on with the next one over a new connection. */
static gboolean
pass_over (LoftReplay *self, LoftOperationRecord *record, GError *failure, GError **error)
{
  self->n_passed_over++;
  g_message ("Operation %s waits: %s", record->uuid, failure->message);
  g_error_free (failure);
  return loft_backend_connect (self->backend, self->cancellable, error);
}

static gboolean
wait_all_for_listing (LoftReplay *self, GPtrArray *run, GError *failure, GError **error)
{
  gboolean noted = TRUE;

  for (guint i = 0; noted && i < run->len; i++)
    noted = wait_for_listing (self->mail, g_ptr_array_index (run, i), failure, error);
  g_error_free (failure);
  return noted;
}

static void
note_tries (LoftReplay *self, GPtrArray *run, const GError *failure)
{
  for (guint i = 0; i < run->len; i++)
    {
      LoftOperationRecord *record = g_ptr_array_index (run, i);

      loft_operation_store_set_try (self->mail, record->id, record->tries + 1,
                                    try_again_at (record, failure), failure->message, NULL);
    }
}

/* What is nowhere else waits for room; what the server has already is only not moved or copied. */
static gboolean
waits_for_room (const LoftOperationRecord *record, const GError *failure)
{
  return strcmp (record->kind, LOFT_OPERATION_APPEND) == 0 &&
         g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_FULL);
}

/* What a failed try means for a run of operations; FALSE passes the connection's error on. */
static gboolean
handle_failure (LoftReplay *self, GPtrArray *run, GError *failure, gboolean *waits, GError **error)
{
  LoftOperationRecord *first = g_ptr_array_index (run, 0);

  if (waits_for_room (first, failure))
    {
      note_tries (self, run, failure);
      g_error_free (failure);
      *waits = TRUE;
      return TRUE;
    }
  if (is_final (failure))
    {
      gboolean done =
        loft_operation_queue_back_out (self->mail, self->journal, first, failure, error);

      g_message ("Operation %s was refused and taken back: %s", first->uuid, failure->message);
      g_error_free (failure);
      return done;
    }
  *waits = TRUE;
  /* The folder has new ids, or was renamed or deleted: it is listed first, then the messages are
   * found again or are gone with it. */
  if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_CONFLICT) ||
      g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE))
    return wait_all_for_listing (self, run, failure, error);
  if (!loft_error_is_cancelled (failure))
    note_tries (self, run, failure);
  if (may_pass_over (first, failure) && self->n_passed_over < MAX_PASSED_OVER)
    return pass_over (self, first, failure, error);
  g_propagate_error (error, failure);
  return FALSE;
}

/* ---- one run ------------------------------------------------------------------------------ */

static gboolean
is_of (const LoftOperationRecord *record, const char *kind)
{
  return strcmp (record->kind, kind) == 0;
}

static gboolean
send_run (LoftReplay *self, GPtrArray *run, gboolean *waits, GError **error)
{
  LoftOperationRecord *first = g_ptr_array_index (run, 0);

  if (is_of (first, LOFT_OPERATION_FLAGS))
    return replay_flags (self, first, waits, error);
  if (is_of (first, LOFT_OPERATION_MOVE) || is_of (first, LOFT_OPERATION_COPY))
    return loft_replay_transfer (self, run, waits, error);
  if (is_of (first, LOFT_OPERATION_DELETE))
    return loft_replay_delete (self, run, waits, error);
  if (is_of (first, LOFT_OPERATION_APPEND))
    return loft_replay_append (self, first, waits, error);
  if (is_of (first, LOFT_OPERATION_RESOURCE))
    return loft_replay_resource (self, first, waits, error);
  if (loft_operation_is_on_folder (first->kind))
    return loft_replay_folder (self, first, waits, error);
  g_warning ("Operation %s is of an unknown kind \"%s\" and keeps waiting", first->uuid,
             first->kind);
  *waits = TRUE;
  return TRUE;
}

/* ---- where the server's changes go on ----------------------------------------------------- */

typedef struct {
  const char *remote_id;
  gint64 folder_id; /* 0: none */
} FolderSearch;

static void
match_folder (gint64 folder_id, const char *remote_id, const char *identity, const char *path,
              gpointer user_data)
{
  FolderSearch *search = user_data;

  if (g_strcmp0 (remote_id, search->remote_id) == 0)
    search->folder_id = folder_id;
}

static gboolean
keep_token (LoftReplay *self, const char *remote_id, GBytes *token, GError **error)
{
  FolderSearch search = { remote_id, 0 };

  if (!loft_folder_store_foreach_key (self->mail, match_folder, &search, error) ||
      !loft_mail_store_begin (self->mail, error))
    return FALSE;
  if (search.folder_id == 0 ||
      loft_folder_store_set_token (self->mail, search.folder_id, token, error))
    return loft_mail_store_commit (self->mail, error);
  loft_mail_store_rollback (self->mail);
  return FALSE;
}

/* After what was written is noted as done: a crash between leaves the token before it, under which the
 * server tells what was written once more. */
static gboolean
keep_tokens (LoftReplay *self, GError **error)
{
  g_autofree char *remote_id = NULL;
  g_autoptr (GBytes) token = NULL;

  while (loft_backend_take_token (self->backend, &remote_id, &token))
    {
      if (!keep_token (self, remote_id, token, error))
        return FALSE;
      g_clear_pointer (&remote_id, g_free);
      g_clear_pointer (&token, g_bytes_unref);
    }
  return TRUE;
}

static gboolean replay_run (LoftReplay *self, GPtrArray *run, gboolean *waits, GError **error);

/* Of several that the server refused together each is asked for, so that one does not take the others
 * with it. */
static gboolean
replay_singly (LoftReplay *self, GPtrArray *run, gboolean *waits, GError **error)
{
  for (guint i = 0; i < run->len; i++)
    {
      g_autoptr (GPtrArray) single = g_ptr_array_new ();
      gboolean this_waits = FALSE;

      g_ptr_array_add (single, g_ptr_array_index (run, i));
      if (!replay_run (self, single, &this_waits, error))
        return FALSE;
      *waits |= this_waits;
    }
  return TRUE;
}

static gboolean
replay_run (LoftReplay *self, GPtrArray *run, gboolean *waits, GError **error)
{
  GError *failure = NULL;

  if (send_run (self, run, waits, &failure))
    return keep_tokens (self, error);
  *waits = FALSE;
  if (!keep_tokens (self, NULL))
    g_message ("A folder's place in the server's changes was not kept; it is listed anew");
  if (run->len == 1 || !is_final (failure))
    return handle_failure (self, run, failure, waits, error);
  g_error_free (failure);
  return replay_singly (self, run, waits, error);
}

/* ---- order -------------------------------------------------------------------------------- */

/* Messages and folders of operations that could not be sent: what was done to them later waits too, or
 * the server would end with the older wish. */
typedef struct {
  GHashTable *messages; /* of gint64 */
  GHashTable *folders; /* of gint64 */
  gboolean some_leave; /* for another account */
} Held;

static gboolean
holds_any (const Held *held, GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_hash_table_contains (held->messages, &g_array_index (ids, gint64, i)))
      return TRUE;
  return FALSE;
}

/* A folder goes last: messages may be on their way out of it. */
static gboolean
is_held (const Held *held, const LoftOperationRecord *record)
{
  if (is_of (record, LOFT_OPERATION_FOLDER_DELETE) &&
      (held->some_leave || g_hash_table_size (held->messages) > 0))
    return TRUE;
  return holds_any (held, record->messages) || holds_any (held, record->sources) ||
         g_hash_table_contains (held->folders, &record->folder_id);
}

static void
hold (Held *held, const LoftOperationRecord *record)
{
  for (guint i = 0; i < record->messages->len; i++)
    {
      gint64 *source = &g_array_index (record->sources, gint64, i);

      g_hash_table_add (held->messages, &g_array_index (record->messages, gint64, i));
      if (*source != 0)
        g_hash_table_add (held->messages, source);
    }
  if (loft_operation_is_on_folder (record->kind))
    g_hash_table_add (held->folders, (gpointer) &record->folder_id);
}

/* A pause longer than any that is made means that the clock was set back. */
static gboolean
is_due (const LoftOperationRecord *record, gint64 now)
{
  return record->not_before <= now || record->not_before > now + MAX_WAIT_SECONDS;
}

/* A message can be in one command only once. */
static gboolean
joins (const LoftOperationRecord *first, const LoftOperationRecord *next, GHashTable *named)
{
  if (strcmp (first->kind, next->kind) != 0 || first->folder_id != next->folder_id ||
      first->sent != NULL || next->sent != NULL ||
      !(is_of (first, LOFT_OPERATION_MOVE) || is_of (first, LOFT_OPERATION_COPY) ||
        is_of (first, LOFT_OPERATION_DELETE)))
    return FALSE;
  for (guint i = 0; i < next->messages->len; i++)
    if (g_hash_table_contains (named, &g_array_index (next->messages, gint64, i)) ||
        g_hash_table_contains (named, &g_array_index (next->sources, gint64, i)))
      return FALSE;
  return TRUE;
}

static void
name_all (GHashTable *named, const LoftOperationRecord *record)
{
  for (guint i = 0; i < record->messages->len; i++)
    {
      gint64 *source = &g_array_index (record->sources, gint64, i);

      g_hash_table_add (named, &g_array_index (record->messages, gint64, i));
      if (*source != 0)
        g_hash_table_add (named, source);
    }
}

/* (transfer container) the neighbours from place first on that go in one command. */
static GPtrArray *
take_run (GPtrArray *records, guint first, const Held *held, gint64 now)
{
  GPtrArray *run = g_ptr_array_new ();
  g_autoptr (GHashTable) named = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = first; i < records->len && run->len < MOST_JOINED; i++)
    {
      LoftOperationRecord *record = g_ptr_array_index (records, i);

      if (run->len > 0 && (!joins (g_ptr_array_index (run, 0), record, named) ||
                           !is_due (record, now) || is_held (held, record)))
        break;
      name_all (named, record);
      g_ptr_array_add (run, record);
    }
  return run;
}

/* Taken back meanwhile, by the local writer. */
static void
drop_taken_back (LoftReplay *self, GPtrArray *run)
{
  for (guint i = run->len; i > 0; i--)
    {
      LoftOperationRecord *record = g_ptr_array_index (run, i - 1);
      g_autoptr (LoftOperationRecord) now =
        loft_operation_store_find_uuid (self->mail, record->uuid, NULL);

      if (now == NULL)
        g_ptr_array_remove_index (run, i - 1);
    }
}

static gboolean
replay_all (LoftReplay *self, GPtrArray *records, Held *held, guint *n_done, GError **error)
{
  gint64 now = loft_clock_now ();

  for (guint i = 0; i < records->len;)
    {
      LoftOperationRecord *record = g_ptr_array_index (records, i);
      gboolean waits = !is_due (record, now) || is_held (held, record);
      g_autoptr (GPtrArray) run = NULL;

      if (loft_operation_is_across (record->kind))
        {
          held->some_leave = TRUE;
          i++;
          continue;
        }
      run = take_run (records, i, held, now);

      if (waits)
        g_ptr_array_set_size (run, 1);
      i += run->len;
      if (!waits)
        drop_taken_back (self, run);
      if (!waits && run->len > 0 && !replay_run (self, run, &waits, error))
        return FALSE;
      for (guint j = 0; waits && j < run->len; j++)
        hold (held, g_ptr_array_index (run, j));
      *n_done += waits ? 0 : run->len;
    }
  return TRUE;
}

gboolean
loft_operation_replay (LoftAccountStore *store, LoftJournal *journal, LoftBackend *backend,
                       guint *n_done, GCancellable *cancellable, GError **error)
{
  LoftReplay replay = { store, store->mail, journal, backend, cancellable, 0 };
  g_autoptr (GPtrArray) records = loft_operation_store_list (store->mail, error);
  g_autoptr (GHashTable) messages = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GHashTable) folders = g_hash_table_new (g_int64_hash, g_int64_equal);
  Held held = { messages, folders };

  *n_done = 0;
  return records != NULL && replay_all (&replay, records, &held, n_done, error);
}
