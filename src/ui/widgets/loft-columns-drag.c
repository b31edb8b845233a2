/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-columns-private.h"

#include <math.h>

static double
from_start (LoftColumns *self, double x)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    return gtk_widget_get_width (GTK_WIDGET (self)) - x;
  return x;
}

/* The second edge lies across when the main column is below. */
static gboolean
is_across (LoftColumns *self, int edge)
{
  return edge == 1 && self->place == LOFT_MAIN_BELOW;
}

static gboolean
is_at_edge (LoftColumns *self, int edge, double x, double y)
{
  double start = from_start (self, x);

  if (self->edges[edge] == NULL || !gtk_widget_get_child_visible (self->edges[edge]))
    return FALSE;
  if (is_across (self, edge))
    return fabs (y - self->edge_at[edge]) <= LOFT_COLUMNS_EDGE_REACH &&
           (self->mode != LOFT_COLUMNS_WIDE || start > self->edge_at[0]);
  return fabs (start - self->edge_at[edge]) <= LOFT_COLUMNS_EDGE_REACH;
}

static int
size_before (LoftColumns *self, int edge)
{
  if (edge == 1 && !is_across (self, edge) && self->mode == LOFT_COLUMNS_WIDE)
    return self->edge_at[1] - self->edge_at[0];
  return self->edge_at[edge];
}

static void
on_drag_begin (LoftColumns *self, double x, double y)
{
  self->dragged_edge = -1;
  for (int i = 0; i < 2; i++)
    {
      if (is_at_edge (self, i, x, y))
        self->dragged_edge = i;
    }
  if (self->dragged_edge < 0 || self->sidebar_open)
    {
      gtk_gesture_set_state (self->drag, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->drag_start_size = size_before (self, self->dragged_edge);
  gtk_gesture_set_state (self->drag, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_drag_update (LoftColumns *self, double offset_x, double offset_y)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int width = self->drag_start_size + (int) (rtl ? -offset_x : offset_x);
  int height = self->drag_start_size + (int) offset_y;

  if (self->dragged_edge == 0)
    g_object_set (self, "sidebar-width",
                  CLAMP (width, LOFT_SIDEBAR_MIN_WIDTH, LOFT_SIDEBAR_MAX_WIDTH), NULL);
  else if (self->dragged_edge == 1 && is_across (self, 1))
    g_object_set (self, "middle-height",
                  CLAMP (height, LOFT_MIDDLE_MIN_HEIGHT, LOFT_MIDDLE_MAX_HEIGHT), NULL);
  else if (self->dragged_edge == 1)
    g_object_set (self, "middle-width",
                  CLAMP (width, LOFT_MIDDLE_MIN_WIDTH, LOFT_MIDDLE_MAX_WIDTH), NULL);
}

void
loft_columns_add_edges (LoftColumns *self)
{
  for (int i = 0; i < 2; i++)
    {
      self->edges[i] = adw_bin_new ();
      gtk_widget_set_cursor_from_name (self->edges[i], "col-resize");
      gtk_widget_set_parent (self->edges[i], GTK_WIDGET (self));
    }
  self->drag = gtk_gesture_drag_new ();
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (self->drag),
                                              GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (self->drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (self->drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (self->drag));
}
