/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tasks-pane-private.h"

#include "config.h"
#include "loft-task-text.h"

#include <glib/gi18n.h>

/* ---- from a row --------------------------------------------------------------------------- */

static LoftTaskItem *
item_of (GtkWidget *row)
{
  LoftTaskLine *line = loft_task_row_get_line (LOFT_TASK_ROW (row));

  return line != NULL ? loft_task_line_get (line)->item : NULL;
}

static GdkContentProvider *
on_prepare (GtkDragSource *source, double x, double y, LoftTasksPane *self)
{
  LoftTaskItem *item = item_of (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)));

  return item != NULL ? gdk_content_provider_new_typed (LOFT_TYPE_TASK_ITEM, item) : NULL;
}

static void
on_drag_begin (GtkDragSource *source, GdkDrag *drag, LoftTasksPane *self)
{
  LoftTaskItem *item = item_of (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)));
  GtkWidget *label;

  if (item == NULL)
    return;
  label = gtk_label_new (loft_task_text_title (loft_task_item_get (item)));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_widget_add_css_class (label, "task-dragged");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
}

/* ---- to a row ----------------------------------------------------------------------------- */

static gboolean
is_lower_half (GtkWidget *row, double y)
{
  return y > gtk_widget_get_height (row) / 2.0;
}

static GdkDragAction
on_motion (GtkDropTarget *target, double x, double y, LoftTasksPane *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));

  if (item_of (row) == NULL)
    return 0;
  loft_task_row_set_drop (LOFT_TASK_ROW (row),
                          is_lower_half (row, y) ? LOFT_TASK_DROP_AFTER : LOFT_TASK_DROP_BEFORE);
  return GDK_ACTION_MOVE;
}

static void
on_leave (GtkDropTarget *target, LoftTasksPane *self)
{
  loft_task_row_set_drop (LOFT_TASK_ROW (
                            gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target))),
                          LOFT_TASK_DROP_NONE);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, LoftTasksPane *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  LoftTaskItem *other = item_of (row);
  LoftTaskItem *item = g_value_get_object (value);

  loft_task_row_set_drop (LOFT_TASK_ROW (row), LOFT_TASK_DROP_NONE);
  if (other == NULL || item == NULL || loft_task_item_is_same (item, other))
    return FALSE;
  loft_tasks_pane_place (self, item, other, is_lower_half (row, y));
  return TRUE;
}

void
loft_tasks_pane_add_drag (LoftTasksPane *self, LoftTaskRow *row)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (LOFT_TYPE_TASK_ITEM, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (on_prepare), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_drag_begin), self);
  gtk_widget_add_controller (GTK_WIDGET (row), GTK_EVENT_CONTROLLER (source));
  g_signal_connect (target, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (target, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (target, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (row), GTK_EVENT_CONTROLLER (target));
}

/* ---- to a list ---------------------------------------------------------------------------- */

static LoftCalendarItem *
list_of (GtkDropTarget *target)
{
  return g_object_get_data (G_OBJECT (target), "list");
}

static GdkDragAction
on_list_enter (GtkDropTarget *target, double x, double y, LoftTasksPane *self)
{
  return loft_calendar_item_get_writable (list_of (target)) ? GDK_ACTION_MOVE : 0;
}

static gboolean
on_list_drop (GtkDropTarget *target, const GValue *value, double x, double y, LoftTasksPane *self)
{
  LoftTaskItem *item = g_value_get_object (value);
  LoftTaskChange change = { .kind = LOFT_TASK_MOVE, .item = item, .list = list_of (target) };

  if (item == NULL || loft_task_item_get_list (item) == change.list)
    return FALSE;
  loft_tasks_pane_change (self, &change, _ ("Task moved"));
  return TRUE;
}

void
loft_tasks_pane_add_list_drop (LoftTasksPane *self, GtkWidget *row, LoftCalendarItem *list)
{
  GtkDropTarget *target = gtk_drop_target_new (LOFT_TYPE_TASK_ITEM, GDK_ACTION_MOVE);

  g_object_set_data_full (G_OBJECT (target), "list", g_object_ref (list), g_object_unref);
  g_signal_connect (target, "enter", G_CALLBACK (on_list_enter), self);
  g_signal_connect (target, "drop", G_CALLBACK (on_list_drop), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
}
