/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-body.h"

G_BEGIN_DECLS

/* HTML of a message behind the second and third wall (the first, the cleaner, made body->html):
 *
 * 2  a document of our own around it whose Content-Security-Policy allows nothing but inline
 *    styles and pictures of cid: and data:
 * 3  a content filter inside WebKit that blocks everything but about:, data: and cid:, preconnect
 *    and prefetch too; HTML is shown only once it is in force
 *
 * and besides: no script in the page, no storage, an ephemeral session without cookies, no
 * navigation. cid: is answered from the message on screen alone.
 *
 * The web view is made when the first HTML is shown (its helper processes take 100 MB) and reused;
 * all views share one web process.
 *
 * Signals: "ready" (the document is on screen); "failed" (char *why: it must be read as text);
 * "link-hovered" (char *uri or NULL); "link-clicked" (char *uri); "found" (guint, guint) as
 * LoftTextView has it. Main thread only. */
#define LOFT_TYPE_HTML_VIEW (loft_html_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftHtmlView, loft_html_view, LOFT, HTML_VIEW, GtkWidget)

GtkWidget *loft_html_view_new (void);

/* As high as its content, up to a limit, for a column that scrolls; before the first HTML. */
void loft_html_view_set_flow (LoftHtmlView *self, gboolean flow);

/* Shows body->html; NULL empties it. remote_images: the person asked for them, for this message. */
void loft_html_view_show (LoftHtmlView *self, LoftMessageBody *body, gboolean remote_images);

/* Shows another document of the same message on white paper, for printing: page, for the inside of
 * <body>, is made of what is safe already. */
void loft_html_view_show_page (LoftHtmlView *self, LoftMessageBody *body, const char *page,
                               gboolean remote_images);

/* Shows attachment n of the message, a picture, as large as the view is wide; it is decoded in the
 * web process. "ready" and "failed" tell. */
void loft_html_view_show_picture (LoftHtmlView *self, LoftMessageBody *body, guint n,
                                  const char *name);

/* Empties it and ends the process that was busy with it. */
void loft_html_view_give_up (LoftHtmlView *self);

void loft_html_view_set_zoom (LoftHtmlView *self, double zoom);

/* text: (nullable) ends finding */
void loft_html_view_find (LoftHtmlView *self, const char *text, gboolean forward);

/* Only how often text occurs; the first find() after it begins at the first, or the last. */
void loft_html_view_count (LoftHtmlView *self, const char *text);

/* (transfer none) (nullable) the WebKitWebView once it exists, for tests. */
GtkWidget *loft_html_view_get_web_view (LoftHtmlView *self);

/* For the tests that judge the walls: which of them stand. Everything else is production code. */
typedef enum {
  LOFT_HTML_WALL_POLICY   = 1 << 0, /* Content-Security-Policy */
  LOFT_HTML_WALL_FILTER   = 1 << 1, /* content filter */
  LOFT_HTML_WALL_SETTINGS = 1 << 2, /* scripts, prefetching, media, navigation */
} LoftHtmlWalls;

#define LOFT_HTML_WALLS_ALL \
  (LOFT_HTML_WALL_POLICY | LOFT_HTML_WALL_FILTER | LOFT_HTML_WALL_SETTINGS)

GtkWidget *loft_html_view_new_for_test (LoftHtmlWalls walls);

G_END_DECLS
