/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-pane-private.h"

#include "config.h"
#include "loft-contact-place.h"
#include "loft-directory-text.h"
#include "loft-error-text.h"
#include "loft-error.h"

#include <glib/gi18n.h>

#define MAX_FOUND 100 /* as many as Exchange gives; of more nobody reads to the end */

/* ---- places ------------------------------------------------------------------------------- */

/* Behind the last row of its account, else before the categories. */
static int
find_place (LoftContactsPane *self, const char *account)
{
  GtkListBoxRow *row;
  int behind = -1;
  int i;

  for (i = 1; (row = gtk_list_box_get_row_at_index (self->places, i)) != NULL; i++)
    {
      const LoftContactPlace *place = loft_contact_place_get (row);

      if (place->kind == LOFT_CONTACT_PLACE_CATEGORY)
        break;
      if (g_str_equal (place->account, account))
        behind = i + 1;
    }
  return behind >= 0 ? behind : i;
}

void
loft_contacts_pane_fill_directories (LoftContactsPane *self, LoftDirectory *chosen)
{
  GListModel *list =
    self->directories != NULL ? loft_directories_get_list (self->directories) : NULL;

  for (guint i = 0; list != NULL && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (LoftDirectory) directory = g_list_model_get_item (list, i);
      GtkWidget *row = loft_contact_place_new_directory (directory);

      gtk_list_box_insert (self->places, row,
                           find_place (self, loft_directory_get_account_name (directory)));
      if (directory == chosen)
        gtk_list_box_select_row (self->places, GTK_LIST_BOX_ROW (row));
    }
}

void
loft_contacts_pane_set_directories (LoftContactsPane *self, LoftDirectories *directories, int pause)
{
  self->directories = g_object_ref (directories);
  self->pause = pause;
  g_signal_connect_object (loft_directories_get_list (directories), "items-changed",
                           G_CALLBACK (loft_contacts_pane_update_books), self, G_CONNECT_SWAPPED);
  loft_contacts_pane_update_books (self);
}

/* ---- asking ------------------------------------------------------------------------------- */

static GPtrArray *
give (gpointer data, GCancellable *cancellable, GError **error)
{
  return g_ptr_array_ref (data);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftContactsPane) self = data;

  loft_contact_list_load_finish (LOFT_CONTACT_LIST (source), result, NULL);
  if (self->toasts != NULL && self->directory != NULL)
    loft_contacts_pane_update_state (self);
}

static void
on_asked (LoftContactsPane *self)
{
  GPtrArray *people = loft_directory_search_get_people (self->asked);
  GPtrArray *contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);

  for (guint i = 0; i < people->len; i++)
    g_ptr_array_add (contacts,
                     loft_contact_ref (((LoftDirectoryPerson *) people->pdata[i])->contact));
  loft_contact_list_load_async (self->found, give, contacts, (GDestroyNotify) g_ptr_array_unref,
                                on_loaded, g_object_ref (self));
}

void
loft_contacts_pane_ask (LoftContactsPane *self)
{
  loft_directory_search_set_words (self->asked,
                                   gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
stop_asking (LoftContactsPane *self)
{
  if (self->asked == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->asked, self);
  loft_directory_search_set_words (self->asked, "");
  g_clear_object (&self->asked);
}

static void
begin_asking (LoftContactsPane *self)
{
  self->asked = loft_directory_search_new (self->directories, self->directory, MAX_FOUND);
  if (self->pause >= 0)
    loft_directory_search_set_pause (self->asked, (guint) self->pause);
  g_signal_connect_swapped (self->asked, "changed", G_CALLBACK (on_asked), self);
  loft_contacts_pane_ask (self);
  on_asked (self); /* also when there is nothing to ask for: whom another place had goes */
}

static const char *
get_prompt (LoftContactsPane *self)
{
  return self->directory != NULL ? _ ("Name or address") : _ ("Search contacts");
}

/* What is typed is looked for in the one place and in the other. */
void
loft_contacts_pane_set_directory (LoftContactsPane *self, LoftDirectory *directory)
{
  if (directory == self->directory)
    return;
  stop_asking (self);
  g_set_object (&self->directory, directory);
  if (directory != NULL)
    begin_asking (self);
  else
    loft_contact_list_set_words (self->list, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  g_object_set (self->search, "placeholder-text", get_prompt (self), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  get_prompt (self), -1);
  loft_selection_set_model (self->selection, G_LIST_MODEL (loft_contacts_pane_get_rows (self)));
  loft_contacts_pane_update_state (self);
}

static GtkListBoxRow *
find_row (LoftContactsPane *self, LoftDirectory *directory)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->places, i)) != NULL; i++)
    if (loft_contact_place_get (row)->directory == directory)
      return row;
  return NULL;
}

