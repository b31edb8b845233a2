/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People that only a server knows: as a place among the contacts, and below what somebody types as a
 * recipient. */
#include "fake-contacts.h"
#include "fake-directory.h"
#include "loft-columns.h"
#include "loft-contacts-pane.h"
#include "loft-error.h"
#include "loft-pane.h"
#include "loft-people-index.h"
#include "loft-recipient-entry.h"
#include "loft-text.h"
#include "ui-test.h"

#include <adwaita.h>

/* ---- the contacts pane -------------------------------------------------------------------- */

typedef struct {
  FakeContacts *contacts;
  FakeDirectory *directory;
  LoftDirectories *directories;
  LoftContactsPane *pane;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->contacts = fake_contacts_new ();
  fake_contacts_fill (fixture->contacts);
  fake_contacts_load (fixture->contacts);
  fixture->directory = fake_directory_new ("On This Computer");
  fake_directory_fill (fixture->directory);
  fixture->directories = fake_directory_new_directories (fixture->directory);
  fixture->pane =
    LOFT_CONTACTS_PANE (loft_contacts_pane_new (LOFT_CONTACT_ACTIONS (fixture->contacts)));
  loft_contacts_pane_set_directories (fixture->pane, fixture->directories, 0);
  ui_test_show (GTK_WIDGET (fixture->pane), 1100, 760);
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (fixture->pane))));
  ui_test_settle ();
  g_object_unref (fixture->directories);
  g_object_unref (fixture->directory);
  g_object_unref (fixture->contacts);
}

static void
choose (Fixture *fixture, const char *place)
{
  GtkWidget *label = ui_test_find_text (fixture->pane, place);
  GtkWidget *row = gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW);

  gtk_list_box_select_row (GTK_LIST_BOX (gtk_widget_get_parent (row)), GTK_LIST_BOX_ROW (row));
  ui_test_settle ();
}

typedef struct {
  gpointer root;
  const char *text;
} Sight;

static gboolean
is_seen (Sight *sight)
{
  return ui_test_find_text (sight->root, sight->text) != NULL;
}

static gboolean
is_unseen (Sight *sight)
{
  return ui_test_find_text (sight->root, sight->text) == NULL;
}

static void
wait_for (Fixture *fixture, const char *text)
{
  Sight sight = { fixture->pane, text };

  ui_test_wait_for (is_seen, &sight);
}

static void
wait_without (Fixture *fixture, const char *text)
{
  Sight sight = { fixture->pane, text };

  ui_test_wait_for (is_unseen, &sight);
}

static void
search (Fixture *fixture, const char *text)
{
  gtk_editable_set_text (ui_test_find (fixture->pane, GTK_TYPE_SEARCH_ENTRY), text);
}

/* As a person does: setting a text empties the entry first. */
static void
type_more (Fixture *fixture, const char *text)
{
  int position = -1;

  gtk_editable_insert_text (ui_test_find (fixture->pane, GTK_TYPE_SEARCH_ENTRY), text, -1,
                            &position);
}

static void
activate (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->pane), action, NULL));
}

static gboolean
is_enabled (Fixture *fixture, const char *name)
{
  return g_action_group_get_action_enabled (loft_pane_get_actions (LOFT_PANE (fixture->pane)),
                                            name);
}

static void
test_place (Fixture *fixture, gconstpointer data)
{
  choose (fixture, "Company Address Book");
  wait_for (fixture, "Find People");
  g_assert_null (ui_test_find_text (fixture->pane, "Jan Novák"));
  search (fixture, "ev");
  ui_test_settle ();
  g_assert_cmpuint (fake_directory_get_n_asked (fixture->directory), ==, 0);
  search (fixture, "eva");
  wait_for (fixture, "Eva Baumgartner");
  wait_for (fixture, "Engineer · eva.baumgartner@example.com");
  g_assert_null (ui_test_find_text (fixture->pane, "Find People"));
  search (fixture, "nobody of that name");
  wait_for (fixture, "Nobody Found");
  /* What is typed is looked for in the other place, too. */
  search (fixture, "novák");
  choose (fixture, "All Contacts");
  wait_for (fixture, "Jan Novák");
  choose (fixture, "Company Address Book");
  wait_for (fixture, "Nobody Found");
  search (fixture, "");
  wait_for (fixture, "Find People");
}

/* Whom only the server knows can be read and written to. */
static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  choose (fixture, "Company Address Book");
  search (fixture, "baumgartner");
  wait_for (fixture, "Eva Baumgartner");
  g_assert_true (loft_contacts_pane_select (fixture->pane, "eva.baumgartner@example.com"));
  wait_for (fixture, "Engineer, Example Company");
  wait_for (fixture, "Add to My Contacts");
  g_assert_true (is_enabled (fixture, "write"));
  g_assert_true (is_enabled (fixture, "take"));
  g_assert_false (is_enabled (fixture, "edit"));
  g_assert_false (is_enabled (fixture, "delete"));
  g_assert_false (is_enabled (fixture, "move"));
  g_assert_false (is_enabled (fixture, "join-group"));
  choose (fixture, "All Contacts");
  wait_for (fixture, "No Contact Selected");
  g_assert_false (is_enabled (fixture, "take"));
}

