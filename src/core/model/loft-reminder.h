/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "loft-folder.h"

G_BEGIN_DECLS

/* One moment at which a person wants to be reminded of one time that an event takes place, or of a task.
 * Strings are valid UTF-8 and never NULL. Immutable once published; counted (atomic). */
typedef struct {
  gatomicrefcount ref_count;
  char *account_id; /* "" until its store is known */
  gint64 resource_id; /* the same; 0 */
  gint64 folder_id; /* the same */
  LoftFolderKinds kind; /* EVENTS or TASKS */
  char *uid;
  char *recurrence_id; /* as in LoftOccurrence */
  char *alarm; /* which of its alarms, whatever else changes: "-900", or the VALARM's UID */
  gint64 first; /* when it is due; with repetitions when the first of them is */
  gint64 due; /* when this repetition is */
  gboolean has_time; /* a task without dates has none */
  gboolean all_day;
  gint64 start; /* instants where the reader is; all-day ones at their midnight */
  gint64 end;
  char *summary;
  char *location;
  char *join; /* address of its meeting, or "" */
} LoftReminder;

LoftReminder *loft_reminder_new (void);
LoftReminder *loft_reminder_copy (const LoftReminder *self);
LoftReminder *loft_reminder_ref (LoftReminder *self);
void loft_reminder_unref (LoftReminder *self);

/* (transfer full) The same for all repetitions, in every run: what is remembered of it goes by this. */
char *loft_reminder_dup_key (const LoftReminder *self);

/* By when they are due. */
int loft_reminder_compare (const LoftReminder *a, const LoftReminder *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftReminder, loft_reminder_unref)

G_END_DECLS
