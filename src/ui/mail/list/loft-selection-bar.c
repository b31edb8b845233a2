/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-selection-bar.h"

#include "config.h"
#include "loft-accessibility.h"

#include <glib/gi18n.h>

struct _LoftSelectionBar {
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkWidget *label;
  GtkWidget *read;
  GtkWidget *flag;
  GtkWidget *categories;
};

G_DEFINE_FINAL_TYPE (LoftSelectionBar, loft_selection_bar, GTK_TYPE_WIDGET)

static void
set_button (GtkWidget *button, const char *icon, const char *name)
{
  gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  loft_accessibility_set_button_name (button, name);
}

void
loft_selection_bar_update (LoftSelectionBar *self, gboolean shown, guint n_selected,
                           gboolean unread, gboolean unflagged)
{
  g_autofree char *text =
    g_strdup_printf (ngettext ("%'u selected", "%'u selected", n_selected), n_selected);

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), shown);
  if (!shown)
    return;
  gtk_label_set_text (GTK_LABEL (self->label), text);
  set_button (self->read, unread ? "mail-read-symbolic" : "mail-unread-symbolic",
              unread ? _ ("Mark as Read") : _ ("Mark as Unread"));
  set_button (self->flag, unflagged ? "loft-flag-outline-symbolic" : "loft-flag-symbolic",
              unflagged ? _ ("Flag") : _ ("Remove Flag"));
}

void
loft_selection_bar_set_categories (LoftSelectionBar *self, GMenuModel *menu)
{
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->categories), menu);
}

static void
loft_selection_bar_dispose (GObject *object)
{
  g_clear_pointer (&LOFT_SELECTION_BAR (object)->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_selection_bar_parent_class)->dispose (object);
}

static void
loft_selection_bar_class_init (LoftSelectionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_selection_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "selectionbar");
}

static GtkWidget *
add_button (GtkWidget *box, const char *action)
{
  GtkWidget *button = gtk_button_new ();

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
add_menu_button (GtkWidget *box, const char *icon, const char *name)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), icon);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  loft_accessibility_set_button_name (button, name);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
loft_selection_bar_init (LoftSelectionBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "toolbar");
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_box_append (GTK_BOX (box), self->label);
  set_button (add_button (box, "mail.archive"), "loft-archive-symbolic", _ ("Archive"));
  set_button (add_button (box, "mail.delete"), "user-trash-symbolic", _ ("Delete"));
  set_button (add_button (box, "mail.move"), "loft-move-symbolic", _ ("Move to Folder"));
  self->read = add_button (box, "mail.toggle-read");
  self->flag = add_button (box, "mail.toggle-flag");
  self->categories = add_menu_button (box, "loft-category-symbolic", _ ("Categories"));
  set_button (add_button (box, "mail.end-selection"), "window-close-symbolic", _ ("End Selection"));
  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_transition_type (GTK_REVEALER (self->revealer),
                                    GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), box);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
}
