/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sidebar-lines.h"

static gboolean
is_at (GListStore *lines, guint position, gpointer item)
{
  g_autoptr (GObject) line = g_list_model_get_item (G_LIST_MODEL (lines), position);

  return (gpointer) line == item;
}

void
loft_sidebar_lines_replace (GListStore *lines, GPtrArray *now)
{
  guint before = g_list_model_get_n_items (G_LIST_MODEL (lines));
  guint same = 0, tail = 0;

  while (same < before && same < now->len && is_at (lines, same, g_ptr_array_index (now, same)))
    same++;
  while (tail < before - same && tail < now->len - same &&
         is_at (lines, before - 1 - tail, g_ptr_array_index (now, now->len - 1 - tail)))
    tail++;
  if (before - same - tail > 0 || now->len - same - tail > 0)
    g_list_store_splice (lines, same, before - same - tail, now->pdata + same,
                         now->len - same - tail);
}
