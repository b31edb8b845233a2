/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-reminder-memory.h"
#include "loft-reminders.h"

G_BEGIN_DECLS

/* What is due of some reminders, as the memory judges. Pure but for the memory. */
typedef struct {
  GPtrArray *due; /* (owned) of LoftReminder: to be told of now; due is the repetition meant */
  GPtrArray *shown; /* (owned) of LoftReminder: told before */
  gint64 next; /* when to look again; G_MAXINT64: no need */
} LoftReminderAgenda;

/* (transfer full) reminders: of LoftReminder, in any order; is sorted. Of the times of a series that are
 * due by the same alarm only the last counts. */
LoftReminderAgenda *loft_reminder_agenda_new (LoftReminderMemory *memory, GPtrArray *reminders,
                                              gint64 now);
void loft_reminder_agenda_free (LoftReminderAgenda *self);

/* As if the time had come. */
void loft_reminders_look (LoftReminders *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftReminderAgenda, loft_reminder_agenda_free)

G_END_DECLS
