/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-reminder.h"

G_BEGIN_DECLS

/* Words for reminders. (transfer full) now: seconds since 1970. Main thread only. */

/* What it is for, or "(No Title)"; one line. */
char *loft_reminder_text_title (const LoftReminder *reminder);

/* "in 15 minutes", "now", "10 minutes ago", "tomorrow"; "" where it has no time. */
char *loft_reminder_text_distance (const LoftReminder *reminder, gint64 now);

/* "Tuesday, 24 November, 09:30 – 10:15", or "Task". */
char *loft_reminder_text_when (const LoftReminder *reminder, gint64 now);

/* What the desktop shows: plain words, with what can be done about it. key: as the service has it. */
GNotification *loft_reminder_text_new_notification (const LoftReminder *reminder, const char *key,
                                                    gint64 now);

/* (nullable) The address to join by, where it is one that may be opened. (transfer none) */
const char *loft_reminder_text_get_join (const LoftReminder *reminder);

G_END_DECLS
