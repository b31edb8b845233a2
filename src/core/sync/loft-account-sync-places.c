/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include "loft-place-store.h"

/* What exists on this computer alone must outlive its rows: content.db holds folder, flags and date
 * beside each message, and can make the folders anew. */

#define STEP  500
#define INBOX "INBOX"

gboolean
loft_account_sync_find_place (LoftAccountSync *self, const LoftIngestedBody *body,
                              LoftContentPlace *place, gboolean *is_local, GError **error)
{
  if (body->item == NULL)
    return loft_place_store_get (self->store->mail, body->message_id, place, is_local, error);
  place->folder = g_strdup (INBOX);
  place->flags = body->item->flags;
  place->keywords = g_strdup (body->item->keywords);
  place->date = body->header->date;
  *is_local = TRUE;
  return TRUE;
}

/* ---- what has changed --------------------------------------------------------------------- */

static gboolean
write_place (LoftAccountSync *self, gint64 message_id, GError **error)
{
  g_auto (LoftContentPlace) place = { 0 };
  gboolean is_local = FALSE;

  return loft_place_store_get (self->store->mail, message_id, &place, &is_local, error) &&
         (!is_local ||
          loft_content_store_set_place (self->store->content, message_id, &place, error));
}

static gboolean
write_places (LoftAccountSync *self, GArray *ids, GError **error)
{
  LoftContentStore *content = self->store->content;

  if (!loft_content_store_begin (content, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!write_place (self, g_array_index (ids, gint64, i), error))
      {
        loft_content_store_rollback (content);
        return FALSE;
      }
  return loft_content_store_commit (content, error);
}

static gboolean
clear_changed (LoftAccountSync *self, GArray *ids, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    if (!loft_place_store_clear_changed (self->store->mail, g_array_index (ids, gint64, i), error))
      return FALSE;
  return TRUE;
}

/* In one transaction of the rows: what changes meanwhile is noted behind it. */
static gboolean
note_some (LoftAccountSync *self, gboolean *more, GError **error)
{
  LoftMailStore *mail = self->store->mail;
  g_autoptr (GArray) ids = NULL;

  if (!loft_mail_store_begin (mail, error))
    return FALSE;
  ids = loft_place_store_list_changed (mail, STEP, error);
  if (ids != NULL && (ids->len == 0 || write_places (self, ids, error)) &&
      clear_changed (self, ids, error) && loft_mail_store_commit (mail, error))
    {
      *more = ids->len == STEP;
      return TRUE;
    }
  loft_mail_store_rollback (mail);
  return FALSE;
}

static gboolean
has_some (LoftAccountSync *self, gboolean *some, GError **error)
{
  g_autoptr (GArray) ids = loft_place_store_list_changed (self->store->mail, 1, error);

  *some = ids != NULL && ids->len > 0;
  return ids != NULL;
}

gboolean
loft_account_sync_note_places (LoftAccountSync *self, GError **error)
{
  gboolean more = FALSE;

  if (!has_some (self, &more, error))
    return FALSE;
  while (more)
    if (!note_some (self, &more, error))
      return FALSE;
  return TRUE;
}
