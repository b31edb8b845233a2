/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-reminders.h"

G_BEGIN_DECLS

/* (transfer full) floating: a button that asks for how long item is put off; NULL: all that are listed.
 * One that begins later can be put off until then. Main thread. */
GtkWidget *loft_reminder_snooze_new (LoftReminders *reminders, LoftReminderItem *item,
                                     const char *label);

G_END_DECLS
