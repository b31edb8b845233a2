/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-reader-private.h"

#include <string.h>

#include "loft-across.h"
#include "loft-folder-store.h"
#include "loft-operation.h"
#include "loft-problem-store.h"

/* Operations and what came of them, in words. */

#define MOST_PROBLEMS 1000

char *
loft_mail_reader_describe_folder (LoftMailReader *self, const LoftOperationRecord *record)
{
  g_autoptr (LoftAcross) across =
    loft_operation_is_across (record->kind) ? loft_across_parse (record->arguments) : NULL;
  g_autoptr (LoftFolder) folder =
    record->folder_id != 0
      ? loft_folder_store_get (loft_mail_reader_current_store (self)->mail, record->folder_id, NULL)
      : NULL;

  if (across != NULL)
    return loft_across_describe (across);
  return g_strdup (folder != NULL ? folder->path : "");
}

static char *
describe_folder_change (const LoftOperationRecord *record)
{
  g_autoptr (LoftFolderChange) change = loft_folder_change_parse (record->arguments);

  if (strcmp (record->kind, LOFT_OPERATION_FOLDER_CREATE) == 0)
    return g_strdup_printf ("create folder %s", change->path);
  if (strcmp (record->kind, LOFT_OPERATION_FOLDER_RENAME) == 0)
    return g_strdup_printf ("rename folder %s to %s", change->old_path, change->path);
  if (strcmp (record->kind, LOFT_OPERATION_FOLDER_DELETE) == 0)
    return g_strdup_printf ("delete folder %s", change->path);
  return g_strdup_printf ("%s folder %s", change->subscribed ? "subscribe to" : "unsubscribe from",
                          change->path);
}

static char *
describe_across (const LoftOperationRecord *record)
{
  g_autoptr (LoftAcross) across = loft_across_parse (record->arguments);
  g_autofree char *where = across != NULL ? loft_across_describe (across) : g_strdup ("");
  const char *what = strcmp (record->kind, LOFT_OPERATION_MOVE_ACROSS) == 0 ? "move" : "copy";

  if (across != NULL && across->state == LOFT_ACROSS_WITHDRAWN)
    return g_strdup_printf ("take back from %s", where);
  return g_strdup_printf ("%s to %s", what, where);
}

char *
loft_mail_reader_describe_operation (LoftMailReader *self, const LoftOperationRecord *record)
{
  g_autofree char *folder = NULL;

  if (strcmp (record->kind, LOFT_OPERATION_FLAGS) == 0)
    {
      g_autoptr (LoftFlagChange) change = loft_flag_change_parse (record->arguments);

      return change != NULL ? loft_flag_change_describe (change) : g_strdup (record->kind);
    }
  if (loft_operation_is_on_folder (record->kind))
    return describe_folder_change (record);
  if (loft_operation_is_across (record->kind))
    return describe_across (record);
  if (strcmp (record->kind, LOFT_OPERATION_DELETE) == 0)
    return g_strdup ("delete for ever");
  folder = loft_mail_reader_describe_folder (self, record);
  if (strcmp (record->kind, LOFT_OPERATION_APPEND) == 0)
    return g_strdup_printf ("upload to %s", folder);
  return g_strdup_printf ("%s to %s", record->kind, folder);
}

gboolean
loft_mail_reader_has_across (LoftMailReader *self)
{
  gboolean has = FALSE;

  return loft_operation_store_has_kind (loft_mail_reader_current_store (self)->mail,
                                        LOFT_OPERATION_ACROSS, &has, NULL) &&
         has;
}

/* ---- problems ----------------------------------------------------------------------------- */

void
loft_problem_free (LoftProblem *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->folder);
  g_free (self->subject);
  g_free (self->reason);
  g_free (self);
}

static LoftProblem *
problem_from (const LoftProblemRecord *record)
{
  LoftProblem *problem = g_new0 (LoftProblem, 1);

  problem->id = record->id;
  problem->kind = g_strdup (record->kind);
  problem->folder = g_strdup (record->folder);
  problem->subject = g_strdup (record->subject);
  problem->at = record->at;
  problem->error_class = record->error_class;
  problem->reason = g_strdup (record->reason);
  problem->message_id = record->message_id;
  problem->shown_in = MAX (record->shown_in, 0);
  problem->is_only_here = record->is_only_here;
  problem->items = record->items;
  return problem;
}

GPtrArray *
loft_mail_reader_list_problems (LoftMailReader *self, GError **error)
{
  g_autoptr (GPtrArray) records =
    loft_problem_store_list (loft_mail_reader_current_store (self)->mail, MOST_PROBLEMS, error);
  GPtrArray *problems;

  if (records == NULL)
    return NULL;
  problems = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_problem_free);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (problems, problem_from (g_ptr_array_index (records, i)));
  return problems;
}

GBytes *
loft_mail_reader_get_problem_raw (LoftMailReader *self, gint64 problem_id, GError **error)
{
  g_autoptr (LoftProblemRecord) record =
    loft_problem_store_get (loft_mail_reader_current_store (self)->mail, problem_id, error);

  if (record == NULL)
    return NULL;
  return record->raw != NULL ? g_bytes_ref (record->raw)
                             : loft_mail_reader_get_raw (self, record->message_id, error);
}

guint
loft_mail_reader_count_problems (LoftMailReader *self)
{
  guint count = 0;

  loft_problem_store_count (loft_mail_reader_current_store (self)->mail, &count, NULL);
  return count;
}
