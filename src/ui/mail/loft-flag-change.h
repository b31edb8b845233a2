/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-message-list.h"

G_BEGIN_DECLS

/* Flags of what rows of a list stand for. A conversation is read, or loses its flag, as a whole; it
 * becomes unread or flagged by its newest message. Main thread. */
void loft_flag_change_async (LoftMessageList *list, const gint64 *keys, guint n_keys, LoftFlags add,
                             LoftFlags remove, GAsyncReadyCallback callback, gpointer user_data);

/* The same for one row, which may have left the list meanwhile. */
void loft_flag_change_row_async (LoftMessageList *list, LoftMessageRow *row, LoftFlags add,
                                 LoftFlags remove, GAsyncReadyCallback callback,
                                 gpointer user_data);

/* FALSE with the first error; what could be changed is. */
gboolean loft_flag_change_finish (LoftMessageList *list, GAsyncResult *result, GError **error);

G_END_DECLS
