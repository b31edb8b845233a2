/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pane.h"

G_DEFINE_INTERFACE (LoftPane, loft_pane, GTK_TYPE_WIDGET)

static guint badge_changed;

GActionGroup *
loft_pane_get_actions (LoftPane *self)
{
  return LOFT_PANE_GET_IFACE (self)->get_actions (self);
}

void
loft_pane_focus (LoftPane *self)
{
  LoftPaneInterface *interface = LOFT_PANE_GET_IFACE (self);

  if (interface->focus != NULL)
    interface->focus (self);
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

void
loft_pane_search (LoftPane *self, const char *words)
{
  LoftPaneInterface *interface = LOFT_PANE_GET_IFACE (self);

  if (interface->search != NULL)
    interface->search (self, words);
}

guint
loft_pane_get_badge (LoftPane *self)
{
  LoftPaneInterface *interface = LOFT_PANE_GET_IFACE (self);

  return interface->get_badge != NULL ? interface->get_badge (self) : 0;
}

void
loft_pane_badge_changed (LoftPane *self)
{
  g_signal_emit (self, badge_changed, 0);
}

static void
loft_pane_default_init (LoftPaneInterface *interface)
{
  badge_changed = g_signal_new ("badge-changed", LOFT_TYPE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}
