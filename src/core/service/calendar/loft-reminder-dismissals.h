/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"
#include "loft-reminder.h"

G_BEGIN_DECLS

/* Writes into events and tasks that their reminders were dismissed, for the other devices of the person,
 * one after the other. What cannot be written is said in the log. Main thread. */
#define LOFT_TYPE_REMINDER_DISMISSALS (loft_reminder_dismissals_get_type ())
G_DECLARE_FINAL_TYPE (LoftReminderDismissals, loft_reminder_dismissals, LOFT, REMINDER_DISMISSALS,
                      GObject)

LoftReminderDismissals *loft_reminder_dismissals_new (void);

/* account: that of the reminder, which is copied. */
void loft_reminder_dismissals_add (LoftReminderDismissals *self, LoftMailAccount *account,
                                   const LoftReminder *reminder);

/* Forgets those that wait; the one that is written comes to its end. */
void loft_reminder_dismissals_clear (LoftReminderDismissals *self);

G_END_DECLS
