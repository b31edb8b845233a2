/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-edit.h"

#include <string.h>

#include "loft-folder-store.h"
#include "loft-mail-store-private.h"

#define MAX_PATH   4096
#define MAX_LEVELS 100

/* ---- paths -------------------------------------------------------------------------------- */

static gboolean
is_path (const char *path)
{
  g_auto (GStrv) levels = NULL;

  if (strlen (path) > MAX_PATH || !g_utf8_validate (path, -1, NULL))
    return FALSE;
  for (const char *p = path; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  levels = g_strsplit (path, "/", -1);
  for (guint i = 0; levels[i] != NULL; i++)
    if (levels[i][0] == '\0' || i == MAX_LEVELS)
      return FALSE;
  return levels[0] != NULL;
}

gboolean
loft_folder_edit_check_name (const char *path, GError **error)
{
  if (is_path (path))
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "“%s” cannot be the name of a folder", path);
  return FALSE;
}

static gboolean
check_path (LoftDatabase *database, const char *path, gint64 folder_id, GError **error)
{
  gint64 owner = 0;

  if (!loft_folder_edit_check_name (path, error))
    return FALSE;
  if (!loft_database_get_int (database, &owner, 0, error, "SELECT id FROM folder WHERE path = ?",
                              "s", g_ascii_strcasecmp (path, "INBOX") == 0 ? "INBOX" : path))
    return FALSE;
  if (owner == 0 || owner == folder_id)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "There is a folder “%s” already", path);
  return FALSE;
}

gboolean
loft_folder_edit_add (LoftMailStore *store, const char *path, LoftFolderRole role,
                      LoftFolderWaits waits, gint64 *folder_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (!check_path (database, path, 0, error) ||
      !loft_database_run (database, error,
                          "INSERT INTO folder (path, server_role, waits) VALUES (?, ?, ?)", "sdd",
                          path, role, waits))
    return FALSE;
  *folder_id = loft_database_last_id (database);
  return TRUE;
}

gboolean
loft_folder_edit_set_kinds (LoftMailStore *store, gint64 folder_id, LoftFolderKinds kinds,
                            GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE folder SET kinds = ? WHERE id = ?", "dd", (gint) kinds,
                            folder_id);
}

gboolean
loft_folder_edit_set_path (LoftMailStore *store, gint64 folder_id, const char *path, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (LoftFolder) folder = loft_folder_store_get (store, folder_id, error);
  g_autofree char *below = folder != NULL ? g_strconcat (folder->path, "/", NULL) : NULL;

  if (folder == NULL || !check_path (database, path, folder_id, error))
    return FALSE;
  if (g_str_has_prefix (path, below))
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                   "The folder “%s” cannot be moved into itself", folder->path);
      return FALSE;
    }
  return loft_database_run (database, error, "UPDATE folder SET path = ? WHERE id = ?", "si", path,
                            folder_id) &&
         loft_database_run (database, error,
                            "UPDATE folder SET path = ?1 || '/' || substr (path, length (?2) + 1)"
                            " WHERE substr (path, 1, length (?2)) = ?2",
                            "ss", path, below);
}

gboolean
loft_folder_edit_has_children (LoftMailStore *store, gint64 folder_id, gboolean *has_children,
                               GError **error)
{
  gint64 count = 0;

  if (!loft_database_get_int (loft_mail_store_database (store), &count, 0, error,
                              "SELECT count (*) FROM folder c JOIN folder f ON f.id = ?"
                              " AND substr (c.path, 1, length (f.path) + 1) = f.path || '/'",
                              "i", folder_id))
    return FALSE;
  *has_children = count > 0;
  return TRUE;
}

/* ---- the rest ----------------------------------------------------------------------------- */

gboolean
loft_folder_edit_set_waits (LoftMailStore *store, gint64 folder_id, LoftFolderWaits mask,
                            LoftFolderWaits waits, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE folder SET waits = (waits & ~?) | ? WHERE id = ?", "ddi", mask,
                            waits, folder_id);
}

gboolean
loft_folder_edit_set_subscribed (LoftMailStore *store, gint64 folder_id, gboolean subscribed,
                                 GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE folder SET subscribed = ? WHERE id = ?", "di", subscribed,
                            folder_id);
}

/* The delimiter is whatever stands behind the parent's key. */
static gboolean
rename_keys_below (LoftDatabase *database, const LoftFolder *folder, const char *remote_id,
                   GError **error)
{
  g_autofree char *below = g_strconcat (folder->path, "/", NULL);

  return loft_database_run (
    database, error,
    "UPDATE folder SET remote_id = ?1 || substr (remote_id, length (?2) + 1)"
    " WHERE substr (path, 1, length (?3)) = ?3"
    " AND substr (remote_id, 1, length (?2)) = ?2",
    "sss", remote_id, folder->remote_id, below);
}

gboolean
loft_folder_edit_set_remote_id (LoftMailStore *store, gint64 folder_id, const char *remote_id,
                                GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (LoftFolder) folder = loft_folder_store_get (store, folder_id, error);

  return folder != NULL &&
         (folder->remote_id == NULL || strcmp (folder->remote_id, remote_id) == 0 ||
          rename_keys_below (database, folder, remote_id, error)) &&
         loft_database_run (database, error, "UPDATE folder SET remote_id = ? WHERE id = ?", "si",
                            remote_id, folder_id);
}

gboolean
loft_folder_edit_find_role (LoftMailStore *store, LoftFolderRole role, gint64 *folder_id,
                            GError **error)
{
  return loft_database_get_int (loft_mail_store_database (store), folder_id, 0, error,
                                "SELECT id FROM folder WHERE id > 0 AND selectable"
                                " AND NOT waits & ?2 AND coalesce (role_override, server_role) = ?1"
                                " ORDER BY role_override IS NULL, id LIMIT 1",
                                "dd", role, LOFT_FOLDER_WAITS_DELETION);
}
