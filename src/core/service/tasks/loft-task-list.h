/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-task-line.h"

G_BEGIN_DECLS

/* A GListModel of LoftTaskLine: tasks under the headings of their groups, parts below what they are a part
 * of, narrowed to a list, a day, words. Done is folded at first. Main thread only. */
#define LOFT_TYPE_TASK_LIST (loft_task_list_get_type ())
G_DECLARE_FINAL_TYPE (LoftTaskList, loft_task_list, LOFT, TASK_LIST, GObject)

typedef enum {
  LOFT_TASK_SORT_DATE, /* then by the person's order */
  LOFT_TASK_SORT_ORDER,
  LOFT_TASK_SORT_PRIORITY,
} LoftTaskSort;

/* tasks: of LoftTaskItem; followed. first_weekday: 1 Monday to 7 Sunday. */
LoftTaskList *loft_task_list_new (GListModel *tasks, GTimeZone *zone, int first_weekday);

/* NULL: all. */
void loft_task_list_set_list (LoftTaskList *self, LoftCalendarItem *list);

/* Only what is due today or was before; and what is a part of that. */
void loft_task_list_set_today (LoftTaskList *self, gboolean today);

/* "": all. A task fits when each word begins one of its summary, notes or categories. */
void loft_task_list_set_words (LoftTaskList *self, const char *text);

void loft_task_list_set_sort (LoftTaskList *self, LoftTaskSort sort);

void loft_task_list_set_folded (LoftTaskList *self, LoftTaskGroup group, gboolean folded);

/* Tells that time has passed: the clock of the core is asked. */
void loft_task_list_look_at_clock (LoftTaskList *self);

/* (transfer none) As of when it last looked at it. */
const LoftTaskClock *loft_task_list_get_clock (LoftTaskList *self);

/* Open ones of a list (NULL: of all), whatever is shown. */
guint loft_task_list_count_open (LoftTaskList *self, LoftCalendarItem *list);
/* Those that are due today or overdue. */
guint loft_task_list_count_due (LoftTaskList *self);

/* Where it is shown; -1: nowhere. */
int loft_task_list_find (LoftTaskList *self, LoftTaskItem *item);

/* (transfer full) of LoftTaskItem that stand in a row with item: in its group, or parts of the same; in
 * order. */
GPtrArray *loft_task_list_list_siblings (LoftTaskList *self, LoftTaskItem *item);

G_END_DECLS
