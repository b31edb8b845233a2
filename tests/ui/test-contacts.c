/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contacts: what the pane shows of a list, and what typing and choosing does. */
#include "fake-contacts.h"
#include "loft-contact-editor.h"
#include "loft-contact-look.h"
#include "loft-contact-merge-window.h"
#include "loft-contact-row.h"
#include "loft-contact-view.h"
#include "loft-contacts-pane.h"
#include "loft-error.h"
#include "ui-test.h"

#include <adwaita.h>

static LoftContactsPane *
show_pane (FakeContacts *contacts)
{
  GtkWidget *pane = loft_contacts_pane_new (LOFT_CONTACT_ACTIONS (contacts));

  ui_test_show (pane, 1100, 760);
  ui_test_settle ();
  return LOFT_CONTACTS_PANE (pane);
}

/* (transfer full) */
static FakeContacts *
new_contacts (void)
{
  FakeContacts *contacts = fake_contacts_new ();

  fake_contacts_fill (contacts);
  fake_contacts_load (contacts);
  return contacts;
}

static LoftContactList *
list_of (FakeContacts *contacts)
{
  return loft_contact_actions_get_list (LOFT_CONTACT_ACTIONS (contacts));
}

static gboolean
has_one (GListModel *list)
{
  return g_list_model_get_n_items (list) == 1;
}

static void
close_pane (LoftContactsPane *pane)
{
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (pane))));
  ui_test_settle ();
}

static void
test_shown (void)
{
  g_autoptr (FakeContacts) contacts = fake_contacts_new ();
  LoftContactsPane *pane = show_pane (contacts);

  g_assert_nonnull (ui_test_find_text (pane, "No Address Book"));
  g_assert_nonnull (ui_test_find_text (pane, "No Contact Selected"));
  fake_contacts_fill (contacts);
  g_assert_nonnull (ui_test_find_text (pane, "No Contacts"));
  fake_contacts_load (contacts);
  ui_test_settle ();
  g_assert_null (ui_test_find_text (pane, "No Contacts"));
  g_assert_nonnull (ui_test_find_text (pane, "Jan Novák"));
  g_assert_true (loft_contacts_pane_select (pane, "1"));
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (pane, "Director, Spring Fair"));
  g_assert_nonnull (ui_test_find_text (pane, "+43 660 1234567"));
  g_assert_nonnull (ui_test_find_text (pane, "Ringstraße 1, Top 4, Wien, 1010, Austria"));
  g_assert_nonnull (ui_test_find_text (pane, "12 April 1985"));
  g_assert_nonnull (ui_test_find_text (pane, "Mobile"));
  g_assert_nonnull (ui_test_find_text (pane, "Choir"));
  g_assert_false (loft_contacts_pane_select (pane, "nobody"));
  fake_contacts_clear (contacts);
  fake_contacts_load (contacts);
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (pane, "No Contact Selected"));
  close_pane (pane);
}

/* From elsewhere: whatever was searched for here, and before anybody is loaded. */
static void
test_gone_to (void)
{
  g_autoptr (FakeContacts) contacts = fake_contacts_new ();
  LoftContactsPane *pane = show_pane (contacts);

  loft_contacts_pane_show (pane, "1");
  fake_contacts_fill (contacts);
  fake_contacts_load (contacts);
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (pane, "Director, Spring Fair"));
  gtk_editable_set_text (ui_test_find (pane, GTK_TYPE_SEARCH_ENTRY), "mallory");
  ui_test_wait_for (has_one, list_of (contacts));
  loft_contacts_pane_show (pane, "3");
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (pane, "Jan Novák"));
  loft_contacts_pane_show (pane, "1");
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (pane, "Director, Spring Fair"));
  close_pane (pane);
}

static guint
count_letters (GtkWidget *root)
{
  guint count = 0;

  if (LOFT_IS_CONTACT_ROW (root) && gtk_widget_get_mapped (gtk_widget_get_first_child (root)))
    count++;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += count_letters (child);
  return count;
}

static gboolean
is_one (gpointer list)
{
  return g_list_model_get_n_items (list) == 1;
}

/* A row that stays gets the letter when the one before it goes. */
static void
test_letters (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  LoftContactsPane *pane = show_pane (contacts);

  g_assert_cmpuint (count_letters (GTK_WIDGET (pane)), ==, 4); /* A B N Z */
  gtk_editable_set_text (ui_test_find (pane, GTK_TYPE_SEARCH_ENTRY), "arne");
  ui_test_wait_for (is_one, list_of (contacts));
  ui_test_settle ();
  g_assert_cmpuint (count_letters (GTK_WIDGET (pane)), ==, 1);
  close_pane (pane);
}

