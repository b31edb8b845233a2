/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-reminders.h"

G_BEGIN_DECLS

/* Tells the desktop of reminders, each once, and takes back what is over; begins reminding. Adds the
 * actions of its notifications to application: "show-reminders", "join-reminder", "snooze-reminder",
 * "dismiss-reminder". Main thread. */
typedef struct _LoftReminderNotifier LoftReminderNotifier;

LoftReminderNotifier *loft_reminder_notifier_new (GApplication *application, LoftService *service);
void loft_reminder_notifier_free (LoftReminderNotifier *self);

G_END_DECLS
