/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-reminders.h"

G_BEGIN_DECLS

/* What is due, in a small window that also stands alone: it goes with the last reminder. */
#define LOFT_TYPE_REMINDER_WINDOW (loft_reminder_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftReminderWindow, loft_reminder_window, LOFT, REMINDER_WINDOW, AdwWindow)

/* Shows the one that application has, or a new one. */
void loft_reminder_window_present (GApplication *application, LoftReminders *reminders);

G_END_DECLS
