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
};

enum {
  TREE_CHANGED,
  N_SIGNALS
};

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
loft_sidebar_item_set_tree (LoftSidebarItem *self,
                            const char      *label,
                            guint            depth,
                            gboolean         expandable,
                            gboolean         expanded)
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
  g_free (self->label);
  G_OBJECT_CLASS (loft_sidebar_item_parent_class)->finalize (object);
}

static void
loft_sidebar_item_class_init (LoftSidebarItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_sidebar_item_finalize;
  signals[TREE_CHANGED] = g_signal_new ("tree-changed", LOFT_TYPE_SIDEBAR_ITEM, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
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
  self->account = g_object_ref (account);
  self->folder = folder == NULL ? NULL : g_object_ref (folder);
  return self;
}
