/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-actions.h"
#include "loft-message-list.h"

G_BEGIN_DECLS

/* Takes what rows of a list stand for somewhere else: of a conversation what stands in the list's
 * folder. Main thread. */

typedef enum {
  LOFT_MOVE_TO_FOLDER,
  LOFT_MOVE_TO_ROLE, /* in each account its own */
  LOFT_MOVE_COPY, /* to a folder */
  LOFT_MOVE_DELETE, /* for ever */
  LOFT_MOVE_MARK, /* stays, with other flags and keywords: whole conversations */
  LOFT_MOVE_MARK_NEWEST, /* the same, of a conversation only the newest message */
} LoftMoveKind;

typedef struct {
  LoftMoveKind kind;
  LoftFolderRole role;
  LoftMailAccount *account; /* of the folder */
  gint64 folder_id;
  LoftMailMark mark; /* of the last two kinds */
} LoftMove;

/* What takes it back, for all accounts that it concerned; used once. */
typedef struct _LoftMoveUndo LoftMoveUndo;
LoftMoveUndo *loft_move_undo_new (LoftMailUndo *part); /* part: (transfer full) (nullable) */
/* Behind what is there. part: (transfer full) */
void loft_move_undo_add (LoftMoveUndo *self, LoftMailUndo *part);
void loft_move_undo_free (LoftMoveUndo *self);
guint loft_move_undo_get_n_messages (LoftMoveUndo *self);
/* Some of it cannot be taken back: it left an account that takes no messages. */
gboolean loft_move_undo_is_final (LoftMoveUndo *self);

void loft_message_move_async (LoftMessageList *list, const gint64 *keys, guint n_keys,
                              const LoftMove *move, GAsyncReadyCallback callback,
                              gpointer user_data);

/* (transfer full) NULL with the first error when nothing was done; *error may be set beside a result,
 * when it was done for some. */
LoftMoveUndo *loft_message_move_finish (LoftMessageList *list, GAsyncResult *result,
                                        GError **error);

/* undo: (transfer full). source: any object, the callback's first argument. */
void loft_move_undo_run_async (LoftMoveUndo *undo, GObject *source, GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean loft_move_undo_run_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMoveUndo, loft_move_undo_free)

G_END_DECLS
