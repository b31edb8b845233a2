/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-folder.h"
#include "loft-mail-store.h"

G_BEGIN_DECLS

/* What people do to folders in store.db, before the server knows. Rules of loft-mail-store.h hold; in
 * a transaction. */

/* LOFT_ERROR_REFUSED when no folder can be called so. */
gboolean loft_folder_edit_check_name (const char *path, GError **error);

/* A new folder without remote id. LOFT_ERROR_REFUSED when there is one of that path, or the path is
 * none. */
gboolean loft_folder_edit_add (LoftMailStore *store, const char *path, LoftFolderRole role,
                               LoftFolderWaits waits, gint64 *folder_id, GError **error);

/* What it holds: mail, as long as nothing else is said. */
gboolean loft_folder_edit_set_kinds (LoftMailStore *store, gint64 folder_id, LoftFolderKinds kinds,
                                     GError **error);

/* The folder and all below it. LOFT_ERROR_REFUSED as above, or below itself. */
gboolean loft_folder_edit_set_path (LoftMailStore *store, gint64 folder_id, const char *path,
                                    GError **error);

/* Replaces what waits of mask. */
gboolean loft_folder_edit_set_waits (LoftMailStore *store, gint64 folder_id, LoftFolderWaits mask,
                                     LoftFolderWaits waits, GError **error);

gboolean loft_folder_edit_set_subscribed (LoftMailStore *store, gint64 folder_id,
                                          gboolean subscribed, GError **error);

/* The server's key, after it was made or renamed there. Keys of folders below that begin with the
 * old key follow: a name of IMAP holds those of its parents. */
gboolean loft_folder_edit_set_remote_id (LoftMailStore *store, gint64 folder_id,
                                         const char *remote_id, GError **error);

/* Whether there are folders below it. */
gboolean loft_folder_edit_has_children (LoftMailStore *store, gint64 folder_id,
                                        gboolean *has_children, GError **error);

/* *folder_id: that has the role, by the person's word before the server's; 0 none. */
gboolean loft_folder_edit_find_role (LoftMailStore *store, LoftFolderRole role, gint64 *folder_id,
                                     GError **error);

G_END_DECLS
