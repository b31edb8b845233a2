/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-text-view.h"

#include "config.h"
#include "loft-link-finder.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* GtkTextView lays out lines when they come near the screen, but a line of megabytes at once. */
#define MAX_TEXT  (2 * 1024 * 1024)
#define MAX_LINE  20000
#define MAX_LINKS 5000

struct _LoftTextView {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  AdwClampScrollable *clamp;
  GtkTextView *text;

  GtkTextTag *quote;
  GtkTextTag *signature;
  GtkCssProvider *zoom_style;
  const char *hovered; /* belongs to a tag */
};

enum {
  LINK_HOVERED,
  LINK_CLICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftTextView, loft_text_view, GTK_TYPE_WIDGET)

#define LINK_KEY "loft-link"

/* A link is a tag of its own that knows where it goes. */
static void
insert_link (LoftTextView *self, GtkTextIter *iter, const char *text, gsize length, char *uri)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GdkRGBA color = { 0.1, 0.4, 0.8, 1.0 };
  GtkTextTag *tag = NULL;

  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                  "accent_color", &color);
  tag = gtk_text_buffer_create_tag (buffer, NULL, "underline", PANGO_UNDERLINE_SINGLE,
                                    "foreground-rgba", &color, NULL);
  g_object_set_data_full (G_OBJECT (tag), LINK_KEY, uri, g_free);
  gtk_text_buffer_insert_with_tags (buffer, iter, text, length, tag, NULL);
}

static void
insert_line (LoftTextView *self, GtkTextIter *iter, const char *line, guint *n_links)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  const char *rest = line;
  const char *start = NULL, *end = NULL;
  char *uri = NULL;

  while (*n_links < MAX_LINKS && loft_link_finder_next (rest, &start, &end, &uri))
    {
      gtk_text_buffer_insert (buffer, iter, rest, start - rest);
      insert_link (self, iter, start, end - start, g_steal_pointer (&uri));
      rest = end;
      (*n_links)++;
    }
  gtk_text_buffer_insert (buffer, iter, rest, -1);
}

static void
tag_line (LoftTextView *self, int line_start, GtkTextIter *iter, GtkTextTag *tag)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, line_start);
  gtk_text_buffer_apply_tag (buffer, tag, &start, iter);
}

/* Breaks a line that is too long to be laid out, at a character. */
static gsize
line_length (const char *line, gsize length)
{
  const char *cut = NULL;

  if (length <= MAX_LINE)
    return length;
  cut = g_utf8_find_prev_char (line, line + MAX_LINE);
  return cut == NULL || cut == line ? length : (gsize) (cut - line);
}

static void
fill (LoftTextView *self, const char *text, gsize length)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  gboolean in_signature = FALSE;
  guint n_links = 0;
  gsize offset = 0;
  GtkTextIter iter;

  gtk_text_buffer_get_end_iter (buffer, &iter);
  while (offset < length)
    {
      const char *newline = memchr (text + offset, '\n', length - offset);
      gsize whole = newline == NULL ? length - offset : (gsize) (newline - text) - offset;
      gsize part = line_length (text + offset, whole);
      g_autofree char *line = g_strndup (text + offset, part);
      int start = gtk_text_iter_get_offset (&iter);

      g_strchomp (line);
      in_signature = in_signature || g_str_equal (line, "--");
      insert_line (self, &iter, line, &n_links);
      gtk_text_buffer_insert (buffer, &iter, "\n", 1);
      if (line[0] == '>')
        tag_line (self, start, &iter, self->quote);
      else if (in_signature)
        tag_line (self, start, &iter, self->signature);
      offset += part + (part == whole ? 1 : 0);
    }
}

/* Tags with links belong to the text before. */
static void
drop_link_tag (GtkTextTag *tag, gpointer tags)
{
  if (g_object_get_data (G_OBJECT (tag), LINK_KEY) != NULL)
    g_ptr_array_add (tags, g_object_ref (tag));
}

static void
empty (LoftTextView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (buffer);
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func (g_object_unref);

  self->hovered = NULL;
  gtk_text_buffer_set_text (buffer, "", 0);
  gtk_text_tag_table_foreach (table, drop_link_tag, tags);
  for (guint i = 0; i < tags->len; i++)
    gtk_text_tag_table_remove (table, g_ptr_array_index (tags, i));
}

void
loft_text_view_set_text (LoftTextView *self, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  gsize length = strlen (text);
  GtkTextIter iter;

  empty (self);
  if (length > MAX_TEXT)
    {
      const char *cut = g_utf8_find_prev_char (text, text + MAX_TEXT);

      length = cut == NULL ? 0 : (gsize) (cut - text);
    }
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  fill (self, text, length);
  gtk_text_buffer_get_end_iter (buffer, &iter);
  if (length > 0 && gtk_text_iter_backward_char (&iter))
    {
      GtkTextIter end;

      gtk_text_buffer_get_end_iter (buffer, &end);
      gtk_text_buffer_delete (buffer, &iter, &end);
    }
  if (length < strlen (text) && length >= MAX_TEXT / 2)
    {
      gtk_text_buffer_get_end_iter (buffer, &iter);
      gtk_text_buffer_insert (buffer, &iter, "\n\n", 2);
      gtk_text_buffer_insert_with_tags (
        buffer, &iter, _ ("The rest is not shown here. Its source has everything."), -1,
        self->signature, NULL);
    }
  gtk_text_buffer_get_start_iter (buffer, &iter);
  gtk_text_buffer_place_cursor (buffer, &iter);
  gtk_text_view_scroll_to_iter (self->text, &iter, 0, FALSE, 0, 0);
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
link_at_iter (GtkTextIter *iter)
{
  g_autoptr (GSList) tags = gtk_text_iter_get_tags (iter);

  for (GSList *each = tags; each != NULL; each = each->next)
    {
      const char *uri = g_object_get_data (each->data, LINK_KEY);

      if (uri != NULL)
        return uri;
    }
  return NULL;
}

static const char *
link_at_point (LoftTextView *self, double x, double y)
{
  int buffer_x = 0, buffer_y = 0;
  GtkTextIter iter;

  gtk_text_view_window_to_buffer_coords (self->text, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y,
                                         &buffer_x, &buffer_y);
  if (!gtk_text_view_get_iter_at_location (self->text, &iter, buffer_x, buffer_y))
    return NULL;
  return link_at_iter (&iter);
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
  uri = link_at_iter (&iter);
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
  GtkTextBuffer *buffer = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  buffer = gtk_text_view_get_buffer (self->text);
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  self->quote = gtk_text_buffer_create_tag (buffer, NULL, "foreground-rgba",
                                            &(GdkRGBA) { 0.5, 0.5, 0.5, 1.0 }, NULL);
  self->signature = gtk_text_buffer_create_tag (buffer, NULL, "foreground-rgba",
                                                &(GdkRGBA) { 0.5, 0.5, 0.5, 1.0 }, NULL);
  self->zoom_style = gtk_css_provider_new ();
  gtk_style_context_add_provider (gtk_widget_get_style_context (GTK_WIDGET (self->text)),
                                  GTK_STYLE_PROVIDER (self->zoom_style),
                                  GTK_STYLE_PROVIDER_PRIORITY_USER);
  add_pointer_controllers (self);
  loft_text_view_set_zoom (self, 1.0);
}
