/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-window-private.h"

#include "loft-category-change.h"
#include "loft-category-dialog.h"
#include "loft-category-look.h"
#include "loft-category-window.h"

#define PLACE_IN_MENU 1

/* category: (nullable) NULL takes all away. */
static void
mark (LoftMessageWindow *self, LoftCategory *category, gboolean add)
{
  gint64 key = self->row != NULL ? loft_message_row_get_key (self->row) : 0;

  if (key != 0 && self->list != NULL)
    loft_category_change_async (self->list, &key, 1, category, add, loft_message_window_on_moved,
                                g_object_ref (self));
}

static const char *
keywords_of (LoftMessageWindow *self)
{
  if (self->row == NULL || loft_message_row_get_message (self->row) == NULL)
    return "";
  return loft_message_row_get_summary (self->row)->keywords;
}

static void
toggle (LoftCategory *category, gpointer data)
{
  LoftMessageWindow *self = data;

  mark (self, category,
        !loft_keywords_contain (keywords_of (self), loft_category_get_keyword (category)));
}

static void
on_key (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gint32 position = g_variant_get_int32 (parameter);
  g_autoptr (LoftCategory) category = NULL;

  if (position == 0)
    mark (data, NULL, FALSE);
  if (position <= 0)
    return;
  category =
    g_list_model_get_item (G_LIST_MODEL (loft_category_look_get_list ()), (guint) position - 1);
  if (category != NULL)
    toggle (category, data);
}

static void
on_clear (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mark (data, NULL, FALSE);
}

static void
on_made (LoftCategory *category, gpointer data)
{
  mark (data, category, TRUE);
}

static void
on_new (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_category_dialog_present (data, on_made, g_object_ref (data), g_object_unref);
}

static void
on_edit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_window_present (GTK_WINDOW (loft_category_window_new (data)));
}

static const GActionEntry entries[] = {
  { "category", on_key, "i" },
  { "clear-categories", on_clear },
  { "new-category", on_new },
  { "edit-categories", on_edit },
};

void
loft_message_window_update_categories (LoftMessageWindow *self)
{
  if (self->category_menu != NULL)
    loft_category_menu_show (self->category_menu, keywords_of (self), self->row != NULL);
}

void
loft_message_window_add_categories (LoftMessageWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  self->category_menu = loft_category_menu_new (G_ACTION_MAP (self->actions), toggle, self);
  loft_category_menu_insert (self->category_menu,
                             gtk_menu_button_get_menu_model (self->menu_button), PLACE_IN_MENU);
  g_signal_connect_object (loft_category_look_get_list (), "items-changed",
                           G_CALLBACK (loft_message_window_update_categories), self,
                           G_CONNECT_SWAPPED);
}
