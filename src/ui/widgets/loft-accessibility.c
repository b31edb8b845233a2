/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-accessibility.h"

void
loft_accessibility_set_hidden (GtkWidget *widget, gboolean hidden)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, hidden, -1);
}

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

void
loft_accessibility_set_button_name (GtkWidget *button, const char *name)
{
  gtk_widget_set_tooltip_text (button, name);
  set_name (button, name);
}

/* Which takes the focus inside GtkMenuButton is a button of its own. */
static void
name_button (GtkWidget *button)
{
  const char *name = gtk_widget_get_tooltip_text (button);
  GtkWidget *inner = gtk_widget_get_first_child (button);

  if (name == NULL || (GTK_IS_BUTTON (button) && GTK_IS_LABEL (inner)))
    return;
  set_name (button, name);
  if (GTK_IS_MENU_BUTTON (button) && inner != NULL)
    set_name (inner, name);
}

static void
update_stack (GtkStack *stack)
{
  GtkWidget *shown = gtk_stack_get_visible_child (stack);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack));

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    loft_accessibility_set_hidden (child, child != shown);
}

static void
update_revealer (GtkRevealer *revealer)
{
  GtkWidget *child = gtk_revealer_get_child (revealer);

  if (child != NULL)
    loft_accessibility_set_hidden (child, !gtk_revealer_get_reveal_child (revealer));
}

void
loft_accessibility_prepare (GtkWidget *root)
{
  if (GTK_IS_STACK (root))
    {
      g_signal_connect (root, "notify::visible-child", G_CALLBACK (update_stack), NULL);
      update_stack (GTK_STACK (root));
    }
  else if (GTK_IS_REVEALER (root))
    {
      g_signal_connect (root, "notify::reveal-child", G_CALLBACK (update_revealer), NULL);
      update_revealer (GTK_REVEALER (root));
    }
  else if (GTK_IS_BUTTON (root) || GTK_IS_MENU_BUTTON (root))
    name_button (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    loft_accessibility_prepare (child);
}
