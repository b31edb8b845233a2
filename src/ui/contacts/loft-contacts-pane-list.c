/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-pane-private.h"

#include "config.h"
#include "loft-contact-drag.h"
#include "loft-contact-row.h"

#include <glib/gi18n.h>

LoftContactList *
loft_contacts_pane_get_rows (LoftContactsPane *self)
{
  return self->directory != NULL ? self->found : self->list;
}

static gboolean
is_first_of_letter (LoftContactsPane *self, guint position)
{
  GListModel *rows = G_LIST_MODEL (loft_contacts_pane_get_rows (self));
  g_autoptr (LoftContactItem) item = g_list_model_get_item (rows, position);
  g_autoptr (LoftContactItem) before =
    position > 0 ? g_list_model_get_item (rows, position - 1) : NULL;

  return item != NULL && (before == NULL || !g_str_equal (loft_contact_item_get_letter (item),
                                                          loft_contact_item_get_letter (before)));
}

static void
show_row (LoftContactsPane *self, GtkListItem *line)
{
  LoftContactRow *row = LOFT_CONTACT_ROW (gtk_list_item_get_child (line));
  LoftContactItem *item = gtk_list_item_get_item (line);

  if (row == NULL || item == NULL)
    return;
  loft_contact_row_show (row, item, is_first_of_letter (self, gtk_list_item_get_position (line)));
  if (self->directory != NULL)
    loft_contact_row_show_address (row, item);
}

/* A row that stays where it was may be the first of its letter now. */
static gboolean
on_letters (gpointer data)
{
  LoftContactsPane *self = data;

  self->letters_source = 0;
  for (guint i = 0; i < self->live->len; i++)
    show_row (self, g_ptr_array_index (self->live, i));
  return G_SOURCE_REMOVE;
}

void
loft_contacts_pane_popup_menu (LoftContactsPane *self, GMenuModel *menu, GtkWidget *row, double x,
                               double y)
{
  graphene_point_t point;

  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->popover), menu);
  if (!gtk_widget_compute_point (row, GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                               &(GdkRectangle){ (int) point.x, (int) point.y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* A menu of one that is not selected is for that one. */
static void
on_menu_click (GtkGestureClick *click, int n_press, double x, double y, GtkListItem *line)
{
  LoftContactsPane *self = g_object_get_data (G_OBJECT (line), "pane");
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);
  guint position = gtk_list_item_get_position (line);
  g_autoptr (GMenuModel) menu = NULL;

  if (position == GTK_INVALID_LIST_POSITION)
    return;
  if (!gtk_selection_model_is_selected (selection, position))
    gtk_selection_model_select_item (selection, position, TRUE);
  menu = loft_contacts_pane_new_contact_menu (self);
  loft_contacts_pane_popup_menu (self, menu, gtk_list_item_get_child (line), x, y);
}

static GdkContentProvider *
on_drag (GtkDragSource *source, double x, double y, GtkListItem *line)
{
  LoftContactsPane *self = g_object_get_data (G_OBJECT (line), "pane");
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);
  guint position = gtk_list_item_get_position (line);
  g_autoptr (GPtrArray) contacts = NULL;

  if (position == GTK_INVALID_LIST_POSITION)
    return NULL;
  if (!gtk_selection_model_is_selected (selection, position))
    gtk_selection_model_select_item (selection, position, TRUE);
  contacts = loft_contacts_pane_dup_selected (self);
  return loft_contact_drag_new_content (contacts);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *line, LoftContactsPane *self)
{
  GtkWidget *row = loft_contact_row_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkDragSource *drag = gtk_drag_source_new ();

  g_object_set_data (G_OBJECT (line), "pane", self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_menu_click), line);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_drag_source_set_actions (drag, GDK_ACTION_MOVE);
  g_signal_connect (drag, "prepare", G_CALLBACK (on_drag), line);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (drag));
  gtk_list_item_set_child (line, row);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *line, LoftContactsPane *self)
{
  g_ptr_array_add (self->live, line);
  show_row (self, line);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *line, LoftContactsPane *self)
{
  g_ptr_array_remove_fast (self->live, line);
}

