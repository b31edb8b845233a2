/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sidebar-section.h"

#include "loft-folder-tree.h"
#include "loft-local-account.h"
#include "loft-settings.h"
#include "loft-sidebar-heading.h"
#include "loft-sidebar-lines.h"

#include <string.h>

/* A first look at a big account shows its top level; a small one is shown whole. */
#define OPEN_TREES_UP_TO 40

struct _LoftSidebarSection {
  LoftMailAccount *account;
  GListModel *folders;
  GListStore *lines; /* of LoftSidebarItem, as shown */
  GHashTable *items; /* LoftMailFolder (borrowed) -> LoftSidebarItem */
  LoftSidebarItem *heading;
  LoftSidebarItem *problem;
  GHashTable *folded; /* folder id (gint64) set: closed by the person or by default */
  GHashTable *seen; /* folder id set: what was remembered, or the default, was applied */
  GHashTable *kept;
  gboolean remembered; /* something of this account was */
  gboolean online;
  gboolean closed; /* the whole account */
  gboolean quiet; /* closed until something is in it, or a person opens it */
  GPtrArray *followed; /* of LoftMailFolder: whose use opens a quiet account */
  guint rebuild_source;
};

static LoftSidebarItem *
item_for_folder (LoftSidebarSection *self, LoftMailFolder *folder)
{
  LoftSidebarItem *item = g_hash_table_lookup (self->items, folder);

  if (item != NULL)
    return item;
  item = loft_sidebar_item_new (LOFT_SIDEBAR_FOLDER, self->account, folder);
  g_hash_table_insert (self->items, folder, item);
  return item;
}

static char *
folder_key (LoftSidebarSection *self, LoftFolder *folder)
{
  return g_strconcat (loft_mail_account_get_account (self->account)->id, "/", folder->path, NULL);
}

static gboolean
is_folded (LoftSidebarSection *self, LoftFolderNode *node, gboolean fold_by_default)
{
  gint64 id = loft_folder_node_get (node)->id;

  if (!g_hash_table_contains (self->seen, &id))
    {
      g_autofree char *key = folder_key (self, loft_folder_node_get (node));

      g_hash_table_add (self->seen, g_memdup2 (&id, sizeof id));
      if (self->remembered ? g_hash_table_contains (self->kept, key) : fold_by_default)
        g_hash_table_add (self->folded, g_memdup2 (&id, sizeof id));
    }
  return g_hash_table_contains (self->folded, &id);
}

/* Deeper than this the indentation ends; a server may nest as deep as a path is long. */
#define MAX_DEPTH 8

typedef struct {
  LoftFolderNode *node;
  guint depth;
} Pending;

static void
push_children (GArray *stack, GPtrArray *children, guint depth)
{
  for (guint i = children->len; i > 0; i--)
    {
      Pending pending = { g_ptr_array_index (children, i - 1), depth };

      g_array_append_val (stack, pending);
    }
}

static void
append_folders (LoftSidebarSection *self, GPtrArray *lines)
{
  g_autoptr (GPtrArray) nodes = loft_folder_tree_build (self->folders);
  g_autoptr (GPtrArray) roots = g_ptr_array_new ();
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Pending));
  gboolean fold = nodes->len > OPEN_TREES_UP_TO;

  for (guint i = 0; i < nodes->len; i++)
    {
      LoftFolderNode *node = g_ptr_array_index (nodes, i);

      if (node->is_root)
        g_ptr_array_add (roots, node);
    }
  push_children (stack, roots, 0);
  while (stack->len > 0)
    {
      Pending next = g_array_index (stack, Pending, stack->len - 1);
      gboolean has_children = next.node->children != NULL;
      gboolean folded = has_children && is_folded (self, next.node, fold);
      LoftSidebarItem *item = NULL;
      g_autofree char *label = loft_folder_node_label (next.node);

      g_array_set_size (stack, stack->len - 1);
      /* A container whose folders all have roles ("[Gmail]") has nothing to show. */
      if (!loft_folder_node_get (next.node)->selectable && !has_children)
        continue;
      item = item_for_folder (self, next.node->folder);
      loft_sidebar_item_set_tree (item, label, MIN (next.depth, MAX_DEPTH), has_children, !folded);
      g_ptr_array_add (lines, g_object_ref (item));
      if (has_children && !folded)
        push_children (stack, next.node->children, next.depth + 1);
    }
}

