/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-pane-private.h"

#include "config.h"
#include "loft-contact-drag.h"

#include <glib/gi18n.h>

#define MAX_CATEGORIES 100

typedef struct {
  gint64 folder_id; /* 0: of all books */
  char *category; /* or "" */
  char *name;
  char *account; /* of a book, or "" */
} Place;

static void
place_free (gpointer data)
{
  Place *place = data;

  g_free (place->category);
  g_free (place->name);
  g_free (place->account);
  g_free (place);
}

static GtkWidget *
new_row (gint64 folder_id, const char *category, const char *name, const char *account,
         const char *icon)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (name);
  Place *place = g_new0 (Place, 1);

  *place = (Place){ folder_id, g_strdup (category), g_strdup (name), g_strdup (account) };
  g_object_set_data_full (G_OBJECT (row), "place", place, place_free);
  gtk_widget_add_css_class (line, "contact-place");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (line), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  return row;
}

static const Place *
get_place (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "place") : NULL;
}

static void
on_selected (GtkListBox *box, GtkListBoxRow *row, LoftContactsPane *self)
{
  const Place *place = get_place (row);

  if (place == NULL)
    return;
  adw_window_title_set_title (self->list_title, place->name);
  loft_contact_list_set_book (self->list, place->folder_id);
  loft_contact_list_set_category (self->list, place->category);
}

static void
on_activated (GtkListBox *box, GtkListBoxRow *row, LoftContactsPane *self)
{
  loft_columns_show (self->columns, LOFT_COLUMN_MIDDLE);
}

/* (nullable) What stands above a row: the account of the books, "Groups". */
static const char *
find_heading (const Place *place)
{
  if (place == NULL)
    return NULL;
  if (*place->category != '\0')
    return _ ("Groups");
  return *place->account != '\0' ? place->account : NULL;
}

static void
add_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *text = find_heading (get_place (row));
  GtkWidget *heading;

  if (text == NULL || g_strcmp0 (text, find_heading (get_place (before))) == 0)
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
  gtk_list_box_append (self->places,
                       new_row (0, "", _ ("All Contacts"), "", "system-users-symbolic"));
  gtk_list_box_select_row (self->places, gtk_list_box_get_row_at_index (self->places, 0));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->places));
  return scroller;
}

/* Those that fit is_category; the one that is chosen falls back to all. */
static void
remove_rows (LoftContactsPane *self, gboolean is_category)
{
  GtkListBoxRow *row;

  for (int i = 1; (row = gtk_list_box_get_row_at_index (self->places, i)) != NULL;)
    if ((*get_place (row)->category != '\0') == is_category)
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
  const Place *place = get_place (GTK_LIST_BOX_ROW (row));
  LoftCalendarItem *book = loft_contacts_pane_find_book (self, place->folder_id);

  if (book == NULL)
    return FALSE;
  loft_contacts_pane_move (self, g_value_get_boxed (value), book);
  return TRUE;
}

static GtkWidget *
new_book_row (LoftContactsPane *self, LoftCalendarItem *book)
{
  GtkWidget *row =
    new_row (loft_contact_actions_get_book_id (self->contacts, book), "",
             loft_calendar_item_get_name (book), loft_calendar_item_get_account_name (book),
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
  const Place *place = get_place (gtk_list_box_get_selected_row (self->places));

  return place != NULL && place->folder_id != 0
           ? loft_contacts_pane_find_book (self, place->folder_id)
           : NULL;
}

/* The one that is chosen stays so. */
void
loft_contacts_pane_update_books (LoftContactsPane *self)
{
  GListModel *books = loft_contact_actions_get_books (self->contacts);
  const Place *place = get_place (gtk_list_box_get_selected_row (self->places));
  gint64 chosen = place != NULL ? place->folder_id : 0;

  remove_rows (self, FALSE);
  for (guint i = 0; i < g_list_model_get_n_items (books); i++)
    {
      g_autoptr (LoftCalendarItem) book = g_list_model_get_item (books, i);
      GtkWidget *row = new_book_row (self, book);

      gtk_list_box_insert (self->places, row, (int) i + 1);
      if (chosen != 0 && get_place (GTK_LIST_BOX_ROW (row))->folder_id == chosen)
        gtk_list_box_select_row (self->places, GTK_LIST_BOX_ROW (row));
    }
}

/* ---- groups ------------------------------------------------------------------------------- */

static gboolean
has_categories (LoftContactsPane *self, GStrv categories)
{
  guint found = 0;
  GtkListBoxRow *row;

  for (int i = 1; (row = gtk_list_box_get_row_at_index (self->places, i)) != NULL; i++)
    {
      const Place *place = get_place (row);

      if (*place->category == '\0')
        continue;
      if (categories[found] == NULL || !g_str_equal (categories[found], place->category))
        return FALSE;
      found++;
    }
  return categories[found] == NULL;
}

void
loft_contacts_pane_update_places (LoftContactsPane *self)
{
  g_auto (GStrv) categories = loft_contact_list_dup_categories (self->list);

  for (guint i = 0; categories[i] != NULL; i++)
    if (i >= MAX_CATEGORIES)
      g_clear_pointer (&categories[i], g_free);
  if (has_categories (self, categories))
    return;
  remove_rows (self, TRUE);
  for (guint i = 0; categories[i] != NULL; i++)
    gtk_list_box_append (self->places,
                         new_row (0, categories[i], categories[i], "", "loft-category-symbolic"));
}
