/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-undo.h"

#include <string.h>

#include "loft-error.h"
#include "loft-operation-across.h"
#include "loft-operation-actions.h"
#include "loft-operation-folders.h"
#include "loft-operation-queue.h"

/* A message as it was before. */
typedef struct {
  gint64 id;
  gint64 folder_id;
  LoftFlags flags;
  char *keywords;
} Before;

typedef struct {
  char *uuid;
  char *kind;
  char *arguments;
  gint64 folder_id;
  GArray *before; /* of Before */
  GArray *made; /* of gint64 */
  LoftFolderChange *folder; /* (nullable) */
} Step;

struct _LoftUndo {
  gatomicrefcount ref_count;
  GPtrArray *steps; /* of Step */
};

G_DEFINE_BOXED_TYPE (LoftUndo, loft_undo, loft_undo_ref, loft_undo_unref)

static void
before_clear (gpointer data)
{
  g_free (((Before *) data)->keywords);
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->uuid);
  g_free (step->kind);
  g_free (step->arguments);
  g_array_unref (step->before);
  g_array_unref (step->made);
  loft_folder_change_free (step->folder);
  g_free (step);
}

LoftUndo *
loft_undo_new (void)
{
  LoftUndo *self = g_new0 (LoftUndo, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->steps = g_ptr_array_new_with_free_func (step_free);
  return self;
}

LoftUndo *
loft_undo_ref (LoftUndo *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_undo_unref (LoftUndo *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->steps);
  g_free (self);
}

static gboolean
step_is_empty (const Step *step)
{
  return step->before->len == 0 && step->made->len == 0 && step->folder == NULL;
}

gboolean
loft_undo_is_empty (LoftUndo *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    if (!step_is_empty (g_ptr_array_index (self->steps, i)))
      return FALSE;
  return TRUE;
}

guint
loft_undo_get_n_messages (LoftUndo *self)
{
  guint n = 0;

  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = g_ptr_array_index (self->steps, i);

      n += step->before->len + step->made->len;
    }
  return n;
}

/* ---- filling ------------------------------------------------------------------------------ */

void
loft_undo_begin (LoftUndo *self, const LoftOperationRecord *record)
{
  Step *step = g_new0 (Step, 1);

  step->uuid = g_strdup (record->uuid);
  step->kind = g_strdup (record->kind);
  step->arguments = g_strdup (record->arguments);
  step->folder_id = record->folder_id;
  step->before = g_array_new (FALSE, FALSE, sizeof (Before));
  step->made = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_set_clear_func (step->before, before_clear);
  g_ptr_array_add (self->steps, step);
}

static Step *
last_step (LoftUndo *self)
{
  return g_ptr_array_index (self->steps, self->steps->len - 1);
}

void
loft_undo_add (LoftUndo *self, const LoftMessageState *before)
{
  const Before item = { before->id, before->folder_id, before->flags, g_strdup (before->keywords) };

  g_array_append_val (last_step (self)->before, item);
}

void
loft_undo_add_made (LoftUndo *self, gint64 message_id)
{
  g_array_append_val (last_step (self)->made, message_id);
}

void
loft_undo_set_folder (LoftUndo *self, gint64 folder_id, const LoftFolderChange *change)
{
  Step *step = last_step (self);

  step->folder_id = folder_id;
  loft_folder_change_free (step->folder);
  step->folder = g_new0 (LoftFolderChange, 1);
  step->folder->path = g_strdup (change->path);
  step->folder->old_path = g_strdup (change->old_path);
  step->folder->subscribed = change->subscribed;
}

void
loft_undo_drop_last (LoftUndo *self)
{
  g_ptr_array_remove_index (self->steps, self->steps->len - 1);
}

gboolean
loft_undo_take_across (LoftUndo *self, LoftUndoAcross *across)
{
  const Step *step = self->steps->len > 0 ? last_step (self) : NULL;

  if (step == NULL || !loft_operation_is_across (step->kind))
    return FALSE;
  across->uuid = g_strdup (step->uuid);
  across->is_move = strcmp (step->kind, LOFT_OPERATION_MOVE_ACROSS) == 0;
  across->folder_id = step->before->len > 0 ? g_array_index (step->before, Before, 0).folder_id : 0;
  loft_undo_drop_last (self);
  return TRUE;
}

/* ---- inverse operations ------------------------------------------------------------------- */

typedef struct {
  LoftMailStore *store;
  LoftJournal *journal;
} Target;

static gboolean
cannot (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "This can no longer be taken back");
  return FALSE;
}

/* Messages that are treated alike, by a key of the caller's. */
static void
add_to_group (GHashTable *groups, const char *key, gint64 id)
{
  GArray *ids = g_hash_table_lookup (groups, key);

  if (ids == NULL)
    {
      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (groups, g_strdup (key), ids);
    }
  g_array_append_val (ids, id);
}

static GHashTable *
new_groups (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
}