static void
forget_gone_folders (LoftSidebarSection *self)
{
  g_autoptr (GHashTable) alive = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer folder = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (self->folders); i++)
    {
      g_autoptr (LoftMailFolder) each = g_list_model_get_item (self->folders, i);

      g_hash_table_add (alive, each);
    }
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &folder, NULL))
    {
      if (!g_hash_table_contains (alive, folder))
        g_hash_table_iter_remove (&iter);
    }
}

/* Without a network the foot of the sidebar says so once; with one, a server that is not reached
 * is worth a line. */
static gboolean
has_problem (LoftSidebarSection *self)
{
  switch (loft_mail_account_get_state (self->account))
    {
    case LOFT_ACCOUNT_PROBLEM:
      return TRUE;
    case LOFT_ACCOUNT_OFFLINE:
      return self->online && loft_mail_account_get_error (self->account) != NULL;
    default:
      return FALSE;
    }
}

void
loft_sidebar_section_rebuild (LoftSidebarSection *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->quiet && !loft_local_account_is_quiet (self->account))
    self->quiet = self->closed = FALSE;
  loft_sidebar_item_set_tree (self->heading, loft_mail_account_get_name (self->account), 0,
                              g_list_model_get_n_items (self->folders) > 0, !self->closed);
  g_ptr_array_add (lines, g_object_ref (self->heading));
  if (has_problem (self))
    g_ptr_array_add (lines, g_object_ref (self->problem));
  if (!self->closed)
    append_folders (self, lines);
  loft_sidebar_lines_replace (self->lines, lines);
  forget_gone_folders (self);
}

static gboolean
rebuild_later (gpointer data)
{
  LoftSidebarSection *self = data;

  self->rebuild_source = 0;
  loft_sidebar_section_rebuild (self);
  return G_SOURCE_REMOVE;
}

/* A first sync tells of one folder after the other: the tree is built once for all of them. */
static void
queue_rebuild (LoftSidebarSection *self)
{
  if (self->rebuild_source == 0)
    self->rebuild_source = g_idle_add (rebuild_later, self);
}

void
loft_sidebar_section_free (LoftSidebarSection *self)
{
  g_clear_handle_id (&self->rebuild_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->folders, self);
  for (guint i = 0; i < self->followed->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->followed, i), self);
  g_ptr_array_unref (self->followed);
  g_signal_handlers_disconnect_by_data (self->account, self);
  g_object_unref (self->lines);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->folded);
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->kept);
  g_signal_handlers_disconnect_by_data (self->heading, self);
  g_object_unref (self->heading);
  g_object_unref (self->problem);
  g_object_unref (self->folders);
  g_object_unref (self->account);
  g_free (self);
}

static gboolean
has_kept (LoftSidebarSection *self)
{
  g_autofree char *prefix =
    g_strconcat (loft_mail_account_get_account (self->account)->id, "/", NULL);
  GHashTableIter iter;
  gpointer key = NULL;

  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (g_str_has_prefix (key, prefix))
        return TRUE;
    }
  return FALSE;
}

static void
follow_use (LoftSidebarSection *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->folders); i++)
    {
      g_autoptr (GObject) folder = g_list_model_get_item (self->folders, i);

      g_signal_connect_swapped (folder, "notify::folder", G_CALLBACK (queue_rebuild), self);
      g_ptr_array_add (self->followed, g_steal_pointer (&folder));
    }
}

static void
on_heading_expand (LoftSidebarSection *self, gboolean expanded)
{
  self->closed = !expanded;
  self->quiet = FALSE;
  loft_sidebar_heading_set_expanded (self->heading,
                                     loft_mail_account_get_account (self->account)->id, expanded);
  loft_sidebar_section_rebuild (self);
}

