/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-folder.h"
#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Calendars, task lists and address books that a person makes or renames. Main thread. */

/* In the account that is on this computer alone; elsewhere LOFT_ERROR_REFUSED, as where there is one of
 * that name or the name is none. Finishes with its id, 0 with error. */
void   loft_resource_folders_create_async  (LoftMailAccount *account, const char *name,
                                            LoftFolderKinds kinds, GAsyncReadyCallback callback,
                                            gpointer user_data);
gint64 loft_resource_folders_create_finish (LoftMailAccount *account, GAsyncResult *result,
                                            GError **error);

/* Here at once, on the server when it can be. LOFT_ERROR_REFUSED as above; LOFT_ERROR_GONE. */
void     loft_resource_folders_rename_async  (LoftMailAccount *account, gint64 folder_id,
                                              const char *name, GAsyncReadyCallback callback,
                                              gpointer user_data);
gboolean loft_resource_folders_rename_finish (LoftMailAccount *account, GAsyncResult *result,
                                              GError **error);

G_END_DECLS
