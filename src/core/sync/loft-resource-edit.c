/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resource-edit.h"

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-operation-journal.h"
#include "loft-operation-step.h"
#include "loft-operation.h"
#include "loft-problem-store.h"
#include "loft-resource-copies.h"
#include "loft-resource-ingest.h"

/* ---- what waits --------------------------------------------------------------------------- */

static const char *
verb_for (const LoftResource *resource)
{
  if (resource->removed)
    return "delete";
  return resource->server_raw != NULL ? "change" : "add";
}

/* One line says what it does, one what it is about: for people and for the journal. */
static char *
arguments_for (const LoftResource *resource)
{
  g_autofree char *name = g_strdelimit (g_strdup (resource->name), "\r\n", ' ');

  return g_strdup_printf ("%s %s", verb_for (resource), name);
}

/* Journaled again with each change: the last word counts. */
static gboolean
make_wait (LoftMailStore *store, LoftJournal *journal, const LoftResource *resource, GError **error)
{
  g_autofree char *arguments = arguments_for (resource);
  GError *failure = NULL;
  g_autoptr (LoftOperationRecord) record =
    loft_operation_store_find_resource (store, resource->id, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (record != NULL)
    return loft_operation_store_set_arguments (store, record->id, arguments, error) &&
           loft_operation_store_set_try (store, record->id, 0, 0, "", error) &&
           loft_operation_journal_append (journal, store, record, error);
  record = loft_operation_step_record (LOFT_OPERATION_RESOURCE, resource->folder_id, arguments);
  record->resource_id = resource->id;
  return loft_operation_store_insert (store, record, error) &&
         loft_operation_journal_append (journal, store, record, error);
}

gboolean
loft_resource_finish (LoftMailStore *store, LoftJournal *journal, gint64 resource_id,
                      GError **error)
{
  GError *failure = NULL;
  g_autoptr (LoftOperationRecord) record =
    loft_operation_store_find_resource (store, resource_id, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  return record == NULL || (loft_operation_store_remove (store, record->id, error) &&
                            loft_operation_journal_append_done (journal, record->uuid, error));
}

/* ---- one edit ----------------------------------------------------------------------------- */

static LoftFolder *
get_folder (LoftMailStore *store, gint64 folder_id, GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (store, folder_id, error);

  if (folder == NULL)
    return NULL;
  if (!folder->writable || (folder->waits & LOFT_FOLDER_WAITS_DELETION))
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "“%s” is read-only", folder->name);
      return NULL;
    }
  return g_steal_pointer (&folder);
}

static gboolean
check_kind (const LoftResource *resource, const LoftFolder *folder, GError **error)
{
  if (resource->removed || resource->kind & folder->kinds)
    return TRUE;
  if (resource->kind != 0)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "“%s” does not hold things of this kind",
                 folder->name);
  else
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                         *resource->problem != '\0' ? resource->problem
                                                    : "This is no event, task or contact");
  return FALSE;
}

/* After what is shown was changed. */
static gboolean
settle (LoftMailStore *store, LoftJournal *journal, gint64 resource_id, const LoftFolder *folder,
        GError **error)
{
  g_autoptr (LoftResource) resource = loft_resource_store_get (store, resource_id, error);

  return resource != NULL && check_kind (resource, folder, error) &&
         (loft_folder_is_only_here (folder) || make_wait (store, journal, resource, error));
}

static gboolean
add (LoftMailStore *store, LoftJournal *journal, LoftResourceEdit *edit, GError **error)
{
  g_autoptr (LoftFolder) folder = get_folder (store, edit->folder_id, error);

  return folder != NULL &&
         loft_resource_store_insert (store, folder->id, edit->raw, &edit->resource_id, error) &&
         loft_ingest_resource_again (store, edit->resource_id, edit->raw, error) &&
         settle (store, journal, edit->resource_id, folder, error);
}

static gboolean
change (LoftMailStore *store, LoftJournal *journal, const LoftFolder *folder,
        const LoftResource *resource, GBytes *raw, GError **error)
{
  return loft_resource_store_set_shown (store, resource->id, raw, FALSE, TRUE, error) &&
         loft_ingest_resource_again (store, resource->id, raw, error) &&
         settle (store, journal, resource->id, folder, error);
}

/* Nobody else has it or ever was sent it: it need not be removed there. */
static gboolean
is_unsent (LoftMailStore *store, const LoftResource *resource)
{
  g_autoptr (LoftOperationRecord) record =
    loft_operation_store_find_resource (store, resource->id, NULL);

  return resource->remote_id == NULL && (record == NULL || record->sent == NULL);
}

