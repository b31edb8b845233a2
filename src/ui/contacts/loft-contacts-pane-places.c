/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-pane-private.h"

#include "config.h"
#include "loft-contact-drag.h"
#include "loft-contact-groups.h"
#include "loft-contact-place.h"

#include <glib/gi18n.h>

#define MAX_CATEGORIES 100
#define MAX_GROUPS     200
#define GROUP_INDENT   18

static const LoftContactPlace *
get_place (GtkListBoxRow *row)
{
  return loft_contact_place_get (row);
}

static void
on_selected (GtkListBox *box, GtkListBoxRow *row, LoftContactsPane *self)
{
  const LoftContactPlace *place = get_place (row);

  if (place == NULL)
    return;
  adw_window_title_set_title (self->list_title, place->name);
  loft_contacts_pane_set_directory (self, place->directory);
  /* Who is in a group may be in another book. */
  loft_contact_list_set_book (self->list, place->group != NULL ? 0 : place->folder_id);
  loft_contact_list_set_category (self->list, place->category);
  loft_contact_list_set_group (self->list, place->group);
  loft_contacts_pane_update_group_actions (self);
}

static void
on_activated (GtkListBox *box, GtkListBoxRow *row, LoftContactsPane *self)
{
  loft_columns_show (self->columns, LOFT_COLUMN_MIDDLE);
  if (get_place (row)->directory != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
add_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *text = loft_contact_place_find_heading (get_place (row));
  GtkWidget *heading;

  if (text == NULL || g_strcmp0 (text, loft_contact_place_find_heading (get_place (before))) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  heading = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_ellipsize (GTK_LABEL (heading), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (heading, "day-heading");
  gtk_list_box_row_set_header (row, heading);
}

GtkWidget *
loft_contacts_pane_make_sidebar (LoftContactsPane *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->places = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->places, GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (self->places, add_heading, NULL, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->places), "folder-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->places), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Address Books"), -1);
  g_signal_connect (self->places, "row-selected", G_CALLBACK (on_selected), self);
  g_signal_connect (self->places, "row-activated", G_CALLBACK (on_activated), self);
  gtk_list_box_append (self->places, loft_contact_place_new_row (0, "", _ ("All Contacts"), "",
                                                                 "system-users-symbolic"));
  gtk_list_box_select_row (self->places, gtk_list_box_get_row_at_index (self->places, 0));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->places));
  return scroller;
}

/* The one that is chosen falls back to all. */
static void
remove_rows (LoftContactsPane *self, LoftContactPlaceKind kind)
{
  GtkListBoxRow *row;

  for (int i = 1; (row = gtk_list_box_get_row_at_index (self->places, i)) != NULL;)
    if (get_place (row)->kind == kind)
      {
        if (gtk_list_box_row_is_selected (row))
          gtk_list_box_select_row (self->places, gtk_list_box_get_row_at_index (self->places, 0));
        gtk_list_box_remove (self->places, GTK_WIDGET (row));
      }
    else
      i++;
}

/* ---- books -------------------------------------------------------------------------------- */

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, LoftContactsPane *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  const LoftContactPlace *place = get_place (GTK_LIST_BOX_ROW (row));
  LoftCalendarItem *book = loft_contacts_pane_find_book (self, place->folder_id);

  if (book == NULL)
    return FALSE;
  if (self->directory != NULL)
    loft_contacts_pane_take (self, g_value_get_boxed (value), book);
  else
    loft_contacts_pane_move (self, g_value_get_boxed (value), book);
  return TRUE;
}

static GtkWidget *
new_book_row (LoftContactsPane *self, LoftCalendarItem *book)
{
  GtkWidget *row =
    loft_contact_place_new_row (loft_contact_actions_get_book_id (self->contacts, book), "",
                                loft_calendar_item_get_name (book),
                                loft_calendar_item_get_account_name (book),
                                "x-office-address-book-symbolic");
  GtkDropTarget *target = gtk_drop_target_new (LOFT_TYPE_CONTACT_DRAG, GDK_ACTION_MOVE);
  GtkWidget *lock;

  if (loft_calendar_item_get_writable (book))
    {
      g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
      gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
      return row;
    }
  g_object_unref (target);
  lock = gtk_image_new_from_icon_name ("changes-prevent-symbolic");
  gtk_widget_set_tooltip_text (lock, _ ("Can only be read"));
  gtk_widget_add_css_class (lock, "dim-label");
  gtk_box_append (GTK_BOX (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row))), lock);
  return row;
}

LoftCalendarItem *
loft_contacts_pane_get_book (LoftContactsPane *self)
{
  const LoftContactPlace *place = get_place (gtk_list_box_get_selected_row (self->places));

  return place != NULL && place->folder_id != 0
           ? loft_contacts_pane_find_book (self, place->folder_id)
           : NULL;
}

/* Which of kind is chosen; NULL: none is. (transfer none) */
static const LoftContactPlace *
get_chosen (LoftContactsPane *self, LoftContactPlaceKind kind)
{
  const LoftContactPlace *place = get_place (gtk_list_box_get_selected_row (self->places));

  return place != NULL && place->kind == kind ? place : NULL;
}

