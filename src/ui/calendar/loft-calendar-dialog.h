/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-calendar-actions.h"

G_BEGIN_DECLS

/* Name and colour of a calendar: of a new one beside another in its account, or of one that is there. It says
 * itself what cannot be, and closes when it is done. Main thread only. */
#define LOFT_TYPE_CALENDAR_DIALOG (loft_calendar_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LoftCalendarDialog, loft_calendar_dialog, LOFT, CALENDAR_DIALOG, AdwWindow)

/* (transfer full) floating. */
GtkWindow *loft_calendar_dialog_new (LoftCalendarActions *actions, LoftCalendarItem *calendar,
                                     gboolean is_new);

/* Asks, since nothing brings it back, and deletes the calendar; what cannot be is said. */
void loft_calendar_dialog_ask_delete (GtkWidget *parent, LoftCalendarActions *actions,
                                      LoftCalendarItem *calendar);

G_END_DECLS
