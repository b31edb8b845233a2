/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-rail.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MOST_TOLD 999

struct _LoftRail {
  GtkWidget parent_instance;

  GtkWidget *handle; /* the window is moved by what is between and below the buttons */
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (LoftRail, loft_rail, GTK_TYPE_WIDGET)

static GtkWidget *
find_button (LoftRail *self, const char *name)
{
  GtkWidget *button = gtk_widget_get_first_child (self->box);

  while (button != NULL && g_strcmp0 (gtk_widget_get_name (button), name) != 0)
    button = gtk_widget_get_next_sibling (button);
  return button;
}

static GtkWidget *
new_face (const char *title, const char *icon)
{
  GtkWidget *face = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *badge = gtk_label_new (NULL);
  GtkWidget *label = gtk_label_new (title);

  gtk_widget_set_valign (face, GTK_ALIGN_CENTER);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), gtk_image_new_from_icon_name (icon));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), badge);
  g_object_set (overlay, "halign", GTK_ALIGN_CENTER, NULL);
  g_object_set (badge, "halign", GTK_ALIGN_END, "valign", GTK_ALIGN_START, "visible", FALSE, NULL);
  gtk_widget_add_css_class (badge, "badge");
  gtk_widget_add_css_class (label, "rail-label");
  g_object_set (label, "ellipsize", PANGO_ELLIPSIZE_END, "max-width-chars", 1, "hexpand", TRUE,
                NULL);
  gtk_box_append (GTK_BOX (face), overlay);
  gtk_box_append (GTK_BOX (face), label);
  return face;
}

void
loft_rail_add (LoftRail *self, const char *name, const char *title, const char *icon,
               guint position)
{
  GtkWidget *button = gtk_toggle_button_new ();
  /* Translators: the name of a pane and the key that shows it, as in "Calendar (Ctrl+2)". */
  g_autofree char *tip = g_strdup_printf (C_ ("rail", "%1$s (Ctrl+%2$u)"), title, position);

  gtk_widget_set_name (button, name);
  gtk_button_set_child (GTK_BUTTON (button), new_face (title, icon));
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "shell.pane");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", name);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (self->box), button);
}

void
loft_rail_set_shown (LoftRail *self, const char *name, gboolean shown)
{
  gtk_widget_set_visible (find_button (self, name), shown);
}

guint
loft_rail_count_shown (LoftRail *self)
{
  guint n = 0;

  for (GtkWidget *button = gtk_widget_get_first_child (self->box); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    n += gtk_widget_get_visible (button);
  return n;
}

void
loft_rail_set_badge (LoftRail *self, const char *name, guint n)
{
  GtkWidget *face = gtk_button_get_child (GTK_BUTTON (find_button (self, name)));
  GtkWidget *overlay = gtk_widget_get_first_child (face);
  GtkWidget *badge = gtk_widget_get_last_child (overlay);
  g_autofree char *text = g_strdup_printf (n > MOST_TOLD ? "%u+" : "%u", MIN (n, MOST_TOLD));

  gtk_label_set_label (GTK_LABEL (badge), text);
  gtk_widget_set_visible (badge, n > 0);
}

void
loft_rail_set_orientation (LoftRail *self, GtkOrientation orientation)
{
  gboolean bar = orientation == GTK_ORIENTATION_HORIZONTAL;

  if (gtk_orientable_get_orientation (GTK_ORIENTABLE (self->box)) == orientation)
    return;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), orientation);
  gtk_box_set_homogeneous (GTK_BOX (self->box), bar);
  gtk_widget_set_valign (self->box, bar ? GTK_ALIGN_FILL : GTK_ALIGN_START);
  if (bar)
    gtk_widget_add_css_class (GTK_WIDGET (self), "bar");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "bar");
}

static void
loft_rail_dispose (GObject *object)
{
  g_clear_pointer (&LOFT_RAIL (object)->handle, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_rail_parent_class)->dispose (object);
}

static void
loft_rail_class_init (LoftRailClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_rail_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "rail");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
loft_rail_init (LoftRail *self)
{
  self->handle = gtk_window_handle_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_valign (self->box, GTK_ALIGN_START);
  gtk_window_handle_set_child (GTK_WINDOW_HANDLE (self->handle), self->box);
  gtk_widget_set_parent (self->handle, GTK_WIDGET (self));
}
