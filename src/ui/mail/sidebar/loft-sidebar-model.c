/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sidebar-model.h"

#include "loft-local-account.h"
#include "loft-settings.h"
#include "loft-sidebar-section.h"
#include "loft-sidebar-unified.h"

#include <gtk/gtk.h>

struct _LoftSidebarModel {
  GObject parent_instance;

  GListModel *accounts; /* those with mail */
  LoftSidebarFavourites *favourites;
  LoftSidebarUnifiedPart *unified;
  GPtrArray *parts; /* of GListModel of LoftSidebarItem, in order; those of accounts come last */
  GPtrArray *sections; /* of LoftSidebarSection */
  GHashTable *kept; /* "ACCOUNT/PATH" of folders that were folded when the window was closed */
  gboolean online;
  gboolean has_others; /* accounts besides "On This Computer" */
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

  for (guint i = 0; i < self->parts->len; i++)
    n += g_list_model_get_n_items (g_ptr_array_index (self->parts, i));
  return n;
}

static gpointer
loft_sidebar_model_get_item (GListModel *list, guint position)
{
  LoftSidebarModel *self = LOFT_SIDEBAR_MODEL (list);

  for (guint i = 0; i < self->parts->len; i++)
    {
      GListModel *part = g_ptr_array_index (self->parts, i);
      guint n = g_list_model_get_n_items (part);

      if (position < n)
        return g_list_model_get_item (part, position);
      position -= n;
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
part_start (LoftSidebarModel *self, GListModel *part)
{
  guint start = 0;

  for (guint i = 0; i < self->parts->len && g_ptr_array_index (self->parts, i) != part; i++)
    start += g_list_model_get_n_items (g_ptr_array_index (self->parts, i));
  return start;
}

static void
on_part_changed (GListModel *part, guint position, guint removed, guint added,
                 LoftSidebarModel *self)
{
  g_list_model_items_changed (G_LIST_MODEL (self), part_start (self, part) + position, removed,
                              added);
}

static void
insert_part (LoftSidebarModel *self, guint position, GListModel *part)
{
  guint n = g_list_model_get_n_items (part);

  g_ptr_array_insert (self->parts, (int) position, g_object_ref (part));
  g_signal_connect (part, "items-changed", G_CALLBACK (on_part_changed), self);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), part_start (self, part), 0, n);
}

static void
remove_part (LoftSidebarModel *self, guint position)
{
  g_autoptr (GListModel) part = g_object_ref (g_ptr_array_index (self->parts, position));
  guint start = part_start (self, part);
  guint n = g_list_model_get_n_items (part);

  g_signal_handlers_disconnect_by_data (part, self);
  g_ptr_array_remove_index (self->parts, position);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), start, n, 0);
}

static guint
first_account_part (LoftSidebarModel *self)
{
  return self->parts->len - self->sections->len;
}

void
loft_sidebar_model_add_part (LoftSidebarModel *self, GListModel *part)
{
  insert_part (self, first_account_part (self), part);
}

static gboolean
has_others (LoftSidebarModel *self)
{
  return loft_local_account_count_others (self->accounts) > 0;
}

/* What is on this computer alone steps back behind the first account that a person has. */
static void
keep_quiet (LoftSidebarModel *self)
{
  for (guint i = 0; i < self->sections->len; i++)
    {
      loft_sidebar_section_keep_quiet (g_ptr_array_index (self->sections, i));
      loft_sidebar_section_rebuild (g_ptr_array_index (self->sections, i));
    }
}

static void
on_accounts_changed (LoftSidebarModel *self, guint position, guint removed, guint added)
{
  guint first = first_account_part (self);

  for (guint i = 0; i < removed; i++)
    {
      remove_part (self, first + position);
      g_ptr_array_remove_index (self->sections, position);
    }
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (self->accounts, position + i);
      LoftSidebarSection *section = loft_sidebar_section_new (account, self->kept, self->online);

      loft_sidebar_section_rebuild (section);
      g_ptr_array_insert (self->sections, (int) (position + i), section);
      insert_part (self, first + position + i, loft_sidebar_section_get_lines (section));
    }
  if (removed + added > 0 && !self->has_others && has_others (self))
    keep_quiet (self);
  self->has_others = has_others (self);
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
  else
    loft_sidebar_item_expand (item, expanded);
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

  if (position == G_MAXUINT)
    return G_MAXUINT;
  return part_start (self, loft_sidebar_section_get_lines (section)) + position;
}

LoftSidebarFavourites *
loft_sidebar_model_get_favourites (LoftSidebarModel *self)
{
  return self->favourites;
}

static void
loft_sidebar_model_finalize (GObject *object)
{
  LoftSidebarModel *self = LOFT_SIDEBAR_MODEL (object);

  g_signal_handlers_disconnect_by_data (self->accounts, self);
  while (self->parts->len > 0)
    {
      g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->parts, 0), self);
      g_ptr_array_remove_index (self->parts, 0);
    }
  g_ptr_array_unref (self->parts);
  g_ptr_array_unref (self->sections);
  loft_sidebar_favourites_free (self->favourites);
  loft_sidebar_unified_part_free (self->unified);
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

  self->parts = g_ptr_array_new_with_free_func (g_object_unref);
  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_sidebar_section_free);
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; kept[i] != NULL; i++)
    g_hash_table_add (self->kept, g_strdup (kept[i]));
}

static gboolean
has_mail (gpointer account, gpointer user_data)
{
  return loft_account_kind_has_mail (loft_mail_account_get_account (account)->kind);
}

LoftSidebarModel *
loft_sidebar_model_new (GListModel *all)
{
  LoftSidebarModel *self = g_object_new (LOFT_TYPE_SIDEBAR_MODEL, NULL);
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (has_mail, NULL, NULL));
  GListModel *accounts = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (all), filter));

  self->accounts = accounts;
  self->favourites = loft_sidebar_favourites_new (accounts);
  self->unified = loft_sidebar_unified_part_new (accounts);
  insert_part (self, 0, loft_sidebar_favourites_get_lines (self->favourites));
  insert_part (self, 1, loft_sidebar_unified_part_get_lines (self->unified));
  g_signal_connect_swapped (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self);
  on_accounts_changed (self, 0, 0, g_list_model_get_n_items (accounts));
  return self;
}
