/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-actions.h"

#include <string.h>

#include "loft-error.h"
#include "loft-folder-edit.h"
#include "loft-folder-store.h"
#include "loft-operation-folders.h"
#include "loft-operation-step.h"

/* Of one operation. What the server is told at once must not hold the write lock for seconds here. */
#define MOST_MESSAGES 5000

/* ---- folders ------------------------------------------------------------------------------ */

/* No server has it, and none is meant to. */
static gboolean
is_only_here (const LoftFolder *folder)
{
  return folder->remote_id == NULL && !(folder->waits & LOFT_FOLDER_WAITS_CREATION);
}

static LoftFolder *
get_target (LoftMailStore *store, gint64 folder_id, GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (store, folder_id, error);

  if (folder == NULL)
    return NULL;
  if (folder->selectable && !(folder->waits & LOFT_FOLDER_WAITS_DELETION))
    return g_steal_pointer (&folder);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "The folder “%s” can hold no messages",
               folder->path);
  return NULL;
}

/* What is applied to each message. */
typedef struct {
  const gint64 *message_ids;
  guint n_messages;
  LoftFolder *target; /* (owned) (nullable) */
  const LoftFlagChange *change;
  GHashTable *only_here; /* (owned) folder id -> whether it is only here */
} Messages;

static void
messages_clear (Messages *self)
{
  g_clear_pointer (&self->target, loft_folder_unref);
  g_clear_pointer (&self->only_here, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Messages, messages_clear)

static gboolean
is_place_only_here (Messages *self, LoftMailStore *store, gint64 folder_id)
{
  g_autoptr (LoftFolder) folder = NULL;
  gpointer known = NULL;

  if (folder_id == LOFT_FOLDER_NOWHERE)
    return FALSE;
  if (self->only_here == NULL)
    self->only_here = g_hash_table_new (NULL, NULL);
  if (g_hash_table_lookup_extended (self->only_here, GSIZE_TO_POINTER (folder_id), NULL, &known))
    return GPOINTER_TO_INT (known);
  folder = loft_folder_store_get (store, folder_id, NULL);
  known = GINT_TO_POINTER (folder != NULL && is_only_here (folder));
  g_hash_table_insert (self->only_here, GSIZE_TO_POINTER (folder_id), known);
  return GPOINTER_TO_INT (known);
}

/* FALSE without error: there is none. */
static LoftMessageState *
get_shown (LoftMailStore *store, gint64 id, GError **error)
{
  LoftMessageState *state = loft_mail_store_get_state (store, id, error);

  if (state != NULL && state->folder_id == LOFT_FOLDER_HIDDEN)
    g_clear_pointer (&state, loft_message_state_free);
  return state;
}

typedef gboolean (*ApplyToOne) (Messages *self, LoftMailStore *store, LoftOperationRecord *record,
                                LoftUndo *undo, const LoftMessageState *state, GError **error);

static gboolean
apply_to_all (Messages *self, ApplyToOne apply, LoftMailStore *store, LoftOperationRecord *record,
              LoftUndo *undo, GError **error)
{
  for (guint i = 0; i < self->n_messages; i++)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (LoftMessageState) state = get_shown (store, self->message_ids[i], &failure);

      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (state != NULL && !apply (self, store, record, undo, state, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- move --------------------------------------------------------------------------------- */

static gboolean
refuse_upload (const LoftFolder *target, GError **error)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
               "What is only on this computer cannot be moved to “%s”", target->path);
  return FALSE;
}

static gboolean
move_one (Messages *self, LoftMailStore *store, LoftOperationRecord *record, LoftUndo *undo,
          const LoftMessageState *state, GError **error)
{
  gint64 target = self->target->id;

  if (state->folder_id == target)
    return TRUE;
  loft_undo_add (undo, state);
  if (is_only_here (self->target))
    return loft_mail_store_set_place (store, state->id, target, target, error) &&
           loft_mail_store_relink (store, state->id, NULL, error);
  if (is_place_only_here (self, store, state->server_folder_id))
    return refuse_upload (self->target, error);
  loft_operation_record_add (record, state->id, 0);
  return loft_mail_store_set_place (store, state->id, target, state->server_folder_id, error);
}

static gboolean
apply_move (LoftMailStore *store, LoftOperationRecord *record, LoftUndo *undo, gpointer user_data,
            GError **error)
{
  return apply_to_all (user_data, move_one, store, record, undo, error);
}

/* In operations of bounded size; the server is told all of them in one command. */
static gboolean
make_in_steps (LoftMailStore *store, LoftJournal *journal, const char *kind, Messages *messages,
               LoftOperationApplyFunc apply, LoftUndo *undo, GError **error)
{
  const gint64 *message_ids = messages->message_ids;
  guint n_messages = messages->n_messages;

  for (guint first = 0; first < n_messages; first += MOST_MESSAGES)
    {
      g_autoptr (LoftOperationRecord) record =
        loft_operation_step_record (kind, messages->target != NULL ? messages->target->id : 0, "");

      messages->message_ids = message_ids + first;
      messages->n_messages = MIN (MOST_MESSAGES, n_messages - first);
      if (!loft_operation_step_make (store, journal, record, apply, messages, undo, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
loft_operation_move (LoftMailStore *store, LoftJournal *journal, const gint64 *message_ids,
                     guint n_messages, gint64 folder_id, LoftUndo *undo, GError **error)
{
  g_auto (Messages) messages = { message_ids, n_messages, get_target (store, folder_id, error) };

  return messages.target != NULL &&
         make_in_steps (store, journal, LOFT_OPERATION_MOVE, &messages, apply_move, undo, error);
}

/* ---- roles -------------------------------------------------------------------------------- */

/* RFC 5788 registers both keywords; the one takes the other away. */
static gboolean
mark_as_junk (LoftMailStore *store, LoftJournal *journal, const gint64 *message_ids,
              guint n_messages, gboolean junk, LoftUndo *undo, GError **error)
{
  g_autoptr (LoftFlagChange) change =
    loft_flag_change_new (0, 0, junk ? "$Junk" : "$NotJunk", junk ? "$NotJunk" : "$Junk");

  return loft_operation_change_flags (store, journal, message_ids, n_messages, change, undo, error);
}

/* Only what lies in junk is said not to be it. */
static gboolean
unmark_what_was_junk (LoftMailStore *store, LoftJournal *journal, const gint64 *message_ids,
                      guint n_messages, LoftUndo *undo, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 junk = 0;

  if (!loft_folder_edit_find_role (store, LOFT_FOLDER_ROLE_JUNK, &junk, error))
    return FALSE;
  for (guint i = 0; junk != 0 && i < n_messages; i++)
    {
      g_autoptr (LoftMessageState) state = loft_mail_store_get_state (store, message_ids[i], NULL);

      if (state != NULL && state->folder_id == junk)
        g_array_append_val (ids, message_ids[i]);
    }
  return mark_as_junk (store, journal, (const gint64 *) (gpointer) ids->data, ids->len, FALSE, undo,
                       error);
}

gboolean
loft_operation_move_to_role (LoftMailStore *store, LoftJournal *journal, const gint64 *message_ids,
                             guint n_messages, LoftFolderRole role, LoftUndo *undo, GError **error)
{
  gint64 folder_id = 0;

  if (!loft_operation_ensure_role (store, journal, role, &folder_id, undo, error))
    return FALSE;
  if (role == LOFT_FOLDER_ROLE_JUNK &&
      !mark_as_junk (store, journal, message_ids, n_messages, TRUE, undo, error))
    return FALSE;
  if (role == LOFT_FOLDER_ROLE_INBOX &&
      !unmark_what_was_junk (store, journal, message_ids, n_messages, undo, error))
    return FALSE;
  return loft_operation_move (store, journal, message_ids, n_messages, folder_id, undo, error);
}

/* ---- delete ------------------------------------------------------------------------------- */

static gboolean
delete_one (Messages *self, LoftMailStore *store, LoftOperationRecord *record, LoftUndo *undo,
            const LoftMessageState *state, GError **error)
{
  if (is_place_only_here (self, store, state->server_folder_id))
    return loft_operation_store_forget_message (store, state->id, error) &&
           loft_mail_store_remove (store, state->id, error);
  loft_undo_add (undo, state);
  loft_operation_record_add (record, state->id, 0);
  return loft_mail_store_set_place (store, state->id, LOFT_FOLDER_HIDDEN, state->server_folder_id,
                                    error);
}

static gboolean
apply_delete (LoftMailStore *store, LoftOperationRecord *record, LoftUndo *undo, gpointer user_data,
              GError **error)
{
  return apply_to_all (user_data, delete_one, store, record, undo, error);
}

gboolean
loft_operation_delete (LoftMailStore *store, LoftJournal *journal, const gint64 *message_ids,
                       guint n_messages, LoftUndo *undo, GError **error)
{
  g_auto (Messages) messages = { message_ids, n_messages };

  return make_in_steps (store, journal, LOFT_OPERATION_DELETE, &messages, apply_delete, undo,
                        error);
}

gboolean
loft_operation_empty_folder (LoftMailStore *store, LoftJournal *journal, gint64 folder_id,
                             LoftUndo *undo, GError **error)
{
  g_autoptr (LoftFolder) folder = get_target (store, folder_id, error);
  g_autoptr (GArray) ids = NULL;

  if (folder == NULL)
    return FALSE;
  ids = loft_mail_store_list_ids (store, folder_id, G_MAXINT, 0, NULL, error);
  return ids != NULL &&
         loft_operation_delete (store, journal, (const gint64 *) (gpointer) ids->data, ids->len,
                                undo, error);
}

/* ---- flags -------------------------------------------------------------------------------- */

static gboolean
change_one (Messages *self, LoftMailStore *store, LoftOperationRecord *record, LoftUndo *undo,
            const LoftMessageState *state, GError **error)
{
  g_autofree char *keywords = g_strdup (state->keywords);
  LoftFlags flags = state->flags;

  loft_flag_change_apply (self->change, &flags, &keywords);
  if (flags == state->flags && strcmp (keywords, state->keywords) == 0)
    return TRUE;
  loft_undo_add (undo, state);
  /* Nobody else needs to hear of it. */
  if (is_place_only_here (self, store, state->server_folder_id))
    return loft_mail_store_set_flags (store, state->id, flags, keywords, flags, keywords, error);
  loft_operation_record_add (record, state->id, 0);
  return loft_mail_store_set_shown (store, state->id, flags, keywords, error);
}

static gboolean
apply_flags (LoftMailStore *store, LoftOperationRecord *record, LoftUndo *undo, gpointer user_data,
             GError **error)
{
  return apply_to_all (user_data, change_one, store, record, undo, error);
}

gboolean
loft_operation_change_flags (LoftMailStore *store, LoftJournal *journal, const gint64 *message_ids,
                             guint n_messages, const LoftFlagChange *change, LoftUndo *undo,
                             GError **error)
{
  g_auto (Messages) messages = { message_ids, n_messages, NULL, change };
  g_autofree char *arguments = loft_flag_change_format (change);
  g_autoptr (LoftOperationRecord) record =
    loft_operation_step_record (LOFT_OPERATION_FLAGS, 0, arguments);

  return loft_operation_step_make (store, journal, record, apply_flags, &messages, undo, error);
}
