/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-folder.h"
#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Events, tasks and contacts of an account as resources: whole iCalendar objects and vCards. What they
 * mean is the matter of loft-event-reading.h and its like. Main thread. */

/* (transfer full) of LoftFolder that hold one of kinds, in the order of a sidebar. Bounded. */
GPtrArray *loft_resources_list_folders (LoftMailAccount *account, LoftFolderKinds kinds,
                                        GError **error);

/* Whether events of the account hold no attachments, as far as its server told. Bounded. */
gboolean loft_resources_lack_files (LoftMailAccount *account);

/* How many of a kind there are, shown or not. Bounded. */
guint64 loft_resources_count (LoftMailAccount *account, LoftFolderKinds kind);

/* (transfer full) As it is shown; *folder_id (out, optional). LOFT_ERROR_GONE. Bounded. */
GBytes *loft_resources_get_raw (LoftMailAccount *account, gint64 resource_id, gint64 *folder_id,
                                GError **error);

/* One thing to be done: a new one (resource_id 0, into folder_id), another text, or (raw NULL) removed. */
typedef struct {
  gint64 resource_id;
  gint64 folder_id;
  GBytes *raw;
} LoftResourceWish;

/* What takes it back. */
typedef struct _LoftResourceUndo LoftResourceUndo;
LoftResourceUndo *loft_resource_undo_ref (LoftResourceUndo *self);
void loft_resource_undo_unref (LoftResourceUndo *self);

/* All or none, shown and durable when it finishes; sent when it can be. wishes: read during the call. */
void loft_resources_act_async (LoftMailAccount *account, const LoftResourceWish *wishes, guint n,
                               GAsyncReadyCallback callback, gpointer user_data);
/* The same, and messages (of LoftSchedulingMessage, nullable) that tell others of it are kept with it until
 * loft_scheduling_post_async() brings them to an outbox; taken back with it. */
void loft_resources_act_telling_async (LoftMailAccount *account, const LoftResourceWish *wishes,
                                       guint n, GPtrArray *messages, GAsyncReadyCallback callback,
                                       gpointer user_data);
/* (transfer none) (nullable) */
GPtrArray *loft_resource_undo_get_messages (LoftResourceUndo *self);
/* *resource_id (out, optional): of the first wish. *undo (out, optional): (transfer full).
 * LOFT_ERROR_REFUSED: it may not be changed; LOFT_ERROR_GONE. */
gboolean loft_resources_act_finish (LoftMailAccount *account, GAsyncResult *result,
                                    gint64 *resource_id, LoftResourceUndo **undo, GError **error);

/* Finishes as loft_resources_act_finish(); what it gives is not to be taken back again. */
void loft_resources_undo_async (LoftResourceUndo *undo, GAsyncReadyCallback callback,
                                gpointer user_data);

/* The person's choice, remembered. */
gboolean loft_resources_set_folder_shown (LoftMailAccount *account, gint64 folder_id,
                                          gboolean shown, GError **error);
/* color: "#rrggbb"; NULL: the server's. */
gboolean loft_resources_set_folder_color (LoftMailAccount *account, gint64 folder_id,
                                          const char *color, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftResourceUndo, loft_resource_undo_unref)

G_END_DECLS
