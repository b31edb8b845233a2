/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Plain text of a message in a column of about 80 characters, selectable, quoted lines dimmed and,
 * where there are many, folded behind a button, links to click. It is what a screen reader reads of
 * every message: the HTML view has no accessible tree on GTK 4.8.
 *
 * Signals: "link-hovered" (char *uri or NULL), "link-clicked" (char *uri), "found" (guint how often
 * the text occurs, G_MAXUINT for very often; guint which of them is selected, from 1): once or, while
 * a long text is looked through, several times. Main thread only. */
#define LOFT_TYPE_TEXT_VIEW (loft_text_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftTextView, loft_text_view, LOFT, TEXT_VIEW, GtkWidget)

/* Of text, valid UTF-8; what is longer than a person reads is cut, and says so. is_forward: it passes
 * another message on, which then is no quote. */
void loft_text_view_set_text (LoftTextView *self, const char *text, gboolean is_forward);

/* Of a text file: its lines as they are. */
void loft_text_view_set_file (LoftTextView *self, const char *text);

/* As high as its text, up to a limit, for a column that scrolls. */
void loft_text_view_set_flow (LoftTextView *self, gboolean flow);

void loft_text_view_set_zoom (LoftTextView *self, double zoom);

/* Selects the first place with text, or from there the next; text: (nullable) ends finding. The
 * answer is "found". */
void loft_text_view_find (LoftTextView *self, const char *text, gboolean forward);
/* Only how often text occurs; the first find() after it begins at the first, or the last. */
void loft_text_view_count (LoftTextView *self, const char *text);

G_END_DECLS