static gboolean
is_narrowed (gpointer list)
{
  return g_list_model_get_n_items (list) == 0;
}

static void
test_search (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  LoftContactsPane *pane = show_pane (contacts);
  GtkEditable *entry;

  entry = ui_test_find (pane, GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (entry, "nobody of that name");
  ui_test_wait_for (is_narrowed, list_of (contacts));
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (pane, "No Results"));
  g_signal_emit_by_name (entry, "stop-search");
  ui_test_settle ();
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "");
  close_pane (pane);
}

/* What a stranger's card says is text, and opens nothing but the web. */
static void
test_hostile (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  LoftContactsPane *pane = show_pane (contacts);

  g_assert_nonnull (ui_test_find_text (pane, "No Contact Selected")); /* nor the first of all */
  g_assert_true (loft_contacts_pane_select (pane, "4"));
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (pane, "<b>Mallory</b>"));
  g_assert_nonnull (ui_test_find_text (pane, "<i>no markup</i>"));
  close_pane (pane);
}

static const struct {
  const char *property;
  const char *value;
  const char *uri;
} uris[] = {
  { "EMAIL", "a b?cc=c@d", "mailto:a%20b%3Fcc%3Dc@d" },
  { "TEL", "+43 (660) 12-3 ext. 4", "tel:+43660123" },
  { "TEL", "ask me", NULL },
  { "ADR", "\n\nRing 1\nWien\n\n\n", "geo:0,0?q=Ring%201%2C%20Wien" },
  { "GEO", "48.2,16.3", "geo:48.2,16.3" },
  { "URL", "https://example.org/", "https://example.org/" },
  { "URL", "javascript:alert(1)", NULL },
  { "URL", "file:///etc/passwd", NULL },
  { "URL", "smb://host/share", NULL },
  { "NOTE", "mailto:a@b", NULL },
};

static void
test_uris (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (LoftContactValue) value = loft_contact_value_new (uris[i].property, uris[i].value);
      g_autofree char *uri = loft_contact_look_uri (value);

      g_assert_cmpstr (uri, ==, uris[i].uri);
    }
}

/* ---- acting ------------------------------------------------------------------------------- */

static void
act (LoftContactsPane *pane, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (pane), action, NULL));
  ui_test_settle ();
}

