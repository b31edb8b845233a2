/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sidebar-searches.h"

#include "config.h"
#include "loft-sidebar-heading.h"
#include "loft-sidebar-lines.h"

#include <glib/gi18n.h>

#define KEY "/searches"

struct _LoftSidebarSearches {
  LoftSavedSearches *searches;
  GListStore *lines; /* of LoftSidebarItem, as shown */
  LoftSidebarItem *heading;
  GHashTable *items; /* id of a search -> LoftSidebarItem */
  guint rebuild_source;
};

static LoftSidebarItem *
item_for (LoftSidebarSearches *self, LoftSavedSearch *search)
{
  const char *id = loft_saved_search_get_id (search);
  const char *name = loft_saved_search_get_name (search);
  LoftSidebarItem *item = g_hash_table_lookup (self->items, id);

  if (item == NULL)
    {
      item = loft_sidebar_item_new_search (G_OBJECT (search), name);
      g_hash_table_insert (self->items, g_strdup (id), item);
    }
  else if (loft_sidebar_item_get_search (item) != G_OBJECT (search))
    loft_sidebar_item_set_search (item, G_OBJECT (search), name);
  return item;
}

static void
forget_gone (LoftSidebarSearches *self)
{
  GHashTableIter iter;
  gpointer id = NULL, item = NULL;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &id, &item))
    {
      if (loft_saved_searches_find (self->searches, id) != NULL)
        continue;
      loft_sidebar_item_set_search (item, NULL, "");
      g_hash_table_iter_remove (&iter);
    }
}

static void
rebuild (LoftSidebarSearches *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->searches));
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  forget_gone (self);
  if (n > 0)
    g_ptr_array_add (lines, self->heading);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftSavedSearch) search = g_list_model_get_item (G_LIST_MODEL (self->searches), i);
      LoftSidebarItem *item = item_for (self, search);

      if (loft_sidebar_item_get_expanded (self->heading))
        g_ptr_array_add (lines, item);
    }
  loft_sidebar_lines_replace (self->lines, lines);
}

static gboolean
rebuild_later (gpointer data)
{
  LoftSidebarSearches *self = data;

  self->rebuild_source = 0;
  rebuild (self);
  return G_SOURCE_REMOVE;
}

/* A change is told as a removal and an addition: the line is to outlive it. */
static void
queue_rebuild (LoftSidebarSearches *self)
{
  if (self->rebuild_source == 0)
    self->rebuild_source = g_idle_add (rebuild_later, self);
}

static void
on_expand (LoftSidebarSearches *self, gboolean expanded)
{
  loft_sidebar_heading_set_expanded (self->heading, KEY, expanded);
  rebuild (self);
}

GListModel *
loft_sidebar_searches_get_lines (LoftSidebarSearches *self)
{
  return G_LIST_MODEL (self->lines);
}

LoftSidebarSearches *
loft_sidebar_searches_new (LoftSavedSearches *searches)
{
  LoftSidebarSearches *self = g_new0 (LoftSidebarSearches, 1);

  self->searches = g_object_ref (searches);
  self->lines = g_list_store_new (LOFT_TYPE_SIDEBAR_ITEM);
  self->heading = loft_sidebar_heading_new (KEY, _ ("Saved Searches"));
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_signal_connect_swapped (self->heading, "expand", G_CALLBACK (on_expand), self);
  g_signal_connect_swapped (searches, "items-changed", G_CALLBACK (queue_rebuild), self);
  rebuild (self);
  return self;
}

void
loft_sidebar_searches_free (LoftSidebarSearches *self)
{
  g_clear_handle_id (&self->rebuild_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->searches, self);
  g_signal_handlers_disconnect_by_data (self->heading, self);
  g_hash_table_unref (self->items);
  g_object_unref (self->heading);
  g_object_unref (self->lines);
  g_object_unref (self->searches);
  g_free (self);
}
