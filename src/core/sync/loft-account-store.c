/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-store-private.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "loft-error.h"
#include "loft-file-lock.h"

#define OWNER_REPAIR_TRIES 50
#define OWNER_REPAIR_WAIT  200000 /* microseconds */
#define REPAIR_LOCK  "repair.lock"
#define OWNER_LOCK   "owner.lock" /* loft-owner.c */
#define LOCK_TRIES   100
#define LOCK_WAIT_US 5000
#define DEAD_SHARE   0.2
#define PURGE_STEP   5000

/* ---- opening ------------------------------------------------------------------------------ */

static int
lock_named (const char *directory, const char *name, LoftFileLockKind kind, gboolean wait)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  return loft_file_lock_take (path, kind, wait);
}

int
loft_account_store_lock (const char *directory, gboolean exclusive, gboolean wait)
{
  return lock_named (directory, REPAIR_LOCK,
                     exclusive ? LOFT_FILE_LOCK_EXCLUSIVE : LOFT_FILE_LOCK_SHARED, wait);
}

void
loft_account_store_unlock (int lock)
{
  loft_file_lock_release (lock);
}

LoftAccountStore *
loft_account_store_open_locked (const char *directory, LoftDatabaseMode mode, GError **error)
{
  g_autofree char *mail_path = g_build_filename (directory, "store.db", NULL);
  g_autofree char *content_path = g_build_filename (directory, "content.db", NULL);
  g_autofree char *search_path = g_build_filename (directory, "search.db", NULL);
  g_autoptr (LoftAccountStore) self = g_new0 (LoftAccountStore, 1);

  self->directory = g_strdup (directory);
  self->mode = mode;
  self->mail = loft_mail_store_open (mail_path, mode, error);
  if (self->mail == NULL)
    return NULL;
  self->content = loft_content_store_open (content_path, mode, error);
  if (self->content == NULL)
    return NULL;
  self->search = loft_search_index_open (search_path, mode, error);
  if (self->search == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

LoftAccountStore *
loft_account_store_open (const char *directory, LoftDatabaseMode mode, GError **error)
{
  int lock = loft_account_store_lock (directory, FALSE, FALSE);
  LoftAccountStore *self;

  /* Most repairs take no longer than opening. */
  for (guint i = 0; lock < 0 && errno == EWOULDBLOCK && i < LOCK_TRIES; i++)
    {
      g_usleep (LOCK_WAIT_US);
      lock = loft_account_store_lock (directory, FALSE, FALSE);
    }
  if (lock < 0 && errno == EWOULDBLOCK)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                   "%s is being repaired; try again in a moment", directory);
      return NULL;
    }
  self = loft_account_store_open_locked (directory, mode, error);
  loft_account_store_unlock (lock);
  return self;
}

/* Another file at its place has been repaired already. */
void
loft_account_store_tell_damage (LoftAccountStore *self)
{
  if (self->mail != NULL && loft_mail_store_is_damaged (self->mail) &&
      !loft_mail_store_is_replaced (self->mail))
    loft_account_store_want_repair (self->directory, "store.db");
  if (self->content != NULL && loft_content_store_is_damaged (self->content) &&
      !loft_content_store_is_replaced (self->content))
    loft_account_store_want_repair (self->directory, "content.db");
  if (self->search != NULL && loft_search_index_is_damaged (self->search) &&
      !loft_search_index_is_replaced (self->search))
    loft_account_store_want_repair (self->directory, "search.db");
}

void
loft_account_store_close (LoftAccountStore *self)
{
  if (self == NULL)
    return;
  loft_account_store_tell_damage (self);
  g_clear_pointer (&self->mail, loft_mail_store_close);
  g_clear_pointer (&self->content, loft_content_store_close);
  g_clear_pointer (&self->search, loft_search_index_close);
  g_free (self->directory);
  g_free (self);
}

gboolean
loft_account_store_is_damaged (LoftAccountStore *self)
{
  return self->damage_noted || loft_mail_store_is_damaged (self->mail) ||
         loft_content_store_is_damaged (self->content) ||
         loft_search_index_is_damaged (self->search);
}

void
loft_account_store_note_damage (LoftAccountStore *self, const char *name)
{
  self->damage_noted = TRUE;
  loft_account_store_want_repair (self->directory, name);
}

gboolean
loft_account_store_is_replaced (LoftAccountStore *self)
{
  return loft_mail_store_is_replaced (self->mail) ||
         loft_content_store_is_replaced (self->content) ||
         loft_search_index_is_replaced (self->search);
}

/* ---- making it ready ---------------------------------------------------------------------- */