/* (nullable) The row for a field whose title that is. */
static GtkWidget *
find_row (GtkWidget *root, const char *title)
{
  if (ADW_IS_ENTRY_ROW (root) && gtk_widget_get_visible (root) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
type (LoftContactsPane *pane, const char *title, const char *text)
{
  GtkWidget *editor = ui_test_find (pane, LOFT_TYPE_CONTACT_EDITOR);
  GtkWidget *row = editor != NULL ? find_row (editor, title) : NULL;

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  ui_test_settle ();
}

static const char *
value_of (const LoftContact *contact, const char *property)
{
  g_autoptr (GPtrArray) values = loft_contact_list_values (contact, property);

  return values->len > 0 ? ((LoftContactValue *) g_ptr_array_index (values, 0))->value : "";
}

static void
test_new (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  LoftContactsPane *pane = show_pane (contacts);
  LoftContact *added;

  act (pane, "contacts.new");
  g_assert_nonnull (ui_test_find (pane, LOFT_TYPE_CONTACT_EDITOR));
  type (pane, "First Name", "Zoe");
  type (pane, "Last Name", "Young");
  type (pane, "Phone", " 0123 ");
  act (pane, "contacts.save");
  ui_test_settle ();
  g_assert_null (ui_test_find (pane, LOFT_TYPE_CONTACT_EDITOR));
  added = fake_contacts_find (contacts, "Zoe Young");
  g_assert_nonnull (added);
  g_assert_cmpstr (added->uid, !=, "");
  g_assert_cmpuint (added->values->len, ==, 1); /* the empty address is none */
  g_assert_cmpstr (value_of (added, "TEL"), ==, "0123");
  g_assert_nonnull (ui_test_find_text (pane, "Contact added"));
  act (pane, "contacts.undo");
  ui_test_settle ();
  g_assert_null (fake_contacts_find (contacts, "Zoe Young"));
  close_pane (pane);
}

/* As Ctrl+Return and Escape do. */
static void
press (LoftContactsPane *pane, const char *signal)
{
  g_autoptr (GtkShortcutAction) action = gtk_signal_action_new (signal);

  g_assert_true (
    gtk_shortcut_action_activate (action, 0, ui_test_find (pane, LOFT_TYPE_CONTACT_EDITOR), NULL));
  ui_test_settle ();
}

static void
test_keys (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  LoftContactsPane *pane = show_pane (contacts);

  g_assert_true (loft_contacts_pane_select (pane, "1"));
  act (pane, "contacts.edit");
  press (pane, "cancel");
  act (pane, "contacts.edit");
  type (pane, "Job Title", "Chair");
  press (pane, "save");
  g_assert_cmpstr (fake_contacts_find (contacts, "Eva Adler")->title, ==, "Chair");
  close_pane (pane);
}

/* Nothing but what was typed is another afterwards. */
static void
test_edit (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  LoftContactsPane *pane = show_pane (contacts);
  LoftContact *eva;

  g_assert_true (loft_contacts_pane_select (pane, "1"));
  act (pane, "contacts.edit");
  type (pane, "Job Title", "Chair");
  type (pane, "City", "Graz");
  act (pane, "contacts.save");
  ui_test_settle ();
  eva = fake_contacts_find (contacts, "Eva Adler");
  g_assert_nonnull (eva);
  g_assert_cmpstr (eva->title, ==, "Chair");
  g_assert_cmpstr (value_of (eva, "ADR"), ==, "\n\nRingstraße 1, Top 4\nGraz\n\n1010\nAustria");
  g_assert_cmpuint (eva->values->len, ==, 8);
  g_assert_cmpstr (value_of (eva, "BDAY"), ==, "1985-04-12");
  g_assert_cmpstr (((LoftContactValue *) g_ptr_array_index (eva->values, 2))->types[1], ==,
                   "voice");
  g_assert_cmpstr (eva->categories[0], ==, "Choir");
  g_assert_nonnull (ui_test_find_text (pane, "Chair, Spring Fair"));
  close_pane (pane);
}

/* Whatever is edited and saved as it is says what it said. */
static void
test_unchanged (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  GListModel *books = loft_contact_actions_get_books (LOFT_CONTACT_ACTIONS (contacts));
  g_autoptr (GPtrArray) all = loft_contact_list_get_contacts (list_of (contacts));

  for (guint i = 0; i < all->len; i++)
    {
      LoftContact *before = g_ptr_array_index (all, i);
      GtkWidget *editor = GTK_WIDGET (loft_contact_editor_new (books, before, NULL));
      g_autoptr (LoftContact) after = loft_contact_editor_make (LOFT_CONTACT_EDITOR (editor));

      g_object_ref_sink (editor);
      g_assert_false (loft_contact_editor_is_changed (LOFT_CONTACT_EDITOR (editor)));
      g_assert_cmpstr (after->name, ==, before->name);
      g_assert_cmpstr (after->family, ==, before->family);
      g_assert_cmpuint (after->values->len, ==, before->values->len);
      for (guint k = 0; k < after->values->len; k++)
        g_assert_true (loft_contact_value_equal (g_ptr_array_index (after->values, k),
                                                 g_ptr_array_index (before->values, k)));
      g_object_unref (editor);
    }
}

static void
test_refused (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  g_autoptr (GError) error = g_error_new_literal (LOFT_ERROR, LOFT_ERROR_REFUSED, "no");
  LoftContactsPane *pane = show_pane (contacts);

  g_assert_true (loft_contacts_pane_select (pane, "3"));
  act (pane, "contacts.edit");
  type (pane, "First Name", "Johann");
  fake_contacts_set_error (contacts, error);
  act (pane, "contacts.save");
  ui_test_settle ();
  g_assert_nonnull (ui_test_find (pane, LOFT_TYPE_CONTACT_EDITOR)); /* what was typed is there */
  fake_contacts_set_error (contacts, NULL);
  g_assert_true (loft_contacts_pane_select (pane, "1")); /* leaving saves */
  ui_test_settle ();
  g_assert_null (ui_test_find (pane, LOFT_TYPE_CONTACT_EDITOR));
  g_assert_cmpuint (fake_contacts_count (contacts), ==, 5);
  g_assert_nonnull (ui_test_find_text (pane, "Director, Spring Fair"));
  close_pane (pane);
}

static void
test_read_only (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  GListModel *books = loft_contact_actions_get_books (LOFT_CONTACT_ACTIONS (contacts));
  g_autoptr (LoftCalendarItem) book = g_list_model_get_item (books, 0);
  LoftContactsPane *pane;

  loft_calendar_item_set_writable (book, FALSE);
  pane = show_pane (contacts);
  g_assert_true (loft_contacts_pane_select (pane, "1"));
  act (pane, "contacts.edit");
  g_assert_null (ui_test_find (pane, LOFT_TYPE_CONTACT_EDITOR));
  act (pane, "contacts.delete");
  g_assert_cmpuint (fake_contacts_count (contacts), ==, 5);
  g_assert_nonnull (ui_test_find_text (pane, "can only be read"));
  close_pane (pane);
}

static void
test_delete_several (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  LoftContactsPane *pane = show_pane (contacts);
  GtkListView *rows = ui_test_find (pane, GTK_TYPE_LIST_VIEW);
  GtkSelectionModel *selection = gtk_list_view_get_model (rows);

  gtk_selection_model_select_range (selection, 0, 2, TRUE);
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (pane, "2 Contacts Selected"));
  act (pane, "contacts.delete");
  ui_test_settle ();
  g_assert_cmpuint (fake_contacts_count (contacts), ==, 3);
  g_assert_nonnull (ui_test_find_text (pane, "2 contacts deleted"));
  g_assert_true (gtk_selection_model_is_selected (selection, 0)); /* the next one */
  act (pane, "contacts.undo");
  ui_test_settle ();
  g_assert_cmpuint (fake_contacts_count (contacts), ==, 5);
  close_pane (pane);
}

static void
test_move (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  LoftContactsPane *pane = show_pane (contacts);

  g_assert_true (loft_contacts_pane_select (pane, "1"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (pane), "contacts.move", "x", (gint64) 2));
  ui_test_settle ();
  g_assert_cmpint (fake_contacts_find (contacts, "Eva Adler")->folder_id, ==, 2);
  g_assert_nonnull (ui_test_find_text (pane, "Moved to"));
  close_pane (pane);
}

static gboolean
has_group (gpointer window)
{
  return ui_test_find_text (window, "What Is Kept") != NULL;
}

static gboolean
is_merged (gpointer contacts)
{
  return fake_contacts_count (contacts) == 5;
}

static void
test_merge (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  g_autoptr (GPtrArray) all = NULL;
  GtkWidget *window;

  fake_contacts_add_twin (contacts, "Eva Adler");
  fake_contacts_load (contacts);
  all = loft_contact_list_get_contacts (list_of (contacts));
  window = loft_contact_merge_window_new (LOFT_CONTACT_ACTIONS (contacts), all, FALSE);
  gtk_window_present (GTK_WINDOW (window));
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  ui_test_wait_for (has_group, window);
  gtk_widget_activate (gtk_window_get_focus (GTK_WINDOW (window)));
  ui_test_wait_for (is_merged, contacts);
  ui_test_settle ();
  g_assert_cmpstr (fake_contacts_find (contacts, "Eva Adler")->nickname, ==, "Evi");
  g_assert_null (window);
}

static void
test_no_duplicates (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  g_autoptr (GPtrArray) all = loft_contact_list_get_contacts (list_of (contacts));
  GtkWidget *window = loft_contact_merge_window_new (LOFT_CONTACT_ACTIONS (contacts), all, FALSE);

  gtk_window_present (GTK_WINDOW (window));
  ui_test_settle ();
  while (ui_test_find_text (window, "No Duplicates") == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/contacts/shown", test_shown);
  g_test_add_func ("/contacts/gone-to", test_gone_to);
  g_test_add_func ("/contacts/letters", test_letters);
  g_test_add_func ("/contacts/search", test_search);
  g_test_add_func ("/contacts/hostile", test_hostile);
  g_test_add_func ("/contacts/uris", test_uris);
  g_test_add_func ("/contacts/new", test_new);
  g_test_add_func ("/contacts/keys", test_keys);
  g_test_add_func ("/contacts/edit", test_edit);
  g_test_add_func ("/contacts/unchanged", test_unchanged);
  g_test_add_func ("/contacts/refused", test_refused);
  g_test_add_func ("/contacts/read-only", test_read_only);
  g_test_add_func ("/contacts/delete-several", test_delete_several);
  g_test_add_func ("/contacts/move", test_move);
  g_test_add_func ("/contacts/merge", test_merge);
  g_test_add_func ("/contacts/no-duplicates", test_no_duplicates);
  return g_test_run ();
}