/* Of what the server has never confirmed the text stays: it is needed to find it there. */
static gboolean
remove_resource (LoftMailStore *store, LoftJournal *journal, const LoftFolder *folder,
                 const LoftResource *resource, GError **error)
{
  if (is_unsent (store, resource))
    return loft_resource_finish (store, journal, resource->id, error) &&
           loft_resource_store_remove (store, resource->id, error);
  return loft_resource_store_set_shown (store, resource->id,
                                        resource->server_raw == NULL ? resource->raw : NULL, TRUE,
                                        TRUE, error) &&
         settle (store, journal, resource->id, folder, error);
}

static gboolean
edit_known (LoftMailStore *store, LoftJournal *journal, LoftResourceEdit *edit, GError **error)
{
  g_autoptr (LoftResource) resource = loft_resource_store_get (store, edit->resource_id, error);
  g_autoptr (LoftFolder) folder =
    resource != NULL ? get_folder (store, resource->folder_id, error) : NULL;

  if (folder == NULL)
    return FALSE;
  edit->folder_id = folder->id;
  g_clear_pointer (&edit->before, g_bytes_unref);
  edit->before = resource->removed ? NULL : g_bytes_ref (resource->raw);
  if (edit->raw == NULL)
    return remove_resource (store, journal, folder, resource, error);
  return change (store, journal, folder, resource, edit->raw, error);
}

static gboolean
edit_all (LoftMailStore *store, LoftJournal *journal, LoftResourceEdit *edits, guint n,
          GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!(edits[i].resource_id == 0 ? add (store, journal, &edits[i], error)
                                    : edit_known (store, journal, &edits[i], error)))
      return FALSE;
  return TRUE;
}

static gboolean
keep_messages (LoftMailStore *store, GPtrArray *messages, GError **error)
{
  for (guint i = 0; messages != NULL && i < messages->len; i++)
    if (!loft_scheduling_store_add (store, g_ptr_array_index (messages, i), error))
      return FALSE;
  return TRUE;
}

gboolean
loft_resource_edit_telling (LoftMailStore *store, LoftJournal *journal, const char *directory,
                            LoftResourceEdit *edits, guint n, GPtrArray *messages, GError **error)
{
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (edit_all (store, journal, edits, n, error) &&
      loft_resource_copies_write (store, directory, edits, n, error) &&
      keep_messages (store, messages, error))
    return loft_mail_store_commit (store, error);
  loft_mail_store_rollback (store);
  return FALSE;
}

gboolean
loft_resource_edit (LoftMailStore *store, LoftJournal *journal, const char *directory,
                    LoftResourceEdit *edits, guint n, GError **error)
{
  return loft_resource_edit_telling (store, journal, directory, edits, n, NULL, error);
}

void
loft_resource_edit_clear (LoftResourceEdit *self)
{
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_clear_pointer (&self->before, g_bytes_unref);
}

/* ---- taking back -------------------------------------------------------------------------- */

/* One that is gone is made anew; one that is to go may have gone by itself. */
static gboolean
undo_one (LoftMailStore *store, LoftJournal *journal, const char *directory,
          const LoftResourceEdit *edit, GError **error)
{
  g_autoptr (LoftResource) now = loft_resource_store_get (store, edit->resource_id, NULL);
  g_auto (LoftResourceEdit) back = { now != NULL ? edit->resource_id : 0, edit->folder_id };

  if (edit->before != NULL)
    back.raw = g_bytes_ref (edit->before);
  if (now == NULL && back.raw == NULL)
    return TRUE;
  return edit_all (store, journal, &back, 1, error) &&
         loft_resource_copies_write (store, directory, &back, 1, error);
}

gboolean
loft_resource_edit_undo (LoftMailStore *store, LoftJournal *journal, const char *directory,
                         const LoftResourceEdit *edits, guint n, GError **error)
{
  gboolean done = TRUE;

  if (!loft_mail_store_begin (store, error))
    return FALSE;
  for (guint i = n; done && i > 0; i--)
    done = undo_one (store, journal, directory, &edits[i - 1], error);
  if (done)
    return loft_mail_store_commit (store, error);
  loft_mail_store_rollback (store);
  return FALSE;
}

gboolean
loft_resource_back_out (LoftMailStore *store, gint64 resource_id, GError **error)
{
  g_autoptr (LoftResource) resource = loft_resource_store_get (store, resource_id, NULL);

  if (resource == NULL)
    return TRUE;
  if (resource->server_raw == NULL)
    return loft_resource_store_remove (store, resource_id, error);
  return loft_resource_store_set_shown (store, resource_id, NULL, FALSE, TRUE, error) &&
         loft_ingest_resource_again (store, resource_id, resource->server_raw, error);
}

gboolean
loft_resource_note_problem (LoftMailStore *store, const char *kind, const LoftResource *resource,
                            const GError *reason, GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (store, resource->folder_id, NULL);

  return loft_problem_store_add (store, kind, reason, 0, folder != NULL ? folder->path : NULL, 1,
                                 error) &&
         loft_problem_store_note_resource (store, resource->id, resource->folder_id, resource->name,
                                           resource->removed ? NULL : resource->raw, error);
}
