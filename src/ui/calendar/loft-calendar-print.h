/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-view.h"

G_BEGIN_DECLS

/* (transfer full) The month, week or day that a view shows, on one page; where a view has no such end,
 * its week. What is printed is what the view knows now, whatever changes later. To be run by the caller.
 * Main thread only. */
GtkPrintOperation *loft_calendar_print_new (LoftCalendarView *view);

G_END_DECLS
