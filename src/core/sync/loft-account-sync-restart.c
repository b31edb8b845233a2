/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include <stdlib.h>
#include <string.h>

#include "loft-error.h"
#include "loft-folder-store.h"

/* Content, index and rows lie in three files and are committed in this order, but none of them is
 * synced at each commit: that would cost a first sync a tenth of its speed. A process that dies does
 * not disturb the order; a machine that loses its power may have brought the rows to the disk and not
 * what they point to. Linux names each start of a machine, so a new name says when to look. */

#define BOOT_ID_PATH "/proc/sys/kernel/random/boot_id"
#define BOOT_FILE    "boot"
#define STEP         500 /* rows of one transaction */

typedef struct {
  GArray *contents; /* of gint64, ascending, as all of these */
  GArray *indexed;
  GArray *bodies; /* those indexed with their text */
} Held;

static gboolean
add_content (gint64 message_id, guint64 raw_size, gpointer user_data)
{
  Held *held = user_data;

  g_array_append_val (held->contents, message_id);
  return TRUE;
}

static void
add_indexed (gint64 message_id, gboolean has_body, gpointer user_data)
{
  Held *held = user_data;

  g_array_append_val (held->indexed, message_id);
  if (has_body)
    g_array_append_val (held->bodies, message_id);
}

static void
held_init (Held *held)
{
  held->contents = g_array_new (FALSE, FALSE, sizeof (gint64));
  held->indexed = g_array_new (FALSE, FALSE, sizeof (gint64));
  held->bodies = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
held_clear (Held *held)
{
  g_array_unref (held->contents);
  g_array_unref (held->indexed);
  g_array_unref (held->bodies);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static gboolean
contains (GArray *ascending, gint64 id)
{
  return g_array_binary_search (ascending, &id, compare_ids, NULL);
}

/* ---- rows --------------------------------------------------------------------------------- */

typedef gboolean (*ForgetFunc) (LoftMailStore *store, gint64 id, GError **error);

/* It is fetched and indexed again. */
static gboolean
forget_content (LoftMailStore *store, gint64 id, GError **error)
{
  return loft_mail_store_set_content (store, id, LOFT_CONTENT_NONE, NULL, error);
}

static gboolean
forget_index (LoftMailStore *store, gint64 id, GError **error)
{
  return loft_mail_store_set_indexed (store, id, 0, error);
}

static gboolean
forget_some (LoftMailStore *store, GArray *ids, guint first, guint n, ForgetFunc forget,
             GError **error)
{
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  for (guint i = first; i < first + n; i++)
    if (!forget (store, g_array_index (ids, gint64, i), error))
      {
        loft_mail_store_rollback (store);
        return FALSE;
      }
  return loft_mail_store_commit (store, error);
}

static gboolean
forget_all (LoftMailStore *store, GArray *ids, ForgetFunc forget, GError **error)
{
  for (guint first = 0; first < ids->len; first += STEP)
    if (!forget_some (store, ids, first, MIN (STEP, ids->len - first), forget, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_contents (LoftAccountSync *self, const Held *held, gint64 folder_id, GError **error)
{
  g_autoptr (GArray) cached =
    loft_mail_store_list_content_before (self->store->mail, folder_id, G_MAXINT64, G_MAXINT, error);
  g_autoptr (GArray) lost = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; cached != NULL && i < cached->len; i++)
    {
      gint64 id = g_array_index (cached, gint64, i);

      if (!contains (held->contents, id) ||
          (!loft_account_sync_downloads (self) && !contains (held->bodies, id)))
        g_array_append_val (lost, id);
    }
  if (lost->len > 0)
    g_message ("%u messages are fetched again after a power loss", lost->len);
  return cached != NULL && forget_all (self->store->mail, lost, forget_content, error);
}

/* What was brought from a server that does not have it any more is indexed again from here. */
static gboolean
check_bodies (LoftAccountSync *self, const Held *held, gint64 folder_id, GError **error)
{
  g_autoptr (GArray) cached =
    loft_mail_store_list_content_before (self->store->mail, folder_id, G_MAXINT64, G_MAXINT, error);
  g_autoptr (GArray) lost = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; cached != NULL && i < cached->len; i++)
    if (!contains (held->bodies, g_array_index (cached, gint64, i)))
      g_array_append_val (lost, g_array_index (cached, gint64, i));
  return cached != NULL && forget_all (self->store->mail, lost, forget_index, error);
}

static gboolean
check_index (LoftAccountSync *self, const Held *held, GError **error)
{
  g_autoptr (GArray) all = loft_mail_store_list_all_ids (self->store->mail, NULL, error);
  g_autoptr (GArray) lost = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; all != NULL && i < all->len; i++)
    if (!contains (held->indexed, g_array_index (all, gint64, i)))
      g_array_append_val (lost, g_array_index (all, gint64, i));
  return all != NULL && forget_all (self->store->mail, lost, forget_index, error);
}

static gboolean
check_rows (LoftAccountSync *self, const Held *held, GError **error)
{
  g_autoptr (GPtrArray) folders = loft_folder_store_list (self->store->mail, error);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    {
      gint64 id = ((LoftFolder *) g_ptr_array_index (folders, i))->id;

      if (!check_contents (self, held, id, error) ||
          (loft_account_sync_downloads (self) && !check_bodies (self, held, id, error)))
        return FALSE;
    }
  return folders != NULL && check_index (self, held, error);
}

static gboolean
check_all (LoftAccountSync *self, GError **error)
{
  Held held;
  gboolean done;

  held_init (&held);
  done = loft_content_store_foreach (self->store->content, add_content, &held, error) &&
         loft_search_index_foreach (self->store->search, add_indexed, &held, error) &&
         check_rows (self, &held, error);
  held_clear (&held);
  return done;
}

/* ---- when --------------------------------------------------------------------------------- */

/* Not durable: what was noted and lost is only done again. */
static gboolean
note_boot (const char *path, const char *boot, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (g_file_set_contents_full (path, boot, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &local_error))
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s", local_error->message);
  return FALSE;
}

gboolean
loft_account_sync_check_restart (LoftAccountSync *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->store->directory, BOOT_FILE, NULL);
  g_autofree char *noted = NULL;
  g_autofree char *boot = NULL;

  if (self->restart_checked)
    return TRUE;
  g_file_get_contents (path, &noted, NULL, NULL);
  g_file_get_contents (BOOT_ID_PATH, &boot, NULL, NULL);
  if (boot == NULL || g_strcmp0 (boot, noted) != 0)
    {
      if (!check_all (self, error) || (boot != NULL && !note_boot (path, boot, error)))
        return FALSE;
    }
  self->restart_checked = TRUE;
  return TRUE;
}
