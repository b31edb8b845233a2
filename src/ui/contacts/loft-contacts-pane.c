/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-pane-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-pane.h"
#include "loft-primary-menu.h"
#include "loft-shortcuts.h"
#include "loft-trouble-banner.h"

#include <glib/gi18n.h>
#include <string.h>

#define SIDEBAR_WIDTH 248
#define LIST_WIDTH    320

static void pane_init (LoftPaneInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftContactsPane, loft_contacts_pane, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_PANE, pane_init))

static GActionGroup *
get_actions (LoftPane *pane)
{
  return G_ACTION_GROUP (LOFT_CONTACTS_PANE (pane)->actions);
}

static void
focus (LoftPane *pane)
{
  LoftContactsPane *self = LOFT_CONTACTS_PANE (pane);

  if (!gtk_widget_child_focus (GTK_WIDGET (self->rows), GTK_DIR_TAB_FORWARD))
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* In all books. */
static void
search (LoftPane *pane, const char *words)
{
  LoftContactsPane *self = LOFT_CONTACTS_PANE (pane);

  gtk_list_box_select_row (self->places, gtk_list_box_get_row_at_index (self->places, 0));
  gtk_editable_set_text (GTK_EDITABLE (self->search), words);
  loft_contact_list_set_words (self->list, words); /* now: the entry tells of it later */
  loft_columns_show (self->columns, LOFT_COLUMN_MIDDLE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
pane_init (LoftPaneInterface *iface)
{
  iface->get_actions = get_actions;
  iface->focus = focus;
  iface->search = search;
}

static void
loft_contacts_pane_dispose (GObject *object)
{
  LoftContactsPane *self = LOFT_CONTACTS_PANE (object);
  GtkWidget *toasts = GTK_WIDGET (self->toasts);

  g_clear_handle_id (&self->letters_source, g_source_remove);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_weak_pointer (&self->undo_toast);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->toasts = NULL;
  self->columns = NULL;
  self->editor = NULL;
  g_clear_pointer (&toasts, gtk_widget_unparent);
  g_clear_object (&self->selection);
  if (self->asked != NULL)
    g_signal_handlers_disconnect_by_data (self->asked, self);
  if (self->found != NULL)
    g_signal_handlers_disconnect_by_data (self->found, self);
  g_clear_object (&self->asked);
  g_clear_object (&self->found);
  g_clear_object (&self->directory);
  g_clear_object (&self->directories);
  g_clear_object (&self->list);
  g_clear_object (&self->contacts);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (loft_contacts_pane_parent_class)->dispose (object);
}

static void
loft_contacts_pane_finalize (GObject *object)
{
  LoftContactsPane *self = LOFT_CONTACTS_PANE (object);

  g_ptr_array_unref (self->live);
  g_object_unref (self->actions);
  g_clear_pointer (&self->shown, loft_contact_unref);
  g_clear_pointer (&self->wanted_group, loft_contact_unref);
  g_free (self->shown_uid);
  G_OBJECT_CLASS (loft_contacts_pane_parent_class)->finalize (object);
}

static void
loft_contacts_pane_class_init (LoftContactsPaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = loft_contacts_pane_dispose;
  G_OBJECT_CLASS (class)->finalize = loft_contacts_pane_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_contacts_pane_init (LoftContactsPane *self)
{
  self->live = g_ptr_array_new ();
  self->actions = g_simple_action_group_new ();
}

static GtkWidget *
new_button (const char *icon, const char *action, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  loft_accessibility_set_button_name (button, name);
  return button;
}

static AdwHeaderBar *
new_header (GtkWidget *title)
{
  GtkWidget *header = adw_header_bar_new ();

  gtk_widget_add_css_class (header, "flat");
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  return ADW_HEADER_BAR (header);
}

static GtkWidget *
new_column (AdwHeaderBar *header, GtkWidget *content)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (header));
  gtk_box_append (GTK_BOX (box), content);
  return box;
}

static GtkWidget *
new_menu_button (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = loft_contacts_pane_new_list_menu ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  loft_accessibility_set_button_name (button, _ ("Groups, Files and Duplicates"));
  return button;
}

static GtkWidget *
make_middle (LoftContactsPane *self)
{
  self->list_title = ADW_WINDOW_TITLE (adw_window_title_new (_ ("All Contacts"), NULL));
  self->list_header = new_header (GTK_WIDGET (self->list_title));
  self->sidebar_button =
    new_button ("sidebar-show-symbolic", "contacts.sidebar", _ ("Address Books"));
  self->list_back_button =
    new_button ("go-previous-symbolic", "contacts.back", _ ("Back to Address Books"));
  adw_header_bar_pack_start (self->list_header, self->sidebar_button);
  adw_header_bar_pack_start (self->list_header, self->list_back_button);
  adw_header_bar_pack_start (self->list_header, new_button ("contact-new-symbolic", "contacts.new",
                                                            _ ("New Contact")));
  adw_header_bar_pack_end (self->list_header, new_menu_button ());
  return new_column (self->list_header, loft_contacts_pane_make_list (self));
}

/* (transfer full) (nullable) One column has room for the button that closes. */
static char *
layout_for_narrow (LoftContactsPane *self)
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

static void
on_mode (LoftContactsPane *self)
{
  LoftColumnsMode mode;
  gboolean is_narrow;
  g_autofree char *layout = NULL;

  if (self->columns == NULL)
    return;
  mode = loft_columns_get_mode (self->columns);
  is_narrow = mode == LOFT_COLUMNS_NARROW;
  layout = is_narrow ? layout_for_narrow (self) : NULL;
  adw_header_bar_set_decoration_layout (self->sidebar_header, layout);
  adw_header_bar_set_decoration_layout (self->list_header, layout);
  adw_header_bar_set_decoration_layout (self->main_header, layout);
  adw_header_bar_set_show_end_title_buttons (self->sidebar_header, is_narrow);
  adw_header_bar_set_show_start_title_buttons (self->list_header, mode != LOFT_COLUMNS_WIDE);
  adw_header_bar_set_show_end_title_buttons (self->list_header, is_narrow);
  gtk_widget_set_visible (self->sidebar_button, mode == LOFT_COLUMNS_MEDIUM);
  gtk_widget_set_visible (self->list_back_button, is_narrow);
  gtk_list_view_set_single_click_activate (self->rows, is_narrow);
  loft_contacts_pane_update_main (self);
}

static void
on_changed (LoftContactsPane *self)
{
  loft_contacts_pane_update_state (self);
  loft_contacts_pane_update_places (self);
}

static void
on_books (LoftContactsPane *self)
{
  loft_contacts_pane_update_books (self);
  loft_contacts_pane_update_state (self);
}

static void
make_menu (LoftContactsPane *self)
{
  self->popover = gtk_popover_menu_new_from_model (NULL);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
}

/* The books are known when it is opened. */
static void
prepare_more_menu (GtkMenuButton *button, gpointer self)
{
  g_autoptr (GMenuModel) menu = loft_contacts_pane_new_contact_menu (self);

  gtk_menu_button_set_menu_model (button, menu);
}

static void
make_columns (LoftContactsPane *self)
{
  GtkWidget *middle;
  GtkWidget *sidebar;

  self->sidebar_header = new_header (adw_window_title_new (_ ("Contacts"), NULL));
  self->menu_button = loft_primary_menu_button_new ();
  adw_header_bar_pack_end (self->sidebar_header, self->menu_button);
  middle = make_middle (self);
  sidebar = new_column (self->sidebar_header, loft_contacts_pane_make_sidebar (self));
  self->columns = g_object_new (LOFT_TYPE_COLUMNS, "sidebar", sidebar, "middle", middle, "main",
                                loft_contacts_pane_make_main (self), "sidebar-width", SIDEBAR_WIDTH,
                                "middle-width", LIST_WIDTH, NULL);
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, GTK_WIDGET (self->columns));
  gtk_widget_set_parent (GTK_WIDGET (self->toasts), GTK_WIDGET (self));
}

static void
connect (LoftContactsPane *self)
{
  g_signal_connect_swapped (self->columns, "notify::mode", G_CALLBACK (on_mode), self);
  g_signal_connect_data (self->list, "items-changed", G_CALLBACK (on_changed), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  /* A group that came or went may have changed no row. */
  g_signal_connect_swapped (self->list, "loaded", G_CALLBACK (on_changed), self);
  g_signal_connect_data (self->found, "items-changed", G_CALLBACK (loft_contacts_pane_update_state),
                         self, NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (loft_contact_actions_get_books (self->contacts), "items-changed",
                           G_CALLBACK (on_books), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->more_button), prepare_more_menu,
                                         self, NULL);
}

GtkWidget *
loft_contacts_pane_new (LoftContactActions *contacts)
{
  LoftContactsPane *self = g_object_new (LOFT_TYPE_CONTACTS_PANE, NULL);

  self->contacts = g_object_ref (contacts);
  self->list = g_object_ref (loft_contact_actions_get_list (contacts));
  self->found = loft_contact_list_new ();
  make_columns (self);
  make_menu (self);
  loft_contacts_pane_add_actions (self);
  loft_shortcuts_add_to_widget (GTK_WIDGET (self), LOFT_SHORTCUT_PANE);
  loft_columns_show (self->columns, LOFT_COLUMN_MIDDLE);
  connect (self);
  on_mode (self);
  on_books (self);
  on_changed (self);
  loft_accessibility_prepare (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

gboolean
loft_contacts_pane_select (LoftContactsPane *self, const char *uid)
{
  int position = loft_contact_list_find (loft_contacts_pane_get_rows (self), uid);

  return position >= 0 && gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection),
                                                           (guint) position, TRUE);
}

void
loft_contacts_pane_show (LoftContactsPane *self, const char *uid)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);

  gtk_list_box_select_row (self->places, gtk_list_box_get_row_at_index (self->places, 0));
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  loft_contact_list_set_words (self->list, ""); /* now: the entry tells of it later */
  loft_columns_show (self->columns, LOFT_COLUMN_MAIN);
  if (loft_contacts_pane_select (self, uid))
    return;
  gtk_selection_model_unselect_all (selection);
  loft_contacts_pane_expect (self, uid);
}

void
loft_contacts_pane_set_service (LoftContactsPane *self, LoftService *service)
{
  g_set_object (&self->service, service);
  loft_contacts_pane_set_directories (self, loft_service_get_directories (service), -1);
  loft_trouble_banner_add (GTK_WIDGET (self->list_header), service);
}
