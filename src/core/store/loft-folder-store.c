/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-store.h"

#include "loft-mail-store-private.h"

#include <string.h>

#define FOLDER_QUERY                                                                               \
  "SELECT id, path, remote_id, coalesce (role_override, server_role), selectable, subscribed,"     \
  " total, unread, cached, bytes, window_days, synced_at, waits, kinds, writable, shown,"          \
  " coalesce (color, server_color) FROM folder WHERE id > 0"

static LoftFolder *
folder_from_row (sqlite3_stmt *row)
{
  LoftFolder *folder = loft_folder_new ();
  const char *last;

  folder->id = sqlite3_column_int64 (row, 0);
  folder->path = loft_database_column_text (row, 1);
  last = strrchr (folder->path, '/');
  folder->name = g_strdup (last != NULL ? last + 1 : folder->path);
  folder->remote_id = g_strdup ((const char *) sqlite3_column_text (row, 2));
  folder->role = (LoftFolderRole) sqlite3_column_int (row, 3);
  folder->selectable = sqlite3_column_int (row, 4);
  folder->subscribed = sqlite3_column_int (row, 5);
  folder->total = (guint) sqlite3_column_int64 (row, 6);
  folder->unread = (guint) sqlite3_column_int64 (row, 7);
  folder->cached = (guint) sqlite3_column_int64 (row, 8);
  folder->bytes = (guint64) sqlite3_column_int64 (row, 9);
  folder->window_days = sqlite3_column_int (row, 10);
  folder->synced_at = sqlite3_column_int64 (row, 11);
  folder->waits = (LoftFolderWaits) sqlite3_column_int (row, 12);
  folder->kinds = (LoftFolderKinds) sqlite3_column_int (row, 13);
  folder->writable = sqlite3_column_int (row, 14) != 0;
  folder->shown = sqlite3_column_int (row, 15) != 0;
  g_free (folder->color);
  folder->color = loft_database_column_text (row, 16);
  return folder;
}

GPtrArray *
loft_folder_store_list_kinds (LoftMailStore *store, LoftFolderKinds kinds, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GPtrArray) folders =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_folder_unref);
  sqlite3_stmt *statement =
    loft_database_query (database, FOLDER_QUERY " AND kinds & ?", "d", kinds);
  gboolean row = TRUE;

  while (row)
    {
      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (folders, folder_from_row (statement));
    }
  return g_steal_pointer (&folders);
}

GPtrArray *
loft_folder_store_list (LoftMailStore *store, GError **error)
{
  return loft_folder_store_list_kinds (store, LOFT_FOLDER_KIND_MAIL, error);
}

static LoftFolder *
single_folder (LoftDatabase *database, sqlite3_stmt *statement, const char *what, GError **error)
{
  LoftFolder *folder;
  gboolean row = FALSE;

  if (!loft_database_step (database, statement, &row, error))
    return NULL;
  if (!row)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "Folder %s does not exist", what);
      return NULL;
    }
  folder = folder_from_row (statement);
  sqlite3_reset (statement);
  return folder;
}

LoftFolder *
loft_folder_store_get (LoftMailStore *store, gint64 folder_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autofree char *what = g_strdup_printf ("%" G_GINT64_FORMAT, folder_id);

  return single_folder (database,
                        loft_database_query (database, FOLDER_QUERY " AND id = ?", "i", folder_id),
                        what, error);
}

LoftFolder *
loft_folder_store_find (LoftMailStore *store, const char *path, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  const char *wanted = g_ascii_strcasecmp (path, "INBOX") == 0 ? "INBOX" : path;

  return single_folder (database,
                        loft_database_query (database, FOLDER_QUERY " AND path = ?", "s", wanted),
                        path, error);
}

/* The path, or the path with a number when another folder has it. (transfer full) */
static char *
free_path (LoftDatabase *database, const char *path, gint64 folder_id, GError **error)
{
  for (guint number = 1;; number++)
    {
      g_autofree char *candidate =
        number == 1 ? g_strdup (path) : g_strdup_printf ("%s (%u)", path, number);
      gint64 owner = 0;

      if (!loft_database_get_int (database, &owner, 0, error,
                                  "SELECT id FROM folder WHERE path = ?", "s", candidate))
        return NULL;
      if (owner == 0 || owner == folder_id)
        return g_steal_pointer (&candidate);
    }
}

static LoftFolderKinds
kinds_of (const LoftFolderFacts *facts)
{
  return facts->kinds != 0 ? facts->kinds : LOFT_FOLDER_KIND_MAIL;
}

