/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-search-elsewhere.h"
#include "loft-columns.h"
#include "loft-task-adder.h"
#include "loft-task-list.h"
#include "loft-task-row.h"
#include "loft-task-view.h"
#include "loft-tasks-pane.h"

G_BEGIN_DECLS

struct _LoftTasksPane {
  GtkWidget parent_instance;

  AdwToastOverlay *toasts;
  LoftColumns *columns;
  AdwHeaderBar *sidebar_header;
  AdwHeaderBar *list_header;
  AdwHeaderBar *main_header;
  GtkWidget *new_list_button;
  GtkWidget *list_menu_button;
  GtkWidget *sidebar_button;
  GtkWidget *list_back_button;
  GtkWidget *main_back_button;
  AdwWindowTitle *list_title;
  GtkListBox *places;
  LoftTaskAdder *adder;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search;
  GtkStack *list_stack;
  AdwStatusPage *nothing;
  LoftSearchElsewhere *elsewhere;
  GtkListView *rows;
  GtkWidget *menu; /* (nullable) popover */
  LoftTaskView *view;

  LoftTaskActions *tasks; /* (owned) */
  LoftService *service; /* (owned) (nullable) */
  LoftTaskList *list; /* (owned) */
  GtkSingleSelection *selection; /* (owned) */
  GSimpleActionGroup *actions; /* (owned) */
  GTimeZone *zone; /* (owned) */
  LoftCalendarItem *chosen; /* (owned) (nullable) one list is shown */
  gboolean today; /* or what is due */
  LoftTaskItem *shown; /* (owned) (nullable) by the view */
  char *expected_uid; /* (nullable) of a task that is shown when it is there */
  AdwToast *undo_toast; /* (weak) */
  guint64 undo;
  guint due; /* the badge */
  guint clock_source;
  guint update_source;
};

/* -places: the sidebar. */
GtkWidget *loft_tasks_pane_make_sidebar (LoftTasksPane *self);
void loft_tasks_pane_fill_places (LoftTasksPane *self);
void loft_tasks_pane_update_counts (LoftTasksPane *self);

/* -list: the middle column. */
GtkWidget *loft_tasks_pane_make_list (LoftTasksPane *self);
void loft_tasks_pane_update_state (LoftTasksPane *self);
void loft_tasks_pane_choose (LoftTasksPane *self, LoftCalendarItem *list, gboolean today,
                             const char *title);
/* (transfer none) (nullable) */
LoftTaskItem *loft_tasks_pane_get_selected (LoftTasksPane *self);
void loft_tasks_pane_select (LoftTasksPane *self, LoftTaskItem *item);
/* (transfer none) (nullable) Where a new task comes. */
LoftCalendarItem *loft_tasks_pane_get_target (LoftTasksPane *self);

/* -change: what a person does. */
void loft_tasks_pane_change (LoftTasksPane *self, const LoftTaskChange *change, const char *done);
void loft_tasks_pane_undo (LoftTasksPane *self);
void loft_tasks_pane_check (LoftTasksPane *self, LoftTaskItem *item);
void loft_tasks_pane_remove (LoftTasksPane *self, LoftTaskItem *item);
void loft_tasks_pane_edit (LoftTasksPane *self, LoftTaskItem *item, LoftTask *task,
                           const char *done);
void loft_tasks_pane_set_parent (LoftTasksPane *self, LoftTaskItem *item, gboolean deeper);
/* Among the others of its row: up or down by one. */
void loft_tasks_pane_step (LoftTasksPane *self, LoftTaskItem *item, int direction);
/* Before or behind another. */
void loft_tasks_pane_place (LoftTasksPane *self, LoftTaskItem *item, LoftTaskItem *other,
                            gboolean after);
void loft_tasks_pane_tell (LoftTasksPane *self, const char *text);

/* -lists: the name and colour of one, asked for beside a widget; NULL: a new one. */
void loft_tasks_pane_edit_list (LoftTasksPane *self, LoftCalendarItem *list, GtkWidget *at);

/* -actions */
void loft_tasks_pane_add_actions (LoftTasksPane *self);
void loft_tasks_pane_update_actions (LoftTasksPane *self);

/* -drag */
void loft_tasks_pane_add_drag (LoftTasksPane *self, LoftTaskRow *row);
void loft_tasks_pane_add_list_drop (LoftTasksPane *self, GtkWidget *row, LoftCalendarItem *list);

/* -menu */
void loft_tasks_pane_show_menu (LoftTasksPane *self, GtkWidget *at, double x, double y);

G_END_DECLS
