/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-local-folders.h"

#include "loft-folder.h"
#include "loft-mail-store-private.h"

static const struct {
  const char *path;
  LoftFolderRole role;
} folders[] = {
  { "INBOX", LOFT_FOLDER_ROLE_INBOX }, { "Drafts", LOFT_FOLDER_ROLE_DRAFTS },
  { "Sent", LOFT_FOLDER_ROLE_SENT },   { "Archive", LOFT_FOLDER_ROLE_ARCHIVE },
  { "Junk", LOFT_FOLDER_ROLE_JUNK },   { "Trash", LOFT_FOLDER_ROLE_TRASH },
};

/* A folder of that name that a person made for something else keeps it, and gets the role. */
static gboolean
ensure (LoftMailStore *store, const char *path, LoftFolderRole role, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  gint64 found = 0;

  if (!loft_database_get_int (database, &found, 0, error,
                              "SELECT id FROM folder"
                              " WHERE coalesce (role_override, server_role) = ? LIMIT 1",
                              "d", (gint) role))
    return FALSE;
  return found != 0 || loft_database_run (database, error,
                                          "INSERT INTO folder (path, server_role) VALUES (?1, ?2)"
                                          " ON CONFLICT (path) DO UPDATE SET server_role = ?2",
                                          "sd", path, (gint) role);
}

static gboolean
ensure_all (LoftMailStore *store, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    if (!ensure (store, folders[i].path, folders[i].role, error))
      return FALSE;
  return TRUE;
}

gboolean
loft_local_folders_are_complete (LoftMailStore *store, gboolean *all, GError **error)
{
  gint64 n_roles = 0;

  if (!loft_database_get_int (loft_mail_store_database (store), &n_roles, 0, error,
                              "SELECT count (DISTINCT coalesce (role_override, server_role))"
                              " FROM folder WHERE coalesce (role_override, server_role)"
                              " BETWEEN ? AND ?",
                              "dd", (gint) LOFT_FOLDER_ROLE_INBOX, (gint) LOFT_FOLDER_ROLE_TRASH))
    return FALSE;
  *all = n_roles == G_N_ELEMENTS (folders);
  return TRUE;
}

gboolean
loft_local_folders_ensure (LoftMailStore *store, GError **error)
{
  gboolean all = FALSE;

  /* Without taking the write lock. */
  if (!loft_local_folders_are_complete (store, &all, error))
    return FALSE;
  if (all)
    return TRUE;
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (ensure_all (store, error))
    return loft_mail_store_commit (store, error);
  loft_mail_store_rollback (store);
  return FALSE;
}

gboolean
loft_local_folders_find (LoftMailStore *store, const char *path, gint64 *folder_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (!loft_database_get_int (database, folder_id, 0, error, "SELECT id FROM folder WHERE path = ?",
                              "s", path))
    return FALSE;
  if (*folder_id != 0)
    return TRUE;
  if (!loft_database_run (database, error, "INSERT INTO folder (path) VALUES (?)", "s", path))
    return FALSE;
  *folder_id = loft_database_last_id (database);
  return TRUE;
}

/* ---- events, tasks, contacts -------------------------------------------------------------- */

#define COLLECTIONS_MADE "collections-made"

static const struct {
  const char *path;
  LoftFolderKinds kinds;
} collections[] = {
  { "Calendar", LOFT_FOLDER_KIND_EVENTS },
  { "Tasks", LOFT_FOLDER_KIND_TASKS },
  { "Contacts", LOFT_FOLDER_KIND_CONTACTS },
};

static gboolean
make_collection (LoftDatabase *database, const char *path, LoftFolderKinds kinds, GError **error)
{
  return loft_database_run (database, error,
                            "INSERT INTO folder (path, kinds)"
                            " SELECT CASE WHEN EXISTS (SELECT 1 FROM folder WHERE path = ?1)"
                            " THEN ?1 || ' (2)' ELSE ?1 END, ?2",
                            "sd", path, (gint) kinds);
}

gboolean
loft_local_folders_find_collection (LoftMailStore *store, const char *path, LoftFolderKinds kinds,
                                    gint64 *folder_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (!loft_database_get_int (database, folder_id, 0, error,
                              "SELECT id FROM folder WHERE path IN (?1, ?1 || ' (2)')"
                              " AND kinds & ?2 AND remote_id IS NULL ORDER BY path LIMIT 1",
                              "sd", path, (gint) kinds))
    return FALSE;
  if (*folder_id != 0)
    return TRUE;
  if (!make_collection (database, path, kinds, error))
    return FALSE;
  *folder_id = loft_database_last_id (database);
  return TRUE;
}

static gboolean
make_collections (LoftMailStore *store, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  for (guint i = 0; i < G_N_ELEMENTS (collections); i++)
    if (!make_collection (database, collections[i].path, collections[i].kinds, error))
      return FALSE;
  return loft_mail_store_set_number (store, COLLECTIONS_MADE, 1, error);
}

gboolean
loft_local_folders_ensure_collections (LoftMailStore *store, GError **error)
{
  gint64 made = 0;

  if (!loft_mail_store_get_number (store, COLLECTIONS_MADE, &made, error))
    return FALSE;
  if (made != 0)
    return TRUE;
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (make_collections (store, error))
    return loft_mail_store_commit (store, error);
  loft_mail_store_rollback (store);
  return FALSE;
}
