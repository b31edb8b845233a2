/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-category-menu.h"

#include "config.h"
#include "loft-category-look.h"
#include "loft-flags.h"

#include <glib/gi18n.h>
#include <string.h>

#define PREFIX "category-"

/* Keys are the digits. */
#define MAX_KEYS 9

struct _LoftCategoryMenu {
  GObject parent_instance;

  GActionMap *map;
  LoftCategoryChosen chosen;
  gpointer user_data;
  GMenu *menu;
  guint n_items;
};

G_DEFINE_FINAL_TYPE (LoftCategoryMenu, loft_category_menu, G_TYPE_OBJECT)

static char *
name_of (guint position)
{
  return g_strdup_printf (PREFIX "%u", position + 1);
}

static void
on_item (GSimpleAction *action, GVariant *state, gpointer data)
{
  LoftCategoryMenu *self = data;
  const char *name = g_action_get_name (G_ACTION (action));
  guint position = (guint) g_ascii_strtoull (name + strlen (PREFIX), NULL, 10) - 1;
  g_autoptr (LoftCategory) category =
    g_list_model_get_item (G_LIST_MODEL (loft_category_look_get_list ()), position);

  if (category != NULL)
    self->chosen (category, self->user_data);
}

/* A name is no mnemonic and no markup. The colour is a wide space before it: menus of GTK have no
 * place for a picture, and screen readers say nothing of spaces. The mark in front keeps it there,
 * whichever way the name is written. */
static char *
label_for (LoftCategory *category)
{
  g_auto (GStrv) parts = g_strsplit (loft_category_look_name (category), "_", -1);
  g_autofree char *name = g_strjoinv ("__", parts);

  return g_markup_printf_escaped ("%s<span background='%s' size='75%%'>\u2003</span>\u00a0\u00a0%s",
                                  gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL
                                    ? "\u200f"
                                    : "\u200e",
                                  loft_category_get_color (category), name);
}

static void
add_item (LoftCategoryMenu *self, GMenu *items, guint position, LoftCategory *category)
{
  g_autofree char *label = label_for (category);
  g_autofree char *name = name_of (position);
  g_autofree char *detailed = g_strconcat ("mail.", name, NULL);
  g_autofree char *key = g_strdup_printf ("%u", position + 1);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, detailed);
  g_autoptr (GSimpleAction) action =
    g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (FALSE));

  g_menu_item_set_attribute (item, "use-markup", "s", "true");
  if (position < MAX_KEYS)
    g_menu_item_set_attribute (item, "accel", "s", key);
  g_menu_append_item (items, item);
  g_signal_connect_object (action, "change-state", G_CALLBACK (on_item), self, 0);
  g_action_map_add_action (self->map, G_ACTION (action));
}

static void
remove_actions (LoftCategoryMenu *self)
{
  for (guint i = 0; i < self->n_items; i++)
    {
      g_autofree char *name = name_of (i);

      g_action_map_remove_action (self->map, name);
    }
}

static void
fill (LoftCategoryMenu *self)
{
  GListModel *list = G_LIST_MODEL (loft_category_look_get_list ());
  g_autoptr (GMenu) items = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new ();

  remove_actions (self);
  g_menu_remove_all (self->menu);
  self->n_items = g_list_model_get_n_items (list);
  for (guint i = 0; i < self->n_items; i++)
    {
      g_autoptr (LoftCategory) category = g_list_model_get_item (list, i);

      add_item (self, items, i, category);
    }
  g_menu_append (more, _ ("_No Category"), "mail.clear-categories");
  g_menu_append (more, _ ("_New Category…"), "mail.new-category");
  g_menu_append (more, _ ("_Edit Categories…"), "mail.edit-categories");
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (items));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (more));
}

GMenuModel *
loft_category_menu_get_model (LoftCategoryMenu *self)
{
  return G_MENU_MODEL (self->menu);
}

void
loft_category_menu_insert (LoftCategoryMenu *self, GMenuModel *menu, int position)
{
  g_autoptr (GMenu) section = g_menu_new ();

  g_menu_append_submenu (section, _ ("_Categories"), G_MENU_MODEL (self->menu));
  g_menu_insert_section (G_MENU (menu), position, NULL, G_MENU_MODEL (section));
}

void
loft_category_menu_show (LoftCategoryMenu *self, const char *keywords, gboolean possible)
{
  GListModel *list = G_LIST_MODEL (loft_category_look_get_list ());

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (LoftCategory) category = g_list_model_get_item (list, i);
      g_autofree char *name = name_of (i);
      GAction *action = g_action_map_lookup_action (self->map, name);
      gboolean has = loft_keywords_contain (keywords, loft_category_get_keyword (category));

      if (action == NULL)
        continue;
      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), possible);
      g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (has));
    }
}

static void
loft_category_menu_finalize (GObject *object)
{
  g_object_unref (LOFT_CATEGORY_MENU (object)->menu);
  G_OBJECT_CLASS (loft_category_menu_parent_class)->finalize (object);
}

static void
loft_category_menu_class_init (LoftCategoryMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_category_menu_finalize;
}

static void
loft_category_menu_init (LoftCategoryMenu *self)
{
  self->menu = g_menu_new ();
}

LoftCategoryMenu *
loft_category_menu_new (GActionMap *map, LoftCategoryChosen chosen, gpointer user_data)
{
  LoftCategoryMenu *self = g_object_new (LOFT_TYPE_CATEGORY_MENU, NULL);

  self->map = map;
  self->chosen = chosen;
  self->user_data = user_data;
  g_signal_connect_object (loft_category_look_get_list (), "items-changed", G_CALLBACK (fill), self,
                           G_CONNECT_SWAPPED);
  fill (self);
  return self;
}
