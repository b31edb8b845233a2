/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-backend-private.h"

#include <stdio.h>
#include <string.h>

#include "loft-error.h"
#include "loft-follow-up.h"

/* Messages from mailbox to mailbox, and what tells afterwards what came of it. */

#define ARRIVALS_CHUNK 200
#define MAX_HEADER     (16 * 1024 * 1024)

/* ---- positions ---------------------------------------------------------------------------- */

static GBytes *
format_position (guint32 uid_validity, guint32 uid_next)
{
  char *text = g_strdup_printf ("1 %u %u", uid_validity, uid_next);

  return g_bytes_new_take (text, strlen (text));
}

/* *uid_next 0: from the first. */
static gboolean
parse_position (GBytes *position, guint32 *uid_validity, guint32 *uid_next)
{
  g_autofree char *text =
    g_strndup (g_bytes_get_data (position, NULL), g_bytes_get_size (position));

  return sscanf (text, "1 %u %u", uid_validity, uid_next) == 2;
}

static gboolean
check_validity (const char *mailbox, guint32 expected, guint32 found, GError **error)
{
  if (expected == 0 || expected == found)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT,
               "UIDVALIDITY of %s is %u now, not %u: its messages have new UIDs", mailbox, found,
               expected);
  return FALSE;
}

gboolean
loft_imap_backend_get_position (LoftBackend *backend, const char *mailbox, GBytes *token,
                                GBytes **position, GCancellable *cancellable, GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  LoftImapPosition known = loft_imap_position_parse (token);
  guint32 uid_validity = 0;
  guint32 uid_next = 0;

  if (!loft_imap_session_get_next (self->session, mailbox, &uid_validity, &uid_next, cancellable,
                                   error) ||
      !check_validity (mailbox, known.uid_validity, uid_validity, error))
    return FALSE;
  *position = format_position (uid_validity, uid_next);
  return TRUE;
}

/* ---- what came ---------------------------------------------------------------------------- */

static LoftRemoteItem *
item_of (const LoftImapFetch *fetch)
{
  LoftRemoteItem *item = loft_imap_backend_flags_item (fetch);

  item->is_new = TRUE;
  item->size = (fetch->valid & LOFT_IMAP_FETCH_SIZE) ? fetch->size : 0;
  item->received = (fetch->valid & LOFT_IMAP_FETCH_INTERNAL_DATE) ? fetch->internal_date : 0;
  item->header = g_bytes_ref (fetch->data);
  return item;
}

static gboolean
take_arrival (const LoftImapFetch *fetch, gpointer user_data)
{
  if (fetch->valid & LOFT_IMAP_FETCH_HEADER)
    g_ptr_array_add (user_data, item_of (fetch));
  return TRUE;
}

/* "n:*" names the last message even when it is below n (RFC 9051, 9 "seq-range"). */
static LoftImapUidSet *
search_from (LoftImapBackend *self, guint32 first, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapUidSet) wanted = loft_imap_uid_set_new ();
  g_autoptr (LoftImapUidSet) found = NULL;

  loft_imap_uid_set_add_range (wanted, MAX (first, 1), G_MAXUINT32);
  found = loft_imap_session_search_uids (self->session, wanted, cancellable, error);
  if (found != NULL && first > 1)
    {
      g_autoptr (LoftImapUidSet) before = loft_imap_uid_set_new ();

      loft_imap_uid_set_add_range (before, 1, first - 1);
      loft_imap_uid_set_remove (found, before);
    }
  return g_steal_pointer (&found);
}

/* A new SELECT: what was told at the last one may be long ago. */
static gboolean
select_anew (LoftImapBackend *self, const char *mailbox, guint32 uid_validity,
             GCancellable *cancellable, GError **error)
{
  LoftImapSelected selected;

  if (!loft_imap_session_select (self->session, mailbox, 0, 0, &selected, cancellable, error))
    return FALSE;
  loft_imap_backend_note_selected (self, &selected);
  return check_validity (mailbox, uid_validity, selected.uid_validity, error);
}

