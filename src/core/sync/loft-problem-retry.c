/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-problem-retry.h"

#include <string.h>

#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-ingest.h"
#include "loft-operation-across.h"
#include "loft-operation-actions.h"
#include "loft-operation-folders.h"
#include "loft-operation-shown.h"
#include "loft-operation-step.h"
#include "loft-problem-store.h"
#include "loft-resource-edit.h"

typedef struct {
  LoftAccountStore *store;
  LoftMailStore *mail; /* of store */
  LoftJournal *journal;
  const LoftProblemRecord *problem;
  const gint64 *ids;
  guint n_ids;
  LoftUndo *undo;
} Retry;

/* ---- messages ----------------------------------------------------------------------------- */

static gboolean
flags (const Retry *self, GError **error)
{
  g_autoptr (LoftFlagChange) change = loft_flag_change_parse (self->problem->arguments);

  return change == NULL || loft_operation_change_flags (self->mail, self->journal, self->ids,
                                                        self->n_ids, change, self->undo, error);
}

static gboolean
move (const Retry *self, GError **error)
{
  return loft_operation_move (self->mail, self->journal, self->ids, self->n_ids,
                              self->problem->folder_id, self->undo, error);
}

static gboolean
copy (const Retry *self, GError **error)
{
  return loft_operation_copy (self->store, self->journal, self->ids, self->n_ids,
                              self->problem->folder_id, self->undo, error);
}

static gboolean
delete_messages (const Retry *self, GError **error)
{
  return loft_operation_delete (self->mail, self->journal, self->ids, self->n_ids, self->undo,
                                error);
}

/* What was kept out of sight is shown where it was to be. */
static gboolean
apply_append (LoftMailStore *mail, LoftOperationRecord *record, LoftUndo *undo, gpointer user_data,
              GError **error)
{
  gint64 id = *(const gint64 *) user_data;

  loft_operation_record_add (record, id, 0);
  loft_undo_add_made (undo, id);
  return loft_mail_store_set_place (mail, id, record->folder_id, LOFT_FOLDER_NOWHERE, error);
}

static gboolean
append (const Retry *self, GError **error)
{
  g_autoptr (LoftFolder) folder =
    loft_folder_store_get (self->mail, self->problem->folder_id, error);
  g_autoptr (LoftOperationRecord) record = NULL;
  gint64 id = self->problem->message_id;

  if (folder == NULL)
    return FALSE;
  if (id == 0 || !self->problem->is_only_here)
    return TRUE;
  record = loft_operation_step_record (LOFT_OPERATION_APPEND, folder->id, "");
  return loft_operation_step_make (self->mail, self->journal, record, apply_append, &id, self->undo,
                                   error);
}

static gboolean
across (const Retry *self, GError **error)
{
  g_autoptr (LoftAcross) to = loft_across_parse (self->problem->arguments);

  if (to == NULL)
    return TRUE;
  to->state = LOFT_ACROSS_WAITS;
  to->is_begun = FALSE;
  return loft_operation_across (self->mail, self->journal, self->ids, self->n_ids, to,
                                strcmp (self->problem->kind, LOFT_OPERATION_MOVE_ACROSS) == 0,
                                self->undo, error);
}

/* ---- folders ------------------------------------------------------------------------------ */

static gboolean
folder (const Retry *self, GError **error)
{
  g_autoptr (LoftFolderChange) change = loft_folder_change_parse (self->problem->arguments);
  const char *kind = self->problem->kind;
  gint64 id = self->problem->folder_id;

  if (strcmp (kind, LOFT_OPERATION_FOLDER_CREATE) == 0)
    return loft_operation_create_folder (self->mail, self->journal, change->path,
                                         LOFT_FOLDER_ROLE_NONE, FALSE, &id, self->undo, error);
  if (strcmp (kind, LOFT_OPERATION_FOLDER_RENAME) == 0)
    return loft_operation_rename_folder (self->mail, self->journal, id, change->path, self->undo,
                                         error);
  if (strcmp (kind, LOFT_OPERATION_FOLDER_DELETE) == 0)
    return loft_operation_delete_folder (self->mail, self->journal, id, self->undo, error);
  return loft_operation_subscribe_folder (self->mail, self->journal, id, change->subscribed,
                                          self->undo, error);
}

/* ---- what could not be read --------------------------------------------------------------- */

