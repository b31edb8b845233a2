/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-journal.h"
#include "loft-operation-store.h"
#include "loft-undo.h"

G_BEGIN_DECLS

/* One operation, made in one transaction: applied, kept in the store, mirrored in the journal. Private
 * to the files that make operations. */

/* Applies it to the store and names what it concerns in record; what it leaves unnamed does not wait. In
 * the transaction. */
typedef gboolean (*LoftOperationApplyFunc) (LoftMailStore *store, LoftOperationRecord *record,
                                            LoftUndo *undo, gpointer user_data, GError **error);

/* (transfer full) */
LoftOperationRecord *loft_operation_step_record (const char *kind, gint64 folder_id,
                                                 const char *arguments);

gboolean loft_operation_step_make (LoftMailStore *store, LoftJournal *journal,
                                   LoftOperationRecord *record, LoftOperationApplyFunc apply,
                                   gpointer user_data, LoftUndo *undo, GError **error);

G_END_DECLS
