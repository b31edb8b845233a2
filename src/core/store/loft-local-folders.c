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

/* Whether anything is to be done, without taking the write lock. */
static gboolean
are_all_there (LoftMailStore *store, gboolean *all, GError **error)
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

  if (!are_all_there (store, &all, error))
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
