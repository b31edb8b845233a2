/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sidebar-model.h"

#include "loft-settings.h"

#include <string.h>

/* A first look at a big account shows its top level; a small one is shown whole. */
#define OPEN_TREES_UP_TO 40

/* The lines of one account. */
typedef struct {
  LoftSidebarModel *model;
  LoftMailAccount *account;
  GListModel *folders;
  GPtrArray *lines;       /* of LoftSidebarItem, as shown */
  GHashTable *items;      /* LoftMailFolder (borrowed) -> LoftSidebarItem */
  LoftSidebarItem *heading;
  LoftSidebarItem *problem;
  GHashTable *folded;     /* folder id (gint64) set: closed by the person or by default */
  GHashTable *seen;       /* folder id set: what was remembered, or the default, was applied */
  gboolean remembered;    /* something of this account was */
  guint rebuild_source;
} Section;

/* A folder while the tree is built. */
typedef struct {
  LoftMailFolder *folder;
  GPtrArray *children; /* of Node; (nullable) */
  gsize parent_length; /* of the parent's path, 0 at the top */
  gboolean is_root;
} Node;

struct _LoftSidebarModel {
  GObject parent_instance;

  GListModel *accounts;
  GPtrArray *sections;
  GHashTable *kept; /* "ACCOUNT/PATH" of folders that were folded when the window was closed */
  gboolean online;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftSidebarModel, loft_sidebar_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
loft_sidebar_model_get_item_type (GListModel *list)
{
  return LOFT_TYPE_SIDEBAR_ITEM;
}

static guint
loft_sidebar_model_get_n_items (GListModel *list)
{
  LoftSidebarModel *self = LOFT_SIDEBAR_MODEL (list);
  guint n = 0;

  for (guint i = 0; i < self->sections->len; i++)
    n += ((Section *) g_ptr_array_index (self->sections, i))->lines->len;
  return n;
}

static gpointer
loft_sidebar_model_get_item (GListModel *list, guint position)
{
  LoftSidebarModel *self = LOFT_SIDEBAR_MODEL (list);

  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      if (position < section->lines->len)
        return g_object_ref (g_ptr_array_index (section->lines, position));
      position -= section->lines->len;
    }
  return NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = loft_sidebar_model_get_item_type;
  iface->get_n_items = loft_sidebar_model_get_n_items;
  iface->get_item = loft_sidebar_model_get_item;
}

static guint
section_start (Section *section)
{
  guint start = 0;

  for (guint i = 0; i < section->model->sections->len; i++)
    {
      Section *other = g_ptr_array_index (section->model->sections, i);

      if (other == section)
        break;
      start += other->lines->len;
    }
  return start;
}

/* The tree */

static void
node_free (Node *node)
{
  g_clear_pointer (&node->children, g_ptr_array_unref);
  g_free (node);
}

static LoftFolder *
node_folder (Node *node)
{
  return loft_mail_folder_get (node->folder);
}

/* The nearest ancestor by path that exists. Folders with a role stand at the top, whatever their
 * path ("[Gmail]/Sent Mail"). */
static Node *
find_parent (GHashTable *by_path, LoftFolder *folder)
{
  g_autofree char *path = g_strdup (folder->path);
  char *slash = NULL;

  if (folder->role != LOFT_FOLDER_ROLE_NONE)
    return NULL;
  while ((slash = strrchr (path, '/')) != NULL)
    {
      Node *parent = NULL;

      *slash = '\0';
      parent = g_hash_table_lookup (by_path, path);
      if (parent != NULL)
        return parent;
    }
  return NULL;
}

static GPtrArray *
build_nodes (Section *section)
{
  guint n = g_list_model_get_n_items (section->folders);
  GPtrArray *nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) node_free);
  g_autoptr (GHashTable) by_path = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (section->folders, i);
      Node *node = g_new0 (Node, 1);

      node->folder = folder; /* the model holds it while this runs */
      g_ptr_array_add (nodes, node);
      g_hash_table_insert (by_path, node_folder (node)->path, node);
    }
  for (guint i = 0; i < n; i++)
    {
      Node *node = g_ptr_array_index (nodes, i);
      Node *parent = find_parent (by_path, node_folder (node));

      node->is_root = parent == NULL || parent == node;
      if (node->is_root)
        continue;
      node->parent_length = strlen (node_folder (parent)->path);
      if (parent->children == NULL)
        parent->children = g_ptr_array_new ();
      g_ptr_array_add (parent->children, node);
    }
  return nodes;
}

