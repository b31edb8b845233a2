/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-document.h"

#include "loft-ui.h"

#include <string.h>

#define POLICY_WITH(images)                                                                        \
  "default-src 'none'; img-src cid: data:" images "; style-src 'unsafe-inline'; "                  \
  "form-action 'none'; frame-src 'none'; base-uri 'none'"

const char *
loft_html_document_policy (gboolean remote_images)
{
  return remote_images ? POLICY_WITH (" https:") : POLICY_WITH ("");
}

/* WebKit's dialect of regular expressions has no alternation: one rule for each scheme. */
#define ALLOW(scheme)                                                                              \
  "{\"trigger\":{\"url-filter\":\"^" scheme ":\"},\"action\":{\"type\":\"ignore-previous-rules\"}}"
#define BLOCK_ALL "{\"trigger\":{\"url-filter\":\".*\"},\"action\":{\"type\":\"block\"}}"
#define ALLOW_IMAGES                                                                               \
  "{\"trigger\":{\"url-filter\":\"^https:\",\"resource-type\":[\"image\"]},"                       \
  "\"action\":{\"type\":\"ignore-previous-rules\"}}"

const char *
loft_html_document_filter (gboolean remote_images)
{
  if (remote_images)
    return "[" BLOCK_ALL "," ALLOW ("about") "," ALLOW ("data") "," ALLOW ("cid") "," ALLOW_IMAGES
                                                                                  "]";
  return "[" BLOCK_ALL "," ALLOW ("about") "," ALLOW ("data") "," ALLOW ("cid") "]";
}

/* Pictures that were not loaded: WebKit frames what is missing and writes its words into the frame. An empty
 * picture, very flat where only its width is given, leaves a quiet area of the size that the message gives,
 * or nothing; only a link stays something to click. */
#define NOT_LOADED "img[data-loft-src]:not([src])"
#define NO_PICTURE                                                                                 \
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 300 1'/%3E"

/* Long words and wide pictures stay inside the paper; everything else is the message's. */
static const char frame_style[] =
  "html{overflow-wrap:anywhere}"
  "body{margin:0;padding:6px 18px 24px;font:11pt/1.4 sans-serif}"
  "img{max-width:100%}img:not([data-loft-src]),img[src]{height:auto}" NOT_LOADED
  "{content:url(\"" NO_PICTURE "\");background:rgba(128,128,128,.14);border-radius:6px}" NOT_LOADED
  ":not([width]){width:0}" NOT_LOADED ":not([height]){height:0}"
  "a " NOT_LOADED "{min-width:3em;min-height:1.5em}"
  "pre,tt,code{white-space:pre-wrap;font-family:monospace}"
  "blockquote[type=cite]{margin:6px 0;padding-inline-start:12px;"
  "border-inline-start:3px solid rgba(128,128,128,.4)}"
  "table{max-width:100%}"
  "table.loft-header{margin:0 0 18px;border-bottom:1px solid #888;border-spacing:0 2px;width:100%}"
  "table.loft-header th{text-align:start;vertical-align:top;padding:0;padding-inline-end:12px;"
  "white-space:nowrap}"
  "table.loft-header td{padding:0;width:100%}"
  "pre.loft-text{font-family:sans-serif}"
  "details.loft-quote{margin:6px 0}"
  "details.loft-quote>summary{list-style:none;display:inline-block;padding:1px 9px;"
  "border-radius:9px;background:rgba(128,128,128,.2);font-size:85%;cursor:pointer}"
  "details.loft-quote>summary::-webkit-details-marker{display:none}"
  "details.loft-quote[open]>summary{opacity:.6}"
  "details.loft-quote[open]>summary>.loft-show,"
  "details.loft-quote:not([open])>summary>.loft-hide{display:none}";

/* Without colours of its own a message reads like text, in the same column (LOFT_READING_WIDTH). */
static char *
theme_style (const LoftHtmlDocument *self)
{
  g_autofree char *paper = gdk_rgba_to_string (&self->paper);
  g_autofree char *ink = gdk_rgba_to_string (&self->ink);
  g_autofree char *link = gdk_rgba_to_string (&self->link);

  return g_strdup_printf ("html{color-scheme:%s;background:%s;color:%s}"
                          "body{max-width:%dpx;margin:0 auto}"
                          "a{color:%s}",
                          self->dark ? "dark" : "light", paper, ink,
                          (int) (LOFT_READING_TEXT_WIDTH * self->text_scale), link);
}

char *
loft_html_document_build (const LoftHtmlDocument *self)
{
  g_autoptr (GString) document = g_string_sized_new (strlen (self->html) + 2048);
  g_autofree char *theme = NULL;

  g_string_append (document, "<!DOCTYPE html><html><head>");
  if (self->policy)
    g_string_append_printf (document,
                            "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">",
                            loft_html_document_policy (self->remote_images));
  g_string_append (document, "<meta charset=\"utf-8\"><meta name=\"referrer\" "
                             "content=\"no-referrer\"><style>");
  g_string_append (document, frame_style);
  if (!self->own_colors)
    theme = theme_style (self);
  g_string_append (document, theme != NULL ? theme
                                           : "html{color-scheme:light;background:#fff;"
                                             "color:#000}body{padding:12px}");
  g_string_append (document, "</style></head><body>");
  g_string_append (document, self->html);
  g_string_append (document, "</body></html>");
  return g_string_free (g_steal_pointer (&document), FALSE);
}

char *
loft_html_document_number_pictures (const char *html, guint n)
{
  GString *out = g_string_sized_new (strlen (html) + 64);
  const char *from = html, *found = NULL;

  for (const char *p = html; (found = strcasestr (p, "cid:")) != NULL; p = found + 4)
    {
      if (found == html || strchr ("\"'(", found[-1]) == NULL)
        continue;
      g_string_append_len (out, from, found + 4 - from);
      g_string_append_printf (out, "%u/", n);
      from = found + 4;
    }
  g_string_append (out, from);
  return g_string_free (out, FALSE);
}

gboolean
loft_html_document_link_allowed (const char *uri)
{
  static const char *const schemes[] = { "http", "https", "mailto", "tel", "webcal", NULL };
  g_autofree char *scheme = g_uri_parse_scheme (uri);
  g_autofree char *lower = scheme == NULL ? NULL : g_ascii_strdown (scheme, -1);

  return lower != NULL && g_strv_contains (schemes, lower);
}
