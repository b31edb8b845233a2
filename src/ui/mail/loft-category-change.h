/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-categories.h"
#include "loft-message-move.h"

G_BEGIN_DECLS

/* Puts rows of a list into a category, or takes them out; category: NULL: out of all. Finishes as
 * loft_message_move_async(). Main thread only. */
void loft_category_change_async (LoftMessageList *list, const gint64 *keys, guint n_keys,
                                 LoftCategory *category, gboolean add,
                                 GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
