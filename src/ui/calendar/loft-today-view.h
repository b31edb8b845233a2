/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-calendar-actions.h"
#include "loft-task-actions.h"

G_BEGIN_DECLS

/* What comes next, beside other work: the rest of today, tomorrow, and tasks that are due. It follows every
 * change, and the time. A row leads to the pane that has it, by the actions "win.show-day" (day) and
 * "win.show-task" (uid) of the window. Property "empty" (readable, notifies): there is nothing to show but
 * the sentence that says so. Main thread only. */
#define LOFT_TYPE_TODAY_VIEW (loft_today_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftTodayView, loft_today_view, LOFT, TODAY_VIEW, GtkWidget)

/* calendar, tasks: (nullable) there are none. */
GtkWidget *loft_today_view_new (LoftCalendarActions *calendar, LoftTaskActions *tasks);

gboolean loft_today_view_is_empty (LoftTodayView *self);

/* Time has passed: the clock of the core is asked. It does so itself once a minute. */
void loft_today_view_look_at_clock (LoftTodayView *self);

G_END_DECLS