static gboolean
has_eva (FakeContacts *contacts)
{
  return fake_contacts_find (contacts, "Eva Baumgartner") != NULL;
}

/* A card of one's own, once; and taken back. */
static void
test_taken (Fixture *fixture, gconstpointer data)
{
  guint n = fake_contacts_count (fixture->contacts);
  const LoftContact *added;

  choose (fixture, "Company Address Book");
  search (fixture, "baumgartner");
  wait_for (fixture, "Eva Baumgartner");
  g_assert_true (loft_contacts_pane_select (fixture->pane, "eva.baumgartner@example.com"));
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "contacts.take", "x", (gint64) 2));
  ui_test_wait_for (has_eva, fixture->contacts);
  added = fake_contacts_find (fixture->contacts, "Eva Baumgartner");
  g_assert_cmpstr (added->uid, ==, "");
  g_assert_cmpint (added->folder_id, ==, 2);
  wait_for (fixture, "Added to “Collected Addresses”");
  fake_contacts_load (fixture->contacts);
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "contacts.take", "x", (gint64) 0));
  wait_for (fixture, "“Eva Baumgartner” is in your contacts already");
  g_assert_cmpuint (fake_contacts_count (fixture->contacts), ==, n + 1);
  activate (fixture, "contacts.undo");
  ui_test_settle ();
  g_assert_cmpuint (fake_contacts_count (fixture->contacts), ==, n);
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  choose (fixture, "Company Address Book");
  search (fixture, "many");
  wait_for (fixture, "The first 100 of more.");
  search (fixture, "many 01");
  wait_without (fixture, "The first 100 of more.");
  wait_for (fixture, "Many 011");
}

static void
test_waiting (Fixture *fixture, gconstpointer data)
{
  choose (fixture, "Company Address Book");
  search (fixture, "eva");
  wait_for (fixture, "Evan Brown");
  fake_directory_set_slow (fixture->directory, TRUE);
  type_more (fixture, "n");
  wait_for (fixture, "Searching…");
  wait_for (fixture, "Evan Brown");
  wait_without (fixture, "Eva Baumgartner");
  fake_directory_set_slow (fixture->directory, FALSE);
  wait_without (fixture, "Searching…");
  wait_for (fixture, "Evan Brown");
}

static void
test_failures (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) offline = g_error_new (LOFT_ERROR, LOFT_ERROR_OFFLINE, "No network");
  g_autoptr (GError) refused = g_error_new (LOFT_ERROR, LOFT_ERROR_REFUSED, "use <other> words");

  choose (fixture, "Company Address Book");
  fake_directory_set_error (fixture->directory, offline);
  search (fixture, "eva");
  wait_for (fixture, "Offline");
  /* Not asked again with each key. */
  search (fixture, "evan");
  ui_test_settle ();
  g_assert_cmpuint (fake_directory_get_n_asked (fixture->directory), ==, 1);
  fake_directory_set_error (fixture->directory, refused);
  activate (fixture, "contacts.ask-again");
  wait_for (fixture, "Search Not Possible");
  wait_for (fixture, "use <other> words");
  fake_directory_set_error (fixture->directory, NULL);
  activate (fixture, "contacts.ask-again");
  wait_for (fixture, "Evan Brown");
}

/* ---- recipients --------------------------------------------------------------------------- */

typedef struct {
  FakeDirectory *directory;
  LoftDirectories *directories;
  LoftRecipientEntry *entry;
  GtkWindow *window;
} Writing;

static void
person_free (gpointer data)
{
  LoftPerson *person = data;

  g_free (person->name);
  g_free (person->email);
  g_free (person->folded);
  g_free (person);
}

static LoftPeopleIndex *
new_index (void)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (person_free);
  static const char *const names[][2] = { { "Eva Adler", "eva@example.org" },
                                          { "Evan B.", "Evan.Brown@example.com" } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      LoftPerson *person = g_new0 (LoftPerson, 1);
      g_autofree char *both = g_strjoin (" ", names[i][0], names[i][1], NULL);

      person->name = g_strdup (names[i][0]);
      person->email = g_strdup (names[i][1]);
      person->folded = loft_text_fold (both, -1);
      g_ptr_array_add (people, person);
    }
  return loft_people_index_new (people);
}

