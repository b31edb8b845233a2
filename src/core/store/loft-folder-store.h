/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-folder.h"
#include "loft-mail-store.h"

G_BEGIN_DECLS

/* The folders of an account in store.db. Rules of loft-mail-store.h hold. */

/* (transfer full) of LoftFolder, in no order: of mail; of any of kinds (-1: all). */
GPtrArray *loft_folder_store_list (LoftMailStore *store, GError **error);
GPtrArray *loft_folder_store_list_kinds (LoftMailStore *store, LoftFolderKinds kinds,
                                         GError **error);

/* (transfer full) NULL with LOFT_ERROR_GONE when there is none. */
LoftFolder *loft_folder_store_get (LoftMailStore *store, gint64 folder_id, GError **error);

/* By path, exact; "inbox" in any case is INBOX. LOFT_ERROR_GONE. */
LoftFolder *loft_folder_store_find (LoftMailStore *store, const char *path, GError **error);

/* What the server says of a folder. */
typedef struct {
  const char *remote_id;
  const char *identity; /* (nullable) the same after a rename */
  const char *path;
  LoftFolderRole role; /* guessed by name when the server says nothing */
  gboolean selectable;
  gboolean subscribed;
  LoftFolderKinds kinds; /* 0: MAIL */
  gboolean read_only;
  const char *color; /* (nullable) */
} LoftFolderFacts;

/* Inserts or updates by remote_id; a path that another folder has gets a number. changed (out,
 * optional). */
gboolean loft_folder_store_put (LoftMailStore *store, const LoftFolderFacts *facts,
                                gint64 *folder_id, gboolean *changed, GError **error);

/* A folder that went away and came back under another name: its messages stay. */
gboolean loft_folder_store_rename (LoftMailStore *store, gint64 folder_id,
                                   const LoftFolderFacts *facts, GError **error);

/* With all its messages: those that the server has in it, and those that are shown in it. */
gboolean loft_folder_store_remove (LoftMailStore *store, gint64 folder_id, GError **error);

/* Of other kinds than mail: whether views show it; the color a person chose (NULL: the server's). */
gboolean loft_folder_store_set_shown (LoftMailStore *store, gint64 folder_id, gboolean shown,
                                      GError **error);
gboolean loft_folder_store_set_color (LoftMailStore *store, gint64 folder_id, const char *color,
                                      GError **error);

/* The colors chosen here that the server of a folder has not been told. */
typedef void (*LoftFolderColorFunc) (gint64 folder_id, const char *remote_id, const char *color,
                                     gpointer user_data);
gboolean loft_folder_store_foreach_color (LoftMailStore *store, LoftFolderColorFunc func,
                                          gpointer user_data, GError **error);
/* It was told of that color: from now on the server's counts, or (taken FALSE) the color stays here alone.
 * Nothing happens where another one was chosen meanwhile. */
gboolean loft_folder_store_settle_color (LoftMailStore *store, gint64 folder_id, const char *color,
                                         gboolean taken, GError **error);

/* At most limit of its messages, so that a large folder does not hold the write lock for seconds. */
gboolean loft_folder_store_remove_some (LoftMailStore *store, gint64 folder_id, guint limit,
                                        guint *n_removed, GError **error);

/* (transfer full) (nullable) (out, optional) where sync stands. */
gboolean loft_folder_store_get_sync (LoftMailStore *store, gint64 folder_id, GBytes **token,
                                     GBytes **status, GError **error);
gboolean loft_folder_store_set_token (LoftMailStore *store, gint64 folder_id, GBytes *token,
                                      GError **error);
/* After a complete sync. */
gboolean loft_folder_store_set_synced (LoftMailStore *store, gint64 folder_id, GBytes *status,
                                       gint64 now, GError **error);

/* The person's choices. */
gboolean loft_folder_store_set_window (LoftMailStore *store, gint64 folder_id, gint window_days,
                                       GError **error);
gboolean loft_folder_store_set_role (LoftMailStore *store, gint64 folder_id, LoftFolderRole role,
                                     GError **error); /* NONE: as the server says */

/* Takes name and remote id from a folder until it is put or renamed in the same transaction, so
 * that others can have them: two folders may have changed names. */
gboolean loft_folder_store_park (LoftMailStore *store, gint64 folder_id, GError **error);

/* All folders the server gave, for the comparison with a new list. identity: "" for none. */
typedef void (*LoftFolderKeyFunc) (gint64 folder_id, const char *remote_id, const char *identity,
                                   const char *path, gpointer user_data);
gboolean loft_folder_store_foreach_key (LoftMailStore *store, LoftFolderKeyFunc func,
                                        gpointer user_data, GError **error);

G_END_DECLS