static LoftSidebarItem *
item_for_folder (Section *section, LoftMailFolder *folder)
{
  LoftSidebarItem *item = g_hash_table_lookup (section->items, folder);

  if (item != NULL)
    return item;
  item = loft_sidebar_item_new (LOFT_SIDEBAR_FOLDER, section->account, folder);
  g_hash_table_insert (section->items, folder, item);
  return item;
}

static char *
folder_key (Section *section, LoftFolder *folder)
{
  return g_strconcat (loft_mail_account_get_account (section->account)->id, "/", folder->path,
                      NULL);
}

static gboolean
is_folded (Section *section, Node *node, gboolean fold_by_default)
{
  gint64 id = node_folder (node)->id;

  if (!g_hash_table_contains (section->seen, &id))
    {
      g_autofree char *key = folder_key (section, node_folder (node));

      g_hash_table_add (section->seen, g_memdup2 (&id, sizeof id));
      if (section->remembered ? g_hash_table_contains (section->model->kept, key)
                              : fold_by_default)
        g_hash_table_add (section->folded, g_memdup2 (&id, sizeof id));
    }
  return g_hash_table_contains (section->folded, &id);
}

/* A level that is no folder of its own ("Personal" of "Personal/Family") is said with its child. */
static char *
node_label (Node *node)
{
  const char *path = node_folder (node)->path;
  g_auto (GStrv) levels = NULL;

  if (node->parent_length > 0 && strlen (path) > node->parent_length)
    path += node->parent_length + 1;
  levels = g_strsplit (path, "/", -1);
  return g_strjoinv (" / ", levels);
}

/* Deeper than this the indentation ends; a server may nest as deep as a path is long. */
#define MAX_DEPTH 8

typedef struct {
  Node *node;
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
append_folders (Section *section, GPtrArray *lines)
{
  g_autoptr (GPtrArray) nodes = build_nodes (section);
  g_autoptr (GPtrArray) roots = g_ptr_array_new ();
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Pending));
  gboolean fold = nodes->len > OPEN_TREES_UP_TO;

  for (guint i = 0; i < nodes->len; i++)
    {
      Node *node = g_ptr_array_index (nodes, i);

      if (node->is_root)
        g_ptr_array_add (roots, node);
    }
  push_children (stack, roots, 0);
  while (stack->len > 0)
    {
      Pending next = g_array_index (stack, Pending, stack->len - 1);
      gboolean has_children = next.node->children != NULL;
      gboolean folded = has_children && is_folded (section, next.node, fold);
      LoftSidebarItem *item = NULL;
      g_autofree char *label = node_label (next.node);

      g_array_set_size (stack, stack->len - 1);
      /* A container whose folders all have roles ("[Gmail]") has nothing to show. */
      if (!node_folder (next.node)->selectable && !has_children)
        continue;
      item = item_for_folder (section, next.node->folder);
      loft_sidebar_item_set_tree (item, label, MIN (next.depth, MAX_DEPTH), has_children, !folded);
      g_ptr_array_add (lines, g_object_ref (item));
      if (has_children && !folded)
        push_children (stack, next.node->children, next.depth + 1);
    }
}

/* Lines */

static void
forget_gone_folders (Section *section)
{
  g_autoptr (GHashTable) alive = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer folder = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (section->folders); i++)
    {
      g_autoptr (LoftMailFolder) each = g_list_model_get_item (section->folders, i);

      g_hash_table_add (alive, each);
    }
  g_hash_table_iter_init (&iter, section->items);
  while (g_hash_table_iter_next (&iter, &folder, NULL))
    {
      if (!g_hash_table_contains (alive, folder))
        g_hash_table_iter_remove (&iter);
    }
}