/* ---- who is selected ---------------------------------------------------------------------- */

static void
on_selected (LoftContactsPane *self)
{
  if (loft_selection_get_n_selected (self->selection) > 0 && !self->is_restoring)
    loft_contacts_pane_leave (self);
  loft_contacts_pane_show_selected (self);
}

static void
on_activated (GtkListView *rows, guint position, LoftContactsPane *self)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  loft_columns_show (self->columns, LOFT_COLUMN_MAIN);
}

GPtrArray *
loft_contacts_pane_dup_selected (LoftContactsPane *self)
{
  g_autoptr (GtkBitset) places =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GPtrArray *contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  GtkBitsetIter iter;
  guint place = 0;

  for (gboolean there = gtk_bitset_iter_init_first (&iter, places, &place); there;
       there = gtk_bitset_iter_next (&iter, &place))
    {
      g_autoptr (LoftContactItem) item =
        g_list_model_get_item (G_LIST_MODEL (loft_contacts_pane_get_rows (self)), place);

      if (item != NULL)
        g_ptr_array_add (contacts, loft_contact_ref (loft_contact_item_get (item)));
    }
  return contacts;
}

void
loft_contacts_pane_expect (LoftContactsPane *self, const char *uid)
{
  char *copy = g_strdup (uid);

  g_free (self->shown_uid);
  self->shown_uid = copy;
}

void
loft_contacts_pane_expect_next (LoftContactsPane *self)
{
  g_autoptr (GtkBitset) places =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GListModel *rows = G_LIST_MODEL (loft_contacts_pane_get_rows (self));
  guint n = g_list_model_get_n_items (rows);
  guint next = gtk_bitset_is_empty (places) ? n : gtk_bitset_get_maximum (places) + 1;
  guint before = gtk_bitset_is_empty (places) ? 0 : gtk_bitset_get_minimum (places);
  g_autoptr (LoftContactItem) item = NULL;

  if (next >= n)
    next = before > 0 ? before - 1 : n;
  item = g_list_model_get_item (rows, next);
  loft_contacts_pane_expect (self, item != NULL ? loft_contact_item_get (item)->uid : NULL);
}

/* ---- searching ---------------------------------------------------------------------------- */

static void
on_search (GtkSearchEntry *entry, LoftContactsPane *self)
{
  if (self->directory != NULL)
    loft_contacts_pane_ask (self);
  else
    loft_contact_list_set_words (self->list, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
on_stop_search (GtkSearchEntry *entry, LoftContactsPane *self)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->rows));
}

static gboolean
on_search_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
               LoftContactsPane *self)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_grab_focus (GTK_WIDGET (self->rows));
}

static GtkWidget *
make_search (LoftContactsPane *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->search, "placeholder-text", _ ("Search contacts"), "search-delay", 60, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search contacts"), -1);
  gtk_widget_add_css_class (GTK_WIDGET (self->search), "contact-search");
  g_signal_connect (self->search, "search-changed", G_CALLBACK (on_search), self);
  g_signal_connect (self->search, "stop-search", G_CALLBACK (on_stop_search), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_search_key), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->search), keys);
  return GTK_WIDGET (self->search);
}

static GtkWidget *
make_rows (LoftContactsPane *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  self->selection = loft_selection_new (G_LIST_MODEL (self->list));
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (on_selected), self);
  self->rows = GTK_LIST_VIEW (
    gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "contact-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Contacts"), -1);
  g_signal_connect (self->rows, "activate", G_CALLBACK (on_activated), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->rows));
  return scroller;
}

static GtkWidget *
make_searching (void)
{
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_set_spinning (GTK_SPINNER (spinner), TRUE);
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Searching…"), -1);
  return spinner;
}

