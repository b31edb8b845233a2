/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-reminders.h"

G_BEGIN_DECLS

/* A reminder in its window: what, how long until then, when, where; join, put off, dismiss. */
#define LOFT_TYPE_REMINDER_ROW (loft_reminder_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftReminderRow, loft_reminder_row, LOFT, REMINDER_ROW, GtkListBoxRow)

GtkWidget *loft_reminder_row_new (LoftReminders *reminders, LoftReminderItem *item);

/* Time has passed. */
void loft_reminder_row_update (LoftReminderRow *self);

G_END_DECLS
