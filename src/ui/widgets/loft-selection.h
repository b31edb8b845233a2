/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A GtkSelectionModel for any number of selected rows that never asks the model for an item:
 * GtkMultiSelection makes and keeps one object per selected row, which takes seconds at
 * 1,000,000 rows. What is selected is a bitset of positions that moves with items-changed.
 * Main thread only. */
#define LOFT_TYPE_SELECTION (loft_selection_get_type ())
G_DECLARE_FINAL_TYPE (LoftSelection, loft_selection, LOFT, SELECTION, GObject)

/* model: (nullable) (transfer none) */
LoftSelection *loft_selection_new (GListModel *model);

GListModel *loft_selection_get_model (LoftSelection *self);

/* Everything is unselected by it. */
void loft_selection_set_model (LoftSelection *self, GListModel *model);

guint loft_selection_get_n_selected (LoftSelection *self);

/* The position of the selected row when exactly one is, else GTK_INVALID_LIST_POSITION. */
guint loft_selection_get_only (LoftSelection *self);

G_END_DECLS