GtkWidget *
loft_contacts_pane_make_list (LoftContactsPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *below = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->list_stack = GTK_STACK (gtk_stack_new ());
  self->nobody = ADW_STATUS_PAGE (adw_status_page_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->nobody), "compact");
  self->nobody_button = gtk_button_new_with_mnemonic (_ ("_New Contact"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->nobody_button), "contacts.new");
  gtk_widget_add_css_class (self->nobody_button, "pill");
  gtk_widget_set_halign (self->nobody_button, GTK_ALIGN_CENTER);
  self->elsewhere = LOFT_SEARCH_ELSEWHERE (loft_search_elsewhere_new ("contacts"));
  gtk_box_append (GTK_BOX (below), self->nobody_button);
  gtk_box_append (GTK_BOX (below), GTK_WIDGET (self->elsewhere));
  adw_status_page_set_child (self->nobody, below);
  gtk_widget_set_vexpand (GTK_WIDGET (self->list_stack), TRUE);
  gtk_stack_add_named (self->list_stack, make_rows (self), "rows");
  gtk_stack_add_named (self->list_stack, GTK_WIDGET (self->nobody), "nobody");
  gtk_stack_add_named (self->list_stack, make_searching (), "searching");
  gtk_box_append (GTK_BOX (box), make_search (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list_stack));
  gtk_box_append (GTK_BOX (box), loft_contacts_pane_make_note (self));
  return box;
}

static void
show_empty_group (LoftContactsPane *self)
{
  adw_status_page_set_icon_name (self->nobody, "system-users-symbolic");
  adw_status_page_set_title (self->nobody, _ ("Nobody in This Group"));
  adw_status_page_set_description (
    self->nobody, _ ("Drag people to the group, or choose “Add to Group” in their menu."));
  gtk_widget_set_visible (self->nobody_button, FALSE);
}

static void
show_nobody (LoftContactsPane *self)
{
  g_autoptr (LoftContact) group = loft_contacts_pane_dup_group (self);
  gboolean is_searching = *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
  const char *words =
    self->directory == NULL ? gtk_editable_get_text (GTK_EDITABLE (self->search)) : "";
  gboolean has_books =
    g_list_model_get_n_items (loft_contact_actions_get_books (self->contacts)) > 0;

  loft_search_elsewhere_set_words (self->elsewhere, words);
  if (self->directory != NULL)
    {
      loft_contacts_pane_show_nobody_known (self);
      return;
    }
  gtk_button_set_label (GTK_BUTTON (self->nobody_button), _ ("_New Contact"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->nobody_button), "contacts.new");
  if (group != NULL && !is_searching)
    {
      show_empty_group (self);
      return;
    }
  adw_status_page_set_icon_name (self->nobody, is_searching ? "system-search-symbolic"
                                               : has_books  ? "system-users-symbolic"
                                                            : "x-office-address-book-symbolic");
  adw_status_page_set_title (self->nobody, is_searching ? _ ("No Results")
                                           : has_books  ? _ ("No Contacts")
                                                        : _ ("No Address Book"));
  adw_status_page_set_description (
    self->nobody, is_searching ? _ ("Try other words, or look in all contacts.")
                  : has_books  ? _ ("People you save in this address book are shown here.")
                               : _ ("Add an account that keeps contacts in the preferences."));
  gtk_widget_set_visible (self->nobody_button, !is_searching && has_books);
}

void
loft_contacts_pane_update_state (LoftContactsPane *self)
{
  LoftContactList *rows = loft_contacts_pane_get_rows (self);
  gboolean has_rows = g_list_model_get_n_items (G_LIST_MODEL (rows)) > 0;
  gboolean is_waiting = self->directory != NULL && loft_directory_search_get_state (self->asked) ==
                                                     LOFT_DIRECTORY_SEARCH_WAITING;
  int place = -1;

  show_nobody (self);
  gtk_stack_set_visible_child_name (self->list_stack, has_rows     ? "rows"
                                                      : is_waiting ? "searching"
                                                                   : "nobody");
  loft_contacts_pane_update_note (self);
  if (self->letters_source == 0)
    self->letters_source = g_idle_add (on_letters, self);
  if (self->shown_uid != NULL && loft_selection_get_n_selected (self->selection) == 0)
    place = loft_contact_list_find (rows, self->shown_uid);
  self->is_restoring = TRUE;
  if (place >= 0)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), (guint) place, TRUE);
  self->is_restoring = FALSE;
  loft_contacts_pane_show_selected (self);
}