static void
fill_books (LoftContactsPane *self, gint64 chosen)
{
  GListModel *books = loft_contact_actions_get_books (self->contacts);

  for (guint i = 0; i < g_list_model_get_n_items (books); i++)
    {
      g_autoptr (LoftCalendarItem) book = g_list_model_get_item (books, i);
      GtkWidget *row = new_book_row (self, book);

      gtk_list_box_insert (self->places, row, (int) i + 1);
      if (chosen != 0 && get_place (GTK_LIST_BOX_ROW (row))->folder_id == chosen)
        gtk_list_box_select_row (self->places, GTK_LIST_BOX_ROW (row));
    }
}

/* ---- groups that are cards ------------------------------------------------------------------ */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate ((*(LoftContact *const *) a)->name, (*(LoftContact *const *) b)->name);
}

GPtrArray *
loft_contacts_pane_list_groups (LoftContactsPane *self)
{
  g_autoptr (GPtrArray) contacts = loft_contact_list_get_contacts (self->list);
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);

  for (guint i = 0; i < contacts->len && groups->len < MAX_GROUPS; i++)
    {
      LoftContact *contact = g_ptr_array_index (contacts, i);

      if (contact->is_group && loft_contacts_pane_find_book (self, contact->folder_id) != NULL)
        g_ptr_array_add (groups, loft_contact_ref (contact));
    }
  g_ptr_array_sort (groups, compare_names);
  return groups;
}

static gboolean
is_same_group (const LoftContact *a, const LoftContact *b)
{
  return a->folder_id == b->folder_id && g_str_equal (a->uid, b->uid);
}

LoftContact *
loft_contacts_pane_dup_group (LoftContactsPane *self)
{
  const LoftContactPlace *place = get_chosen (self, LOFT_CONTACT_PLACE_GROUP);
  g_autoptr (GPtrArray) contacts = NULL;

  if (place == NULL)
    return NULL;
  contacts = loft_contact_list_get_contacts (self->list);
  for (guint i = 0; i < contacts->len; i++)
    {
      LoftContact *contact = g_ptr_array_index (contacts, i);

      if (contact->is_group && is_same_group (contact, place->group))
        return loft_contact_ref (contact);
    }
  return NULL;
}

static gboolean
on_group_drop (GtkDropTarget *target, const GValue *value, double x, double y,
               LoftContactsPane *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));

  if (self->directory != NULL) /* whom no book has is in no group */
    return FALSE;
  loft_contacts_pane_add_to_group (self, get_place (GTK_LIST_BOX_ROW (row))->group,
                                   g_value_get_boxed (value));
  return TRUE;
}

/* It is for the group that was pointed to. */
static void
on_group_menu (GtkGestureClick *click, int n_press, double x, double y, LoftContactsPane *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click));
  g_autoptr (GMenuModel) menu = loft_contacts_pane_new_group_menu ();

  gtk_list_box_select_row (self->places, GTK_LIST_BOX_ROW (row));
  loft_contacts_pane_popup_menu (self, menu, row, x, y);
}

static GtkWidget *
new_group_row (LoftContactsPane *self, LoftContact *group, const char *account)
{
  GtkWidget *row = loft_contact_place_new_row (group->folder_id, "",
                                               *group->name != '\0' ? group->name : _ ("No Name"),
                                               account, "system-users-symbolic");
  GtkDropTarget *target = gtk_drop_target_new (LOFT_TYPE_CONTACT_DRAG, GDK_ACTION_MOVE);
  GtkGesture *click = gtk_gesture_click_new ();
  LoftContactPlace *place = loft_contact_place_get (GTK_LIST_BOX_ROW (row));

  place->kind = LOFT_CONTACT_PLACE_GROUP;
  place->group = loft_contact_ref (group);
  gtk_widget_set_margin_start (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row)), GROUP_INDENT);
  g_signal_connect (target, "drop", G_CALLBACK (on_group_drop), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_group_menu), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  return row;
}

/* Each below its book, in their order. */
static void
fill_groups (LoftContactsPane *self, GPtrArray *groups, const LoftContact *chosen)
{
  GtkListBoxRow *row;

  for (int i = 1; (row = gtk_list_box_get_row_at_index (self->places, i)) != NULL; i++)
    {
      const LoftContactPlace *place = get_place (row);

      if (place->kind != LOFT_CONTACT_PLACE_BOOK)
        continue;
      for (guint k = 0; k < groups->len; k++)
        {
          LoftContact *group = g_ptr_array_index (groups, k);
          GtkWidget *added;

          if (group->folder_id != place->folder_id)
            continue;
          added = new_group_row (self, group, place->account);
          gtk_list_box_insert (self->places, added, ++i);
          if (chosen != NULL && is_same_group (group, chosen))
            gtk_list_box_select_row (self->places, GTK_LIST_BOX_ROW (added));
        }
    }
}

