/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Below the message list while several rows are selected: how many, what can be done to them, the
 * way out. Its buttons are "mail" actions. Main thread only. */
#define LOFT_TYPE_SELECTION_BAR (loft_selection_bar_get_type ())
G_DECLARE_FINAL_TYPE (LoftSelectionBar, loft_selection_bar, LOFT, SELECTION_BAR, GtkWidget)

/* n_selected: shown while shown is set. unread, unflagged: whether any of them is so, for what the
 * buttons say. */
void loft_selection_bar_update (LoftSelectionBar *self,
                                gboolean          shown,
                                guint             n_selected,
                                gboolean          unread,
                                gboolean          unflagged);

/* What opens there to choose a category. */
void loft_selection_bar_set_categories (LoftSelectionBar *self, GMenuModel *menu);

G_END_DECLS
