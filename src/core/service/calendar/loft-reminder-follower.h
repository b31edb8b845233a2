/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* The reminders of one account, as they were last read. Signals: "changed", it is stale: its events or
 * tasks have changed; "read" (gboolean is_new), a reading has come to its end (FALSE: it failed, and what
 * was found before still stands). Main thread. */
#define LOFT_TYPE_REMINDER_FOLLOWER (loft_reminder_follower_get_type ())
G_DECLARE_FINAL_TYPE (LoftReminderFollower, loft_reminder_follower, LOFT, REMINDER_FOLLOWER,
                      GObject)

/* Stale from the beginning. account: held. */
LoftReminderFollower *loft_reminder_follower_new (LoftMailAccount *account);

/* From then on nothing is told, and a reading that runs leads to nothing. */
void loft_reminder_follower_stop (LoftReminderFollower *self);

LoftMailAccount *loft_reminder_follower_get_account (LoftReminderFollower *self);

/* (transfer none) (nullable) of LoftReminder; NULL: not read as yet. */
GPtrArray *loft_reminder_follower_get_found (LoftReminderFollower *self);

gboolean loft_reminder_follower_is_stale (LoftReminderFollower *self);
void loft_reminder_follower_set_stale (LoftReminderFollower *self);

/* Reads what is due within a time, in a worker. While it is read already, it is only made stale. */
void loft_reminder_follower_read (LoftReminderFollower *self, gint64 from, gint64 to);

G_END_DECLS
