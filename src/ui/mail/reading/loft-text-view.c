/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-text-view.h"

#include "config.h"
#include "loft-text-content.h"
#include "loft-text-finder.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* A text that is laid out as a whole takes its time: what is higher scrolls in itself. */
#define MAX_FLOW_HEIGHT 12000

struct _LoftTextView {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  AdwClampScrollable *clamp;
  GtkTextView *text;

  LoftTextContent *content;
  LoftTextFinder *finder; /* (nullable) */
  guint found; /* match that is selected, from 1; 0: none yet */
  gboolean counting; /* none is to be selected */
  guint scroll_source;
  gboolean flow;
  GtkCssProvider *zoom_style;
  const char *hovered; /* belongs to the content */
};

enum { LINK_HOVERED, LINK_CLICKED, FOUND, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftTextView, loft_text_view, GTK_TYPE_WIDGET)

static void set_hovered (LoftTextView *self, const char *uri);

/* Quotes */

static void
show_quote (GtkWidget *button, LoftTextQuote *quote)
{
  gboolean folded = loft_text_quote_is_folded (quote);

  gtk_button_set_label (GTK_BUTTON (button),
                        folded ? _ ("Show Quoted Text") : _ ("Hide Quoted Text"));
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_EXPANDED, !folded, -1);
}

static void
on_quote_clicked (GtkWidget *button, LoftTextQuote *quote)
{
  loft_text_quote_set_folded (quote, !loft_text_quote_is_folded (quote));
  show_quote (button, quote);
}

static void
add_quote (LoftTextQuote *quote, gpointer data)
{
  LoftTextView *self = data;
  GtkWidget *button = gtk_button_new ();

  gtk_widget_add_css_class (button, "quote-button");
  gtk_widget_set_cursor_from_name (button, "default");
  show_quote (button, quote);
  g_signal_connect (button, "clicked", G_CALLBACK (on_quote_clicked), quote);
  g_object_set_data (G_OBJECT (loft_text_quote_get_anchor (quote)), "button", button);
  gtk_text_view_add_child_at_anchor (self->text, button, loft_text_quote_get_anchor (quote));
}

/* What is found in a quote is seen. */
static void
unfold_at (LoftTextView *self, const GtkTextIter *iter)
{
  LoftTextQuote *quote =
    self->content == NULL ? NULL : loft_text_content_quote_at (self->content, iter);

  if (quote == NULL)
    return;
  loft_text_quote_set_folded (quote, FALSE);
  show_quote (g_object_get_data (G_OBJECT (loft_text_quote_get_anchor (quote)), "button"), quote);
}

/* Text */

static void
set_content (LoftTextView *self, const char *text, LoftTextKind kind)
{
  LoftTextContent *old = self->content;
  GdkRGBA color = { 0.1, 0.4, 0.8, 1.0 };

  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "accent_color",
                                  &color);
  set_hovered (self, NULL);
  g_clear_pointer (&self->finder, loft_text_finder_free);
  if (old != NULL)
    loft_text_content_follow_quotes (old, NULL, NULL);
  self->content = loft_text_content_new (text, &color, kind);
  gtk_text_view_set_monospace (self->text, kind == LOFT_TEXT_FILE);
  gtk_text_view_set_buffer (self->text, loft_text_content_get_buffer (self->content));
  loft_text_content_follow_quotes (self->content, add_quote, self);
  g_clear_pointer (&old, loft_text_content_free);
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->clamp)), 0);
}

void
loft_text_view_set_text (LoftTextView *self, const char *text, gboolean is_forward)
{
  set_content (self, text, is_forward ? LOFT_TEXT_FORWARD : LOFT_TEXT_LETTER);
}

void
loft_text_view_set_file (LoftTextView *self, const char *text)
{
  set_content (self, text, LOFT_TEXT_FILE);
}

void
loft_text_view_set_flow (LoftTextView *self, gboolean flow)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (self->scroller);

  self->flow = flow;
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

static void
tell_found (LoftTextView *self)
{
  guint n = loft_text_finder_get_n (self->finder);
  gboolean more = n == LOFT_TEXT_FINDER_MAX;

  if (n > 0 || loft_text_finder_is_done (self->finder))
    g_signal_emit (self, signals[FOUND], 0, more ? G_MAXUINT : n, self->found);
}

