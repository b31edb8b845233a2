/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sidebar-item.h"

struct _LoftSidebarItem {
  GObject parent_instance;

  LoftSidebarKind kind;
  LoftMailAccount *account;
  LoftMailFolder *folder;
  char *label;
  guint depth;
  gboolean expandable;
  gboolean expanded;
  LoftUnifiedKind unified;
  GObject *search;
  guint count;
};

enum { TREE_CHANGED, EXPAND, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftSidebarItem, loft_sidebar_item, G_TYPE_OBJECT)

LoftSidebarKind
loft_sidebar_item_get_kind (LoftSidebarItem *self)
{
  return self->kind;
}

LoftMailAccount *
loft_sidebar_item_get_account (LoftSidebarItem *self)
{
  return self->account;
}

LoftMailFolder *
loft_sidebar_item_get_folder (LoftSidebarItem *self)
{
  return self->folder;
}

guint
loft_sidebar_item_get_depth (LoftSidebarItem *self)
{
  return self->depth;
}

gboolean
loft_sidebar_item_get_expandable (LoftSidebarItem *self)
{
  return self->expandable;
}

gboolean
loft_sidebar_item_get_expanded (LoftSidebarItem *self)
{
  return self->expanded;
}

const char *
loft_sidebar_item_get_label (LoftSidebarItem *self)
{
  return self->label;
}

void
loft_sidebar_item_set_tree (LoftSidebarItem *self, const char *label, guint depth,
                            gboolean expandable, gboolean expanded)
{
  if (g_strcmp0 (self->label, label) == 0 && self->depth == depth &&
      self->expandable == expandable && self->expanded == expanded)
    return;
  g_free (self->label);
  self->label = g_strdup (label);
  self->depth = depth;
  self->expandable = expandable;
  self->expanded = expanded;
  g_signal_emit (self, signals[TREE_CHANGED], 0);
}

static void
loft_sidebar_item_finalize (GObject *object)
{
  LoftSidebarItem *self = LOFT_SIDEBAR_ITEM (object);

  g_clear_object (&self->account);
  g_clear_object (&self->folder);
  g_clear_object (&self->search);
  g_free (self->label);
  G_OBJECT_CLASS (loft_sidebar_item_parent_class)->finalize (object);
}

static void
loft_sidebar_item_class_init (LoftSidebarItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_sidebar_item_finalize;
  signals[TREE_CHANGED] = g_signal_new ("tree-changed", LOFT_TYPE_SIDEBAR_ITEM, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EXPAND] = g_signal_new ("expand", LOFT_TYPE_SIDEBAR_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
loft_sidebar_item_init (LoftSidebarItem *self)
{
}

LoftSidebarItem *
loft_sidebar_item_new (LoftSidebarKind kind, LoftMailAccount *account, LoftMailFolder *folder)
{
  LoftSidebarItem *self = g_object_new (LOFT_TYPE_SIDEBAR_ITEM, NULL);

  self->kind = kind;
  self->account = account == NULL ? NULL : g_object_ref (account);
  self->folder = folder == NULL ? NULL : g_object_ref (folder);
  return self;
}

LoftSidebarItem *
loft_sidebar_item_new_unified (LoftUnifiedKind unified)
{
  LoftSidebarItem *self = loft_sidebar_item_new (LOFT_SIDEBAR_UNIFIED, NULL, NULL);

  self->unified = unified;
  return self;
}

LoftSidebarItem *
loft_sidebar_item_new_search (GObject *search, const char *label)
{
  LoftSidebarItem *self = loft_sidebar_item_new (LOFT_SIDEBAR_SEARCH, NULL, NULL);

  self->search = g_object_ref (search);
  self->label = g_strdup (label);
  return self;
}

void
loft_sidebar_item_set_search (LoftSidebarItem *self, GObject *search, const char *label)
{
  g_set_object (&self->search, search);
  g_free (self->label);
  self->label = g_strdup (label);
  g_signal_emit (self, signals[TREE_CHANGED], 0);
}

LoftUnifiedKind
loft_sidebar_item_get_unified (LoftSidebarItem *self)
{
  return self->unified;
}

GObject *
loft_sidebar_item_get_search (LoftSidebarItem *self)
{
  return self->search;
}

void
loft_sidebar_item_set_count (LoftSidebarItem *self, guint count)
{
  if (self->count == count)
    return;
  self->count = count;
  g_signal_emit (self, signals[TREE_CHANGED], 0);
}

guint
loft_sidebar_item_get_count (LoftSidebarItem *self)
{
  return self->count;
}

void
loft_sidebar_item_expand (LoftSidebarItem *self, gboolean expanded)
{
  g_signal_emit (self, signals[EXPAND], 0, expanded);
}

gboolean
loft_sidebar_item_has_messages (LoftSidebarItem *self)
{
  switch (self->kind)
    {
    case LOFT_SIDEBAR_UNIFIED:
    case LOFT_SIDEBAR_SEARCH:
      return TRUE;
    case LOFT_SIDEBAR_FOLDER:
    case LOFT_SIDEBAR_FAVOURITE:
      return loft_mail_folder_get (self->folder)->selectable;
    case LOFT_SIDEBAR_HEADING:
    case LOFT_SIDEBAR_ACCOUNT:
    case LOFT_SIDEBAR_PROBLEM:
    default:
      return FALSE;
    }
}
