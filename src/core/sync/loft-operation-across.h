/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-across.h"
#include "loft-journal.h"
#include "loft-operation-store.h"
#include "loft-undo.h"

G_BEGIN_DECLS

/* What happens in the account that messages leave for another one; as loft-operation-actions.h. The
 * rest is loft-across-carrier.h. */

/* One operation for each message, durable when it returns TRUE: nothing is moved or copied yet. */
gboolean loft_operation_across (LoftMailStore *store, LoftJournal *journal,
                                const gint64 *message_ids, guint n_messages, const LoftAcross *to,
                                gboolean move, LoftUndo *undo, GError **error);

/* The person wants it back: it is shown again where it was, and what is in the other account waits to
 * be removed. */
gboolean loft_operation_across_withdraw (LoftMailStore *store, LoftJournal *journal,
                                         const LoftOperationRecord *record, GError **error);
/* After the deletion was let go, but before it was sent. *done FALSE: it is too late. */
gboolean loft_operation_across_take_back (LoftMailStore *store, LoftJournal *journal,
                                          const char *uuid, const char *arguments,
                                          gint64 message_id, gboolean *done, GError **error);

/* It is about to be brought there, where n_twins are like it: who finds nothing of it there later knows
 * that this need not mean that it never was. */
gboolean loft_operation_across_note_begun (LoftMailStore *store, const char *uuid, guint n_twins,
                                           GError **error);
/* It is durable and sound there: shown here no more. copied: with size and digest. Nothing happens to
 * one that was withdrawn meanwhile: *waits FALSE. */
gboolean loft_operation_across_note_copied (LoftMailStore *store, const char *uuid,
                                            const LoftAcross *copied, gboolean *waits,
                                            GError **error);
/* The other account knows nothing of it, so it is to be brought there once more. */
gboolean loft_operation_across_note_lost (LoftMailStore *store, const char *uuid, GError **error);

/* The other account has it for good: the deletion here is let go. */
gboolean loft_operation_across_release (LoftMailStore *store, LoftJournal *journal,
                                        const char *uuid, GError **error);
/* Nothing is left to do. */
gboolean loft_operation_across_finish (LoftMailStore *store, LoftJournal *journal,
                                       const LoftOperationRecord *record, GError **error);

/* (transfer full) of the deletion that follows a move. */
char *loft_operation_across_deletion_uuid (const char *uuid);

G_END_DECLS
