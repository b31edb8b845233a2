/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-view.h"

G_BEGIN_DECLS

/* A month to go by: small numbers, a dot where something takes place, the numbers of weeks. Main thread
 * only. */
#define LOFT_TYPE_MINI_MONTH (loft_mini_month_get_type ())
G_DECLARE_FINAL_TYPE (LoftMiniMonth, loft_mini_month, LOFT, MINI_MONTH, LoftCalendarView)

GtkWidget *loft_mini_month_new (void);

/* The days that the view beside it shows. */
void loft_mini_month_set_marked (LoftMiniMonth *self, gint64 first_day, gint64 n_days);

G_END_DECLS
