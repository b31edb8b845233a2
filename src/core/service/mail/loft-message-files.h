/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-message-list.h"

G_BEGIN_DECLS

/* Messages as .eml files for another program, byte for byte. Main thread; read and written elsewhere. */

/* So many at once; what is more is left out. */
#define LOFT_MESSAGE_FILES_MAX 500

/* groups: of LoftMessageGroup. directory: there already. What is not downloaded is fetched; what cannot be
 * had is left out. */
void loft_message_files_write_async (GPtrArray *groups, const char *directory,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
/* (transfer full) of char*: paths, complete. LOFT_ERROR_GONE when there is none. */
GPtrArray *loft_message_files_write_finish (GAsyncResult *result, GError **error);

G_END_DECLS