/* Without a network the foot of the sidebar says so once; with one, a server that is not reached
 * is worth a line. */
static gboolean
has_problem (Section *section)
{
  switch (loft_mail_account_get_state (section->account))
    {
    case LOFT_ACCOUNT_PROBLEM:
      return TRUE;
    case LOFT_ACCOUNT_OFFLINE:
      return section->model->online && loft_mail_account_get_error (section->account) != NULL;
    default:
      return FALSE;
    }
}

static void
rebuild (Section *section)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&section->lines);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_object_unref);
  guint start = section_start (section);
  guint same = 0, tail = 0;

  g_ptr_array_add (lines, g_object_ref (section->heading));
  if (has_problem (section))
    g_ptr_array_add (lines, g_object_ref (section->problem));
  append_folders (section, lines);
  section->lines = lines;

  while (same < old->len && same < lines->len &&
         g_ptr_array_index (old, same) == g_ptr_array_index (lines, same))
    same++;
  while (tail < old->len - same && tail < lines->len - same &&
         g_ptr_array_index (old, old->len - 1 - tail) ==
           g_ptr_array_index (lines, lines->len - 1 - tail))
    tail++;
  if (old->len - same - tail > 0 || lines->len - same - tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (section->model), start + same,
                                old->len - same - tail, lines->len - same - tail);
  forget_gone_folders (section);
}

static gboolean
rebuild_later (gpointer data)
{
  Section *section = data;

  section->rebuild_source = 0;
  rebuild (section);
  return G_SOURCE_REMOVE;
}

/* A first sync tells of one folder after the other: the tree is built once for all of them. */
static void
queue_rebuild (Section *section)
{
  if (section->rebuild_source == 0)
    section->rebuild_source = g_idle_add (rebuild_later, section);
}

static void
section_free (Section *section)
{
  g_clear_handle_id (&section->rebuild_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (section->folders, section);
  g_signal_handlers_disconnect_by_data (section->account, section);
  g_ptr_array_unref (section->lines);
  g_hash_table_unref (section->items);
  g_hash_table_unref (section->folded);
  g_hash_table_unref (section->seen);
  g_object_unref (section->heading);
  g_object_unref (section->problem);
  g_object_unref (section->folders);
  g_object_unref (section->account);
  g_free (section);
}

static gboolean
has_kept (LoftSidebarModel *self, LoftMailAccount *account)
{
  g_autofree char *prefix =
    g_strconcat (loft_mail_account_get_account (account)->id, "/", NULL);
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

static Section *
section_new (LoftSidebarModel *model, LoftMailAccount *account)
{
  Section *section = g_new0 (Section, 1);

  section->model = model;
  section->remembered = has_kept (model, account);
  section->account = g_object_ref (account);
  section->folders = g_object_ref (loft_mail_account_get_folders (account));
  section->lines = g_ptr_array_new_with_free_func (g_object_unref);
  section->items = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  section->folded = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  section->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  section->heading = loft_sidebar_item_new (LOFT_SIDEBAR_ACCOUNT, account, NULL);
  section->problem = loft_sidebar_item_new (LOFT_SIDEBAR_PROBLEM, account, NULL);
  g_signal_connect_swapped (section->folders, "items-changed", G_CALLBACK (queue_rebuild),
                            section);
  g_signal_connect_swapped (account, "notify::state", G_CALLBACK (queue_rebuild), section);
  return section;
}

/* Accounts */

static void
on_accounts_changed (LoftSidebarModel *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < removed; i++)
    {
      Section *section = g_ptr_array_index (self->sections, position);
      guint start = section_start (section);
      guint n = section->lines->len;

      g_ptr_array_remove_index (self->sections, position);
      if (n > 0)
        g_list_model_items_changed (G_LIST_MODEL (self), start, n, 0);
    }
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (self->accounts, position + i);
      Section *section = section_new (self, account);

      g_ptr_array_insert (self->sections, position + i, section);
      rebuild (section);
    }
}

static Section *
find_section (LoftSidebarModel *self, LoftMailAccount *account)
{
  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      if (section->account == account)
        return section;
    }
  return NULL;
}

