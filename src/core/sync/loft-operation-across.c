/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-across.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-folder-store.h"
#include "loft-operation-journal.h"
#include "loft-operation-shown.h"
#include "loft-operation-step.h"

#define STEP 200 /* messages of one transaction */

char *
loft_operation_across_deletion_uuid (const char *uuid)
{
  return g_strconcat (uuid, ".deletion", NULL);
}

/* ---- in a transaction --------------------------------------------------------------------- */

typedef struct {
  LoftMailStore *store;
  LoftJournal *journal;
  const char *uuid;
  const LoftAcross *across; /* (nullable) */
  gint64 message_id;
  guint n_twins;
  gboolean applies; /* out */
} Work;

typedef gboolean (*WorkFunc) (Work *work, GError **error);

static gboolean
run_in_transaction (Work *work, WorkFunc func, GError **error)
{
  if (!loft_mail_store_begin (work->store, error))
    return FALSE;
  if (func (work, error))
    return loft_mail_store_commit (work->store, error);
  loft_mail_store_rollback (work->store);
  return FALSE;
}

static gboolean
set_state (Work *work, const LoftOperationRecord *record, const LoftAcross *across, GError **error)
{
  g_autofree char *arguments = loft_across_format (across);

  return loft_operation_store_set_arguments (work->store, record->id, arguments, error) &&
         loft_operation_derive_shown_all (work->store, record->messages, error);
}

/* ---- asking for it ------------------------------------------------------------------------ */

typedef struct {
  const gint64 *message_ids;
  guint n_messages;
  const char *kind;
  const char *arguments;
  LoftUndo *undo;
  GPtrArray *records; /* (owned) of LoftOperationRecord */
} Asking;

