/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-actions.h"

G_BEGIN_DECLS

/* Old messages of one account go to the archive: in steps, each an ordinary move that is durable when
 * it is done, so a run that was cut off is simply begun again. Main thread.
 *
 * Property "progress" is notified after each step. */
#define LOFT_TYPE_ARCHIVING (loft_archiving_get_type ())
G_DECLARE_FINAL_TYPE (LoftArchiving, loft_archiving, LOFT, ARCHIVING, GObject)

/* local: where LOFT_ARCHIVE_TO_LOCAL takes them. */
LoftArchiving *loft_archiving_new (LoftMailAccount *account, LoftMailAccount *local,
                                   const LoftArchiveRule *rule);

LoftMailAccount *loft_archiving_get_account (LoftArchiving *self); /* (transfer none) */
guint loft_archiving_get_done (LoftArchiving *self); /* messages */
guint loft_archiving_get_total (LoftArchiving *self); /* 0: not known yet */

/* Ends it after the step that runs; what was done stays, and finish says TRUE. */
void loft_archiving_cancel (LoftArchiving *self);
gboolean loft_archiving_is_cancelled (LoftArchiving *self);

/* Once. */
void loft_archiving_run_async (LoftArchiving *self, GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean loft_archiving_run_finish (LoftArchiving *self, GAsyncResult *result, GError **error);

/* (transfer full) of LoftMailUndo, in the order in which it was done; also after a failure. */
GPtrArray *loft_archiving_take_undo (LoftArchiving *self);

G_END_DECLS
