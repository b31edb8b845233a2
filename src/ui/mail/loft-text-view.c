/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-text-view.h"

#include "loft-text-content.h"
#include "loft-ui.h"

#include <adwaita.h>

/* A text that is laid out as a whole takes its time: what is higher scrolls in itself. */
#define MAX_FLOW_HEIGHT 12000

struct _LoftTextView {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  AdwClampScrollable *clamp;
  GtkTextView *text;

  LoftTextContent *content;
  GtkCssProvider *zoom_style;
  const char *hovered; /* belongs to the content */
};

enum { LINK_HOVERED, LINK_CLICKED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftTextView, loft_text_view, GTK_TYPE_WIDGET)

static void set_hovered (LoftTextView *self, const char *uri);

void
loft_text_view_set_text (LoftTextView *self, const char *text)
{
  LoftTextContent *old = self->content;
  GdkRGBA color = { 0.1, 0.4, 0.8, 1.0 };

  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "accent_color",
                                  &color);
  set_hovered (self, NULL);
  self->content = loft_text_content_new (text, &color);
  gtk_text_view_set_buffer (self->text, loft_text_content_get_buffer (self->content));
  g_clear_pointer (&old, loft_text_content_free);
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->clamp)), 0);
}

void
loft_text_view_set_flow (LoftTextView *self, gboolean flow)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (self->scroller);

  gtk_scrolled_window_set_propagate_natural_height (scroller, flow);
  gtk_scrolled_window_set_max_content_height (scroller, flow ? MAX_FLOW_HEIGHT : -1);
}

/* Zoom */

void
loft_text_view_set_zoom (LoftTextView *self, double zoom)
{
  int width = LOFT_READING_WIDTH * zoom * loft_ui_text_scale (GTK_WIDGET (self));
  g_autofree char *css = g_strdup_printf ("textview{font-size:%d%%;}", (int) (zoom * 100));

  gtk_css_provider_load_from_data (self->zoom_style, css, -1);
  adw_clamp_scrollable_set_maximum_size (self->clamp, width);
  adw_clamp_scrollable_set_tightening_threshold (self->clamp, width);
}

/* Finding */

gboolean
loft_text_view_find (LoftTextView *self, const char *text, gboolean forward)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextSearchFlags flags = GTK_TEXT_SEARCH_CASE_INSENSITIVE | GTK_TEXT_SEARCH_TEXT_ONLY;
  GtkTextIter start, end, from, to;
  gboolean found = FALSE;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  if (text == NULL || text[0] == '\0')
    {
      gtk_text_buffer_select_range (buffer, &start, &start);
      return TRUE;
    }
  found = forward ? gtk_text_iter_forward_search (&end, text, flags, &from, &to, NULL)
                  : gtk_text_iter_backward_search (&start, text, flags, &from, &to, NULL);
  if (!found)
    {
      gtk_text_buffer_get_bounds (buffer, &start, &end);
      found = forward ? gtk_text_iter_forward_search (&start, text, flags, &from, &to, NULL)
                      : gtk_text_iter_backward_search (&end, text, flags, &from, &to, NULL);
    }
  if (!found)
    return FALSE;
  gtk_text_buffer_select_range (buffer, &from, &to);
  gtk_text_view_scroll_to_iter (self->text, &from, 0.1, FALSE, 0, 0);
  return TRUE;
}

/* Links */

static const char *
link_at_point (LoftTextView *self, double x, double y)
{
  int buffer_x = 0, buffer_y = 0;
  GtkTextIter iter;

  if (self->content == NULL)
    return NULL;
  gtk_text_view_window_to_buffer_coords (self->text, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y,
                                         &buffer_x, &buffer_y);
  if (!gtk_text_view_get_iter_at_location (self->text, &iter, buffer_x, buffer_y))
    return NULL;
  return loft_text_content_link_at (self->content, &iter);
}

static void
set_hovered (LoftTextView *self, const char *uri)
{
  if (self->hovered == uri)
    return;
  self->hovered = uri;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->text), uri != NULL ? "pointer" : "text");
  g_signal_emit (self, signals[LINK_HOVERED], 0, uri);
}

static void
on_motion (LoftTextView *self, double x, double y)
{
  set_hovered (self, link_at_point (self, x, y));
}

static void
on_leave (LoftTextView *self)
{
  set_hovered (self, NULL);
}

static void
on_released (LoftTextView *self, int n_press, double x, double y)
{
  const char *uri = link_at_point (self, x, y);

  /* Who marks text ends over a link without meaning it. */
  if (uri != NULL && n_press == 1 &&
      !gtk_text_buffer_get_has_selection (gtk_text_view_get_buffer (self->text)))
    g_signal_emit (self, signals[LINK_CLICKED], 0, uri);
}

/* The keyboard's way: from link to link with Tab would trap the focus, so Return opens the link
 * that the selection or the caret is in. */
static gboolean
on_return (GtkWidget *widget, GVariant *args, gpointer data)
{
  LoftTextView *self = LOFT_TEXT_VIEW (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter iter;
  const char *uri = NULL;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  uri = self->content == NULL ? NULL : loft_text_content_link_at (self->content, &iter);
  if (uri == NULL)
    return FALSE;
  g_signal_emit (self, signals[LINK_CLICKED], 0, uri);
  return TRUE;
}

static void
loft_text_view_dispose (GObject *object)
{
  LoftTextView *self = LOFT_TEXT_VIEW (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->content, loft_text_content_free);
  g_clear_object (&self->zoom_style);
  G_OBJECT_CLASS (loft_text_view_parent_class)->dispose (object);
}

static void
loft_text_view_class_init (LoftTextViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_text_view_dispose;
  signals[LINK_HOVERED] = g_signal_new ("link-hovered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LINK_CLICKED] = g_signal_new ("link-clicked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/loft-text-view.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftTextView, scroller);
  gtk_widget_class_bind_template_child (widget_class, LoftTextView, clamp);
  gtk_widget_class_bind_template_child (widget_class, LoftTextView, text);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, on_return, NULL);
}

static void
add_pointer_controllers (LoftTextView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self->text), motion);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->text), GTK_EVENT_CONTROLLER (click));
}

static void
loft_text_view_init (LoftTextView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->zoom_style = gtk_css_provider_new ();
  gtk_style_context_add_provider (gtk_widget_get_style_context (GTK_WIDGET (self->text)),
                                  GTK_STYLE_PROVIDER (self->zoom_style),
                                  GTK_STYLE_PROVIDER_PRIORITY_USER);
  add_pointer_controllers (self);
  loft_text_view_set_zoom (self, 1.0);
}
