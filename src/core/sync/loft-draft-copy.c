/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-copy.h"

#include <string.h>

#include "loft-draft-mark.h"
#include "loft-draft-store.h"
#include "loft-folder-store.h"
#include "loft-operation-actions.h"
#include "loft-operation-folders.h"
#include "loft-outgoing-store.h"
#include "loft-twin-store.h"

/* ---- known again -------------------------------------------------------------------------- */

static gboolean
is_ours (LoftAccountStore *store, const LoftOutgoing *draft, gint64 id)
{
  g_autoptr (GBytes) raw = loft_account_store_get_content (store, id, NULL);

  return raw != NULL && loft_draft_mark_fits (draft->uuid, raw);
}

/* (transfer full) of gint64 */
static GArray *
list_ours (LoftAccountStore *store, const LoftOutgoing *draft, GError **error)
{
  const LoftTwin twin = { draft->message_id, NULL, 0, 0, 0 };
  g_autoptr (GArray) ids = draft->message_id[0] != '\0'
                             ? loft_twin_store_list (store->mail, &twin, error)
                             : g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = ids != NULL ? ids->len : 0; i > 0; i--)
    if (!is_ours (store, draft, g_array_index (ids, gint64, i - 1)))
      g_array_remove_index (ids, i - 1);
  return g_steal_pointer (&ids);
}

static gint64
received_at (LoftMailStore *mail, gint64 id)
{
  g_autoptr (LoftMessage) message = loft_mail_store_get (mail, id, NULL);

  return message != NULL ? message->received : 0;
}

static gint64
find_newest (LoftMailStore *mail, GArray *ids)
{
  gint64 newest = 0;

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (newest == 0 || received_at (mail, id) > received_at (mail, newest))
        newest = id;
    }
  return newest;
}

/* One that was made here since is newer than all that come from the server. */
static gboolean
adopt (LoftAccountStore *store, LoftJournal *journal, const LoftOutgoing *draft, GError **error)
{
  g_autoptr (GArray) ids = list_ours (store, draft, error);
  gint64 known = 0;

  if (ids == NULL || !loft_draft_store_get (store->mail, draft->id, &known, error))
    return FALSE;
  if (known == 0)
    known = find_newest (store->mail, ids);
  for (guint i = ids->len; i > 0; i--)
    if (g_array_index (ids, gint64, i - 1) == known)
      g_array_remove_index (ids, i - 1);
  return (known == 0 || loft_draft_store_set (store->mail, draft->id, known, error)) &&
         (ids->len == 0 ||
          loft_operation_delete (store->mail, journal, (const gint64 *) (gpointer) ids->data,
                                 ids->len, NULL, error));
}

gboolean
loft_draft_copy_adopt (LoftAccountStore *store, LoftJournal *journal, GError **error)
{
  g_autoptr (GPtrArray) list = loft_outgoing_store_list (store->mail, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const LoftOutgoing *outgoing = g_ptr_array_index (list, i);

      if (outgoing->state == LOFT_OUTGOING_DRAFT && !adopt (store, journal, outgoing, error))
        return FALSE;
    }
  return list != NULL;
}

/* ---- there and away ----------------------------------------------------------------------- */

/* *folder_id: 0 for none. */
static gboolean
find_folder (LoftMailStore *mail, gboolean here, gint64 *folder_id, GError **error)
{
  g_autoptr (GPtrArray) folders = loft_folder_store_list (mail, error);

  *folder_id = 0;
  for (guint i = 0; folders != NULL && i < folders->len && *folder_id == 0; i++)
    {
      const LoftFolder *folder = g_ptr_array_index (folders, i);

      if (folder->role == LOFT_FOLDER_ROLE_DRAFTS && loft_folder_is_only_here (folder) == here)
        *folder_id = folder->id;
    }
  return folders != NULL;
}

