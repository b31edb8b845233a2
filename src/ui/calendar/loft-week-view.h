/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-view.h"

G_BEGIN_DECLS

/* Days side by side: what takes whole days above, the hours below, opened at working hours. Main thread
 * only. */
#define LOFT_TYPE_WEEK_VIEW (loft_week_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftWeekView, loft_week_view, LOFT, WEEK_VIEW, LoftCalendarView)

/* Seven days, the five that are worked on, or one. Where seven are too narrow for words, three. */
GtkWidget *loft_week_view_new (void);
GtkWidget *loft_week_view_new_work_week (void);
GtkWidget *loft_week_view_new_day (void);

/* For the two halves: */

gint64 loft_week_view_get_first_day (LoftWeekView *self);
int loft_week_view_get_n_days (LoftWeekView *self);

/* (transfer none) "": none. */
const char *loft_week_view_get_second_zone (LoftWeekView *self);

/* The width of the hours' names, of both zones. */
int loft_week_view_get_gutter (LoftWeekView *self);

/* Whether a place in a widget inside it is among the days' names and what takes whole days. */
gboolean loft_week_view_is_in_head (LoftWeekView *self, GtkWidget *inside, double x, double y);

/* The time of day (seconds, of quarters) beside a height in a widget inside it. */
int loft_week_view_find_seconds (LoftWeekView *self, GtkWidget *inside, double y);

/* Scrolls to a time of day (seconds). */
void loft_week_view_reveal (LoftWeekView *self, int seconds);

G_END_DECLS
