/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-editor.h"

G_BEGIN_DECLS

/* Where the HTML of a message is written, behind the walls of reading (loft-html-view.h): cleaned
 * before it gets in and before it leaves, a policy in the page, the content filter, an ephemeral
 * session, no scripts in the page. Our own script is in a world that the page cannot see. A process
 * of its own: what is read cannot take down what is written. A LoftEditor.
 *
 * Actions "format.…" (loft_html_editor_get_actions()): toggles and states follow the caret.
 *
 * Signals: "ready" (the document is on screen), "caret-moved" (other formatting). Main thread only. */
#define LOFT_TYPE_HTML_EDITOR (loft_html_editor_get_type ())
G_DECLARE_FINAL_TYPE (LoftHtmlEditor, loft_html_editor, LOFT, HTML_EDITOR, GtkWidget)

/* (nullable) why: (transfer none) (out) (optional) when there is no web engine. */
GtkWidget *loft_html_editor_new (const char **why);

/* What there is to begin with: html of any origin, its pictures among parts (of LoftDraftPart);
 * cannot be undone. is_quote: of an answer that was just made; what nobody could see goes. */
void loft_html_editor_set_html (LoftHtmlEditor *self, const char *html, GPtrArray *parts,
                                gboolean is_quote);

/* Whether it says more than its text does. */
gboolean loft_html_editor_has_formatting (LoftHtmlEditor *self);

/* In the place of the one that stands there, or at the end; "" for none. html: of any origin, (nullable)
 * the same for this kind of editor. Can be undone. */
void loft_html_editor_set_signature (LoftHtmlEditor *self, const char *signature, const char *html);

GActionGroup *loft_html_editor_get_actions (LoftHtmlEditor *self);

/* (transfer none) at the caret: "" outside of a link, "" without a selection. */
const char *loft_html_editor_get_link (LoftHtmlEditor *self);
const char *loft_html_editor_get_selected (LoftHtmlEditor *self);

/* uri: "" takes the link away; without a selection text (nullable) is written. */
void loft_html_editor_set_link (LoftHtmlEditor *self, const char *uri, const char *text);
void loft_html_editor_insert_table (LoftHtmlEditor *self, guint rows, guint columns);
void loft_html_editor_insert_html (LoftHtmlEditor *self, const char *html);
/* A file that is no picture is told by "files". Large ones are offered smaller. */
void loft_html_editor_insert_picture (LoftHtmlEditor *self, GFile *file);
void loft_html_editor_insert_texture (LoftHtmlEditor *self, GdkTexture *texture);
void loft_html_editor_paste (LoftHtmlEditor *self, gboolean as_text);

/* (transfer none) (nullable) for tests. */
GtkWidget *loft_html_editor_get_web_view (LoftHtmlEditor *self);
gboolean loft_html_editor_is_ready (LoftHtmlEditor *self);

G_END_DECLS