/* Whether a brief look finds a file that the next owner's repair would replace. */
static gboolean
has_damaged_file (const char *directory)
{
  static const char *const names[] = { "store.db", "content.db", "search.db" };
  gboolean damaged = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);
      g_autofree char *finding = NULL;

      if (loft_database_file_look (path, LOFT_DATABASE_LOOK_BRIEF, NULL, &finding) !=
          LOFT_DATABASE_FILE_DAMAGED)
        continue;
      loft_account_store_want_repair (directory, names[i]);
      damaged = TRUE;
    }
  return damaged;
}

static gboolean
can_be_opened (const char *directory)
{
  g_autoptr (LoftAccountStore) store =
      loft_account_store_open (directory, LOFT_DATABASE_WRITE, NULL);

  return store != NULL;
}

/* The owner looks once a second whether a repair is wanted. */
static gboolean
repair_or_wait (const char *directory, GError **error)
{
  for (guint i = 0; i < OWNER_REPAIR_TRIES; i++)
    {
      int lock = lock_named (directory, OWNER_LOCK, LOFT_FILE_LOCK_EXCLUSIVE, FALSE);

      if (lock >= 0)
        {
          gboolean done =
              loft_account_store_repair (directory, LOFT_DATABASE_LOOK_BRIEF, NULL, NULL, error);

          loft_file_lock_release (lock);
          return done;
        }
      if (can_be_opened (directory))
        return TRUE;
      g_usleep (OWNER_REPAIR_WAIT);
    }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
               "%s is damaged and is repaired by the program that has it open; try again in a"
               " moment",
               directory);
  return FALSE;
}

gboolean
loft_account_store_prepare (const char *directory, GError **error)
{
  g_autoptr (LoftAccountStore) store = NULL;
  g_autoptr (GError) failure = NULL;

  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "Cannot make the folder %s: %s", directory,
                   g_strerror (errno));
      return FALSE;
    }
  store = loft_account_store_open (directory, LOFT_DATABASE_WRITE, &failure);
  if (store != NULL)
    return TRUE;
  if (has_damaged_file (directory))
    return repair_or_wait (directory, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* ---- content ------------------------------------------------------------------------------ */

GBytes *
loft_account_store_get_content (LoftAccountStore *self, gint64 message_id, GError **error)
{
  LoftContentOrigin origin = { 0 };
  LoftContentState state = LOFT_CONTENT_NONE;
  g_autoptr (GBytes) raw = NULL;
  guint64 size = 0;

  if (!loft_mail_store_get_origin (self->mail, message_id, &origin, &size, &state, error))
    return NULL;
  raw = loft_content_store_get_of (self->content, message_id, &origin, error);
  if (raw == NULL || state != LOFT_CONTENT_CACHED || g_bytes_get_size (raw) == size)
    return g_steal_pointer (&raw);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE,
               "Message %" G_GINT64_FORMAT " has %" G_GSIZE_FORMAT
               " bytes, its row says %" G_GUINT64_FORMAT,
               message_id, g_bytes_get_size (raw), size);
  return NULL;
}