void
loft_contacts_pane_show_known (LoftContactsPane *self, LoftDirectory *directory,
                               const LoftContact *contact)
{
  GtkListBoxRow *row = find_row (self, directory);

  if (row == NULL)
    return; /* its account has just gone */
  loft_contacts_pane_expect (self, contact->uid);
  gtk_editable_set_text (GTK_EDITABLE (self->search), contact->name);
  gtk_list_box_select_row (self->places, row);
  loft_contacts_pane_ask (self);
  loft_columns_show (self->columns, LOFT_COLUMN_MAIN);
}

/* ---- states ------------------------------------------------------------------------------- */

static void
say (LoftContactsPane *self, const char *icon, const char *title, const char *text,
     gboolean may_retry)
{
  adw_status_page_set_icon_name (self->nobody, icon);
  adw_status_page_set_title (self->nobody, title);
  adw_status_page_set_description (self->nobody, text);
  gtk_button_set_label (GTK_BUTTON (self->nobody_button), _ ("_Try Again"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->nobody_button), "contacts.ask-again");
  gtk_widget_set_visible (self->nobody_button, may_retry);
}

static void
say_failure (LoftContactsPane *self, const GError *error)
{
  gboolean is_offline = loft_error_class (error) == LOFT_ERROR_OFFLINE;
  g_autofree char *title =
    is_offline ? g_strdup (_ ("Offline")) : g_strdup (_ ("Search Not Possible"));
  g_autofree char *sentence = loft_directory_text_failure (error);
  g_autofree char *text = g_markup_escape_text (sentence, -1);

  say (self, is_offline ? "network-offline-symbolic" : "dialog-warning-symbolic", title, text,
       TRUE);
}

void
loft_contacts_pane_show_nobody_known (LoftContactsPane *self)
{
  const GError *error = loft_directory_search_get_error (self->asked);

  if (error != NULL)
    say_failure (self, error);
  else if (loft_directory_search_get_state (self->asked) == LOFT_DIRECTORY_SEARCH_IDLE)
    say (self, "system-search-symbolic", _ ("Find People"),
         _ ("Type at least three letters of a name or an address."), FALSE);
  else
    say (self, "system-search-symbolic", _ ("Nobody Found"),
         _ ("Try the beginning of a name, or fewer words."), FALSE);
}

GtkWidget *
loft_contacts_pane_make_note (LoftContactsPane *self)
{
  self->note = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  self->note_spinner = gtk_spinner_new ();
  self->note_text = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->note_text, TRUE);
  gtk_label_set_xalign (self->note_text, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->note_text), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->note_text), "dim-label");
  gtk_widget_add_css_class (self->note, "contact-note");
  gtk_box_append (GTK_BOX (self->note), self->note_spinner);
  gtk_box_append (GTK_BOX (self->note), GTK_WIDGET (self->note_text));
  gtk_widget_set_visible (self->note, FALSE);
  return self->note;
}

/* (transfer full) (nullable) */
static char *
describe_rows (LoftContactsPane *self, gboolean is_waiting, guint n)
{
  const GError *error = loft_directory_search_get_error (self->asked);

  if (is_waiting)
    return g_strdup (_ ("Searching…"));
  if (error != NULL)
    return loft_directory_text_failure (error);
  if (loft_directory_search_is_cut (self->asked))
    return g_strdup_printf (ngettext ("The first one of more. Type more to find others.",
                                      "The first %u of more. Type more to find others.", n),
                            n);
  return NULL;
}

/* Below the rows: what comes and goes there moves none of them. */
void
loft_contacts_pane_update_note (LoftContactsPane *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  gboolean is_waiting = self->directory != NULL && loft_directory_search_get_state (self->asked) ==
                                                     LOFT_DIRECTORY_SEARCH_WAITING;
  g_autofree char *text =
    self->directory != NULL && n > 0 ? describe_rows (self, is_waiting, n) : NULL;

  gtk_label_set_text (self->note_text, text != NULL ? text : "");
  gtk_widget_set_visible (self->note_spinner, is_waiting);
  gtk_spinner_set_spinning (GTK_SPINNER (self->note_spinner), is_waiting && text != NULL);
  gtk_widget_set_visible (self->note, text != NULL);
}

