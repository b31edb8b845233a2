/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sensitive.h"

typedef struct {
  GtkWidget *focus; /* (weak) (nullable) */
} Taken;

static GQuark
get_quark (void)
{
  return g_quark_from_static_string ("loft-focus-taken");
}

static void
free_taken (gpointer data)
{
  Taken *taken = data;

  g_clear_weak_pointer (&taken->focus);
  g_free (taken);
}

static void
take_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  Taken *taken;

  if (focus == NULL || (focus != widget && !gtk_widget_is_ancestor (focus, widget)))
    return;
  taken = g_new0 (Taken, 1);
  g_set_weak_pointer (&taken->focus, focus);
  g_object_set_qdata_full (G_OBJECT (widget), get_quark (), taken, free_taken);
  gtk_root_set_focus (root, NULL);
}

static void
give_focus_back (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  Taken *taken = g_object_steal_qdata (G_OBJECT (widget), get_quark ());

  if (taken == NULL)
    return;
  if (taken->focus != NULL && root != NULL && gtk_root_get_focus (root) == NULL)
    gtk_widget_grab_focus (taken->focus);
  free_taken (taken);
}

void
loft_widget_set_sensitive (GtkWidget *widget, gboolean sensitive)
{
  if (!sensitive)
    take_focus (widget);
  gtk_widget_set_sensitive (widget, sensitive);
  if (sensitive)
    give_focus_back (widget);
}
