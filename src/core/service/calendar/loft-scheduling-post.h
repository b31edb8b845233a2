/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-resources.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* Messages about events from where they wait, beside the event, to the outbox of the account that sends
 * them. Each comes into it once, whenever a process ends. Main thread. */

/* Brings all that wait in an account of calendars. What has no account to send it (any more) stays, and is
 * said in the log. */
void loft_scheduling_post_async (LoftService *service, LoftMailAccount *account,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_scheduling_post_finish (GAsyncResult *result, GError **error);

/* Takes back messages (of LoftSchedulingMessage) that were given to outboxes, before what they tell of is
 * undone. LOFT_ERROR_CONFLICT: one is on its way or was sent. */
void loft_scheduling_withdraw_async (LoftService *service, GPtrArray *messages,
                                     GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_scheduling_withdraw_finish (GAsyncResult *result, GError **error);

G_END_DECLS
