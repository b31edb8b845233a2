/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "loft-settings.h"

#include <string.h>

#define SIDEBAR_DEFAULT 248
#define LIST_DEFAULT    372
#define HEIGHT_DEFAULT  300

/* (transfer full) (nullable) One column has room for the button that closes, on its side; NULL: as
 * everywhere. */
static char *
layout_for_narrow (LoftMailPane *self)
{
  g_autofree char *layout = NULL;
  const char *button = NULL;
  const char *middle = NULL;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-decoration-layout", &layout,
                NULL);
  button = layout != NULL ? strstr (layout, "close") : NULL;
  middle = layout != NULL ? strchr (layout, ':') : NULL;
  if (button == NULL)
    return NULL;
  return g_strdup (middle != NULL && button > middle ? ":close" : "close:");
}

/* The buttons of the window stand in the header bars at its upper corners. */
static void
update_window_buttons (LoftMailPane *self)
{
  LoftColumnsMode mode = loft_columns_get_mode (self->columns);
  LoftMainPlace place = loft_columns_get_main_place (self->columns);
  gboolean narrow = mode == LOFT_COLUMNS_NARROW;
  gboolean beside = place == LOFT_MAIN_BESIDE;
  g_autofree char *layout = narrow ? layout_for_narrow (self) : NULL;

  adw_header_bar_set_decoration_layout (self->sidebar_header, layout);
  adw_header_bar_set_decoration_layout (self->list_header, layout);
  adw_header_bar_set_decoration_layout (self->main_header, layout);
  adw_header_bar_set_show_end_title_buttons (self->sidebar_header, narrow);
  adw_header_bar_set_show_start_title_buttons (self->list_header, mode != LOFT_COLUMNS_WIDE);
  adw_header_bar_set_show_end_title_buttons (self->list_header, narrow || !beside);
  adw_header_bar_set_show_start_title_buttons (self->main_header, narrow);
  adw_header_bar_set_show_end_title_buttons (self->main_header, beside);
}

void
loft_mail_pane_update_columns (LoftMailPane *self)
{
  LoftColumnsMode mode = loft_columns_get_mode (self->columns);
  gboolean narrow = mode == LOFT_COLUMNS_NARROW;

  update_window_buttons (self);
  gtk_widget_set_visible (self->sidebar_button, mode == LOFT_COLUMNS_MEDIUM);
  gtk_widget_set_visible (self->list_back_button, narrow);
  gtk_widget_set_visible (self->main_back_button, narrow);
  loft_message_list_view_set_click_opens (self->list, narrow);
  loft_message_list_view_set_as_table (self->list, loft_columns_get_main_place (self->columns) !=
                                                     LOFT_MAIN_BESIDE);
  loft_mail_pane_update_trouble (self);
  loft_mail_pane_update_today (self);
  if (self->shown_place == loft_columns_get_main_place (self->columns))
    return;
  self->shown_place = loft_columns_get_main_place (self->columns);
  loft_mail_pane_on_selection_changed (self);
}

static void
follow_place (LoftMailPane *self)
{
  static const char *const names[] = { "right", "below", "off" };
  g_autofree char *name = loft_settings_get_string (LOFT_SETTING_READING_PANE);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (name, names[i]))
        loft_columns_set_main_place (self->columns, i);
    }
}

void
loft_mail_pane_restore_columns (LoftMailPane *self)
{
  int sidebar = loft_settings_get_int (LOFT_SETTING_SIDEBAR_WIDTH, SIDEBAR_DEFAULT);
  int width = loft_settings_get_int (LOFT_SETTING_LIST_WIDTH, LIST_DEFAULT);
  int height = loft_settings_get_int (LOFT_SETTING_LIST_HEIGHT, HEIGHT_DEFAULT);
  g_auto (GStrv) list_columns = loft_settings_get_strings (LOFT_SETTING_LIST_COLUMNS);

  g_object_set (self->columns, "sidebar-width", CLAMP (sidebar, 180, 400), "middle-width",
                CLAMP (width, 280, 640), "middle-height", CLAMP (height, 160, 4096), NULL);
  self->list_columns = loft_list_columns_new ();
  loft_list_columns_load (self->list_columns, (const char *const *) list_columns);
  loft_message_list_view_set_columns (self->list, self->list_columns);
  loft_settings_follow (LOFT_SETTING_READING_PANE, G_CALLBACK (follow_place), self);
  follow_place (self);
}

void
loft_mail_pane_remember_columns (LoftMailPane *self)
{
  int sidebar = 0, width = 0, height = 0;
  g_auto (GStrv) list_columns = loft_list_columns_save (self->list_columns);

  g_object_get (self->columns, "sidebar-width", &sidebar, "middle-width", &width, "middle-height",
                &height, NULL);
  loft_settings_set_int (LOFT_SETTING_SIDEBAR_WIDTH, sidebar);
  loft_settings_set_int (LOFT_SETTING_LIST_WIDTH, width);
  loft_settings_set_int (LOFT_SETTING_LIST_HEIGHT, height);
  loft_settings_set_strings (LOFT_SETTING_LIST_COLUMNS, (const char *const *) list_columns);
}
