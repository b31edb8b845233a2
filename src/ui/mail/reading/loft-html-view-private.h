/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-html-engine.h"
#include "loft-html-picture.h"
#include "loft-html-view.h"
#include "loft-webkit.h"

G_BEGIN_DECLS

/* What the files of the HTML view share. */
struct _LoftHtmlView {
  GtkWidget parent_instance;

  LoftHtmlWalls walls;
  LoftHtmlEngine *engine;  /* (nullable) until the first HTML */
  WebKitWebView *web_view; /* (nullable) likewise */

  LoftMessageBody *body;
  char *page; /* (nullable) shown in the place of the body's HTML, on paper */
  guint attachment; /* not 0: the page shows this picture, on the colours of the window */
  LoftHtmlPictures *pictures; /* of the body on screen */
  gboolean remote_images;
  gboolean unfolded; /* quotes are shown as they are */
  guint n_loads;
  char *own_uri; /* (nullable) of the load that is ours and was not let through yet */
  double zoom;

  /* Height by content */
  gboolean flow;
  int height;
  int measured_width;
  guint n_measured; /* at that width */

  char *found_text; /* (nullable) what is looked for */
  guint n_found; /* G_MAXUINT: very often */
  guint found_at; /* match that is selected, from 1; 0: lost count */
  int found_step; /* that was asked for last */
  gboolean counting; /* no match is shown */

  gboolean gave_up;
};

void loft_html_view_tell_click (LoftHtmlView *self, const char *uri);
void loft_html_view_tell_hover (LoftHtmlView *self, const char *uri);
void loft_html_view_tell_found (LoftHtmlView *self, guint n, guint at);

/* loft-html-guard.c: no navigation, a short context menu. */
void loft_html_guard_attach (LoftHtmlView *self);

/* loft-html-flow.c: the view as high as its content, in a column that scrolls. */
void loft_html_flow_attach  (LoftHtmlView *self);
void loft_html_flow_measure (LoftHtmlView *self);
void loft_html_flow_reset   (LoftHtmlView *self);
/* y: of the page, in its own pixels */
void loft_html_flow_scroll_to (LoftHtmlView *self, double y);

/* loft-html-find.c */
void loft_html_find_attach (LoftHtmlView *self);

G_END_DECLS
