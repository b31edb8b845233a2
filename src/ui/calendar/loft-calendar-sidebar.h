/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-calendar-actions.h"

G_BEGIN_DECLS

/* The calendars of all accounts with their colours, to be switched on and off. Main thread only. */
#define LOFT_TYPE_CALENDAR_SIDEBAR (loft_calendar_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (LoftCalendarSidebar, loft_calendar_sidebar, LOFT, CALENDAR_SIDEBAR, GtkWidget)

GtkWidget *loft_calendar_sidebar_new (LoftCalendarActions *actions);

G_END_DECLS
