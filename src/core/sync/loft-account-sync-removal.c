/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include "loft-clock.h"
#include "loft-download-store.h"
#include "loft-error.h"
#include "loft-removal.h"

/* Deleting on a server that mail is picked up from. What is asked for here is done when a later
 * listing lacks it, never before: a server that says yes may still keep it, and one whose answer was
 * lost may have deleted it. Whoever is asked again deletes nothing twice. */

#define HOLD_NUMBER    LOFT_REMOVAL_HOLD_NUMBER
#define RENAMED_NUMBER "removal-renamed" /* when the server was last seen to give new ids */
#define HOLD_SECONDS   (7 * 24 * 60 * 60)

/* ---- when nothing may be deleted ---------------------------------------------------------- */

static gboolean
set_number (LoftMailStore *mail, const char *name, gint64 number, GError **error)
{
  gint64 before = 0;

  return loft_mail_store_get_number (mail, name, &before, error) &&
         (before == number || loft_mail_store_set_number (mail, name, number, error));
}

gboolean
loft_account_sync_note_expiry (LoftAccountSync *self, GError **error)
{
  return set_number (self->store->mail, LOFT_SERVER_EXPIRY_NUMBER,
                     (gint64) loft_backend_get_expiry (self->backend) + 1, error);
}

/* A clock that was set back does not lengthen it. */
static gboolean
is_recent (gint64 renamed_at, gint64 now)
{
  return renamed_at != 0 && renamed_at <= now && now - renamed_at < HOLD_SECONDS;
}

gboolean
loft_account_sync_note_hold (LoftAccountSync *self, gboolean unsound, gboolean renamed, gint64 now,
                             GError **error)
{
  LoftMailStore *mail = self->store->mail;
  LoftRemovalHold hold = LOFT_REMOVAL_HOLD_NONE;
  gint64 renamed_at = 0;

  if ((renamed && !set_number (mail, RENAMED_NUMBER, now, error)) ||
      !loft_mail_store_get_number (mail, RENAMED_NUMBER, &renamed_at, error))
    return FALSE;
  if (is_recent (renamed_at, now))
    hold = LOFT_REMOVAL_HOLD_RENAMED;
  if (unsound)
    hold = LOFT_REMOVAL_HOLD_UNSOUND;
  return set_number (mail, HOLD_NUMBER, hold, error);
}

/* ---- what is safe here -------------------------------------------------------------------- */

/* Read back from the disk, its checksum held against it. */
static gboolean
is_safe (LoftAccountSync *self, const LoftDownload *download)
{
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GError) error = NULL;

  if (download->place == LOFT_DOWNLOAD_DELETED)
    return TRUE;
  raw = loft_account_store_get_content (self->store, download->message_id, &error);
  if (raw == NULL)
    g_message ("Message %" G_GINT64_FORMAT " stays on the server: %s", download->message_id,
               error->message);
  return raw != NULL;
}

/* (transfer full) (nullable) of LoftRemoteItem. */
static GPtrArray *
list_safe (LoftAccountSync *self, GPtrArray *chosen, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) items =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_item_free);

  for (guint i = 0; i < chosen->len; i++)
    {
      const LoftDownload *download = g_ptr_array_index (chosen, i);
      LoftRemoteItem *item;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (!is_safe (self, download))
        continue;
      item = loft_remote_item_new (download->remote_id, LOFT_FLAG_NONE, NULL);
      item->digest = g_strdup (download->digest);
      g_ptr_array_add (items, item);
    }
  return g_steal_pointer (&items);
}

/* ---- asking ------------------------------------------------------------------------------- */

/* Before it is sent. */
static gboolean
note_asked (LoftAccountSync *self, GPtrArray *items, gint64 now, GError **error)
{
  LoftMailStore *mail = self->store->mail;

  if (!loft_mail_store_begin (mail, error))
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      const LoftRemoteItem *item = g_ptr_array_index (items, i);

      if (!loft_download_store_set_asked (mail, item->remote_id, now, error))
        {
          loft_mail_store_rollback (mail);
          return FALSE;
        }
    }
  return loft_mail_store_commit (mail, error);
}

/* An id that names another message: the next listing finds out which is which. */
static gboolean
handle_refusal (LoftAccountSync *self, GError *failure, gint64 now, GError **error)
{
  if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_CONFLICT))
    {
      g_message ("Nothing is deleted on the server: %s", failure->message);
      g_error_free (failure);
      return loft_download_store_lose_ids (self->store->mail, now, error) &&
             loft_account_sync_note_hold (self, FALSE, TRUE, now, error);
    }
  if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_REFUSED))
    {
      g_message ("Nothing is deleted on the server: %s", failure->message);
      g_error_free (failure);
      return loft_account_sync_note_hold (self, TRUE, FALSE, now, error);
    }
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
ask (LoftAccountSync *self, GPtrArray *items, gint64 now, GCancellable *cancellable, GError **error)
{
  GError *failure = NULL;

  if (items->len == 0)
    return TRUE;
  if (!note_asked (self, items, now, error))
    return FALSE;
  return loft_backend_remove_downloaded (self->backend, "INBOX", items, cancellable, &failure) ||
         handle_refusal (self, failure, now, error);
}

gboolean
loft_account_sync_remove_downloaded (LoftAccountSync *self, GCancellable *cancellable,
                                     GError **error)
{
  gint64 now = loft_clock_now ();
  gint64 hold = 0;
  g_autoptr (GPtrArray) downloads = NULL;
  g_autoptr (GPtrArray) chosen = NULL;
  g_autoptr (GPtrArray) items = NULL;

  if (!loft_mail_store_get_number (self->store->mail, HOLD_NUMBER, &hold, error))
    return FALSE;
  if (hold != LOFT_REMOVAL_HOLD_NONE || self->downloads.removal.kind == LOFT_REMOVAL_NEVER)
    return TRUE;
  downloads = loft_download_store_list (self->store->mail, error);
  if (downloads == NULL)
    return FALSE;
  chosen = loft_removal_choose (&self->downloads.removal, downloads, now);
  items = list_safe (self, chosen, cancellable, error);
  return items != NULL && ask (self, items, now, cancellable, error);
}