gboolean
loft_account_store_find_origin (LoftAccountStore *self, gint64 message_id,
                                LoftContentOrigin *origin, gboolean *found, GError **error)
{
  g_autoptr (GError) failure = NULL;
  LoftContentState state;
  guint64 size;

  *found = loft_mail_store_get_origin (self->mail, message_id, origin, &size, &state, &failure);
  if (*found || g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
loft_account_store_put_content (LoftAccountStore *self, gint64 message_id,
                                const LoftEncodedContent *content, GError **error)
{
  LoftContentOrigin origin = { 0 };
  gboolean found = FALSE;

  if (!loft_account_store_find_origin (self, message_id, &origin, &found, error))
    return FALSE;
  return !found ||
         loft_content_store_put_of (self->content, message_id, &origin, content, error);
}

gboolean
loft_account_store_get_length (LoftAccountStore *self, gint64 message_id, guint64 *length,
                               gboolean *complete, GError **error)
{
  LoftContentOrigin origin = { 0 };
  gboolean is_of = FALSE;
  gboolean found = FALSE;

  *length = 0;
  *complete = FALSE;
  return loft_account_store_find_origin (self, message_id, &origin, &found, error) &&
         loft_content_store_is_of (self->content, message_id, &origin, &is_of, error) &&
         (!found || !is_of ||
          loft_content_store_get_length (self->content, message_id, length, complete, error));
}

gboolean
loft_account_store_put_piece (LoftAccountStore *self, gint64 message_id, guint64 offset,
                              GBytes *piece, GError **error)
{
  LoftContentOrigin origin = { 0 };
  gboolean found = FALSE;

  if (!loft_content_store_put_piece (self->content, message_id, offset, piece, error))
    return FALSE;
  if (offset > 0)
    return TRUE;
  return loft_account_store_find_origin (self, message_id, &origin, &found, error) &&
         (!found ||
          loft_content_store_set_origin (self->content, message_id, &origin, error));
}

gboolean
loft_account_store_note_commits (LoftAccountStore *self, GError **error)
{
  gint64 content = 0;
  gint64 search = 0;

  return loft_content_store_get_commits (self->content, &content, error) &&
         loft_search_index_get_commits (self->search, &search, error) &&
         loft_mail_store_set_number (self->mail, LOFT_STORE_CONTENT_COMMITS, content, error) &&
         loft_mail_store_set_number (self->mail, LOFT_STORE_SEARCH_COMMITS, search, error);
}

/* ---- collecting --------------------------------------------------------------------------- */

static gboolean
remove_contents (LoftAccountStore *self, GArray *ids, GError **error)
{
  if (!loft_content_store_begin (self->content, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!loft_content_store_remove (self->content, g_array_index (ids, gint64, i), error))
      {
        loft_content_store_rollback (self->content);
        return FALSE;
      }
  return loft_content_store_commit (self->content, error);
}

static gboolean
remove_indexed (LoftAccountStore *self, GArray *ids, GError **error)
{
  if (!loft_search_index_begin (self->search, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!loft_search_index_remove (self->search, g_array_index (ids, gint64, i), error))
      {
        loft_search_index_rollback (self->search);
        return FALSE;
      }
  return loft_search_index_commit (self->search, error);
}

typedef gboolean (*ClearFunc) (LoftMailStore *mail, gint64 id, GError **error);

static gboolean
clear_all (LoftAccountStore *self, GArray *ids, ClearFunc clear, GError **error)
{
  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!clear (self->mail, g_array_index (ids, gint64, i), error))
      {
        loft_mail_store_rollback (self->mail);
        return FALSE;
      }
  return loft_mail_store_commit (self->mail, error);
}

/* Fetched again meanwhile: the row takes its id out of the list by itself, perhaps only now. */
static void
drop_cached (LoftAccountStore *self, GArray *ids)
{
  for (guint i = ids->len; i > 0; i--)
    {
      gint64 id = g_array_index (ids, gint64, i - 1);
      g_autoptr (LoftMessageState) state = loft_mail_store_get_state (self->mail, id, NULL);

      if (state != NULL && state->content == LOFT_CONTENT_CACHED)
        g_array_remove_index (ids, i - 1);
    }
}

static gboolean
collect_evicted (LoftAccountStore *self, guint limit, gboolean *more, GError **error)
{
  g_autoptr (GArray) ids = loft_mail_store_list_evicted (self->mail, limit, error);
  g_autoptr (GArray) content_ids = NULL;

  if (ids == NULL)
    return FALSE;
  *more |= ids->len == limit;
  if (ids->len == 0)
    return TRUE;
  content_ids = g_array_copy (ids);
  drop_cached (self, content_ids);
  return remove_contents (self, content_ids, error) &&
         clear_all (self, ids, loft_mail_store_clear_evicted, error);
}

/* The other databases first: a leftover that is cleared too early would never be collected. */
gboolean
loft_account_store_collect (LoftAccountStore *self, guint limit, gboolean *more, GError **error)
{
  g_autoptr (GArray) ids = loft_mail_store_list_leftovers (self->mail, limit, error);

  *more = FALSE;
  if (ids == NULL)
    return FALSE;
  *more = ids->len == limit;
  if (ids->len > 0 &&
      (!remove_contents (self, ids, error) || !remove_indexed (self, ids, error) ||
       !clear_all (self, ids, loft_mail_store_clear_leftover, error)))
    return FALSE;
  return collect_evicted (self, limit, more, error);
}

gboolean
loft_account_store_purge (LoftAccountStore *self, GCancellable *cancellable, GError **error)
{
  guint n_purged = 0;

  if (!loft_search_index_purge (self->search, DEAD_SHARE, PURGE_STEP, &n_purged, cancellable,
                                error))
    return FALSE;
  if (n_purged > 0)
    g_message ("%u texts of deleted messages were taken out of the index", n_purged);
  return TRUE;
}

gboolean
loft_account_store_checkpoint (LoftAccountStore *self, gsize wal_bytes, GError **error)
{
  return loft_content_store_checkpoint (self->content, wal_bytes, error) &&
         loft_search_index_checkpoint (self->search, wal_bytes, error) &&
         loft_mail_store_checkpoint (self->mail, wal_bytes, error);
}