LoftSidebarSection *
loft_sidebar_section_new (LoftMailAccount *account, GHashTable *kept, gboolean online)
{
  LoftSidebarSection *self = g_new0 (LoftSidebarSection, 1);

  self->account = g_object_ref (account);
  self->kept = g_hash_table_ref (kept);
  self->online = online;
  self->remembered = has_kept (self);
  self->folders = g_object_ref (loft_mail_account_get_folders (account));
  self->lines = g_list_store_new (LOFT_TYPE_SIDEBAR_ITEM);
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  self->items = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->folded = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->heading = loft_sidebar_item_new (LOFT_SIDEBAR_ACCOUNT, account, NULL);
  self->closed = loft_sidebar_heading_was_folded (loft_mail_account_get_account (account)->id);
  self->problem = loft_sidebar_item_new (LOFT_SIDEBAR_PROBLEM, account, NULL);
  g_signal_connect_swapped (self->heading, "expand", G_CALLBACK (on_heading_expand), self);
  g_signal_connect_swapped (self->folders, "items-changed", G_CALLBACK (queue_rebuild), self);
  g_signal_connect_swapped (account, "notify::state", G_CALLBACK (queue_rebuild), self);
  g_signal_connect_swapped (account, "notify::account", G_CALLBACK (queue_rebuild), self);
  return self;
}

void
loft_sidebar_section_keep_quiet (LoftSidebarSection *self)
{
  if (self->closed || !loft_local_account_is_quiet (self->account))
    return;
  self->closed = self->quiet = TRUE;
  follow_use (self);
}

/* What is folded now is what the next window begins with. */
static void
keep_folded (LoftSidebarSection *self)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) before = loft_settings_get_strings (LOFT_SETTING_FOLDED);
  g_autofree char *prefix =
    g_strconcat (loft_mail_account_get_account (self->account)->id, "/", NULL);

  for (guint i = 0; before[i] != NULL; i++)
    {
      if (!g_str_has_prefix (before[i], prefix))
        g_ptr_array_add (keys, g_strdup (before[i]));
    }
  for (guint i = 0; i < g_list_model_get_n_items (self->folders); i++)
    {
      g_autoptr (LoftMailFolder) each = g_list_model_get_item (self->folders, i);
      LoftFolder *folder = loft_mail_folder_get (each);

      if (g_hash_table_contains (self->folded, &folder->id))
        g_ptr_array_add (keys, folder_key (self, folder));
    }
  g_ptr_array_add (keys, NULL);
  loft_settings_set_strings (LOFT_SETTING_FOLDED, (const char *const *) keys->pdata);
}

static guint
find_line (LoftSidebarSection *self, gint64 folder_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lines)); i++)
    {
      g_autoptr (LoftSidebarItem) line = g_list_model_get_item (G_LIST_MODEL (self->lines), i);
      LoftMailFolder *folder = loft_sidebar_item_get_folder (line);

      if (folder != NULL && loft_mail_folder_get (folder)->id == folder_id)
        return i;
    }
  return G_MAXUINT;
}

LoftMailAccount *
loft_sidebar_section_get_account (LoftSidebarSection *self)
{
  return self->account;
}

GListModel *
loft_sidebar_section_get_lines (LoftSidebarSection *self)
{
  return G_LIST_MODEL (self->lines);
}

void
loft_sidebar_section_set_online (LoftSidebarSection *self, gboolean online)
{
  self->online = online;
  queue_rebuild (self);
}

void
loft_sidebar_section_set_expanded (LoftSidebarSection *self, gint64 folder_id, gboolean expanded)
{
  if (expanded)
    g_hash_table_remove (self->folded, &folder_id);
  else
    g_hash_table_add (self->folded, g_memdup2 (&folder_id, sizeof folder_id));
  loft_sidebar_section_rebuild (self);
  keep_folded (self);
}

guint
loft_sidebar_section_find (LoftSidebarSection *self, gint64 folder_id)
{
  guint position = find_line (self, folder_id);

  if (position != G_MAXUINT)
    return position;
  self->closed = self->quiet = FALSE;
  g_hash_table_remove_all (self->folded);
  loft_sidebar_section_rebuild (self);
  return find_line (self, folder_id);
}
