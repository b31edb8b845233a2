/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-shown.h"

#include <string.h>

#include "loft-across.h"
#include "loft-operation.h"

void
loft_shown_values_clear (LoftShownValues *self)
{
  g_clear_pointer (&self->keywords, g_free);
}

/* It is shown in the other account by then. */
static gboolean
is_shown_there (const LoftOperationRecord *record)
{
  g_autoptr (LoftAcross) across = strcmp (record->kind, LOFT_OPERATION_MOVE_ACROSS) == 0
                                    ? loft_across_parse (record->arguments)
                                    : NULL;

  return across != NULL && across->state == LOFT_ACROSS_COPIED;
}

static void
apply_record (const LoftOperationRecord *record, LoftShownValues *shown)
{
  if (strcmp (record->kind, LOFT_OPERATION_FLAGS) == 0)
    {
      g_autoptr (LoftFlagChange) change = loft_flag_change_parse (record->arguments);

      if (change != NULL)
        loft_flag_change_apply (change, &shown->flags, &shown->keywords);
    }
  else if (strcmp (record->kind, LOFT_OPERATION_DELETE) == 0 || is_shown_there (record))
    shown->folder_id = LOFT_FOLDER_HIDDEN;
  else if (loft_operation_changes_place (record->kind))
    shown->folder_id = record->folder_id;
}

/* What a server without UIDPLUS keeps, marked as deleted, stays out of sight. */
static gboolean
is_left_behind (const LoftMessageState *state)
{
  return state->folder_id == LOFT_FOLDER_HIDDEN && (state->server_flags & LOFT_FLAG_DELETED) != 0;
}

void
loft_operation_shown (const LoftMessageState *state, GPtrArray *records, LoftShownValues *shown)
{
  shown->folder_id = is_left_behind (state) ? LOFT_FOLDER_HIDDEN : state->server_folder_id;
  shown->flags = state->server_flags;
  shown->keywords = g_strdup (state->server_keywords);
  for (guint i = 0; records != NULL && i < records->len; i++)
    apply_record (g_ptr_array_index (records, i), shown);
}

gboolean
loft_operation_derive_shown (LoftMailStore *store, gint64 message_id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (store, message_id, &failure);
  g_autoptr (GPtrArray) records = NULL;
  g_auto (LoftShownValues) shown = { 0 };

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (state == NULL)
    return TRUE;
  records = loft_operation_store_list_for (store, message_id, error);
  if (records == NULL)
    return FALSE;
  loft_operation_shown (state, records, &shown);
  if (shown.folder_id != state->folder_id &&
      !loft_mail_store_set_place (store, message_id, shown.folder_id, state->server_folder_id,
                                  error))
    return FALSE;
  return (shown.flags == state->flags && strcmp (shown.keywords, state->keywords) == 0) ||
         loft_mail_store_set_shown (store, message_id, shown.flags, shown.keywords, error);
}

gboolean
loft_operation_derive_shown_all (LoftMailStore *store, GArray *message_ids, GError **error)
{
  for (guint i = 0; i < message_ids->len; i++)
    if (!loft_operation_derive_shown (store, g_array_index (message_ids, gint64, i), error))
      return FALSE;
  return TRUE;
}
