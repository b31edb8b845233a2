/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-store.h"
#include "loft-journal.h"
#include "loft-undo.h"

G_BEGIN_DECLS

/* What came to nothing is asked for once more, as a person would; then the problem is gone. Local
 * writer's thread, never touches the network. Errors: LOFT_ERROR_GONE when there is no such problem, or
 * nothing left that it could be done to, and those of what is asked for (loft-operation-actions.h). A
 * message that could not be downloaded (LOFT_PROBLEM_DOWNLOAD) is fetched by the caller instead; one that
 * the gate refused (LOFT_PROBLEM_READ) is read again, by what this version can: LOFT_ERROR_LIMIT says that
 * it cannot either, and the problem stays. */
gboolean loft_problem_retry (LoftAccountStore *store, LoftJournal *journal, gint64 problem_id,
                             LoftUndo *undo, GError **error);

G_END_DECLS
