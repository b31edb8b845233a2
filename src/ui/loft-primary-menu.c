/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-primary-menu.h"

#include "config.h"
#include "loft-accessibility.h"

#include <glib/gi18n.h>

/* Where no server answers in a person's place, there is nothing to be said of it. */
static void
append_absence (GMenu *menu)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (_ ("Out of _Office…"), NULL);

  g_menu_item_set_action_and_target (item, "absence.edit", "s", "");
  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, item);
}

GtkWidget *
loft_primary_menu_button_new (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, _ ("_Search Everything"), "win.search-everything");
  append_absence (menu);
  g_menu_append (menu, _ ("_Preferences"), "app.preferences");
  g_menu_append (menu, _ ("_Keyboard Shortcuts"), "win.show-help-overlay");
  g_menu_append (menu, _ ("_About Loft"), "app.about");
  g_object_set (button, "icon-name", "open-menu-symbolic", "menu-model", menu, "primary", TRUE,
                NULL);
  loft_accessibility_set_button_name (button, _ ("Main Menu"));
  return button;
}
