/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-store.h"
#include "loft-folder.h"
#include "loft-journal.h"
#include "loft-undo.h"

G_BEGIN_DECLS

/* What people do to messages. Each is applied and journaled in one local step: when it returns TRUE it
 * is shown and durable (the store must be LOFT_DATABASE_DURABLE), and waits for the server. Messages
 * that are there already, that are being deleted or do not exist are left out. Between folders that
 * are only here it is done at once and nothing waits. Local writer's thread; never touches the network.
 *
 * undo: (nullable) is filled. Errors: LOFT_ERROR_GONE for a folder that does not exist, _REFUSED for
 * one that can hold no messages, _STORE. */

gboolean loft_operation_move (LoftMailStore *store, LoftJournal *journal, const gint64 *message_ids,
                              guint n_messages, gint64 folder_id, LoftUndo *undo, GError **error);

/* To the folder of a role (archive, junk, trash …), which is made if there is none. To junk with
 * $Junk, to the inbox from junk with $NotJunk. */
gboolean loft_operation_move_to_role (LoftMailStore *store, LoftJournal *journal,
                                      const gint64 *message_ids, guint n_messages,
                                      LoftFolderRole role, LoftUndo *undo, GError **error);

/* For ever. */
gboolean loft_operation_delete (LoftMailStore *store, LoftJournal *journal,
                                const gint64 *message_ids, guint n_messages, LoftUndo *undo,
                                GError **error);

/* All messages of a folder, for ever: empties trash and junk. */
gboolean loft_operation_empty_folder (LoftMailStore *store, LoftJournal *journal, gint64 folder_id,
                                      LoftUndo *undo, GError **error);

/* The content that is here is copied too. In steps of a few: what was copied before a failure stays. */
gboolean loft_operation_copy (LoftAccountStore *store, LoftJournal *journal,
                              const gint64 *message_ids, guint n_messages, gint64 folder_id,
                              LoftUndo *undo, GError **error);

/* A message that no server has, to a folder. uuid: (nullable) of the operation: the second time it
 * finds that it was done, with *message_id 0 once the operation is finished. received: 0 for now. */
typedef struct {
  GBytes *raw;
  LoftFlags flags;
  const char *keywords; /* canonical */
  gint64 received;
  const char *uuid;
  const char *from_account; /* (nullable) id: it was carried here (store/loft-carried-store.h) */
  const char *arguments; /* (nullable) of the operation: loft-twins.h */
} LoftNewContent;
gboolean loft_operation_append (LoftAccountStore *store, LoftJournal *journal, gint64 folder_id,
                                const LoftNewContent *content, gint64 *message_id, LoftUndo *undo,
                                GError **error);

/* The same for several without uuid: in one transaction where no server is told of them; else one
 * operation each, of which those before a failure stay. */
gboolean loft_operation_append_several (LoftAccountStore *store, LoftJournal *journal,
                                        gint64 folder_id, const LoftNewContent *contents,
                                        guint n_contents, GError **error);

/* Flags, with what takes them back: loft_operation_queue_change_flags() otherwise. */
gboolean loft_operation_change_flags (LoftMailStore *store, LoftJournal *journal,
                                      const gint64 *message_ids, guint n_messages,
                                      const LoftFlagChange *change, LoftUndo *undo, GError **error);

G_END_DECLS
