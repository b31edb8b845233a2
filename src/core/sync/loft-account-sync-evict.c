/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"
#include "loft-clock.h"
#include "loft-mail-eviction.h"

/* Contents that the window has left behind make room. */

#define EVICT_STEP  500
#define DAY         (24 * 60 * 60)
#define KEEP_OPENED (30 * DAY) /* after somebody opened it */
#define QUIET       DAY /* without mail, which says nothing of the clock */

typedef struct {
  gint64 before; /* dates */
  gint64 opened_before;
} Bounds;

/* The clock alone is not believed: one that is years ahead would throw everything away. The newest
 * message was there at its time, so the window is reckoned from it where the clock is later. */
static gboolean
find_bounds (LoftAccountSync *self, LoftFolder *folder, Bounds *bounds, GError **error)
{
  gint64 now = loft_clock_now ();
  gint64 newest;
  gint64 ahead;

  if (!loft_mail_store_get_newest (self->store->mail, folder->id, &newest, error))
    return FALSE;
  ahead = MAX (now - newest - QUIET, 0);
  if (bounds->before != G_MAXINT64)
    bounds->before -= ahead;
  bounds->opened_before = now - ahead - KEEP_OPENED;
  return TRUE;
}

static GArray *
list_step (LoftAccountSync *self, LoftFolder *folder, const Bounds *bounds, GError **error)
{
  return loft_mail_store_list_evictable (self->store->mail, folder->id, bounds->before,
                                         bounds->opened_before, EVICT_STEP, error);
}

/* In most syncs nothing has to go, and the rest need not be asked. */
static gboolean
has_some (LoftAccountSync *self, LoftFolder *folder, const Bounds *bounds, gboolean *some,
          GError **error)
{
  g_autoptr (GArray) ids = loft_mail_store_list_evictable (self->store->mail, folder->id,
                                                           bounds->before, G_MAXINT64, 1, error);

  *some = ids != NULL && ids->len > 0;
  return ids != NULL;
}

/* Rows first here: a row that points to nothing would be shown, content without a row is only
 * garbage. */
static gboolean
point_to_none (LoftAccountSync *self, GArray *ids, const Bounds *bounds, GError **error)
{
  LoftMailStore *mail = self->store->mail;
  gboolean done = TRUE;

  if (!loft_mail_store_begin (mail, error))
    return FALSE;
  for (guint i = 0; done && i < ids->len; i++)
    done = loft_mail_store_set_content (mail, g_array_index (ids, gint64, i), LOFT_CONTENT_NONE,
                                        NULL, error);
  done = done && loft_mail_store_forget_opened (mail, bounds->opened_before, error);
  if (done && loft_mail_store_commit (mail, error))
    return TRUE;
  loft_mail_store_rollback (mail);
  return FALSE;
}

static gboolean
remove_contents (LoftAccountSync *self, GArray *ids, GError **error)
{
  LoftContentStore *content = self->store->content;
  gboolean done = TRUE;

  if (!loft_content_store_begin (content, error))
    return FALSE;
  for (guint i = 0; done && i < ids->len; i++)
    done = loft_content_store_remove (content, g_array_index (ids, gint64, i), error);
  if (done && loft_content_store_commit (content, error))
    return TRUE;
  loft_content_store_rollback (content);
  return FALSE;
}

static gboolean
evict_some (LoftAccountSync *self, GArray *ids, const Bounds *bounds, GError **error)
{
  gboolean more = TRUE;

  if (!point_to_none (self, ids, bounds, error) || !remove_contents (self, ids, error))
    return FALSE;
  while (more)
    if (!loft_content_store_vacuum_step (self->store->content, &more, error))
      return FALSE;
  return TRUE;
}

gboolean
loft_account_sync_evict (LoftAccountSync *self, LoftFolder *folder, GError **error)
{
  Bounds bounds = { .before = loft_account_sync_window_start (self, folder) };
  gboolean some;

  /* Such a server has but a part of what the draft says here. */
  if (folder->role == LOFT_FOLDER_ROLE_DRAFTS &&
      (loft_backend_get_capabilities (self->backend) & LOFT_BACKEND_TAKES_DRAFTS))
    return TRUE;
  if (!has_some (self, folder, &bounds, &some, error))
    return FALSE;
  if (!some)
    return TRUE;
  if (!find_bounds (self, folder, &bounds, error))
    return FALSE;
  for (;;)
    {
      g_autoptr (GArray) ids = list_step (self, folder, &bounds, error);

      if (ids == NULL)
        return FALSE;
      if (ids->len == 0)
        return TRUE;
      if (!evict_some (self, ids, &bounds, error))
        return FALSE;
      loft_account_sync_tell_changed (self, folder->id);
    }
}