static LoftFolderRole
effective_role (const LoftFolderFacts *facts)
{
  const char *last = strrchr (facts->path, '/');

  if (!(kinds_of (facts) & LOFT_FOLDER_KIND_MAIL))
    return LOFT_FOLDER_ROLE_NONE;
  if (facts->role != LOFT_FOLDER_ROLE_NONE)
    return facts->role;
  if (strcmp (facts->path, "INBOX") == 0)
    return LOFT_FOLDER_ROLE_INBOX;
  return loft_folder_role_guess (last != NULL ? last + 1 : facts->path);
}

/* (transfer full) what it is called here, as long as the server has not heard of it; else the
 * server's word. */
static char *
path_to_show (LoftDatabase *database, gint64 id, const char *path, GError **error)
{
  sqlite3_stmt *statement = loft_database_query (
    database,
    "SELECT path FROM folder WHERE id = ? AND waits & ? AND path NOT GLOB char (1) || '*'", "id",
    id, LOFT_FOLDER_WAITS_RENAME);
  gboolean row = FALSE;
  char *shown;

  if (!loft_database_step (database, statement, &row, error))
    return NULL;
  if (!row)
    return free_path (database, path, id, error);
  shown = loft_database_column_text (statement, 0);
  sqlite3_reset (statement);
  return shown;
}

static gboolean
update_folder (LoftDatabase *database, gint64 id, const LoftFolderFacts *facts, gboolean *changed,
               GError **error)
{
  g_autofree char *path = path_to_show (database, id, facts->path, error);
  const char *identity = facts->identity != NULL ? facts->identity : "";
  LoftFolderRole role = effective_role (facts);

  if (path == NULL ||
      !loft_database_run (database, error,
                          "UPDATE folder SET remote_id = ?2, identity = ?3, path = ?4,"
                          " server_role = ?5, selectable = ?6, subscribed = ?7, kinds = ?8,"
                          " writable = ?9, server_color = ?10 WHERE id = ?1"
                          " AND (remote_id, identity, path, server_role, selectable, subscribed,"
                          " kinds, writable, server_color)"
                          " IS NOT (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                          "isssddddds", id, facts->remote_id, identity, path, role,
                          facts->selectable, facts->subscribed, kinds_of (facts), !facts->read_only,
                          facts->color != NULL ? facts->color : ""))
    return FALSE;
  if (changed != NULL)
    *changed = loft_database_changes (database) > 0;
  return TRUE;
}

gboolean
loft_folder_store_put (LoftMailStore *store, const LoftFolderFacts *facts, gint64 *folder_id,
                       gboolean *changed, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autofree char *path = NULL;
  gint64 id = 0;

  /* What was to be made here may have been made by a command whose answer was lost. */
  if (!loft_database_get_int (database, &id, 0, error,
                              "SELECT id FROM folder WHERE remote_id = ?1 UNION ALL"
                              " SELECT id FROM folder WHERE path = ?2 AND remote_id IS NULL"
                              " AND waits & ?3 LIMIT 1",
                              "ssd", facts->remote_id, facts->path, LOFT_FOLDER_WAITS_CREATION))
    return FALSE;
  *folder_id = id;
  if (id != 0)
    return update_folder (database, id, facts, changed, error);

  path = free_path (database, facts->path, 0, error);
  if (path == NULL ||
      !loft_database_run (database, error,
                          "INSERT INTO folder (remote_id, identity, path, server_role, selectable,"
                          " subscribed, kinds, writable, server_color)"
                          " VALUES (?,?,?,?,?,?,?,?,?)",
                          "sssddddds", facts->remote_id,
                          facts->identity != NULL ? facts->identity : "", path,
                          effective_role (facts), facts->selectable, facts->subscribed,
                          kinds_of (facts), !facts->read_only,
                          facts->color != NULL ? facts->color : ""))
    return FALSE;
  *folder_id = loft_database_last_id (database);
  if (changed != NULL)
    *changed = TRUE;
  return TRUE;
}

gboolean
loft_folder_store_rename (LoftMailStore *store, gint64 folder_id, const LoftFolderFacts *facts,
                          GError **error)
{
  return update_folder (loft_mail_store_database (store), folder_id, facts, NULL, error);
}

gboolean
loft_folder_store_park (LoftMailStore *store, gint64 folder_id, GError **error)
{
  /* No server's path has a control character in it. */
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE folder SET remote_id = NULL, path = char (1) || id"
                            " WHERE id = ?",
                            "i", folder_id);
}

gboolean
loft_folder_store_remove (LoftMailStore *store, gint64 folder_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  /* Messages first, so that their triggers see the folder. */
  return loft_database_run (database, error, "DELETE FROM message WHERE folder_id = ?", "i",
                            folder_id) &&
         loft_database_run (database, error,
                            "DELETE FROM message"
                            " WHERE server_folder_id = ? AND server_folder_id <> 0",
                            "i", folder_id) &&
         loft_database_run (database, error, "DELETE FROM folder WHERE id = ?", "i", folder_id);
}

