/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-list-header-private.h"

#include "config.h"

#include <glib/gi18n.h>

#define WIDTH_STEP 24

static void
on_show (GSimpleAction *action, GVariant *state, gpointer data)
{
  LoftListHeader *self = data;
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      if (g_str_equal (loft_list_column_get_name (i), name))
        loft_list_columns_set_shown (self->columns, i, g_variant_get_boolean (state));
    }
}

static void
on_move (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftListHeader *self = data;

  loft_list_columns_move (self->columns, self->menu_column, g_variant_get_int32 (parameter));
}

static void
on_resize (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftListHeader *self = data;
  int width = loft_list_columns_get_width (self->columns, self->menu_column);

  loft_list_columns_set_width (self->columns, self->menu_column,
                               width + WIDTH_STEP * g_variant_get_int32 (parameter));
}

static void
on_reset (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *const none[] = { NULL };

  loft_list_columns_load (LOFT_LIST_HEADER (data)->columns, none);
}

static const GActionEntry entries[] = {
  { "move", on_move, "i" },
  { "resize", on_resize, "i" },
  { "reset", on_reset },
};

static GMenuModel *
new_menu (void)
{
  g_autoptr (GMenu) columns = g_menu_new ();
  g_autoptr (GMenu) place = g_menu_new ();
  g_autoptr (GMenu) all = g_menu_new ();
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      g_autofree char *action = g_strconcat ("column.", loft_list_column_get_name (i), NULL);

      if (i != LOFT_LIST_COLUMN_SUBJECT)
        g_menu_append (columns, loft_list_column_get_title (i), action);
    }
  g_menu_append (place, _ ("Move Toward _Start"), "column.move(-1)");
  g_menu_append (place, _ ("Move Toward _End"), "column.move(1)");
  g_menu_append (place, _ ("_Wider"), "column.resize(1)");
  g_menu_append (place, _ ("_Narrower"), "column.resize(-1)");
  g_menu_append (all, _ ("_Reset Columns"), "column.reset");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (columns));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (place));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (all));
  return G_MENU_MODEL (menu);
}

void
loft_list_header_update_menu (LoftListHeader *self)
{
  GAction *resize = NULL;

  if (self->actions == NULL)
    return;
  resize = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "resize");
  g_simple_action_set_enabled (G_SIMPLE_ACTION (resize),
                               self->menu_column != LOFT_LIST_COLUMN_SUBJECT);
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions),
                                                    loft_list_column_get_name (i));
      gboolean shown = loft_list_columns_get_shown (self->columns, i);

      if (action != NULL)
        g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (shown));
    }
}

void
loft_list_header_popup (LoftListHeader *self, LoftListColumn column)
{
  GtkWidget *title = self->titles[column];
  graphene_rect_t bounds;

  if (self->menu == NULL ||
      !gtk_widget_compute_bounds (title, GTK_WIDGET (self), &bounds))
    return;
  self->menu_column = column;
  loft_list_header_update_menu (self);
  gtk_popover_set_pointing_to (
    self->menu, &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                                  MAX (1, (int) bounds.size.width), (int) bounds.size.height });
  gtk_popover_popup (self->menu);
}

static gboolean
on_menu_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  LoftListHeader *self = LOFT_LIST_HEADER (widget);

  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      if (gtk_widget_has_focus (self->titles[i]))
        {
          loft_list_header_popup (self, i);
          return TRUE;
        }
    }
  return FALSE;
}

void
loft_list_header_bind_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
}

void
loft_list_header_add_menu (LoftListHeader *self)
{
  g_autoptr (GMenuModel) menu = new_menu ();

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    {
      GActionEntry entry = { loft_list_column_get_name (i), NULL, NULL, "false", on_show };

      if (i != LOFT_LIST_COLUMN_SUBJECT)
        g_action_map_add_action_entries (G_ACTION_MAP (self->actions), &entry, 1, self);
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "column", G_ACTION_GROUP (self->actions));
  self->menu = GTK_POPOVER (gtk_popover_menu_new_from_model (menu));
  gtk_popover_set_has_arrow (self->menu, FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
}
