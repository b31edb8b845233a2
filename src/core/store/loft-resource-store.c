/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resource-store.h"

#include "loft-event-store-private.h"
#include "loft-mail-store-private.h"

void
loft_resource_free (LoftResource *self)
{
  if (self == NULL)
    return;
  g_free (self->remote_id);
  g_free (self->etag);
  g_free (self->uid);
  g_free (self->name);
  g_free (self->problem);
  g_clear_pointer (&self->server_raw, g_bytes_unref);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_free (self);
}

#define SELECT_RESOURCE                                                                            \
  "SELECT id, folder_id, remote_id, etag, server_raw, coalesce (raw, server_raw), removed, edit,"  \
  " kind, uid, name, problem, modified FROM resource "

static LoftResource *
resource_from_row (sqlite3_stmt *row)
{
  LoftResource *self = g_new0 (LoftResource, 1);

  self->id = sqlite3_column_int64 (row, 0);
  self->folder_id = sqlite3_column_int64 (row, 1);
  self->remote_id = g_strdup ((const char *) sqlite3_column_text (row, 2));
  self->etag = loft_database_column_text (row, 3);
  self->server_raw = loft_database_column_bytes (row, 4);
  self->raw = loft_database_column_bytes (row, 5);
  self->removed = sqlite3_column_int (row, 6) != 0;
  self->edit = sqlite3_column_int64 (row, 7);
  self->kind = (LoftFolderKinds) sqlite3_column_int (row, 8);
  self->uid = loft_database_column_text (row, 9);
  self->name = loft_database_column_text (row, 10);
  self->problem = loft_database_column_text (row, 11);
  self->modified = sqlite3_column_int64 (row, 12);
  return self;
}

/* NULL without error: none. */
static LoftResource *
single (LoftDatabase *database, sqlite3_stmt *statement, GError **error)
{
  gboolean row = FALSE;
  LoftResource *self;

  if (!loft_database_step (database, statement, &row, error) || !row)
    return NULL;
  self = resource_from_row (statement);
  sqlite3_reset (statement);
  return self;
}

LoftResource *
loft_resource_store_get (LoftMailStore *store, gint64 resource_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  GError *failure = NULL;
  LoftResource *self = single (
    database, loft_database_query (database, SELECT_RESOURCE "WHERE id = ?", "i", resource_id),
    &failure);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (self == NULL)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "There is no item %" G_GINT64_FORMAT,
                 resource_id);
  return self;
}

LoftResource *
loft_resource_store_find_remote (LoftMailStore *store, gint64 folder_id, const char *remote_id,
                                 GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return single (database,
                 loft_database_query (database,
                                      SELECT_RESOURCE "WHERE folder_id = ? AND remote_id = ?", "is",
                                      folder_id, remote_id),
                 error);
}

LoftResource *
loft_resource_store_find_uid (LoftMailStore *store, gint64 folder_id, const char *uid,
                              GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return single (database,
                 loft_database_query (database,
                                      SELECT_RESOURCE
                                      "WHERE uid = ? AND folder_id = ?"
                                      " ORDER BY remote_id IS NOT NULL, id LIMIT 1",
                                      "si", uid, folder_id),
                 error);
}

GArray *
loft_resource_store_list (LoftMailStore *store, gint64 folder_id, LoftFolderKinds kind,
                          GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return loft_mail_store_collect_ids (
    store,
    loft_database_query (database,
                         "SELECT r.id FROM resource r JOIN folder f ON f.id = r.folder_id"
                         " WHERE (?1 = r.folder_id OR (?1 = 0 AND f.shown)) AND r.kind = ?2"
                         " AND NOT r.removed AND NOT f.waits & ?3 ORDER BY r.id",
                         "idd", folder_id, kind, LOFT_FOLDER_WAITS_DELETION),
    error);
}

gboolean
loft_resource_store_count (LoftMailStore *store, LoftFolderKinds kind, guint64 *n, GError **error)
{
  gint64 count = 0;

  if (!loft_database_get_int (loft_mail_store_database (store), &count, 0, error,
                              "SELECT count (*) FROM resource r JOIN folder f ON f.id = r.folder_id"
                              " WHERE r.kind = ? AND NOT r.removed AND NOT f.waits & ?",
                              "dd", (gint) kind, (gint) LOFT_FOLDER_WAITS_DELETION))
    return FALSE;
  *n = (guint64) count;
  return TRUE;
}

