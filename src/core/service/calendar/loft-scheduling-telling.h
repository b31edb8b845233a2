/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-resources.h"
#include "loft-scheduling.h"

G_BEGIN_DECLS

/* As loft_resources_act_async() of one event, and the guests of what the person organizes are told of it,
 * unless the calendar's server does so. Main thread. */
void loft_scheduling_tell_async (LoftService *service, LoftMailAccount *account,
                                 const LoftResourceWish *wish, GAsyncReadyCallback callback,
                                 gpointer user_data);
/* *resource_id (out, optional). Errors: as of loft_resources_act_finish(); LOFT_ERROR_REFUSED where no
 * account sends mail. */
gboolean loft_scheduling_tell_finish (GAsyncResult *result, gint64 *resource_id, GError **error);

/* (transfer full) All addresses of the person. */
GStrv loft_scheduling_list_own (LoftService *service);

G_END_DECLS
