/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-folder.h"
#include "loft-mail-store.h"

G_BEGIN_DECLS

/* Makes what is missing of the folders that an account has without its server's help: Inbox, Drafts,
 * Sent, Archive, Junk and Trash. They have no remote id: what happens in them happens here alone.
 * Cheap when all are there. */
gboolean loft_local_folders_ensure (LoftMailStore *store, GError **error);

/* A calendar, a list of tasks and an address book, once: who removes them does not get them again. */
gboolean loft_local_folders_ensure_collections (LoftMailStore *store, GError **error);

/* *all: whether none is missing. */
gboolean loft_local_folders_are_complete (LoftMailStore *store, gboolean *all, GError **error);

/* In a transaction: the folder of a path, made when there is none. */
gboolean loft_local_folders_find (LoftMailStore *store, const char *path, gint64 *folder_id,
                                  GError **error);

/* The same for events, tasks or contacts: one of these kinds at this path, or else under another name. */
gboolean loft_local_folders_find_collection (LoftMailStore *store, const char *path,
                                             LoftFolderKinds kinds, gint64 *folder_id,
                                             GError **error);

G_END_DECLS
