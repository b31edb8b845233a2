/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-service.h"
#include "loft-task-item.h"

G_BEGIN_DECLS

/* A GListModel of LoftTaskItem: the tasks of all accounts, those of an account together. Empty at first;
 * read in workers, and again whenever a list has changed; a task that did not change stays the same item.
 * service must outlive it. Main thread. */
#define LOFT_TYPE_TASKS (loft_tasks_get_type ())
G_DECLARE_FINAL_TYPE (LoftTasks, loft_tasks, LOFT, TASKS, GObject)

/* lists: of LoftCalendarItem; what is in none of them is left out. */
LoftTasks *loft_tasks_new (LoftService *service, GListModel *lists);

G_END_DECLS