static gboolean
move_back (const Step *step, const Target *target, GError **error)
{
  g_autoptr (GHashTable) groups = new_groups ();
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  for (guint i = 0; i < step->before->len; i++)
    {
      const Before *before = &g_array_index (step->before, Before, i);
      g_autofree char *folder = g_strdup_printf ("%" G_GINT64_FORMAT, before->folder_id);

      add_to_group (groups, folder, before->id);
    }
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      GArray *ids = value;

      if (!loft_operation_move (target->store, target->journal,
                                (const gint64 *) (gpointer) ids->data, ids->len,
                                g_ascii_strtoll (key, NULL, 10), NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* (transfer full) the words of keywords that others lack. */
static char *
words_beside (const char *keywords, const char *others)
{
  return loft_keywords_change (keywords, NULL, others);
}

/* (transfer full) what gives the message back what the change took, and takes what it gave. */
static LoftFlagChange *
inverse_for (const LoftFlagChange *change, const Before *before)
{
  LoftFlags flags = before->flags;
  g_autofree char *after = g_strdup (before->keywords);
  g_autofree char *gave = NULL;
  g_autofree char *took = NULL;

  loft_flag_change_apply (change, &flags, &after);
  gave = words_beside (after, before->keywords);
  took = words_beside (before->keywords, after);
  return loft_flag_change_new (before->flags & ~flags, flags & ~before->flags, took, gave);
}

static gboolean
change_back (const Step *step, const Target *target, GError **error)
{
  g_autoptr (LoftFlagChange) change = loft_flag_change_parse (step->arguments);
  g_autoptr (GHashTable) groups = new_groups ();
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  for (guint i = 0; change != NULL && i < step->before->len; i++)
    {
      const Before *before = &g_array_index (step->before, Before, i);
      g_autoptr (LoftFlagChange) inverse = inverse_for (change, before);
      g_autofree char *text = loft_flag_change_format (inverse);

      add_to_group (groups, text, before->id);
    }
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_autoptr (LoftFlagChange) inverse = loft_flag_change_parse (key);
      GArray *ids = value;

      if (!loft_operation_change_flags (target->store, target->journal,
                                        (const gint64 *) (gpointer) ids->data, ids->len, inverse,
                                        NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* As long as the deletion here waits, all is still here. */
static gboolean
keep_here (const Step *step, const Target *target, GError **error)
{
  gint64 id = step->before->len > 0 ? g_array_index (step->before, Before, 0).id : 0;
  gboolean done = FALSE;

  return loft_operation_across_take_back (target->store, target->journal, step->uuid,
                                          step->arguments, id, &done, error) &&
         (done || cannot (error));
}

static gboolean
delete_made (const Step *step, const Target *target, GError **error)
{
  return loft_operation_delete (target->store, target->journal,
                                (const gint64 *) (gpointer) step->made->data, step->made->len, NULL,
                                error);
}

static gboolean
delete_folder (const Step *step, const Target *target, GError **error)
{
  return loft_operation_delete_folder (target->store, target->journal, step->folder_id, NULL,
                                       error);
}

static gboolean
rename_back (const Step *step, const Target *target, GError **error)
{
  return loft_operation_rename_folder (target->store, target->journal, step->folder_id,
                                       step->folder->old_path, NULL, error);
}

static gboolean
subscribe_back (const Step *step, const Target *target, GError **error)
{
  return loft_operation_subscribe_folder (target->store, target->journal, step->folder_id,
                                          !step->folder->subscribed, NULL, error);
}

static gboolean
make_inverse (const Step *step, const Target *target, GError **error)
{
  static const struct {
    const char *kind;
    gboolean (*func) (const Step *step, const Target *target, GError **error);
  } inverses[] = {
    { LOFT_OPERATION_MOVE, move_back },
    { LOFT_OPERATION_MOVE_ACROSS, keep_here },
    { LOFT_OPERATION_FLAGS, change_back },
    { LOFT_OPERATION_COPY, delete_made },
    { LOFT_OPERATION_APPEND, delete_made },
    { LOFT_OPERATION_FOLDER_CREATE, delete_folder },
    { LOFT_OPERATION_FOLDER_RENAME, rename_back },
    { LOFT_OPERATION_FOLDER_SUBSCRIBE, subscribe_back },
  };

  for (guint i = 0; i < G_N_ELEMENTS (inverses); i++)
    if (strcmp (inverses[i].kind, step->kind) == 0)
      return inverses[i].func (step, target, error);
  return cannot (error);
}

/* ---- taking back -------------------------------------------------------------------------- */

static gboolean
take_back (const Step *step, const Target *target, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LoftOperationRecord) record =
    loft_operation_store_find_uuid (target->store, step->uuid, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (step_is_empty (step))
    return TRUE;
  if (record != NULL && record->sent == NULL)
    return loft_operation_queue_discard (target->store, target->journal, record->id, error);
  return make_inverse (step, target, error);
}

gboolean
loft_undo_run (LoftUndo *self, LoftMailStore *store, LoftJournal *journal, GError **error)
{
  const Target target = { store, journal };

  while (self->steps->len > 0)
    {
      if (!take_back (last_step (self), &target, error))
        return FALSE;
      loft_undo_drop_last (self);
    }
  return TRUE;
}
