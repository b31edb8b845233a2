/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-copy.h"

#include "loft-draft-store.h"
#include "loft-operation-actions.h"
#include "loft-operation-folders.h"

static gboolean
append (LoftAccountStore *store, LoftJournal *journal, GBytes *raw, gint64 *message_id,
        LoftUndo *undo, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();
  const LoftNewContent content = { raw, LOFT_FLAG_DRAFT | LOFT_FLAG_SEEN, "", 0, uuid };
  gint64 folder_id = 0;

  return loft_operation_ensure_role (store->mail, journal, LOFT_FOLDER_ROLE_DRAFTS, &folder_id,
                                     undo, error) &&
         loft_operation_append (store, journal, folder_id, &content, message_id, undo, error);
}

/* Another place for it is known first: who dies in between leaves one too many, never one too few. */
gboolean
loft_draft_copy_upload (LoftAccountStore *store, LoftJournal *journal, gint64 outgoing_id,
                        GBytes *raw, LoftUndo *undo, GError **error)
{
  gint64 before = 0;
  gint64 message_id = 0;

  return loft_draft_store_get (store->mail, outgoing_id, &before, error) &&
         append (store, journal, raw, &message_id, undo, error) &&
         loft_draft_store_set (store->mail, outgoing_id, message_id, error) &&
         (before == 0 || loft_operation_delete (store->mail, journal, &before, 1, undo, error));
}

gboolean
loft_draft_copy_sweep (LoftMailStore *store, LoftJournal *journal, LoftUndo *undo, GError **error)
{
  g_autoptr (GArray) ended = loft_draft_store_list_ended (store, error);

  if (ended == NULL)
    return FALSE;
  for (guint i = 0; i < ended->len; i++)
    {
      gint64 outgoing_id = g_array_index (ended, gint64, i);
      gint64 message_id = 0;

      if (!loft_draft_store_get (store, outgoing_id, &message_id, error) ||
          !loft_operation_delete (store, journal, &message_id, 1, undo, error) ||
          !loft_draft_store_set (store, outgoing_id, 0, error))
        return FALSE;
    }
  return TRUE;
}
