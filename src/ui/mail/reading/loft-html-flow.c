/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-view-private.h"

#include <math.h>

/* A view is a picture in memory, four bytes a pixel: what is higher scrolls in itself. */
#define MAX_HEIGHT 6000
#define MIN_HEIGHT 24
/* Content that is as high as its view, and a little more, would grow for ever. */
#define MAX_MEASURED 24

/* Watched in a script world of our own; the page has no script that could see it. */
static const char watch_height[] =
  "(() => {"
  "  const tell = () => window.webkit.messageHandlers.loftHeight.postMessage ("
  "    Math.max (document.body.scrollHeight, document.body.offsetHeight));"
  "  new ResizeObserver (tell).observe (document.body);"
  "  document.querySelectorAll ('img').forEach (image => image.addEventListener ('load', tell));"
  "  tell (); })()";

#define WORLD "loft"

static void
on_height_told (LoftHtmlView *self, JSCValue *value)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  double told = loft_webkit.value_is_number (value) ? loft_webkit.value_to_double (value) : 0;
  int height = (int) ceil (CLAMP (told * self->zoom, MIN_HEIGHT, MAX_HEIGHT));

  if (!self->flow || self->body == NULL || height == self->height)
    return;
  if (width != self->measured_width)
    self->n_measured = 0;
  self->measured_width = width;
  if (height > self->height && self->n_measured++ >= MAX_MEASURED)
    return;
  self->height = height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static GtkAdjustment *
column_of (LoftHtmlView *self)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);

  return scroller == NULL ? NULL
                          : gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

/* The web view keeps every turn of the wheel for itself; here it is for the column. */
static gboolean
on_scroll (LoftHtmlView *self, double dx, double dy, GtkEventController *controller)
{
  GtkAdjustment *column = column_of (self);
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);
  double step = 1;

  if (!self->flow || column == NULL || fabs (dx) > fabs (dy) || self->height >= MAX_HEIGHT ||
      (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)) != 0)
    return FALSE;
#if GTK_CHECK_VERSION(4, 8, 0)
  if (gtk_event_controller_scroll_get_unit (GTK_EVENT_CONTROLLER_SCROLL (controller)) ==
      GDK_SCROLL_UNIT_WHEEL)
#endif
    step = pow (gtk_adjustment_get_page_size (column), 2.0 / 3.0); /* as GtkScrolledWindow */
  gtk_adjustment_set_value (column, gtk_adjustment_get_value (column) + dy * step);
  return TRUE;
}

void
loft_html_flow_scroll_to (LoftHtmlView *self, double y)
{
  GtkAdjustment *column = column_of (self);
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  double page = column == NULL ? 0 : gtk_adjustment_get_page_size (column);
  double top = 0;

  if (!self->flow || column == NULL ||
      !gtk_widget_translate_coordinates (GTK_WIDGET (self), scroller, 0, y * self->zoom, NULL,
                                         &top))
    return;
  if (top < 0 || top > page - MIN_HEIGHT)
    gtk_adjustment_set_value (column, gtk_adjustment_get_value (column) + top - page / 3);
}

void
loft_html_flow_measure (LoftHtmlView *self)
{
  if (self->flow)
    loft_webkit.web_view_evaluate_javascript (self->web_view, watch_height, -1, WORLD, NULL, NULL,
                                              NULL, NULL);
}

void
loft_html_flow_reset (LoftHtmlView *self)
{
  self->n_measured = 0;
  self->height = MIN_HEIGHT;
  if (self->flow)
    gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
loft_html_flow_attach (LoftHtmlView *self)
{
  WebKitUserContentManager *manager =
    loft_webkit.web_view_get_user_content_manager (self->web_view);
  GtkEventController *scroll = NULL;

  if (!self->flow)
    return;
  g_signal_connect_object (manager, "script-message-received::loftHeight",
                           G_CALLBACK (on_height_told), self, G_CONNECT_SWAPPED);
  loft_webkit.user_content_manager_register_script_message_handler (manager, "loftHeight", WORLD);
  scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}
