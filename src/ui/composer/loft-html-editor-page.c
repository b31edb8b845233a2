/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-editor-private.h"

#include "loft-html-document.h"
#include "loft-ui.h"

#include <adwaita.h>

#define TEXT_SIZE 15 /* pixels: 11 points, as what is read */

/* The person's own text has the colours of the window; what is quoted with its own has paper. */
static char *
theme_css (LoftHtmlEditor *self)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GdkRGBA paper, ink, link;
  g_autofree char *paper_text = NULL;
  g_autofree char *ink_text = NULL;
  g_autofree char *link_text = NULL;

  gdk_rgba_parse (&paper, dark ? "#1e1e1e" : "#ffffff");
  gdk_rgba_parse (&ink, dark ? "#ffffff" : "#202020");
  gdk_rgba_parse (&link, dark ? "#78aeed" : "#1c71d8");
  gtk_style_context_lookup_color (style, "view_bg_color", &paper);
  gtk_style_context_lookup_color (style, "view_fg_color", &ink);
  gtk_style_context_lookup_color (style, "accent_color", &link);
  ink.alpha = 1.0;
  loft_webkit.web_view_set_background_color (self->web_view, &paper);
  paper_text = gdk_rgba_to_string (&paper);
  ink_text = gdk_rgba_to_string (&ink);
  link_text = gdk_rgba_to_string (&link);
  return g_strdup_printf ("html{color-scheme:%s;background:%s;color:%s}a{color:%s}%s",
                          dark ? "dark" : "light", paper_text, ink_text, link_text,
                          dark ? ".paper{background:#fff;color:#202020;padding:6px 12px;"
                                 "border-radius:6px;color-scheme:light}.paper a{color:#1c71d8}"
                               : "");
}

static void
on_dark_changed (LoftHtmlEditor *self)
{
  g_autofree char *css = theme_css (self);

  loft_html_editor_run (self, "loft.theme (value)", NULL, css);
}

/* No rule of the page sets the font of the text: an editor writes down what rules give, and the
 * message would leave with it. */
static void
use_text_size (LoftHtmlEditor *self)
{
  g_object_set (loft_webkit.web_view_get_settings (self->web_view), "default-font-size",
                (guint) (TEXT_SIZE * loft_ui_text_scale (GTK_WIDGET (self))), NULL);
}

static const char frame_style[] = "html{overflow-wrap:anywhere;line-height:1.4}"
                                  "body{margin:0;padding:12px 18px;outline:none;min-height:40px}"
                                  "img{max-width:100%;height:auto}"
                                  "pre,tt,code{white-space:pre-wrap;font-family:monospace}"
                                  "h1,h2,h3{margin:12px 0 6px;line-height:1.25}"
                                  "blockquote{margin:6px 0}"
                                  ".signature{opacity:.85}"
                                  "table{max-width:100%}";

char *
loft_html_editor_build_page (LoftHtmlEditor *self)
{
  g_autofree char *theme = theme_css (self);

  return g_strdup_printf ("<!DOCTYPE html><html dir=\"auto\"><head>"
                          "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">"
                          "<meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\">"
                          "<style>%s</style><style id=\"theme\">%s</style>"
                          "</head><body>%s</body></html>",
                          loft_html_document_policy (FALSE), frame_style, theme, self->html);
}

void
loft_html_editor_follow_theme (LoftHtmlEditor *self)
{
  use_text_size (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (on_dark_changed), self, G_CONNECT_SWAPPED);
}
