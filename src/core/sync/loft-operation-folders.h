/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-folder.h"
#include "loft-journal.h"
#include "loft-undo.h"

G_BEGIN_DECLS

/* What people do to folders; as loft-operation-actions.h, but for where they are only here: an account
 * without a server is told by only_here. Paths are UTF-8, levels joined with "/". */

/* *folder_id: the new one. Those above it that are not there are made too. LOFT_ERROR_REFUSED when there
 * is one, or the name is none. */
gboolean loft_operation_create_folder (LoftMailStore *store, LoftJournal *journal, const char *path,
                                       LoftFolderRole role, gboolean only_here, gint64 *folder_id,
                                       LoftUndo *undo, GError **error);

/* One for events, tasks or contacts: kinds. name: one level. */
gboolean loft_operation_create_collection (LoftMailStore *store, LoftJournal *journal,
                                           const char *name, LoftFolderKinds kinds,
                                           gboolean only_here, gint64 *folder_id, LoftUndo *undo,
                                           GError **error);

/* Another name, or (path of other parents) another place, with all below it. The inbox stays. */
gboolean loft_operation_rename_folder (LoftMailStore *store, LoftJournal *journal, gint64 folder_id,
                                       const char *path, LoftUndo *undo, GError **error);

/* With its messages, for ever. One with folders below it is refused, and so is the inbox. Only here it
 * must be empty: what is lost could not be given back. */
gboolean loft_operation_delete_folder (LoftMailStore *store, LoftJournal *journal, gint64 folder_id,
                                       LoftUndo *undo, GError **error);

gboolean loft_operation_subscribe_folder (LoftMailStore *store, LoftJournal *journal,
                                          gint64 folder_id, gboolean subscribed, LoftUndo *undo,
                                          GError **error);

/* One at the top that no server is told of; with a number where there is one of that name. */
gboolean loft_operation_create_folder_here (LoftMailStore *store, LoftJournal *journal,
                                            const char *name, LoftFolderRole role,
                                            gint64 *folder_id, LoftUndo *undo, GError **error);

/* *folder_id: the folder of that role; made if there is none and people can have one. */
gboolean loft_operation_ensure_role (LoftMailStore *store, LoftJournal *journal,
                                     LoftFolderRole role, gint64 *folder_id, LoftUndo *undo,
                                     GError **error);

G_END_DECLS
