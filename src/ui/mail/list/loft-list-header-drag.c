/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-list-header-private.h"

/* A hand that trembles while it clicks does not move a column. */
#define MOVE_FROM 12

static void
on_drag_begin (LoftListHeader *self, double x, double y, GtkGesture *gesture)
{
  gboolean at_edge = FALSE;

  self->moving = FALSE;
  self->resizing = FALSE;
  self->drag_from = loft_list_header_from_start (self, x);
  if (self->columns == NULL ||
      !loft_list_header_find (self, self->drag_from, &self->dragged, &at_edge))
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  if (!at_edge)
    return;
  self->resizing = TRUE;
  self->width_before = loft_list_columns_get_width (self->columns, self->dragged);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

/* Behind the subject, which takes the rest, a column grows to its start. */
static int
direction_of (LoftListHeader *self)
{
  LoftListColumn column = 0;

  for (guint n = 0; loft_list_columns_get_nth (self->columns, n, &column); n++)
    {
      if (column == self->dragged)
        return 1;
      if (column == LOFT_LIST_COLUMN_SUBJECT)
        return -1;
    }
  return 1;
}

static void
resize (LoftListHeader *self, double along)
{
  int width = self->width_before + (int) along * direction_of (self);

  loft_list_columns_set_width (self->columns, self->dragged, width);
}

static void
move (LoftListHeader *self, double x)
{
  LoftListColumn over = 0;
  LoftListColumn column = 0;
  gboolean at_edge = FALSE;
  gboolean seen = FALSE;

  if (!loft_list_header_find (self, x, &over, &at_edge) || at_edge || over == self->dragged)
    return;
  for (guint n = 0; loft_list_columns_get_nth (self->columns, n, &column); n++)
    {
      seen = seen || column == self->dragged;
      if (column == over)
        break;
    }
  loft_list_columns_move (self->columns, self->dragged, seen ? 1 : -1);
}

static void
on_drag_update (LoftListHeader *self, double offset_x, double offset_y, GtkGesture *gesture)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  double along = rtl ? -offset_x : offset_x;

  if (self->resizing)
    {
      resize (self, along);
      return;
    }
  if (!self->moving && ABS (along) < MOVE_FROM)
    return;
  if (!self->moving)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  self->moving = TRUE;
  move (self, self->drag_from + along);
}

static void
on_motion (LoftListHeader *self, double x, double y)
{
  LoftListColumn column = 0;
  gboolean at_edge = FALSE;

  if (self->columns != NULL)
    loft_list_header_find (self, loft_list_header_from_start (self, x), &column, &at_edge);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), at_edge ? "col-resize" : NULL);
}

static void
on_secondary_pressed (LoftListHeader *self, int n_press, double x, double y)
{
  LoftListColumn column = LOFT_LIST_COLUMN_SUBJECT;
  gboolean at_edge = FALSE;

  loft_list_header_find (self, loft_list_header_from_start (self, x), &column, &at_edge);
  loft_list_header_popup (self, column);
}

void
loft_list_header_add_drag (LoftListHeader *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_secondary_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}