GPtrArray *
loft_imap_backend_list_since (LoftBackend *backend, const char *mailbox, GBytes *position,
                              GCancellable *cancellable, GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  g_autoptr (GPtrArray) items =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_item_free);
  g_autoptr (LoftImapUidSet) uids = NULL;
  guint32 uid_validity = 0;
  guint32 uid_next = 0;

  if (position != NULL && !parse_position (position, &uid_validity, &uid_next))
    uid_next = 0;
  if (!select_anew (self, mailbox, uid_validity, cancellable, error))
    return NULL;
  uids = search_from (self, uid_next, cancellable, error);
  if (uids == NULL ||
      !loft_imap_session_fetch (self->session, uids,
                                LOFT_IMAP_FETCH_FLAGS | LOFT_IMAP_FETCH_SIZE |
                                  LOFT_IMAP_FETCH_INTERNAL_DATE | LOFT_IMAP_FETCH_HEADER,
                                0, ARRIVALS_CHUNK, MAX_HEADER, take_arrival, items, cancellable,
                                error))
    return NULL;
  return g_steal_pointer (&items);
}

gboolean
loft_imap_backend_find_present (LoftBackend *backend, const char *mailbox, GBytes *token,
                                GPtrArray *remote_ids, LoftRemoteIds *present,
                                GCancellable *cancellable, GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  g_autoptr (LoftImapUidSet) uids = loft_imap_backend_uids_of (remote_ids);
  g_autoptr (LoftImapUidSet) found = NULL;
  const LoftImapUidRange *ranges;
  guint n = 0;

  if (!loft_imap_backend_ensure_selected (self, mailbox, token, cancellable, error))
    return FALSE;
  found = loft_imap_session_search_uids (self->session, uids, cancellable, error);
  if (found == NULL)
    return FALSE;
  ranges = loft_imap_uid_set_ranges (found, &n);
  for (guint i = 0; i < n; i++)
    loft_remote_ids_add_range (present, ranges[i].first, ranges[i].last);
  return TRUE;
}

/* ---- expunge ------------------------------------------------------------------------------ */

static void
mark_all (GPtrArray *remote_ids, LoftTransferred *transferred)
{
  for (guint i = 0; i < remote_ids->len; i++)
    loft_transferred_mark (transferred, g_ptr_array_index (remote_ids, i));
}

/* Without UIDPLUS there is only EXPUNGE, which takes all that is marked. Where somebody else has marked
 * messages, who may think better of it, ours stay too, marked. */
static gboolean
expunge_without_uidplus (LoftImapBackend *self, const LoftImapUidSet *uids, GPtrArray *remote_ids,
                         LoftTransferred *transferred, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapUidSet) deleted =
    loft_imap_session_search_deleted (self->session, cancellable, error);

  if (deleted == NULL)
    return FALSE;
  loft_imap_uid_set_remove (deleted, uids);
  if (loft_imap_uid_set_is_empty (deleted))
    return loft_imap_session_expunge_all (self->session, cancellable, error);
  mark_all (remote_ids, transferred);
  return TRUE;
}

static gboolean
expunge_selected (LoftImapBackend *self, const LoftImapUidSet *uids, GPtrArray *remote_ids,
                  LoftTransferred *transferred, GCancellable *cancellable, GError **error)
{
  if (!loft_imap_session_store (self->session, uids, LOFT_FLAG_DELETED, 0, NULL, NULL, cancellable,
                                error))
    return FALSE;
  if (loft_imap_session_has_capability (self->session, "UIDPLUS"))
    return loft_imap_session_expunge (self->session, uids, cancellable, error);
  return expunge_without_uidplus (self, uids, remote_ids, transferred, cancellable, error);
}

gboolean
loft_imap_backend_expunge (LoftBackend *backend, const char *mailbox, GBytes *token,
                           GPtrArray *remote_ids, LoftTransferred *transferred,
                           GCancellable *cancellable, GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  g_autoptr (LoftImapUidSet) uids = loft_imap_backend_uids_of (remote_ids);

  return loft_imap_backend_ensure_selected (self, mailbox, token, cancellable, error) &&
         expunge_selected (self, uids, remote_ids, transferred, cancellable, error);
}

/* ---- move and copy ------------------------------------------------------------------------ */

