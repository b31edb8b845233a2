/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-guest-page-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-banner.h"
#include "loft-guest-lane.h"
#include "loft-guest-row.h"
#include "loft-guest-ruler.h"
#include "loft-wrap-layout.h"

#include <glib/gi18n.h>

/* ---- the days ----------------------------------------------------------------------------- */

static void
on_before (LoftGuestPage *self)
{
  loft_guest_page_turn (self, -1);
}

static void
on_next (LoftGuestPage *self)
{
  loft_guest_page_turn (self, 1);
}

static GtkWidget *
new_turn (LoftGuestPage *self, const char *icon, const char *name, GCallback func)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  loft_accessibility_set_button_name (button, name);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", func, self);
  return button;
}

static void
add_days (LoftGuestPage *self)
{
  GtkWidget *box = gtk_center_box_new ();
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->day = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->day), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->day, "heading");
  self->spinner = gtk_spinner_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Asking when people have time"), -1);
  gtk_box_append (GTK_BOX (middle), self->day);
  gtk_box_append (GTK_BOX (middle), self->spinner);
  gtk_center_box_set_start_widget (GTK_CENTER_BOX (box),
                                   new_turn (self, "go-previous-symbolic", _ ("Days Before"),
                                             G_CALLBACK (on_before)));
  gtk_center_box_set_center_widget (GTK_CENTER_BOX (box), middle);
  gtk_center_box_set_end_widget (GTK_CENTER_BOX (box),
                                 new_turn (self, "go-next-symbolic", _ ("Days After"),
                                           G_CALLBACK (on_next)));
  gtk_widget_add_css_class (box, "guest-days");
  gtk_box_append (GTK_BOX (self), box);
}

/* ---- the people --------------------------------------------------------------------------- */

static GtkWidget *
new_space (void)
{
  GtkWidget *space = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_size_request (space, LOFT_GUEST_NAME_WIDTH, -1);
  gtk_widget_add_css_class (space, "guest-name");
  return space;
}

/* Beside the names' column. */
static void
add_beside (LoftGuestPage *self, GtkWidget *child)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_hexpand (child, TRUE);
  gtk_box_append (GTK_BOX (box), new_space ());
  gtk_box_append (GTK_BOX (box), child);
  gtk_box_append (GTK_BOX (self), box);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, LoftGuestPage *self)
{
  gtk_list_item_set_child (item, loft_guest_row_new (self->scale));
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, LoftGuestPage *self)
{
  loft_guest_row_set_guest (LOFT_GUEST_ROW (gtk_list_item_get_child (item)),
                            gtk_list_item_get_item (item));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, LoftGuestPage *self)
{
  loft_guest_row_set_guest (LOFT_GUEST_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
add_people (LoftGuestPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *model =
    GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->times))));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  self->list = gtk_list_view_new (model, factory);
  gtk_widget_add_css_class (self->list, "guest-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("When People Have Time"), -1);
  g_object_set (scroller, "hscrollbar-policy", GTK_POLICY_NEVER, "vexpand", TRUE,
                "overlay-scrolling", TRUE, "child", self->list, NULL);
  gtk_box_append (GTK_BOX (self), scroller);
}

/* ---- below them --------------------------------------------------------------------------- */

static void
add_legend (LoftGuestPage *self)
{
  static const LoftBusyKind kinds[] = { LOFT_BUSY_BUSY, LOFT_BUSY_TENTATIVE, LOFT_BUSY_AWAY,
                                        LOFT_BUSY_UNKNOWN };
  GtkWidget *legend = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_layout_manager (legend, loft_wrap_layout_new (12));
  gtk_widget_add_css_class (legend, "guest-legend");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *name = gtk_label_new (loft_guest_row_name_kind (kinds[i]));

      gtk_widget_add_css_class (name, "caption");
      gtk_box_append (GTK_BOX (pair), loft_guest_lane_new_sample (kinds[i]));
      gtk_box_append (GTK_BOX (pair), name);
      gtk_box_append (GTK_BOX (legend), pair);
    }
  gtk_box_append (GTK_BOX (self), legend);
}

static GtkWidget *
add_label (GtkWidget *box, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  g_object_set (label, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
on_find (LoftGuestPage *self)
{
  loft_guest_page_find (self, LOFT_FIND_HERE);
}

static void
on_earlier (LoftGuestPage *self)
{
  loft_guest_page_find (self, LOFT_FIND_EARLIER);
}

static void
on_later (LoftGuestPage *self)
{
  loft_guest_page_find (self, LOFT_FIND_LATER);
}

static GtkWidget *
add_button (LoftGuestPage *self, GtkWidget *box, const char *label, const char *tooltip,
            GCallback func)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect_swapped (button, "clicked", func, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
add_foot (LoftGuestPage *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->when = add_label (foot, "heading");
  self->status = add_label (foot, "guest-status");
  self->earlier =
    add_button (self, buttons, _ ("_Earlier"), _ ("The last time before that suits everybody"),
                G_CALLBACK (on_earlier));
  self->find =
    add_button (self, buttons, _ ("_Find a Time"),
                _ ("The next time in working hours that suits everybody"), G_CALLBACK (on_find));
  self->later = add_button (self, buttons, _ ("_Later"),
                            _ ("The next time after that suits everybody"), G_CALLBACK (on_later));
  gtk_widget_add_css_class (self->find, "suggested-action");
  gtk_widget_set_hexpand (self->find, TRUE);
  gtk_box_append (GTK_BOX (foot), buttons);
  gtk_widget_add_css_class (foot, "guest-foot");
  gtk_box_append (GTK_BOX (self), foot);
}

void
loft_guest_page_build (LoftGuestPage *self)
{
  self->banner = g_object_new (LOFT_TYPE_BANNER, NULL);
  g_signal_connect_object (self->banner, "button-clicked", G_CALLBACK (loft_guest_times_retry),
                           self->times, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->banner);
  add_days (self);
  self->ruler = loft_guest_ruler_new (self->scale);
  add_beside (self, self->ruler);
  add_people (self);
  add_beside (self, gtk_scrollbar_new (GTK_ORIENTATION_HORIZONTAL,
                                       loft_guest_scale_get_adjustment (self->scale)));
  add_legend (self);
  add_foot (self);
}
