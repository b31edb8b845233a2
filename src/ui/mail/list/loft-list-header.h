/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-list-columns.h"

G_BEGIN_DECLS

/* The titles above a message list of single lines. A click sorts; an edge is dragged to resize, a
 * title to reorder; the context menu (also by the Menu key) has all of it and which columns are
 * shown.
 *
 * Signal "sort" (LoftListColumn as uint: sort by it, or the other way round when it is sorted by
 * already). Main thread only. */
#define LOFT_TYPE_LIST_HEADER (loft_list_header_get_type ())
G_DECLARE_FINAL_TYPE (LoftListHeader, loft_list_header, LOFT, LIST_HEADER, GtkWidget)

/* Once. */
void loft_list_header_set_columns (LoftListHeader *self, LoftListColumns *columns);

/* Shows how the list is sorted. */
void loft_list_header_set_sort (LoftListHeader *self, LoftMessageSort sort, gboolean ascending);

/* Recipients in the place of senders. */
void loft_list_header_set_shows_recipients (LoftListHeader *self, gboolean recipients);

G_END_DECLS