/* only_told: what the server did not name is not known to have been done. */
static void
tell_copied (const LoftRemoteTransfer *transfer, const LoftImapCopied *copied, gboolean only_told,
             LoftTransferred *transferred)
{
  for (guint i = 0; i < transfer->remote_ids->len; i++)
    {
      const char *remote_id = g_ptr_array_index (transfer->remote_ids, i);
      guint32 uid =
        loft_imap_copied_find (copied, (guint32) g_ascii_strtoull (remote_id, NULL, 10));
      g_autofree char *new_id = uid != 0 ? g_strdup_printf ("%u", uid) : NULL;

      if (new_id != NULL || !only_told)
        loft_transferred_add (transferred, remote_id, new_id);
    }
}

static gboolean
move_at_once (LoftImapBackend *self, const LoftRemoteTransfer *transfer, const LoftImapUidSet *uids,
              LoftTransferred *transferred, GCancellable *cancellable, GError **error)
{
  g_auto (LoftImapCopied) copied = { 0 };
  gboolean moved =
    loft_imap_session_move (self->session, uids, transfer->to_id, &copied, cancellable, error);

  /* COPYUID comes before the messages go; only the end of the command says that they went. Of several
   * commands those before a refused one were done. */
  if (moved || loft_imap_session_is_connected (self->session))
    tell_copied (transfer, &copied, !moved, transferred);
  return moved;
}

static gboolean
copy_selected (LoftImapBackend *self, const LoftRemoteTransfer *transfer,
               const LoftImapUidSet *uids, LoftTransferred *transferred, GCancellable *cancellable,
               GError **error)
{
  g_auto (LoftImapCopied) copied = { 0 };
  gboolean done =
    loft_imap_session_copy (self->session, uids, transfer->to_id, &copied, cancellable, error);

  tell_copied (transfer, &copied, !done, transferred);
  return done;
}

/* What was copied is only told once it is gone here: until then it is in both. */
static gboolean
move_in_steps (LoftImapBackend *self, const LoftRemoteTransfer *transfer,
               const LoftImapUidSet *uids, LoftTransferred *transferred, GCancellable *cancellable,
               GError **error)
{
  g_auto (LoftImapCopied) copied = { 0 };

  if (!loft_imap_session_copy (self->session, uids, transfer->to_id, &copied, cancellable, error) ||
      !expunge_selected (self, uids, transfer->remote_ids, transferred, cancellable, error))
    return FALSE;
  tell_copied (transfer, &copied, FALSE, transferred);
  return TRUE;
}

gboolean
loft_imap_backend_move (LoftBackend *backend, const LoftRemoteTransfer *transfer,
                        LoftTransferred *transferred, GCancellable *cancellable, GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  g_autoptr (LoftImapUidSet) uids = loft_imap_backend_uids_of (transfer->remote_ids);

  if (!loft_imap_backend_ensure_selected (self, transfer->folder_id, transfer->token, cancellable,
                                          error))
    return FALSE;
  return loft_imap_session_has_capability (self->session, "MOVE")
           ? move_at_once (self, transfer, uids, transferred, cancellable, error)
           : move_in_steps (self, transfer, uids, transferred, cancellable, error);
}

gboolean
loft_imap_backend_copy (LoftBackend *backend, const LoftRemoteTransfer *transfer,
                        LoftTransferred *transferred, GCancellable *cancellable, GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  g_autoptr (LoftImapUidSet) uids = loft_imap_backend_uids_of (transfer->remote_ids);

  return loft_imap_backend_ensure_selected (self, transfer->folder_id, transfer->token, cancellable,
                                            error) &&
         copy_selected (self, transfer, uids, transferred, cancellable, error);
}

/* ---- append ------------------------------------------------------------------------------- */

gboolean
loft_imap_backend_append (LoftBackend *backend, const LoftRemoteContent *content, char **remote_id,
                          GCancellable *cancellable, GError **error)
{
  LoftImapBackend *self = LOFT_IMAP_BACKEND (backend);
  /* Every day a keyword of its own: mailboxes hold few. */
  g_autofree char *keywords = loft_follow_up_pick (content->keywords, FALSE);
  guint32 uid = 0;

  if (!loft_imap_session_append (self->session, content->to_id, content->flags, keywords,
                                 content->received, content->raw, &uid, cancellable, error))
    return FALSE;
  *remote_id = uid != 0 ? g_strdup_printf ("%u", uid) : NULL;
  return TRUE;
}
