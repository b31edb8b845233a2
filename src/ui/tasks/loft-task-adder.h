/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-task-group.h"

G_BEGIN_DECLS

/* A line in which tasks are typed, and what was understood of it below. Signal "added": the task is to be
 * taken. Main thread only. */
#define LOFT_TYPE_TASK_ADDER (loft_task_adder_get_type ())
G_DECLARE_FINAL_TYPE (LoftTaskAdder, loft_task_adder, LOFT, TASK_ADDER, GtkWidget)

GtkWidget *loft_task_adder_new (const LoftTaskClock *clock);

/* list: its name; NULL: there is none to add to. today: what says no date is due today. */
void loft_task_adder_set_list (LoftTaskAdder *self, const char *list, gboolean today);

/* (transfer full) (nullable) What is typed, if it has a summary; the line is empty then. */
LoftTask *loft_task_adder_take (LoftTaskAdder *self);

G_END_DECLS