gboolean
loft_folder_store_remove_some (LoftMailStore *store, gint64 folder_id, guint limit,
                               guint *n_removed, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (!loft_database_run (database, error,
                          "DELETE FROM message WHERE id IN"
                          " (SELECT id FROM message WHERE folder_id = ?1 AND server_folder_id = 0"
                          " UNION ALL SELECT id FROM message WHERE server_folder_id = ?1"
                          " AND server_folder_id <> 0 LIMIT ?2)",
                          "ii", folder_id, (gint64) limit))
    return FALSE;
  *n_removed = loft_database_changes (database);
  return TRUE;
}

gboolean
loft_folder_store_get_sync (LoftMailStore *store, gint64 folder_id, GBytes **token, GBytes **status,
                            GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  sqlite3_stmt *statement =
    loft_database_query (database, "SELECT token, status FROM folder WHERE id = ?", "i", folder_id);
  gboolean row = FALSE;

  if (!loft_database_step (database, statement, &row, error))
    return FALSE;
  if (token != NULL)
    *token = row ? loft_database_column_bytes (statement, 0) : NULL;
  if (status != NULL)
    *status = row ? loft_database_column_bytes (statement, 1) : NULL;
  if (row)
    sqlite3_reset (statement);
  return TRUE;
}

gboolean
loft_folder_store_set_token (LoftMailStore *store, gint64 folder_id, GBytes *token, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE folder SET token = ?, status = NULL WHERE id = ?", "bi", token,
                            folder_id);
}

gboolean
loft_folder_store_set_synced (LoftMailStore *store, gint64 folder_id, GBytes *status, gint64 now,
                              GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE folder SET status = ?, synced_at = ? WHERE id = ?", "bii",
                            status, now, folder_id);
}

gboolean
loft_folder_store_set_window (LoftMailStore *store, gint64 folder_id, gint window_days,
                              GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE folder SET window_days = ? WHERE id = ?", "di", window_days,
                            folder_id);
}

gboolean
loft_folder_store_set_role (LoftMailStore *store, gint64 folder_id, LoftFolderRole role,
                            GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE folder SET role_override = nullif (?, 0) WHERE id = ?", "di",
                            role, folder_id);
}

gboolean
loft_folder_store_foreach_key (LoftMailStore *store, LoftFolderKeyFunc func, gpointer user_data,
                               GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  sqlite3_stmt *statement = loft_database_query (
    database, "SELECT id, remote_id, identity, path FROM folder WHERE remote_id IS NOT NULL", "");
  gboolean row = TRUE;

  while (row)
    {
      if (!loft_database_step (database, statement, &row, error))
        return FALSE;
      if (row)
        func (sqlite3_column_int64 (statement, 0),
              (const char *) sqlite3_column_text (statement, 1),
              (const char *) sqlite3_column_text (statement, 2),
              (const char *) sqlite3_column_text (statement, 3), user_data);
    }
  return TRUE;
}

gboolean
loft_folder_store_set_shown (LoftMailStore *store, gint64 folder_id, gboolean shown, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE folder SET shown = ? WHERE id = ?", "di", shown, folder_id);
}

gboolean
loft_folder_store_set_color (LoftMailStore *store, gint64 folder_id, const char *color,
                             GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE folder SET color = ?, color_waits = 1 WHERE id = ?", "si",
                            color, folder_id);
}

gboolean
loft_folder_store_foreach_color (LoftMailStore *store, LoftFolderColorFunc func, gpointer user_data,
                                 GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  sqlite3_stmt *statement =
    loft_database_query (database,
                         "SELECT id, remote_id, color FROM folder"
                         " WHERE color_waits = 1 AND color IS NOT NULL AND remote_id IS NOT NULL",
                         "");
  gboolean row = TRUE;

  while (row)
    {
      if (!loft_database_step (database, statement, &row, error))
        return FALSE;
      if (row)
        func (sqlite3_column_int64 (statement, 0),
              (const char *) sqlite3_column_text (statement, 1),
              (const char *) sqlite3_column_text (statement, 2), user_data);
    }
  return TRUE;
}

gboolean
loft_folder_store_settle_color (LoftMailStore *store, gint64 folder_id, const char *color,
                                gboolean taken, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (taken)
    return loft_database_run (database, error,
                              "UPDATE folder SET server_color = color, color = NULL,"
                              " color_waits = 0 WHERE id = ? AND color = ?",
                              "is", folder_id, color);
  return loft_database_run (database, error,
                            "UPDATE folder SET color_waits = 0 WHERE id = ? AND color = ?", "is",
                            folder_id, color);
}
