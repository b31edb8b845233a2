/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-task-group.h"

G_BEGIN_DECLS

/* When a task is due, or begins: switched on or off, a day, perhaps a time. Signal "changed" (by the person).
 * Main thread only. */
#define LOFT_TYPE_TASK_DATE_ROW (loft_task_date_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftTaskDateRow, loft_task_date_row, LOFT, TASK_DATE_ROW, AdwExpanderRow)

/* clock: borrowed as long as the row. */
GtkWidget *loft_task_date_row_new (const char *title, const LoftTaskClock *clock);

void loft_task_date_row_set (LoftTaskDateRow *self, const LoftEventTime *time);
/* What was set comes back as it was, with its zone, while nobody changed it. */
LoftEventTime loft_task_date_row_get (LoftTaskDateRow *self);

G_END_DECLS
