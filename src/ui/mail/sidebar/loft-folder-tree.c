/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-tree.h"

#include <string.h>

static void
node_free (LoftFolderNode *node)
{
  g_clear_pointer (&node->children, g_ptr_array_unref);
  g_free (node);
}

LoftFolder *
loft_folder_node_get (LoftFolderNode *self)
{
  return loft_mail_folder_get (self->folder);
}

/* The nearest ancestor by path that exists. Folders with a role stand at the top, whatever their
 * path ("[Gmail]/Sent Mail"). */
static LoftFolderNode *
find_parent (GHashTable *by_path, LoftFolder *folder)
{
  g_autofree char *path = g_strdup (folder->path);
  char *slash = NULL;

  if (folder->role != LOFT_FOLDER_ROLE_NONE)
    return NULL;
  while ((slash = strrchr (path, '/')) != NULL)
    {
      LoftFolderNode *parent = NULL;

      *slash = '\0';
      parent = g_hash_table_lookup (by_path, path);
      if (parent != NULL)
        return parent;
    }
  return NULL;
}

GPtrArray *
loft_folder_tree_build (GListModel *folders)
{
  guint n = g_list_model_get_n_items (folders);
  GPtrArray *nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) node_free);
  g_autoptr (GHashTable) by_path = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);
      LoftFolderNode *node = g_new0 (LoftFolderNode, 1);

      node->folder = folder; /* the model holds it while this runs */
      g_ptr_array_add (nodes, node);
      g_hash_table_insert (by_path, loft_folder_node_get (node)->path, node);
    }
  for (guint i = 0; i < n; i++)
    {
      LoftFolderNode *node = g_ptr_array_index (nodes, i);
      LoftFolderNode *parent = find_parent (by_path, loft_folder_node_get (node));

      node->is_root = parent == NULL || parent == node;
      if (node->is_root)
        continue;
      node->parent_length = strlen (loft_folder_node_get (parent)->path);
      if (parent->children == NULL)
        parent->children = g_ptr_array_new ();
      g_ptr_array_add (parent->children, node);
    }
  return nodes;
}

/* A level that is no folder of its own ("Personal" of "Personal/Family") is said with its child. */
char *
loft_folder_node_label (LoftFolderNode *self)
{
  const char *path = loft_folder_node_get (self)->path;
  g_auto (GStrv) levels = NULL;

  if (self->parent_length > 0 && strlen (path) > self->parent_length)
    path += self->parent_length + 1;
  levels = g_strsplit (path, "/", -1);
  return g_strjoinv (" / ", levels);
}