static gboolean
waits_already (LoftMailStore *store, gint64 message_id)
{
  g_autoptr (GPtrArray) records = loft_operation_store_list_for (store, message_id, NULL);

  for (guint i = 0; records != NULL && i < records->len; i++)
    if (strcmp (((LoftOperationRecord *) g_ptr_array_index (records, i))->kind,
                LOFT_OPERATION_MOVE_ACROSS) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
ask_for_one (LoftMailStore *store, LoftJournal *journal, Asking *asking, gint64 id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (store, id, &failure);
  LoftOperationRecord *record;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (state == NULL || state->folder_id == LOFT_FOLDER_HIDDEN || waits_already (store, id))
    return TRUE;
  record = loft_operation_step_record (asking->kind, 0, asking->arguments);
  g_ptr_array_add (asking->records, record);
  loft_operation_record_add (record, id, 0);
  loft_undo_begin (asking->undo, record);
  loft_undo_add (asking->undo, state);
  return loft_operation_store_insert (store, record, error) &&
         loft_operation_journal_append (journal, store, record, error);
}

static gboolean
ask_for_some (LoftMailStore *store, LoftJournal *journal, Asking *asking, GError **error)
{
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  for (guint i = 0; i < asking->n_messages; i++)
    if (!ask_for_one (store, journal, asking, asking->message_ids[i], error))
      {
        loft_mail_store_rollback (store);
        return FALSE;
      }
  return loft_mail_store_commit (store, error);
}

/* The person is told that it failed, so the journal must not bring it back. */
static void
forget_asked (LoftJournal *journal, Asking *asking)
{
  for (guint i = 0; i < asking->records->len; i++)
    {
      const LoftOperationRecord *record = g_ptr_array_index (asking->records, i);

      loft_operation_journal_append_done (journal, record->uuid, NULL);
      loft_undo_drop_last (asking->undo);
    }
}

gboolean
loft_operation_across (LoftMailStore *store, LoftJournal *journal, const gint64 *message_ids,
                       guint n_messages, const LoftAcross *to, gboolean move, LoftUndo *undo,
                       GError **error)
{
  g_autoptr (LoftUndo) own = undo != NULL ? loft_undo_ref (undo) : loft_undo_new ();
  g_autofree char *arguments = loft_across_format (to);

  for (guint first = 0; first < n_messages; first += STEP)
    {
      g_autoptr (GPtrArray) records =
        g_ptr_array_new_with_free_func ((GDestroyNotify) loft_operation_record_free);
      Asking asking = { message_ids + first,
                        MIN (STEP, n_messages - first),
                        move ? LOFT_OPERATION_MOVE_ACROSS : LOFT_OPERATION_COPY_ACROSS,
                        arguments,
                        own,
                        records };

      if (ask_for_some (store, journal, &asking, error))
        continue;
      forget_asked (journal, &asking);
      return FALSE;
    }
  return TRUE;
}

/* ---- its course --------------------------------------------------------------------------- */

/* (transfer full) NULL: it does not wait any more, or its words make no sense. */
static LoftOperationRecord *
find_waiting (Work *work, LoftAcross **across, GError **error)
{
  g_autoptr (LoftOperationRecord) record =
    loft_operation_store_find_uuid (work->store, work->uuid, error);

  *across = record != NULL && loft_operation_is_across (record->kind)
              ? loft_across_parse (record->arguments)
              : NULL;
  return *across != NULL ? g_steal_pointer (&record) : NULL;
}

static gboolean
note_begun (Work *work, GError **error)
{
  g_autoptr (LoftAcross) now = NULL;
  g_autoptr (LoftOperationRecord) record = find_waiting (work, &now, error);

  if (record == NULL || now->is_begun)
    return TRUE;
  now->is_begun = TRUE;
  now->n_twins = work->n_twins;
  return set_state (work, record, now, error);
}

gboolean
loft_operation_across_note_begun (LoftMailStore *store, const char *uuid, guint n_twins,
                                  GError **error)
{
  Work work = { store, NULL, uuid, .n_twins = n_twins };

  return run_in_transaction (&work, note_begun, error);
}

static gboolean
note_copied (Work *work, GError **error)
{
  g_autoptr (LoftAcross) now = NULL;
  g_autoptr (LoftOperationRecord) record = find_waiting (work, &now, error);

  work->applies = record != NULL && now->state == LOFT_ACROSS_WAITS;
  return !work->applies || set_state (work, record, work->across, error);
}

gboolean
loft_operation_across_note_copied (LoftMailStore *store, const char *uuid, const LoftAcross *copied,
                                   gboolean *waits, GError **error)
{
  Work work = { store, NULL, uuid, copied };
  gboolean noted = run_in_transaction (&work, note_copied, error);

  *waits = work.applies;
  return noted;
}

static gboolean
note_lost (Work *work, GError **error)
{
  g_autoptr (LoftAcross) now = NULL;
  g_autoptr (LoftOperationRecord) record = find_waiting (work, &now, error);

  if (record == NULL || now->state != LOFT_ACROSS_COPIED)
    return TRUE;
  now->state = LOFT_ACROSS_WAITS;
  return set_state (work, record, now, error);
}

gboolean
loft_operation_across_note_lost (LoftMailStore *store, const char *uuid, GError **error)
{
  Work work = { store, NULL, uuid };

  return run_in_transaction (&work, note_lost, error);
}

static gboolean
withdraw (Work *work, GError **error)
{
  g_autoptr (LoftAcross) now = NULL;
  g_autoptr (LoftOperationRecord) record = find_waiting (work, &now, error);

  if (record == NULL)
    return TRUE;
  now->state = LOFT_ACROSS_WITHDRAWN;
  return set_state (work, record, now, error) &&
         loft_operation_store_set_try (work->store, record->id, 0, 0, "", error);
}

gboolean
loft_operation_across_withdraw (LoftMailStore *store, LoftJournal *journal,
                                const LoftOperationRecord *record, GError **error)
{
  Work work = { store, journal, record->uuid };

  return run_in_transaction (&work, withdraw, error);
}

static gboolean
remove_operation (Work *work, const LoftOperationRecord *record, GError **error)
{
  return loft_operation_store_remove (work->store, record->id, error) &&
         loft_operation_derive_shown_all (work->store, record->messages, error) &&
         loft_operation_journal_append_done (work->journal, record->uuid, error);
}

static gboolean
finish (Work *work, GError **error)
{
  g_autoptr (LoftAcross) now = NULL;
  g_autoptr (LoftOperationRecord) record = find_waiting (work, &now, error);

  return record == NULL || remove_operation (work, record, error);
}

gboolean
loft_operation_across_finish (LoftMailStore *store, LoftJournal *journal,
                              const LoftOperationRecord *record, GError **error)
{
  Work work = { store, journal, record->uuid };

  return run_in_transaction (&work, finish, error);
}

/* ---- away from here ----------------------------------------------------------------------- */

static gboolean
is_only_here (LoftMailStore *store, const LoftMessageState *state)
{
  g_autoptr (LoftFolder) folder = state->server_folder_id != LOFT_FOLDER_NOWHERE
                                    ? loft_folder_store_get (store, state->server_folder_id, NULL)
                                    : NULL;

  return folder != NULL && folder->remote_id == NULL &&
         !(folder->waits & LOFT_FOLDER_WAITS_CREATION);
}

static gboolean
remove_row (Work *work, gint64 id, GError **error)
{
  return loft_operation_store_forget_message (work->store, id, error) &&
         loft_mail_store_remove (work->store, id, error);
}

static gboolean
let_deletion_go (Work *work, const LoftOperationRecord *record, gint64 id, GError **error)
{
  g_autofree char *uuid = loft_operation_across_deletion_uuid (work->uuid);
  g_autoptr (LoftOperationRecord) deletion =
    loft_operation_record_new (uuid, LOFT_OPERATION_DELETE, "", loft_clock_now (), &id, 1);

  return loft_operation_store_insert (work->store, deletion, error) &&
         loft_operation_journal_append (work->journal, work->store, deletion, error) &&
         remove_operation (work, record, error);
}

/* Where no server has it, it goes at once. */
static gboolean
release (Work *work, GError **error)
{
  g_autoptr (LoftAcross) now = NULL;
  g_autoptr (LoftOperationRecord) record = find_waiting (work, &now, error);
  g_autoptr (LoftMessageState) state = NULL;
  gint64 id;

  if (record == NULL || now->state != LOFT_ACROSS_COPIED)
    return TRUE;
  id = record->messages->len > 0 ? g_array_index (record->messages, gint64, 0) : 0;
  state = loft_mail_store_get_state (work->store, id, NULL);
  if (state == NULL)
    return remove_operation (work, record, error);
  if (is_only_here (work->store, state))
    return remove_operation (work, record, error) && remove_row (work, id, error);
  return let_deletion_go (work, record, id, error);
}

gboolean
loft_operation_across_release (LoftMailStore *store, LoftJournal *journal, const char *uuid,
                               GError **error)
{
  Work work = { store, journal, uuid };

  return run_in_transaction (&work, release, error);
}

static gboolean
wait_withdrawn (Work *work, GError **error)
{
  g_autofree char *arguments = loft_across_format (work->across);
  g_autoptr (LoftOperationRecord) record =
    loft_operation_record_new (work->uuid, LOFT_OPERATION_MOVE_ACROSS, arguments, loft_clock_now (),
                               &work->message_id, 1);

  return loft_operation_store_insert (work->store, record, error) &&
         loft_operation_journal_append (work->journal, work->store, record, error);
}

static gboolean
take_back (Work *work, GError **error)
{
  g_autofree char *uuid = loft_operation_across_deletion_uuid (work->uuid);
  g_autoptr (LoftOperationRecord) deletion =
    loft_operation_store_find_uuid (work->store, uuid, error);

  work->applies = deletion != NULL && deletion->sent == NULL;
  return !work->applies ||
         (wait_withdrawn (work, error) && remove_operation (work, deletion, error));
}

gboolean
loft_operation_across_take_back (LoftMailStore *store, LoftJournal *journal, const char *uuid,
                                 const char *arguments, gint64 message_id, gboolean *done,
                                 GError **error)
{
  g_autoptr (LoftAcross) across = loft_across_parse (arguments);
  Work work = { store, journal, uuid, across, message_id };
  gboolean taken = TRUE;

  if (across != NULL)
    {
      across->state = LOFT_ACROSS_WITHDRAWN;
      taken = run_in_transaction (&work, take_back, error);
    }
  *done = work.applies;
  return taken;
}
