/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-task-actions.h"

G_BEGIN_DECLS

/* Tasks in memory. What is undone is as it was before the change. */
#define FAKE_TYPE_TASKS (fake_tasks_get_type ())
G_DECLARE_FINAL_TYPE (FakeTasks, fake_tasks, FAKE, TASKS, GObject)

FakeTasks *fake_tasks_new (void);

/* (transfer none) */
LoftCalendarItem *fake_tasks_add_list (FakeTasks *self, const char *account, const char *name,
                                       const char *color);

/* (transfer none) until it changes. The uid is the summary. day: from 1970 on; 0: none. */
LoftTask *fake_tasks_add (FakeTasks *self, LoftCalendarItem *list, const char *summary,
                          const char *parent, gint64 day);

/* What somebody has to do, and awkward cases, around a day. */
void fake_tasks_fill (FakeTasks *self, gint64 today);

/* (transfer none) (nullable) the first of that name. */
LoftTaskItem *fake_tasks_find (FakeTasks *self, const char *summary);
guint fake_tasks_count (FakeTasks *self);

/* The kind of the last change, and how many there were. */
LoftTaskChangeKind fake_tasks_get_last_kind (FakeTasks *self);
guint fake_tasks_count_changes (FakeTasks *self);

/* What the next changes fail with; NULL: they succeed. */
void fake_tasks_set_error (FakeTasks *self, const GError *error);

G_END_DECLS