GHashTable *
loft_resource_store_list_known (LoftMailStore *store, gint64 folder_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sqlite3_stmt *statement =
    loft_database_query (database,
                         "SELECT remote_id, etag FROM resource"
                         " WHERE folder_id = ? AND remote_id IS NOT NULL",
                         "i", folder_id);
  gboolean row = TRUE;

  while (row)
    {
      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (row)
        g_hash_table_insert (known, loft_database_column_text (statement, 0),
                             loft_database_column_text (statement, 1));
    }
  return g_steal_pointer (&known);
}

/* ---- changes ------------------------------------------------------------------------------ */

gboolean
loft_resource_store_insert (LoftMailStore *store, gint64 folder_id, GBytes *raw,
                            gint64 *resource_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (!loft_database_run (database, error,
                          "INSERT INTO resource (folder_id, raw, edit) VALUES (?, ?, 1)", "ib",
                          folder_id, raw))
    return FALSE;
  *resource_id = loft_database_last_id (database);
  return TRUE;
}

gboolean
loft_resource_store_insert_again (LoftMailStore *store, gint64 resource_id, gint64 folder_id,
                                  GBytes *raw, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "INSERT INTO resource (id, folder_id, raw, edit) VALUES (?, ?, ?, 1)",
                            "iib", resource_id, folder_id, raw);
}

gboolean
loft_resource_store_get_last_id (LoftMailStore *store, gint64 *resource_id, GError **error)
{
  return loft_database_get_int (loft_mail_store_database (store), resource_id, 0, error,
                                "SELECT seq FROM sqlite_sequence WHERE name = 'resource'", "");
}

gboolean
loft_resource_store_raise_ids (LoftMailStore *store, gint64 resource_id, GError **error)
{
  return loft_mail_store_raise_sequence (store, "resource", resource_id, error);
}

gboolean
loft_resource_store_insert_remote (LoftMailStore *store, gint64 folder_id, const char *remote_id,
                                   const char *etag, GBytes *raw, gint64 *resource_id,
                                   GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (!loft_database_run (database, error,
                          "INSERT INTO resource (folder_id, remote_id, etag, server_raw)"
                          " VALUES (?, ?, ?, ?)",
                          "issb", folder_id, remote_id, etag, raw))
    return FALSE;
  *resource_id = loft_database_last_id (database);
  return TRUE;
}

gboolean
loft_resource_store_set_server (LoftMailStore *store, gint64 resource_id, const char *remote_id,
                                const char *etag, GBytes *raw, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE resource SET remote_id = ?, etag = ?,"
                            " server_raw = coalesce (?, server_raw) WHERE id = ?",
                            "ssbi", remote_id, etag, raw, resource_id);
}

gboolean
loft_resource_store_set_shown (LoftMailStore *store, gint64 resource_id, GBytes *raw,
                               gboolean removed, gboolean count, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE resource SET raw = ?, removed = ?, edit = edit + ?"
                            " WHERE id = ?",
                            "bddi", raw, removed, count, resource_id);
}

gboolean
loft_resource_store_set_folder (LoftMailStore *store, gint64 resource_id, gint64 folder_id,
                                GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE resource SET folder_id = ?, edit = edit + 1 WHERE id = ?", "ii",
                            folder_id, resource_id);
}

gboolean
loft_resource_store_remove (LoftMailStore *store, gint64 resource_id, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "DELETE FROM resource WHERE id = ?", "i", resource_id);
}

gboolean
loft_resource_store_set_facts (LoftMailStore *store, gint64 resource_id,
                               const LoftResourceFacts *facts, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE resource SET kind = ?, uid = ?, name = ?, problem = ?,"
                            " modified = ?, since = ?, until = ?, made = ? WHERE id = ?",
                            "dsssiiiii", facts->kind, facts->uid, facts->name, facts->problem,
                            facts->modified, facts->since, facts->until, facts->made, resource_id) &&
         loft_event_store_replace (store, resource_id, facts->occurrences, error);
}

/* They end at the first second there is, so whoever reads a later time makes them himself. */
gboolean
loft_resource_store_make_stale (LoftMailStore *store, LoftFolderKinds kinds, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE resource SET since = 1, until = 1, made = 0 WHERE kind & ?", "d",
                            (gint) kinds);
}

GArray *
loft_resource_store_list_short (LoftMailStore *store, gint64 time, gint64 made, guint limit,
                                GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return loft_mail_store_collect_ids (
    store,
    loft_database_query (database,
                         "SELECT id FROM resource WHERE until <> 0 AND until < ? AND made < ?"
                         " ORDER BY until LIMIT ?",
                         "iii", time, made, (gint64) limit),
    error);
}
