/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-actions.h"
#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Calendars made, renamed, coloured and deleted, as loft_calendar_actions_arrange_async () says. account:
 * of the calendar. Main thread. */
void loft_calendar_arranging_run_async (LoftMailAccount *account,
                                        const LoftCalendarArrangement *arrangement,
                                        GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_calendar_arranging_run_finish (LoftMailAccount *account, GAsyncResult *result,
                                             GError **error);

G_END_DECLS
