/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-service.h"
#include "loft-task-actions.h"

G_BEGIN_DECLS

/* The tasks: lists, what is to be done, one of it. Its badge is what is due. Main thread only. */
#define LOFT_TYPE_TASKS_PANE (loft_tasks_pane_get_type ())
G_DECLARE_FINAL_TYPE (LoftTasksPane, loft_tasks_pane, LOFT, TASKS_PANE, GtkWidget)

GtkWidget *loft_tasks_pane_new (LoftTaskActions *tasks);

/* Whose troubles are told above the list. Once. */
void loft_tasks_pane_set_service (LoftTasksPane *self, LoftService *service);

/* Shows a task among all of them; from elsewhere. */
void loft_tasks_pane_show (LoftTasksPane *self, const char *uid);

/* Adds a task, and shows it; from elsewhere. */
void loft_tasks_pane_add (LoftTasksPane *self, LoftTask *task);

G_END_DECLS
