/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "loft-journal.h"
#include "loft-mail-store.h"
#include "loft-operation-store.h"
#include "loft-operation.h"

G_BEGIN_DECLS

/* How to take back what a person just did: which operations were made, and how it was before. Filled
 * by the thread that makes them, later used once by the local writer; reference counted (atomic). */
#define LOFT_TYPE_UNDO (loft_undo_get_type ())
GType loft_undo_get_type (void);

typedef struct _LoftUndo LoftUndo;

LoftUndo *loft_undo_new (void);
LoftUndo *loft_undo_ref (LoftUndo *self);
void loft_undo_unref (LoftUndo *self);

/* Nothing was changed, so there is nothing to take back. */
gboolean loft_undo_is_empty (LoftUndo *self);
/* Messages that were changed, over all operations; those made (copies) among them. */
guint loft_undo_get_n_messages (LoftUndo *self);

/* ---- filling ------------------------------------------------------------------------------ */

/* An operation begins: what follows is of it. */
void loft_undo_begin (LoftUndo *self, const LoftOperationRecord *record);
/* before: as the message was. */
void loft_undo_add (LoftUndo *self, const LoftMessageState *before);
void loft_undo_add_made (LoftUndo *self, gint64 message_id);
void loft_undo_set_folder (LoftUndo *self, gint64 folder_id, const LoftFolderChange *change);
/* The operation of the last begin() came to nothing. */
void loft_undo_drop_last (LoftUndo *self);

/* Takes everything back, the last first: what was not sent yet is as if it had never been; for what
 * was, the inverse is made. LOFT_ERROR_GONE when it cannot be taken back any more (deleted for ever
 * and sent). store is LOFT_DATABASE_DURABLE. */
gboolean loft_undo_run (LoftUndo *self, LoftMailStore *store, LoftJournal *journal, GError **error);

/* What went to another account and is finished here is taken back from there: after run() failed with
 * LOFT_ERROR_GONE, takes the step that it failed at, so that run() goes on behind it. FALSE: it is
 * another one. */
typedef struct {
  char *uuid; /* (transfer full) */
  gboolean is_move;
  gint64 folder_id; /* where it was */
} LoftUndoAcross;
gboolean loft_undo_take_across (LoftUndo *self, LoftUndoAcross *across);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftUndo, loft_undo_unref)

G_END_DECLS
