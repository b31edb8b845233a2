/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The line over a message to find text in it: which of how many is selected, to the next and the
 * previous, and when there is none. Main thread only.
 *
 * Property "open". */
#define LOFT_TYPE_FIND_BAR (loft_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (LoftFindBar, loft_find_bar, LOFT, FIND_BAR, GtkWidget)

/* What is looked through: a LoftMessageContent or a LoftTextView, which tell "found". When it is
 * another than before and the line is open, what was typed is looked for there. target: (nullable),
 * not owned. */
void loft_find_bar_set_target (LoftFindBar *self, GtkWidget *target);

void loft_find_bar_open (LoftFindBar *self);
void loft_find_bar_close (LoftFindBar *self);

/* Something else is in the target: what was typed is looked for again when the line is open. */
void loft_find_bar_again (LoftFindBar *self);

G_END_DECLS
