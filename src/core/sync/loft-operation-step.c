/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-step.h"

#include "loft-clock.h"
#include "loft-operation-journal.h"

LoftOperationRecord *
loft_operation_step_record (const char *kind, gint64 folder_id, const char *arguments)
{
  g_autofree char *uuid = g_uuid_string_random ();
  LoftOperationRecord *record =
    loft_operation_record_new (uuid, kind, arguments, loft_clock_now (), NULL, 0);

  record->folder_id = folder_id;
  return record;
}

static gboolean
run_step (LoftMailStore *store, LoftJournal *journal, LoftOperationRecord *record,
          LoftOperationApplyFunc apply, gpointer user_data, LoftUndo *undo, GError **error)
{
  if (!apply (store, record, undo, user_data, error))
    return FALSE;
  if (record->messages->len == 0 &&
      !(loft_operation_is_on_folder (record->kind) && record->folder_id != 0))
    return TRUE;
  return loft_operation_store_insert (store, record, error) &&
         loft_operation_journal_append (journal, store, record, error);
}

gboolean
loft_operation_step_make (LoftMailStore *store, LoftJournal *journal, LoftOperationRecord *record,
                          LoftOperationApplyFunc apply, gpointer user_data, LoftUndo *undo,
                          GError **error)
{
  g_autoptr (LoftUndo) own = undo != NULL ? loft_undo_ref (undo) : loft_undo_new ();

  if (!loft_mail_store_begin (store, error))
    return FALSE;
  loft_undo_begin (own, record);
  if (!run_step (store, journal, record, apply, user_data, own, error))
    {
      loft_mail_store_rollback (store);
      loft_undo_drop_last (own);
      return FALSE;
    }
  if (loft_mail_store_commit (store, error))
    return TRUE;
  /* The person is told that it failed, so the journal must not bring it back. */
  loft_operation_journal_append_done (journal, record->uuid, NULL);
  loft_undo_drop_last (own);
  return FALSE;
}
