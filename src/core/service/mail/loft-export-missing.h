/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* What an export wants and what of it is not on this computer. */

/* path: (nullable) of one folder, else all. Any thread. */
gboolean loft_export_missing_wants (const LoftFolder *folder, const char *path);

/* Fetches it, one message after the other; what cannot be had stays missing. Main thread. */
void loft_export_missing_fetch_async (LoftMailAccount *account, const char *path,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);
/* Nothing fails: that is seen when it is read. */
void loft_export_missing_fetch_finish (GAsyncResult *result);

G_END_DECLS