/* In a card the text does not scroll, its column does; once there is a layout. */
static gboolean
scroll_column (gpointer data)
{
  LoftTextView *self = data;
  GtkWidget *column = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkAdjustment *place = NULL;
  GtkTextIter iter;
  GdkRectangle match;
  int x = 0, y = 0;
  double top = 0;

  self->scroll_source = 0;
  column = column == NULL ? NULL : gtk_widget_get_ancestor (column, GTK_TYPE_SCROLLED_WINDOW);
  if (column == NULL)
    return G_SOURCE_REMOVE;
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  gtk_text_view_get_iter_location (self->text, &iter, &match);
  gtk_text_view_buffer_to_window_coords (self->text, GTK_TEXT_WINDOW_WIDGET, match.x, match.y, &x,
                                         &y);
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self->text), column, x, y, NULL, &top))
    return G_SOURCE_REMOVE;
  place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (column));
  if (top < 0 || top + match.height > gtk_adjustment_get_page_size (place))
    gtk_adjustment_set_value (place, gtk_adjustment_get_value (place) + top -
                                       gtk_adjustment_get_page_size (place) / 3);
  return G_SOURCE_REMOVE;
}

static void
select_match (LoftTextView *self, guint i)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;

  self->found = i + 1;
  loft_text_finder_get (self->finder, i, &start, &end);
  unfold_at (self, &start);
  gtk_text_buffer_select_range (buffer, &start, &end);
  /* By a mark: what was unfolded has no place yet. */
  gtk_text_view_scroll_to_mark (self->text, gtk_text_buffer_get_insert (buffer), 0.1, FALSE, 0, 0);
  if (self->flow && self->scroll_source == 0)
    self->scroll_source = g_idle_add_full (G_PRIORITY_LOW, scroll_column, self, NULL);
}

static void
on_finder_step (gpointer data)
{
  LoftTextView *self = data;

  if (self->found == 0 && !self->counting && loft_text_finder_get_n (self->finder) > 0)
    select_match (self, 0);
  tell_found (self);
}

static void
end_finding (LoftTextView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;

  if (self->finder == NULL)
    return;
  g_clear_pointer (&self->finder, loft_text_finder_free);
  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &start);
}

static gboolean
is_finding (LoftTextView *self, const char *text)
{
  return self->finder != NULL && g_str_equal (loft_text_finder_get_text (self->finder), text);
}

static void
begin_finding (LoftTextView *self, const char *text)
{
  end_finding (self);
  self->found = 0;
  self->finder =
    loft_text_finder_new (gtk_text_view_get_buffer (self->text), text, on_finder_step, self);
  on_finder_step (self);
}

static void
unselect_match (LoftTextView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter iter;

  self->found = 0;
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  gtk_text_buffer_place_cursor (buffer, &iter);
  tell_found (self);
}

void
loft_text_view_count (LoftTextView *self, const char *text)
{
  self->counting = TRUE;
  if (is_finding (self, text))
    unselect_match (self);
  else
    begin_finding (self, text);
}

/* (out) the match behind the selected one, or before it; around at the end. */
static guint
next_match (LoftTextView *self, guint n, gboolean forward)
{
  if (self->found == 0)
    return forward ? 0 : n - 1;
  return (self->found - 1 + (forward ? 1 : n - 1)) % n;
}

void
loft_text_view_find (LoftTextView *self, const char *text, gboolean forward)
{
  guint n = 0;

  self->counting = FALSE;
  if (text == NULL || text[0] == '\0')
    {
      end_finding (self);
      return;
    }
  if (!is_finding (self, text))
    {
      begin_finding (self, text);
      return;
    }
  n = loft_text_finder_get_n (self->finder);
  if (n > 0)
    select_match (self, next_match (self, n, forward));
  tell_found (self);
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

  g_clear_handle_id (&self->scroll_source, g_source_remove);
  g_clear_pointer (&self->finder, loft_text_finder_free);
  if (self->content != NULL)
    loft_text_content_follow_quotes (self->content, NULL, NULL);
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
  signals[FOUND] = g_signal_new ("found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, G_TYPE_UINT, G_TYPE_UINT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/reading/loft-text-view.ui"));
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
