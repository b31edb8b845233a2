/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-view.h"

G_BEGIN_DECLS

/* The weeks of a month: what takes days as bars, the rest by its time, as many as fit and how many more.
 * Where a day is too narrow for words it has dots, and the chosen day is listed below. Main thread only. */
#define LOFT_TYPE_MONTH_VIEW (loft_month_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftMonthView, loft_month_view, LOFT, MONTH_VIEW, LoftCalendarView)

GtkWidget *loft_month_view_new (void);

G_END_DECLS
