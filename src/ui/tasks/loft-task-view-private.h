/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-task-date-row.h"
#include "loft-task-view.h"

G_BEGIN_DECLS

struct _LoftTaskView {
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkCheckButton *check;
  GtkEditable *summary;
  LoftTaskDateRow *due;
  LoftTaskDateRow *start;
  AdwComboRow *repeat;
  AdwComboRow *priority;
  GtkSpinButton *percent;
  GtkEditable *categories;
  GtkEditable *url;
  GtkWidget *open_url;
  AdwComboRow *list;
  GtkTextView *notes;
  GtkWidget *form;

  GListModel *lists; /* (owned) */
  GListModel *writable; /* (owned) */
  const LoftTaskClock *clock;
  LoftTaskItem *item; /* (owned) (nullable) as it is shown */
  guint tell_source;
  gboolean showing;
};

/* -build */
void loft_task_view_build (LoftTaskView *self);
/* Tells soon, or now. */
void loft_task_view_tell_soon (LoftTaskView *self);
void loft_task_view_tell (LoftTaskView *self);

/* -repeat: what can be chosen of how it repeats. */
GtkStringList *loft_task_view_make_repeats (void);
/* The last is another rule, which stays. */
guint loft_task_view_find_repeat (const LoftTask *task);
/* (transfer full) */
char *loft_task_view_make_rule (guint chosen, const LoftTask *task);

G_END_DECLS
