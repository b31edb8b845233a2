/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LOFT_MONTH_DAYS 7

/* Where the events of a week stand in the month: one that lasts several days is one bar in one line
 * through all of them. Pure. */
typedef struct {
  int first; /* in: day of the week, 0 to 6, where it begins or goes on */
  int last; /* in: not before first */
  guint line;
  gboolean hidden;
} LoftMonthPlace;

/* In the order that they should get lines in. hidden: how many a day has no line for; where there are
 * any, the day's last line is left for saying so. Time is of the order of places × lines (64). */
void loft_month_layout (LoftMonthPlace *places, guint n_places, guint n_lines,
                        guint hidden[LOFT_MONTH_DAYS]);

G_END_DECLS
