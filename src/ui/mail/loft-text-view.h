/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Plain text of a message in a column of about 80 characters, selectable, quoted lines dimmed,
 * links to click. It is what a screen reader reads of every message: the HTML view has no
 * accessible tree on GTK 4.8.
 *
 * Signals: "link-hovered" (char *uri or NULL), "link-clicked" (char *uri). Main thread only. */
#define LOFT_TYPE_TEXT_VIEW (loft_text_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftTextView, loft_text_view, LOFT, TEXT_VIEW, GtkWidget)

/* Of text, valid UTF-8; what is longer than a person reads is cut, and says so. */
void loft_text_view_set_text (LoftTextView *self, const char *text);

/* As high as its text, up to a limit, for a column that scrolls. */
void loft_text_view_set_flow (LoftTextView *self, gboolean flow);

void loft_text_view_set_zoom (LoftTextView *self, double zoom);

/* text: (nullable) ends finding. FALSE when it does not occur. */
gboolean loft_text_view_find (LoftTextView *self, const char *text, gboolean forward);

G_END_DECLS