/* Its text is not in the index: the next sync puts it there. The problem goes by the row alone. */
static gboolean
note_read (const Retry *self, const LoftIngestedBody *body, GError **error)
{
  const LoftCachedBody cached = { body->size, body->preview, body->attachments, NULL, 0 };

  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  if (loft_mail_store_set_cached (self->mail, self->problem->message_id, &cached, error))
    return loft_mail_store_commit (self->mail, error);
  loft_mail_store_rollback (self->mail);
  return FALSE;
}

static gboolean
read_again (const Retry *self, GError **error)
{
  gint64 id = self->problem->message_id;
  g_autoptr (GBytes) raw = id != 0 ? loft_account_store_get_content (self->store, id, NULL) : NULL;
  g_autoptr (LoftIngestedBody) body = raw != NULL ? loft_ingest_body (id, raw, FALSE) : NULL;

  if (body == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "The message is not here any more");
      return FALSE;
    }
  if (body->problem == NULL)
    return note_read (self, body, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, body->problem);
  return FALSE;
}

/* ---- events, tasks, contacts ---------------------------------------------------------------- */

/* 0: it is gone meanwhile; what a person wrote of it becomes a new one. */
static gint64
find_resource (const Retry *self)
{
  g_autoptr (LoftResource) resource =
    loft_resource_store_get (self->mail, self->problem->resource_id, NULL);

  return resource != NULL ? resource->id : 0;
}

/* As a person wrote it, whatever the server has: that is what was asked for now. */
static gboolean
resource_again (const Retry *self, GError **error)
{
  g_auto (LoftResourceEdit) edit = { find_resource (self), self->problem->folder_id, NULL, NULL };

  if (self->problem->raw != NULL)
    edit.raw = g_bytes_ref (self->problem->raw);
  return (edit.raw == NULL && edit.resource_id == 0) ||
         loft_resource_edit (self->mail, self->journal, self->store->directory, &edit, 1, error);
}

/* ---- any ---------------------------------------------------------------------------------- */

static gboolean
ask_again (const Retry *self, GError **error)
{
  static const struct {
    const char *kind;
    gboolean (*func) (const Retry *self, GError **error);
  } kinds[] = {
    { LOFT_OPERATION_FLAGS, flags },        { LOFT_OPERATION_MOVE, move },
    { LOFT_OPERATION_COPY, copy },          { LOFT_OPERATION_DELETE, delete_messages },
    { LOFT_OPERATION_APPEND, append },      { LOFT_OPERATION_MOVE_ACROSS, across },
    { LOFT_OPERATION_COPY_ACROSS, across },
  };

  if (loft_operation_is_on_folder (self->problem->kind))
    return folder (self, error);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].kind, self->problem->kind) == 0)
      return kinds[i].func (self, error);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "“%s” cannot be tried again",
               self->problem->kind);
  return FALSE;
}

static gboolean
remove_problem (const Retry *self, GError **error)
{
  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  if (loft_problem_store_remove (self->mail, self->problem->id, error))
    return loft_mail_store_commit (self->mail, error);
  loft_mail_store_rollback (self->mail);
  return FALSE;
}

/* Where nothing was asked for, nothing is forgotten. */
static gboolean
check_asked (const Retry *self, GError **error)
{
  if (!loft_undo_is_empty (self->undo))
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE,
                       "There is nothing left that could be tried again");
  return FALSE;
}

gboolean
loft_problem_retry (LoftAccountStore *store, LoftJournal *journal, gint64 problem_id,
                    LoftUndo *undo, GError **error)
{
  g_autoptr (LoftProblemRecord) problem = loft_problem_store_get (store->mail, problem_id, error);
  Retry self = { store, store->mail, journal, problem, NULL, 0, undo };

  if (problem == NULL)
    return FALSE;
  if (strcmp (problem->kind, LOFT_PROBLEM_READ) == 0)
    return read_again (&self, error);
  if (strcmp (problem->kind, LOFT_OPERATION_RESOURCE) == 0)
    return resource_again (&self, error) && remove_problem (&self, error);
  if (problem->message_ids != NULL)
    {
      self.ids = (const gint64 *) (gpointer) problem->message_ids->data;
      self.n_ids = problem->message_ids->len;
    }
  return ask_again (&self, error) && check_asked (&self, error) && remove_problem (&self, error);
}
