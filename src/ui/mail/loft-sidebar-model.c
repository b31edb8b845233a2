/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sidebar-model.h"

#include "loft-settings.h"
#include "loft-sidebar-section.h"

struct _LoftSidebarModel {
  GObject parent_instance;

  GListModel *accounts;
  GPtrArray *sections; /* of LoftSidebarSection */
  GHashTable *kept;    /* "ACCOUNT/PATH" of folders that were folded when the window was closed */
  gboolean online;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftSidebarModel, loft_sidebar_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GPtrArray *
lines_of (LoftSidebarModel *self, guint i)
{
  return loft_sidebar_section_get_lines (g_ptr_array_index (self->sections, i));
}

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
    n += lines_of (self, i)->len;
  return n;
}

static gpointer
loft_sidebar_model_get_item (GListModel *list, guint position)
{
  LoftSidebarModel *self = LOFT_SIDEBAR_MODEL (list);

  for (guint i = 0; i < self->sections->len; i++)
    {
      GPtrArray *lines = lines_of (self, i);

      if (position < lines->len)
        return g_object_ref (g_ptr_array_index (lines, position));
      position -= lines->len;
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
section_start (LoftSidebarModel *self, LoftSidebarSection *section)
{
  guint start = 0;

  for (guint i = 0; i < self->sections->len; i++)
    {
      if (g_ptr_array_index (self->sections, i) == section)
        break;
      start += lines_of (self, i)->len;
    }
  return start;
}

static void
on_lines_changed (LoftSidebarSection *section,
                  guint               position,
                  guint               removed,
                  guint               added,
                  gpointer            data)
{
  g_list_model_items_changed (data, section_start (data, section) + position, removed, added);
}

static void
on_accounts_changed (LoftSidebarModel *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < removed; i++)
    {
      guint start = section_start (self, g_ptr_array_index (self->sections, position));
      guint n = lines_of (self, position)->len;

      g_ptr_array_remove_index (self->sections, position);
      if (n > 0)
        g_list_model_items_changed (G_LIST_MODEL (self), start, n, 0);
    }
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (self->accounts, position + i);
      LoftSidebarSection *section =
        loft_sidebar_section_new (account, self->kept, self->online, on_lines_changed, self);

      g_ptr_array_insert (self->sections, position + i, section);
      loft_sidebar_section_rebuild (section);
    }
}

static LoftSidebarSection *
find_section (LoftSidebarModel *self, LoftMailAccount *account)
{
  for (guint i = 0; i < self->sections->len; i++)
    {
      LoftSidebarSection *section = g_ptr_array_index (self->sections, i);

      if (loft_sidebar_section_get_account (section) == account)
        return section;
    }
  return NULL;
}

void
loft_sidebar_model_set_expanded (LoftSidebarModel *self, LoftSidebarItem *item, gboolean expanded)
{
  LoftSidebarSection *section = find_section (self, loft_sidebar_item_get_account (item));
  LoftMailFolder *folder = loft_sidebar_item_get_folder (item);

  if (section != NULL && folder != NULL)
    loft_sidebar_section_set_expanded (section, loft_mail_folder_get (folder)->id, expanded);
}

void
loft_sidebar_model_set_online (LoftSidebarModel *self, gboolean online)
{
  if (self->online == online)
    return;
  self->online = online;
  for (guint i = 0; i < self->sections->len; i++)
    loft_sidebar_section_set_online (g_ptr_array_index (self->sections, i), online);
}

guint
loft_sidebar_model_find (LoftSidebarModel *self, LoftMailAccount *account, gint64 folder_id)
{
  LoftSidebarSection *section = find_section (self, account);
  guint position = section == NULL ? G_MAXUINT : loft_sidebar_section_find (section, folder_id);

  return position == G_MAXUINT ? G_MAXUINT : section_start (self, section) + position;
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

  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_sidebar_section_free);
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
