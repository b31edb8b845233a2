/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tasks-pane-private.h"

#include "config.h"

#include <glib/gi18n.h>

static GMenuModel *
make_due (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _ ("_Today"), "tasks.due::today");
  g_menu_append (menu, _ ("To_morrow"), "tasks.due::tomorrow");
  g_menu_append (menu, _ ("In a _Week"), "tasks.due::week");
  g_menu_append (menu, _ ("_No Date"), "tasks.due::none");
  return G_MENU_MODEL (menu);
}

static GMenuModel *
make_priority (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _ ("_High"), "tasks.priority(1)");
  g_menu_append (menu, _ ("_Medium"), "tasks.priority(5)");
  g_menu_append (menu, _ ("_Low"), "tasks.priority(9)");
  g_menu_append (menu, _ ("_None"), "tasks.priority(0)");
  return G_MENU_MODEL (menu);
}

static GMenuModel *
make_menu (gboolean open)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) first = g_menu_new ();
  g_autoptr (GMenu) parts = g_menu_new ();
  g_autoptr (GMenu) last = g_menu_new ();
  g_autoptr (GMenuModel) due = make_due ();
  g_autoptr (GMenuModel) priority = make_priority ();

  g_menu_append (first, open ? _ ("_Done") : _ ("Not _Done"), "tasks.done");
  g_menu_append_submenu (first, _ ("D_ue"), due);
  g_menu_append_submenu (first, _ ("_Priority"), priority);
  g_menu_append (parts, _ ("Make _Part of the Task Above"), "tasks.indent");
  g_menu_append (parts, _ ("Make a Task of Its _Own"), "tasks.outdent");
  g_menu_append (parts, _ ("Move _Up"), "tasks.up");
  g_menu_append (parts, _ ("Move Do_wn"), "tasks.down");
  g_menu_append (last, _ ("De_lete"), "tasks.delete");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (parts));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (last));
  return G_MENU_MODEL (menu);
}

void
loft_tasks_pane_show_menu (LoftTasksPane *self, GtkWidget *at, double x, double y)
{
  gboolean open = self->shown == NULL || loft_task_is_open (loft_task_item_get (self->shown));
  g_autoptr (GMenuModel) model = make_menu (open);
  GdkRectangle place = { 0, 0, 1, 1 };
  double x_here = 0;
  double y_here = 0;

  gtk_widget_translate_coordinates (at, GTK_WIDGET (self), x, y, &x_here, &y_here);
  place.x = (int) x_here;
  place.y = (int) y_here;
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_menu_new_from_model (model);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}
