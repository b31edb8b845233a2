/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-editor-private.h"

#include <math.h>

/* Of the column that an answer stands in, beyond the composer's own. */
static GtkAdjustment *
column_of (LoftHtmlEditor *self)
{
  GtkWidget *own = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *outer =
    own == NULL ? NULL
                : gtk_widget_get_ancestor (gtk_widget_get_parent (own), GTK_TYPE_SCROLLED_WINDOW);

  return outer == NULL ? NULL : gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (outer));
}

/* The web view keeps every turn of the wheel; where it has nothing to scroll it is for the column. */
static gboolean
on_scroll (LoftHtmlEditor *self, double dx, double dy, GtkEventController *controller)
{
  GtkAdjustment *column = column_of (self);
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);
  double step = 1;

  if (column == NULL || fabs (dx) > fabs (dy) || (state & GDK_CONTROL_MASK) != 0 ||
      self->height > gtk_widget_get_height (GTK_WIDGET (self)))
    return FALSE;
  if (gtk_event_controller_scroll_get_unit (GTK_EVENT_CONTROLLER_SCROLL (controller)) ==
      GDK_SCROLL_UNIT_WHEEL)
    step = pow (gtk_adjustment_get_page_size (column), 2.0 / 3.0); /* as GtkScrolledWindow */
  gtk_adjustment_set_value (column, gtk_adjustment_get_value (column) + dy * step);
  return TRUE;
}

void
loft_html_editor_pass_scroll (LoftHtmlEditor *self)
{
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}