/* One that was made here, while the server took none, may come first by its role. */
static gboolean
ensure_drafts (LoftMailStore *mail, LoftJournal *journal, gint64 *folder_id, LoftUndo *undo,
               GError **error)
{
  g_autoptr (LoftFolder) folder = NULL;
  gint64 of_server = 0;

  if (!loft_operation_ensure_role (mail, journal, LOFT_FOLDER_ROLE_DRAFTS, folder_id, undo, error))
    return FALSE;
  folder = loft_folder_store_get (mail, *folder_id, error);
  if (folder == NULL)
    return FALSE;
  if (!loft_folder_is_only_here (folder))
    return TRUE;
  if (!find_folder (mail, FALSE, &of_server, error))
    return FALSE;
  *folder_id = of_server != 0 ? of_server : *folder_id;
  return TRUE;
}

static gboolean
ensure_folder (LoftMailStore *mail, LoftJournal *journal, gboolean here, gint64 *folder_id,
               LoftUndo *undo, GError **error)
{
  if (!here)
    return ensure_drafts (mail, journal, folder_id, undo, error);
  return find_folder (mail, TRUE, folder_id, error) &&
         (*folder_id != 0 ||
          loft_operation_create_folder_here (mail, journal, LOFT_DRAFT_COPY_HERE,
                                             LOFT_FOLDER_ROLE_DRAFTS, folder_id, undo, error));
}

static gboolean
append (LoftAccountStore *store, LoftJournal *journal, gboolean here, GBytes *raw,
        gint64 *message_id, LoftUndo *undo, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();
  const LoftNewContent content = { raw, LOFT_FLAG_DRAFT | LOFT_FLAG_SEEN, "", 0, uuid };
  gint64 folder_id = 0;

  return ensure_folder (store->mail, journal, here, &folder_id, undo, error) &&
         loft_operation_append (store, journal, folder_id, &content, message_id, undo, error);
}

/* *message_id: 0 for none. */
static gboolean
find_copy (LoftAccountStore *store, LoftJournal *journal, const LoftOutgoing *draft,
           gint64 *message_id, GError **error)
{
  return loft_draft_store_get (store->mail, draft->id, message_id, error) &&
         (*message_id != 0 || (adopt (store, journal, draft, error) &&
                               loft_draft_store_get (store->mail, draft->id, message_id, error)));
}

/* Another place for it is known first: who dies in between leaves one too many, never one too few. */
static gboolean
put (LoftAccountStore *store, LoftJournal *journal, gboolean here, gint64 outgoing_id, GBytes *raw,
     LoftUndo *undo, GError **error)
{
  g_autoptr (LoftOutgoing) draft = loft_outgoing_store_get (store->mail, outgoing_id, error);
  g_autoptr (GBytes) marked = draft != NULL ? loft_draft_mark_add (draft->uuid, raw) : NULL;
  gint64 before = 0;
  gint64 message_id = 0;

  return draft != NULL && find_copy (store, journal, draft, &before, error) &&
         append (store, journal, here, marked, &message_id, undo, error) &&
         loft_draft_store_set (store->mail, outgoing_id, message_id, error) &&
         (before == 0 || loft_operation_delete (store->mail, journal, &before, 1, undo, error));
}

gboolean
loft_draft_copy_upload (LoftAccountStore *store, LoftJournal *journal, gint64 outgoing_id,
                        GBytes *raw, LoftUndo *undo, GError **error)
{
  return put (store, journal, FALSE, outgoing_id, raw, undo, error);
}

gboolean
loft_draft_copy_keep_apart (LoftAccountStore *store, LoftJournal *journal, gint64 outgoing_id,
                            GBytes *raw, LoftUndo *undo, GError **error)
{
  g_autofree char *takes = NULL;

  return loft_mail_store_get_word (store->mail, LOFT_SERVER_TAKES_DRAFTS, &takes, error) &&
         put (store, journal, takes[0] == '\0', outgoing_id, raw, undo, error);
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