static void
set_up_writing (Writing *writing, gconstpointer data)
{
  g_autoptr (LoftPeopleIndex) index = new_index ();

  writing->directory = fake_directory_new ("work");
  fake_directory_fill (writing->directory);
  writing->directories = fake_directory_new_directories (writing->directory);
  writing->entry = LOFT_RECIPIENT_ENTRY (loft_recipient_entry_new ("To"));
  loft_recipient_entry_set_people (writing->entry, index);
  loft_recipient_entry_set_directories (writing->entry, writing->directories, 0);
  writing->window = ui_test_show (GTK_WIDGET (writing->entry), 500, 300);
  gtk_widget_grab_focus (GTK_WIDGET (writing->entry));
  ui_test_settle ();
}

static void
tear_down_writing (Writing *writing, gconstpointer data)
{
  gtk_window_destroy (writing->window);
  ui_test_settle ();
  g_object_unref (writing->directories);
  g_object_unref (writing->directory);
}

static void
type (Writing *writing, const char *text)
{
  gtk_editable_set_text (loft_recipient_entry_get_text (writing->entry), text);
  ui_test_settle ();
}

static char *
addresses_of (LoftRecipientEntry *entry)
{
  g_autoptr (GPtrArray) addresses = loft_recipient_entry_get_addresses (entry);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < addresses->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "",
                            ((LoftAddress *) g_ptr_array_index (addresses, i))->email);
  return g_string_free (text, FALSE);
}

/* Below those who are here, under the directory's name; nobody twice, nobody without an address. */
static void
test_completion (Writing *writing, gconstpointer data)
{
  g_autofree char *addresses = NULL;

  fake_directory_set_slow (writing->directory, TRUE);
  type (writing, "eva");
  g_assert_cmpuint (loft_recipient_entry_get_n_suggested (writing->entry), ==, 2);
  g_assert_null (ui_test_find_text (writing->entry, "Company Address Book"));
  /* Whoever is chosen when the answer comes stays so. */
  g_assert_true (loft_recipient_entry_press (writing->entry, GDK_KEY_Down));
  fake_directory_set_slow (writing->directory, FALSE);
  ui_test_settle ();
  g_assert_cmpuint (loft_recipient_entry_get_n_suggested (writing->entry), ==, 3);
  g_assert_nonnull (ui_test_find_text (writing->entry, "Company Address Book"));
  g_assert_nonnull (ui_test_find_text (writing->entry, "eva.baumgartner@example.com"));
  g_assert_true (loft_recipient_entry_press (writing->entry, GDK_KEY_Return));
  type (writing, "baumg");
  g_assert_cmpuint (loft_recipient_entry_get_n_suggested (writing->entry), ==, 1);
  g_assert_true (loft_recipient_entry_press (writing->entry, GDK_KEY_Tab));
  addresses = addresses_of (writing->entry);
  g_assert_cmpstr (addresses, ==, "eva@example.org|eva.baumgartner@example.com");
}

static void
test_completion_closed (Writing *writing, gconstpointer data)
{
  fake_directory_set_slow (writing->directory, TRUE);
  type (writing, "eva");
  g_assert_true (loft_recipient_entry_press (writing->entry, GDK_KEY_Escape));
  fake_directory_set_slow (writing->directory, FALSE);
  ui_test_settle ();
  g_assert_cmpuint (loft_recipient_entry_get_n_suggested (writing->entry), ==, 0);
}

/* Who is here is suggested whatever happens to the server. */
static void
test_completion_failed (Writing *writing, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new (LOFT_ERROR, LOFT_ERROR_OFFLINE, "No network");

  fake_directory_set_error (writing->directory, error);
  type (writing, "eva");
  type (writing, "evan");
  g_assert_cmpuint (loft_recipient_entry_get_n_suggested (writing->entry), ==, 1);
  type (writing, "baumg");
  g_assert_cmpuint (loft_recipient_entry_get_n_suggested (writing->entry), ==, 0);
  g_assert_cmpuint (fake_directory_get_n_asked (writing->directory), ==, 1);
}

#define ADD(name, func) g_test_add ("/directory/" name, Fixture, NULL, set_up, func, tear_down)
#define ADD_WRITING(name, func)                                                                    \
  g_test_add ("/directory/" name, Writing, NULL, set_up_writing, func, tear_down_writing)

int
main (int argc, char *argv[])
{
  ui_test_init (&argc, &argv);
  ADD ("place", test_place);
  ADD ("read-only", test_read_only);
  ADD ("taken", test_taken);
  ADD ("many", test_many);
  ADD ("waiting", test_waiting);
  ADD ("failures", test_failures);
  ADD_WRITING ("completion", test_completion);
  ADD_WRITING ("completion-closed", test_completion_closed);
  ADD_WRITING ("completion-failed", test_completion_failed);
  return g_test_run ();
}
