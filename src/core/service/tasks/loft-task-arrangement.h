/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-task-list.h"

G_BEGIN_DECLS

/* Which tasks are shown, and in what order. Main thread (items are). */
typedef struct {
  const LoftTaskClock *clock;
  LoftCalendarItem *list; /* (nullable) */
  gboolean today;
  const char *const *words; /* folded */
  LoftTaskSort sort;
  const gboolean *folded; /* of each group */
} LoftTaskArrangement;

/* Appends LoftTaskLineFacts (items are borrowed) of tasks: each with a heading before the first of its
 * group. What is a part of itself, or too deep, stands alone. n log n. */
void loft_task_arrangement_make (const LoftTaskArrangement *self, GPtrArray *tasks, GArray *lines);

int loft_task_arrangement_compare (const LoftTaskArrangement *self, const LoftTask *a,
                                   const LoftTask *b);

/* (transfer full) */
GStrv loft_task_arrangement_fold_words (const char *text);

G_END_DECLS
