/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-removal.h"

#define DAY      (24 * 60 * 60)
#define MEGABYTE (1000 * 1000)

static gboolean
may_go (const LoftDownload *download)
{
  return download->has_content || download->place == LOFT_DOWNLOAD_DELETED;
}

/* ---- by what each is ---------------------------------------------------------------------- */

/* A clock that was set back makes nothing older. */
static gboolean
is_wished (const LoftRemoval *removal, const LoftDownload *download, gint64 now)
{
  switch (removal->kind)
    {
    case LOFT_REMOVAL_AFTER_DAYS:
      return now - download->at >= (gint64) removal->limit * DAY;
    case LOFT_REMOVAL_WHEN_DELETED:
      return download->place == LOFT_DOWNLOAD_IN_TRASH || download->place == LOFT_DOWNLOAD_DELETED;
    case LOFT_REMOVAL_WHEN_MOVED:
      return download->place != LOFT_DOWNLOAD_IN_INBOX;
    case LOFT_REMOVAL_AT_ONCE:
      return TRUE;
    case LOFT_REMOVAL_NEVER:
    case LOFT_REMOVAL_KEEP_MESSAGES:
    case LOFT_REMOVAL_KEEP_MEGABYTES:
      break;
    }
  return FALSE;
}

/* ---- by what there is beside it ----------------------------------------------------------- */

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const LoftDownload *first = *(const LoftDownload *const *) a;
  const LoftDownload *second = *(const LoftDownload *const *) b;

  if (first->date != second->date)
    return first->date > second->date ? -1 : 1;
  return first->message_id > second->message_id ? -1 : first->message_id < second->message_id;
}

/* Also what may not go takes room. */
static void
choose_beyond (const LoftRemoval *removal, GPtrArray *present, GPtrArray *chosen)
{
  gboolean by_size = removal->kind == LOFT_REMOVAL_KEEP_MEGABYTES;
  guint64 room = (guint64) MAX (removal->limit, 0) * (by_size ? MEGABYTE : 1);
  guint64 taken = 0;

  g_ptr_array_sort (present, compare_newest_first);
  for (guint i = 0; i < present->len; i++)
    {
      LoftDownload *download = g_ptr_array_index (present, i);

      taken += by_size ? download->size : 1;
      if (taken > room && may_go (download))
        g_ptr_array_add (chosen, download);
    }
}

/* ---- all ---------------------------------------------------------------------------------- */

GPtrArray *
loft_removal_choose (const LoftRemoval *removal, GPtrArray *downloads, gint64 now)
{
  GPtrArray *chosen = g_ptr_array_new ();
  g_autoptr (GPtrArray) present = g_ptr_array_new ();

  for (guint i = 0; i < downloads->len; i++)
    {
      LoftDownload *download = g_ptr_array_index (downloads, i);

      if (download->gone_at != 0)
        continue;
      g_ptr_array_add (present, download);
      if (may_go (download) && is_wished (removal, download, now))
        g_ptr_array_add (chosen, download);
    }
  if (removal->kind == LOFT_REMOVAL_KEEP_MESSAGES || removal->kind == LOFT_REMOVAL_KEEP_MEGABYTES)
    choose_beyond (removal, present, chosen);
  return chosen;
}
