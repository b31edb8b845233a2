/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-resources.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* Takes undos (of LoftResourceUndo; emptied) back, the last first, and stops at the first that fails.
 * service: (nullable) what was to be told of each is withdrawn before it; NULL: nobody was told of
 * anything. Main thread. */
void loft_resource_undos_run_async (GPtrArray *undos, LoftService *service,
                                    GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_resource_undos_run_finish (GAsyncResult *result, GError **error);

/* Where a later step of a change is refused: takes undos (emptied) back, of which nobody was told, and then
 * returns client (transfer full) with error (transfer full). */
void loft_resource_undos_back_out (GPtrArray *undos, GTask *client, GError *error);

G_END_DECLS