/* What is folded now is what the next window begins with. */
static void
keep_folded (Section *section)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) before = loft_settings_get_strings (LOFT_SETTING_FOLDED);
  g_autofree char *prefix =
    g_strconcat (loft_mail_account_get_account (section->account)->id, "/", NULL);

  for (guint i = 0; before[i] != NULL; i++)
    {
      if (!g_str_has_prefix (before[i], prefix))
        g_ptr_array_add (keys, g_strdup (before[i]));
    }
  for (guint i = 0; i < g_list_model_get_n_items (section->folders); i++)
    {
      g_autoptr (LoftMailFolder) each = g_list_model_get_item (section->folders, i);
      LoftFolder *folder = loft_mail_folder_get (each);

      if (g_hash_table_contains (section->folded, &folder->id))
        g_ptr_array_add (keys, folder_key (section, folder));
    }
  g_ptr_array_add (keys, NULL);
  loft_settings_set_strings (LOFT_SETTING_FOLDED, (const char *const *) keys->pdata);
}

void
loft_sidebar_model_set_expanded (LoftSidebarModel *self, LoftSidebarItem *item, gboolean expanded)
{
  Section *section = find_section (self, loft_sidebar_item_get_account (item));
  LoftMailFolder *folder = loft_sidebar_item_get_folder (item);
  gint64 id = 0;

  if (section == NULL || folder == NULL)
    return;
  id = loft_mail_folder_get (folder)->id;
  if (expanded)
    g_hash_table_remove (section->folded, &id);
  else
    g_hash_table_add (section->folded, g_memdup2 (&id, sizeof id));
  rebuild (section);
  keep_folded (section);
}

void
loft_sidebar_model_set_online (LoftSidebarModel *self, gboolean online)
{
  if (self->online == online)
    return;
  self->online = online;
  for (guint i = 0; i < self->sections->len; i++)
    queue_rebuild (g_ptr_array_index (self->sections, i));
}

static guint
find_line (Section *section, gint64 folder_id)
{
  for (guint i = 0; i < section->lines->len; i++)
    {
      LoftMailFolder *folder =
        loft_sidebar_item_get_folder (g_ptr_array_index (section->lines, i));

      if (folder != NULL && loft_mail_folder_get (folder)->id == folder_id)
        return section_start (section) + i;
    }
  return G_MAXUINT;
}

guint
loft_sidebar_model_find (LoftSidebarModel *self, LoftMailAccount *account, gint64 folder_id)
{
  Section *section = find_section (self, account);
  guint position = section == NULL ? G_MAXUINT : find_line (section, folder_id);

  if (section == NULL || position != G_MAXUINT)
    return position;
  g_hash_table_remove_all (section->folded);
  rebuild (section);
  return find_line (section, folder_id);
}

static void
loft_sidebar_model_finalize (GObject *object)
{
  LoftSidebarModel *self = LOFT_SIDEBAR_MODEL (object);

  g_signal_handlers_disconnect_by_data (self->accounts, self);
  g_ptr_array_unref (self->sections);
  g_hash_table_unref (self->kept);
  g_object_unref (self->accounts);
  G_OBJECT_CLASS (loft_sidebar_model_parent_class)->finalize (object);
}

static void
loft_sidebar_model_class_init (LoftSidebarModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_sidebar_model_finalize;
}

static void
loft_sidebar_model_init (LoftSidebarModel *self)
{
  g_auto (GStrv) kept = loft_settings_get_strings (LOFT_SETTING_FOLDED);

  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; kept[i] != NULL; i++)
    g_hash_table_add (self->kept, g_strdup (kept[i]));
}

LoftSidebarModel *
loft_sidebar_model_new (GListModel *accounts)
{
  LoftSidebarModel *self = g_object_new (LOFT_TYPE_SIDEBAR_MODEL, NULL);

  self->accounts = g_object_ref (accounts);
  g_signal_connect_swapped (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self);
  on_accounts_changed (self, 0, 0, g_list_model_get_n_items (accounts));
  return self;
}
