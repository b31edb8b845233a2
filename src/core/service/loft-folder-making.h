/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-actions.h"

G_BEGIN_DECLS

/* A folder that is wanted and may not be there yet. Main thread. */

/* role: not NONE: the folder of that role, and path (nullable) one level below it. Else path is all.
 * Finishes with its id, 0 with error. undo: (out) (transfer full) takes what was made away again. */
void loft_folder_making_run_async (LoftMailAccount *account, LoftFolderRole role, const char *path,
                                   GAsyncReadyCallback callback, gpointer user_data);
gint64 loft_folder_making_run_finish (LoftMailAccount *account, GAsyncResult *result,
                                      LoftMailUndo **undo, GError **error);

G_END_DECLS
