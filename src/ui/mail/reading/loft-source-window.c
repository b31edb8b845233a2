/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-source-window.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-banner.h"
#include "loft-text.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

/* More is scrolled through by nobody, and costs seconds to lay out. */
#define MAX_SOURCE (1024 * 1024)
#define MAX_LINE   4000

struct _LoftSourceWindow {
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  LoftBanner *cut;
  GtkTextView *text;
};

G_DEFINE_FINAL_TYPE (LoftSourceWindow, loft_source_window, ADW_TYPE_WINDOW)

/* A line without end is broken, or its layout takes the time of its square. */
static char *
broken_lines (const char *text)
{
  GString *out = g_string_new (NULL);
  guint column = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r')
        continue;
      column = c == '\n' ? 0 : column + 1;
      g_string_append_unichar (out, c);
      if (column < MAX_LINE)
        continue;
      g_string_append_c (out, '\n');
      column = 0;
    }
  return g_string_free (out, FALSE);
}

static void
show (LoftSourceWindow *self, LoftMessageBody *body)
{
  gsize size = 0;
  const char *raw = g_bytes_get_data (body->raw, &size);
  g_autofree char *utf8 = loft_text_to_utf8 (raw, MIN (size, MAX_SOURCE));
  g_autofree char *lines = broken_lines (utf8);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), lines, -1);
  adw_window_title_set_subtitle (self->title, body->message->subject);
  if (size > MAX_SOURCE)
    {
      g_autofree char *whole = g_format_size (size);
      g_autofree char *text =
        g_strdup_printf (_ ("Only the beginning is shown. The message has %s."), whole);

      loft_banner_set (self->cut, text, NULL);
    }
}

static void
loft_source_window_class_init (LoftSourceWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/reading/loft-source-window.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftSourceWindow, title);
  gtk_widget_class_bind_template_child (widget_class, LoftSourceWindow, cut);
  gtk_widget_class_bind_template_child (widget_class, LoftSourceWindow, text);
}

static void
loft_source_window_init (LoftSourceWindow *self)
{
  g_type_ensure (LOFT_TYPE_BANNER);
  gtk_widget_init_template (GTK_WIDGET (self));
  loft_accessibility_prepare (GTK_WIDGET (self));
}

GtkWidget *
loft_source_window_new (GtkWindow *parent, LoftMessageBody *body)
{
  LoftSourceWindow *self = g_object_new (LOFT_TYPE_SOURCE_WINDOW, "transient-for", parent, NULL);

  show (self, body);
  return GTK_WIDGET (self);
}
