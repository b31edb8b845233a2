/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-follow-up-text.h"
#include "loft-message-move.h"

G_BEGIN_DECLS

/* Flags rows of a list with the days of a choice; of a conversation its newest message. Finishes as
 * loft_message_move_async(). Main thread only. */
void loft_follow_up_change_async (LoftMessageList *list, const gint64 *keys, guint n_keys,
                                  LoftFollowUpChoice choice, GAsyncReadyCallback callback,
                                  gpointer user_data);

/* The same for what was followed up: the flag goes, of whole conversations. */
void loft_follow_up_complete_async (LoftMessageList *list, const gint64 *keys, guint n_keys,
                                    GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full) what a toast says of n messages. done: they were followed up. */
char *loft_follow_up_dup_toast (gboolean done, guint n);

G_END_DECLS
