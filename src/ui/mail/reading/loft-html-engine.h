/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-html-view.h"
#include "loft-webkit.h"

G_BEGIN_DECLS

/* What all HTML views share: one web context with its limits, one session without storage, the
 * content filters, and one web process, however many messages are open. It lives as long as
 * anybody holds it. Main thread only.
 *
 * Signal "filters-ready": an answer to prepare(); the filters are there, or get_problem() says why
 * they are not. */
#define LOFT_TYPE_HTML_ENGINE (loft_html_engine_get_type ())
G_DECLARE_FINAL_TYPE (LoftHtmlEngine, loft_html_engine, LOFT, HTML_ENGINE, GObject)

/* (transfer full) the shared one with all walls, else one of its own for a test. */
LoftHtmlEngine *loft_html_engine_get (LoftHtmlWalls walls);

/* (transfer full) Another of the same walls, with a context and a process of its own: for what is
 * written. */
LoftHtmlEngine *loft_html_engine_get_for_writing (void);

/* (transfer floating) without scripts, storage, media, new windows and permissions; for documents of
 * its own process family.
 * owner becomes its parent; its pictures answer what the view asks of cid:. */
WebKitWebView *loft_html_engine_new_view (LoftHtmlEngine *self, GtkWidget *owner);

/* Who answers cid: for an owner that is no LoftHtmlView. */
typedef void (*LoftHtmlAnswer) (GtkWidget *owner, WebKitURISchemeRequest *request);
void loft_html_engine_answer_pictures (GtkWidget *owner, LoftHtmlAnswer answer);

/* Leaves in the menu of a page only the entries kept. TRUE: there are none. */
gboolean loft_html_engine_shorten_menu (WebKitContextMenu *menu,
                                        const WebKitContextMenuAction *kept, guint n_kept);

/* Makes the filters if they are not there. TRUE when there is nothing to wait for. */
gboolean loft_html_engine_prepare (LoftHtmlEngine *self);

/* Puts the filter in force for what view loads next; FALSE when there is none. */
gboolean loft_html_engine_use_filter (LoftHtmlEngine *self, WebKitWebView *view,
                                      gboolean remote_images);

/* Ends the process that view is busy in; the others' documents went with it and are to be loaded
 * again, as has_ended() tells them when their view reports the end. */
void     loft_html_engine_end_process (LoftHtmlEngine *self, WebKitWebView *view);
gboolean loft_html_engine_has_ended   (LoftHtmlEngine *self);

/* (transfer full) (nullable) why the filters could not be made; asked once, the next prepare()
 * tries again. */
char *loft_html_engine_take_problem (LoftHtmlEngine *self);

G_END_DECLS
