/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where a pane has found nothing: the same words searched for in the others, a button each. Only panes that
 * are shown are offered (the window's actions "win.search-PANE"). Main thread only. */
#define LOFT_TYPE_SEARCH_ELSEWHERE (loft_search_elsewhere_get_type ())
G_DECLARE_FINAL_TYPE (LoftSearchElsewhere, loft_search_elsewhere, LOFT, SEARCH_ELSEWHERE, GtkWidget)

/* pane: the name of the one that it is in, which is not offered. */
GtkWidget *loft_search_elsewhere_new (const char *pane);

/* words: "" hides it. */
void loft_search_elsewhere_set_words (LoftSearchElsewhere *self, const char *words);

G_END_DECLS