/* ---- what is done with people that were found ----------------------------------------------- */

static gboolean
has_address (const LoftContact *contact, const char *address)
{
  g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");

  for (guint i = 0; i < emails->len; i++)
    if (g_ascii_strcasecmp (((LoftContactValue *) g_ptr_array_index (emails, i))->value, address) ==
        0)
      return TRUE;
  return FALSE;
}

/* Whether a book has somebody with the same address. */
static gboolean
is_known (LoftContactsPane *self, const LoftContact *contact)
{
  g_autoptr (GPtrArray) all = loft_contact_list_get_contacts (self->list);
  g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");
  const char *address =
    emails->len > 0 ? ((LoftContactValue *) g_ptr_array_index (emails, 0))->value : NULL;

  for (guint i = 0; address != NULL && i < all->len; i++)
    if (has_address (g_ptr_array_index (all, i), address))
      return TRUE;
  return FALSE;
}

/* A card of one's own: no longer whom the directory means by that name. */
static LoftContact *
copy_for_book (const LoftContact *contact)
{
  LoftContact *copy = loft_contact_copy (contact);

  g_free (copy->uid);
  copy->uid = g_strdup ("");
  return copy;
}

/* (transfer full) of LoftContact: those that are new. */
static GPtrArray *
copy_new_ones (LoftContactsPane *self, GPtrArray *contacts)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);

  for (guint i = 0; i < contacts->len; i++)
    if (!is_known (self, g_ptr_array_index (contacts, i)))
      g_ptr_array_add (copies, copy_for_book (g_ptr_array_index (contacts, i)));
  return copies;
}

static void
tell_known (LoftContactsPane *self, GPtrArray *contacts)
{
  g_autofree char *text = NULL;

  if (contacts->len == 0)
    return;
  /* Translators: a person's name. */
  text = g_strdup_printf (_ ("“%s” is in your contacts already"),
                          ((LoftContact *) g_ptr_array_index (contacts, 0))->name);
  loft_contacts_pane_tell (self, contacts->len == 1
                                   ? text
                                   : _ ("All of them are in your contacts already"));
}

void
loft_contacts_pane_take (LoftContactsPane *self, GPtrArray *contacts, LoftCalendarItem *book)
{
  g_autoptr (GPtrArray) copies = copy_new_ones (self, contacts);
  g_autofree LoftContactChange *changes = g_new0 (LoftContactChange, copies->len);

  if (book == NULL)
    book = loft_contacts_pane_find_writable (self);
  if (copies->len == 0)
    tell_known (self, contacts);
  else if (book == NULL || !loft_calendar_item_get_writable (book))
    loft_contacts_pane_tell (self, _ ("There is no address book that can be written"));
  else
    {
      for (guint i = 0; i < copies->len; i++)
        changes[i] =
          (LoftContactChange){ LOFT_CONTACT_ADD, NULL, g_ptr_array_index (copies, i), book };
      /* Translators: the name of an address book. */
      loft_contacts_pane_change (self, changes, copies->len,
                                 g_strdup_printf (_ ("Added to “%s”"),
                                                  loft_calendar_item_get_name (book)));
    }
}

static void
on_take (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  g_autoptr (GPtrArray) selected = loft_contacts_pane_dup_selected (self);

  loft_contacts_pane_take (self, selected,
                           loft_contacts_pane_find_book (self, g_variant_get_int64 (parameter)));
}

static void
on_ask_again (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftContactsPane *self = data;

  if (self->asked != NULL)
    loft_directory_search_retry (self->asked);
}

void
loft_contacts_pane_add_directory_actions (LoftContactsPane *self)
{
  static const GActionEntry entries[] = {
    { "take", on_take, "x" },
    { "ask-again", on_ask_again },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

GMenuModel *
loft_contacts_pane_new_found_menu (LoftContactsPane *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenuModel) books = loft_contacts_pane_new_books_menu (self, "contacts.take");

  g_menu_append (menu, _ ("_Write Message"), "contacts.write");
  g_menu_append_submenu (menu, _ ("_Add to My Contacts"), books);
  return G_MENU_MODEL (menu);
}