static guint
count_groups (LoftContactsPane *self)
{
  guint n = 0;
  GtkListBoxRow *row;

  for (int i = 1; (row = gtk_list_box_get_row_at_index (self->places, i)) != NULL; i++)
    n += get_place (row)->kind == LOFT_CONTACT_PLACE_GROUP;
  return n;
}

static gboolean
has_groups (LoftContactsPane *self, GPtrArray *groups)
{
  GtkListBoxRow *row;

  if (count_groups (self) != groups->len)
    return FALSE;
  for (int i = 1; (row = gtk_list_box_get_row_at_index (self->places, i)) != NULL; i++)
    {
      const LoftContactPlace *place = get_place (row);
      gboolean found = place->kind != LOFT_CONTACT_PLACE_GROUP;

      for (guint k = 0; !found && k < groups->len; k++)
        {
          const LoftContact *group = g_ptr_array_index (groups, k);

          found =
            is_same_group (group, place->group) && g_str_equal (group->name, place->group->name);
        }
      if (!found)
        return FALSE;
    }
  return TRUE;
}

static void
choose_wanted (LoftContactsPane *self)
{
  GtkListBoxRow *row;

  for (int i = 1; self->wanted_group != NULL &&
                  (row = gtk_list_box_get_row_at_index (self->places, i)) != NULL;
       i++)
    {
      const LoftContactPlace *place = get_place (row);

      if (place->kind != LOFT_CONTACT_PLACE_GROUP ||
          !is_same_group (place->group, self->wanted_group))
        continue;
      g_clear_pointer (&self->wanted_group, loft_contact_unref);
      gtk_list_box_select_row (self->places, row);
    }
}

void
loft_contacts_pane_choose_group (LoftContactsPane *self, LoftContact *group)
{
  g_clear_pointer (&self->wanted_group, loft_contact_unref);
  self->wanted_group = loft_contact_ref (group);
  choose_wanted (self);
}

static void
update_groups (LoftContactsPane *self)
{
  g_autoptr (GPtrArray) groups = loft_contacts_pane_list_groups (self);
  const LoftContactPlace *place = get_chosen (self, LOFT_CONTACT_PLACE_GROUP);
  g_autoptr (LoftContact) chosen = place != NULL ? loft_contact_ref (place->group) : NULL;

  if (!has_groups (self, groups))
    {
      remove_rows (self, LOFT_CONTACT_PLACE_GROUP);
      fill_groups (self, groups, chosen);
    }
  choose_wanted (self);
}

/* The one that is chosen stays so. */
void
loft_contacts_pane_update_books (LoftContactsPane *self)
{
  const LoftContactPlace *book = get_chosen (self, LOFT_CONTACT_PLACE_BOOK);
  const LoftContactPlace *place = get_chosen (self, LOFT_CONTACT_PLACE_GROUP);
  gint64 chosen = book != NULL ? book->folder_id : 0;
  g_autoptr (LoftContact) group = place != NULL ? loft_contact_ref (place->group) : NULL;
  g_autoptr (GPtrArray) groups = loft_contacts_pane_list_groups (self);
  g_autoptr (LoftDirectory) directory =
    self->directory != NULL ? g_object_ref (self->directory) : NULL;

  self->is_placing = TRUE;
  remove_rows (self, LOFT_CONTACT_PLACE_GROUP);
  remove_rows (self, LOFT_CONTACT_PLACE_DIRECTORY);
  remove_rows (self, LOFT_CONTACT_PLACE_BOOK);
  fill_books (self, chosen);
  fill_groups (self, groups, group);
  loft_contacts_pane_fill_directories (self, directory);
  self->is_placing = FALSE;
}

/* ---- categories ----------------------------------------------------------------------------- */

static gboolean
has_categories (LoftContactsPane *self, GStrv categories)
{
  guint found = 0;
  GtkListBoxRow *row;

  for (int i = 1; (row = gtk_list_box_get_row_at_index (self->places, i)) != NULL; i++)
    {
      const LoftContactPlace *place = get_place (row);

      if (*place->category == '\0')
        continue;
      if (categories[found] == NULL || !g_str_equal (categories[found], place->category))
        return FALSE;
      found++;
    }
  return categories[found] == NULL;
}

static void
update_categories (LoftContactsPane *self)
{
  g_auto (GStrv) categories = loft_contact_list_dup_categories (self->list);

  for (guint i = 0; categories[i] != NULL; i++)
    if (i >= MAX_CATEGORIES)
      g_clear_pointer (&categories[i], g_free);
  if (has_categories (self, categories))
    return;
  remove_rows (self, LOFT_CONTACT_PLACE_CATEGORY);
  for (guint i = 0; categories[i] != NULL; i++)
    gtk_list_box_append (self->places, loft_contact_place_new_row (0, categories[i], categories[i],
                                                                   "", "loft-category-symbolic"));
}

/* Where the chosen one goes, the list changes meanwhile. */
void
loft_contacts_pane_update_places (LoftContactsPane *self)
{
  if (self->is_placing)
    return;
  self->is_placing = TRUE;
  update_groups (self);
  update_categories (self);
  self->is_placing = FALSE;
}
