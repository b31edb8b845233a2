/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-reminders.h"

G_BEGIN_DECLS

/* Puts a reminder into the list of a pretended service, and tells of it. start: seconds from now; 0: a
 * task without a date. */
LoftReminderItem *fake_reminders_add (LoftReminders *self, const char *summary,
                                      const char *location, const char *join, gint64 start,
                                      gboolean all_day);

/* How many were put off or dismissed, and until when the last. */
guint fake_reminders_get_n_over (LoftReminders *self);
gint64 fake_reminders_get_until (LoftReminders *self);

G_END_DECLS
