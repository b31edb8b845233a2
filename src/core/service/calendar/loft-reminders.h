/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"
#include "loft-reminder.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* One reminder that waits for a word of the person. */
#define LOFT_TYPE_REMINDER_ITEM (loft_reminder_item_get_type ())
G_DECLARE_FINAL_TYPE (LoftReminderItem, loft_reminder_item, LOFT, REMINDER_ITEM, GObject)

LoftReminderItem *loft_reminder_item_new (const LoftReminder *reminder);
/* (transfer none) */
const LoftReminder *loft_reminder_item_get (LoftReminderItem *self);
/* The same in every run: names its notification. */
const char *loft_reminder_item_get_key (LoftReminderItem *self);

/* What is due of all calendars and task lists, and was neither dismissed nor put off: a GListModel of
 * LoftReminderItem, the earliest event first. Each is told once, also when it came due while nothing ran,
 * the machine slept, or the program was killed. Of several processes on a profile one reminds. Main
 * thread; nothing blocks but for a small file.
 *
 * Signal "due" (LoftReminderItem, gboolean is_again): to be told of now; whoever did says so by
 * loft_reminders_tell(). is_again: it was put off, or is repeated.
 * Signal "over" (LoftReminderItem): dismissed here or elsewhere, put off, or its event has gone. */
#define LOFT_TYPE_REMINDERS (loft_reminders_get_type ())
G_DECLARE_FINAL_TYPE (LoftReminders, loft_reminders, LOFT, REMINDERS, GObject)

/* accounts: of LoftMailAccount. */
LoftReminders *loft_reminders_new (GListModel *accounts, const char *profile_dir);

/* (transfer none) Of all accounts of a service, which stops it. Whoever shows it starts it. */
LoftReminders *loft_service_get_reminders (LoftService *service);

/* Both idempotent. Nothing is told before the one and after the other. */
void loft_reminders_start (LoftReminders *self);
void loft_reminders_stop (LoftReminders *self);

void loft_reminders_tell (LoftReminders *self, LoftReminderItem *item);

/* until: seconds since 1970; LOFT_REMINDERS_AT_START: until what it is for begins, where that is ahead. */
void loft_reminders_snooze (LoftReminders *self, LoftReminderItem *item, gint64 until);
#define LOFT_REMINDERS_AT_START 0

/* Everywhere: others read it in the event, as soon as the server has it. One that may not be written
 * is remembered here. */
void loft_reminders_dismiss (LoftReminders *self, LoftReminderItem *item);

/* (transfer none) (nullable) */
LoftReminderItem *loft_reminders_find (LoftReminders *self, const char *key);

/* The person's choice for a calendar or a list; remembered. */
gboolean loft_reminders_is_silent (LoftMailAccount *account, gint64 folder_id);
gboolean loft_reminders_set_silent (LoftMailAccount *account, gint64 folder_id, gboolean silent,
                                    GError **error);

G_END_DECLS
