/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-reminder.h"

G_BEGIN_DECLS

/* What became of reminders, in a file of the profile: shown, put off, dismissed. With it a reminder is
 * shown once, whatever happens to the program in between. Main thread; one process at a time. */
typedef struct _LoftReminderMemory LoftReminderMemory;

/* A file that cannot be read is none. */
LoftReminderMemory *loft_reminder_memory_new (const char *path);
void loft_reminder_memory_free (LoftReminderMemory *self);

typedef enum {
  LOFT_REMINDER_NOTHING, /* dismissed, or too old */
  LOFT_REMINDER_LATER, /* *at says when to look again */
  LOFT_REMINDER_DUE, /* to be shown now */
  LOFT_REMINDER_SHOWN, /* it was, and the person has not said anything yet */
} LoftReminderVerdict;

/* reminder: one of those of a key; due: the last of its repetitions up to now, next: the first after it
 * (0: none). Pure but for what is remembered. */
LoftReminderVerdict loft_reminder_memory_judge (LoftReminderMemory *self,
                                                const LoftReminder *reminder, gint64 due,
                                                gint64 next, gint64 now, gint64 *at);

/* What was there before this folder was first seen is not worth a word, unless it is still ahead. */
void loft_reminder_memory_see_folder (LoftReminderMemory *self, const char *account_id,
                                      gint64 folder_id, gint64 now);

/* About to be shown: is shown again after a crash, until it is told that it was. */
void loft_reminder_memory_begin (LoftReminderMemory *self, const LoftReminder *reminder, gint64 due,
                                 gint64 now);
void loft_reminder_memory_tell (LoftReminderMemory *self, const LoftReminder *reminder);
void loft_reminder_memory_snooze (LoftReminderMemory *self, const LoftReminder *reminder,
                                  gint64 until);
void loft_reminder_memory_dismiss (LoftReminderMemory *self, const LoftReminder *reminder);

/* When the oldest that was put off, or shown of late, was first due: so far back one has to look.
 * G_MAXINT64: none. */
gint64 loft_reminder_memory_get_oldest (LoftReminderMemory *self, gint64 now);

/* What changed is durable when it returns TRUE. LOFT_ERROR_STORE: it is kept in memory. */
gboolean loft_reminder_memory_save (LoftReminderMemory *self, gint64 now, GError **error);

/* How long ago what was missed may have been. */
#define LOFT_REMINDER_MISSED_SECONDS ((gint64) 7 * 24 * 60 * 60)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftReminderMemory, loft_reminder_memory_free)

G_END_DECLS
