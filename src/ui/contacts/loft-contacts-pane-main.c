/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-pane-private.h"

#include "config.h"
#include "loft-accessibility.h"

#include <glib/gi18n.h>

static GtkWidget *
new_icon_button (const char *icon, const char *action, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  loft_accessibility_set_button_name (button, name);
  return button;
}

static GtkWidget *
new_text_button (const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

/* Into the first book at once, or into one that is chosen. */
static void
make_take_button (LoftContactsPane *self)
{
  self->take_button = ADW_SPLIT_BUTTON (adw_split_button_new ());
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->take_button), _ ("Add to My Contacts"));
  adw_split_button_set_use_underline (self->take_button, TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->take_button), "contacts.take");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->take_button), "x", (gint64) 0);
}

static void
make_header (LoftContactsPane *self)
{
  GtkWidget *header = adw_header_bar_new ();

  self->main_header = ADW_HEADER_BAR (header);
  self->main_title = ADW_WINDOW_TITLE (adw_window_title_new ("", NULL));
  gtk_widget_add_css_class (header, "flat");
  adw_header_bar_set_title_widget (self->main_header, GTK_WIDGET (self->main_title));
  self->main_back_button =
    new_icon_button ("go-previous-symbolic", "contacts.back", _ ("Back to Contacts"));
  self->edit_button = new_icon_button ("document-edit-symbolic", "contacts.edit", _ ("Edit"));
  self->delete_button = new_icon_button ("user-trash-symbolic", "contacts.delete", _ ("Delete"));
  make_take_button (self);
  self->more_button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->more_button), "view-more-symbolic");
  loft_accessibility_set_button_name (self->more_button, _ ("More"));
  self->cancel_button = new_text_button (_ ("_Cancel"), "contacts.cancel");
  self->save_button = new_text_button (_ ("_Save"), "contacts.save");
  gtk_widget_add_css_class (self->save_button, "suggested-action");
  adw_header_bar_pack_start (self->main_header, self->main_back_button);
  adw_header_bar_pack_start (self->main_header, self->cancel_button);
  adw_header_bar_pack_end (self->main_header, self->save_button);
  adw_header_bar_pack_end (self->main_header, self->more_button);
  adw_header_bar_pack_end (self->main_header, GTK_WIDGET (self->take_button));
  adw_header_bar_pack_end (self->main_header, self->delete_button);
  adw_header_bar_pack_end (self->main_header, self->edit_button);
}

static GtkWidget *
make_several (LoftContactsPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *write = new_text_button (_ ("_Write to All"), "contacts.write");
  GtkWidget *merge = new_text_button (_ ("_Merge…"), "contacts.merge");

  self->several = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->several, "system-users-symbolic");
  gtk_widget_add_css_class (write, "pill");
  gtk_widget_add_css_class (write, "suggested-action");
  gtk_widget_add_css_class (merge, "pill");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), write);
  gtk_box_append (GTK_BOX (box), merge);
  adw_status_page_set_child (self->several, box);
  return GTK_WIDGET (self->several);
}

GtkWidget *
loft_contacts_pane_make_main (LoftContactsPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  make_header (self);
  self->view = LOFT_CONTACT_VIEW (loft_contact_view_new ());
  self->main_stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->main_stack), TRUE);
  gtk_stack_add_named (self->main_stack, GTK_WIDGET (self->view), "view");
  gtk_stack_add_named (self->main_stack, make_several (self), "several");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->main_header));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->main_stack));
  return box;
}

/* The one that is selected; the one that was shown stays while a search hides it. */
static void
show_one (LoftContactsPane *self, guint n_selected)
{
  guint only = loft_selection_get_only (self->selection);
  GListModel *rows = G_LIST_MODEL (loft_contacts_pane_get_rows (self));
  g_autoptr (LoftContactItem) item =
    only != GTK_INVALID_LIST_POSITION ? g_list_model_get_item (rows, only) : NULL;
  LoftContact *contact = item != NULL ? loft_contact_item_get (item) : NULL;

  if (contact == self->shown && (contact != NULL || n_selected == 0))
    return;
  g_clear_pointer (&self->shown, loft_contact_unref);
  if (contact != NULL)
    {
      self->shown = loft_contact_ref (contact);
      loft_contacts_pane_expect (self, contact->uid);
    }
  loft_contact_view_show (self->view, contact);
}

static void
show_several (LoftContactsPane *self, guint n)
{
  g_autofree char *title =
    g_strdup_printf (ngettext ("%u Contact Selected", "%u Contacts Selected", n), n);

  adw_status_page_set_title (self->several, title);
}

void
loft_contacts_pane_show_selected (LoftContactsPane *self)
{
  guint n = loft_selection_get_n_selected (self->selection);

  show_one (self, n);
  if (n > 1)
    show_several (self, n);
  if (!loft_contacts_pane_is_editing (self))
    gtk_stack_set_visible_child_name (self->main_stack, n > 1 ? "several" : "view");
  loft_contacts_pane_update_main (self);
}

/* One column has room for a picture. */
static void
update_take_button (LoftContactsPane *self, gboolean is_narrow)
{
  g_autoptr (GMenuModel) books = loft_contacts_pane_new_books_menu (self, "contacts.take");

  adw_split_button_set_menu_model (self->take_button, books);
  if (is_narrow)
    adw_split_button_set_icon_name (self->take_button, "contact-new-symbolic");
  else
    adw_split_button_set_label (self->take_button, _ ("_Add to My Contacts"));
}

void
loft_contacts_pane_update_main (LoftContactsPane *self)
{
  gboolean is_editing = loft_contacts_pane_is_editing (self);
  gboolean is_narrow = loft_columns_get_mode (self->columns) == LOFT_COLUMNS_NARROW;
  guint n = loft_selection_get_n_selected (self->selection);
  gboolean is_elsewhere = loft_contacts_pane_is_elsewhere (self);
  gboolean is_new = is_editing && *loft_contact_editor_get_before (self->editor)->uid == '\0';

  gtk_widget_set_visible (self->edit_button, !is_editing && n == 1 && !is_elsewhere);
  gtk_widget_set_visible (self->delete_button, !is_editing && n > 0 && !is_elsewhere);
  gtk_widget_set_visible (GTK_WIDGET (self->take_button), !is_editing && n > 0 && is_elsewhere);
  if (is_elsewhere)
    update_take_button (self, is_narrow);
  gtk_widget_set_visible (self->more_button, !is_editing && n > 0);
  gtk_widget_set_visible (self->cancel_button, is_editing);
  gtk_widget_set_visible (self->save_button, is_editing);
  gtk_widget_set_visible (self->main_back_button, is_narrow && !is_editing);
  adw_header_bar_set_show_start_title_buttons (self->main_header, is_narrow && !is_editing);
  adw_header_bar_set_show_end_title_buttons (self->main_header, !is_narrow || !is_editing);
  adw_window_title_set_title (self->main_title, !is_editing ? ""
                                                : is_new    ? _ ("New Contact")
                                                            : _ ("Edit Contact"));
  loft_contacts_pane_update_actions (self);
}
