/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of contacts that are cards: who is in them, and how they come, go and are called. */
#include "fake-contacts.h"
#include "loft-contacts-pane.h"
#include "loft-error.h"
#include "loft-group-dialog.h"
#include "loft-pane.h"
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

static gboolean
has_two (GListModel *list)
{
  return g_list_model_get_n_items (list) == 2;
}

static void
act (LoftContactsPane *pane, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (pane), action, NULL));
  ui_test_settle ();
}

static void
close_pane (LoftContactsPane *pane)
{
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (pane))));
  ui_test_settle ();
}

static void
add_soloists (FakeContacts *contacts)
{
  LoftContact *group = loft_contact_new ();

  group->is_group = TRUE;
  group->folder_id = 1;
  g_free (group->uid);
  group->uid = g_strdup ("soloists");
  g_free (group->name);
  group->name = g_strdup ("Soloists");
  g_strfreev (group->members);
  group->members = g_strsplit ("urn:uuid:1", ",", -1);
  fake_contacts_add (contacts, group);
}

/* (nullable) the row of the sidebar. */
static GtkWidget *
find_place (GtkWidget *root, const char *name)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LIST_BOX (root) && gtk_widget_has_css_class (root, "folder-list"))
    {
      GtkWidget *label = ui_test_find_text (root, name);

      return label != NULL ? gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW) : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_place (child, name);
  return found;
}

static void
choose_place (LoftContactsPane *pane, const char *name)
{
  GtkWidget *row = find_place (GTK_WIDGET (pane), name);

  g_assert_nonnull (row);
  gtk_list_box_select_row (GTK_LIST_BOX (gtk_widget_get_parent (row)), GTK_LIST_BOX_ROW (row));
  ui_test_settle ();
}

static guint
count_rows (FakeContacts *contacts)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list_of (contacts)));
}

static void
assert_members (FakeContacts *contacts, const char *wanted)
{
  LoftContact *group = fake_contacts_find (contacts, "Soloists");
  g_autofree char *members = g_strjoinv (",", group->members);

  g_assert_cmpstr (members, ==, wanted);
}

static void
test_groups (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  LoftContactsPane *pane = show_pane (contacts);
  gint64 id;

  add_soloists (contacts);
  fake_contacts_load (contacts);
  ui_test_settle ();
  id = fake_contacts_find (contacts, "Soloists")->resource_id;
  choose_place (pane, "Soloists");
  g_assert_cmpuint (count_rows (contacts), ==, 1);
  choose_place (pane, "All Contacts");
  g_assert_true (loft_contacts_pane_select (pane, "3"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (pane), "contacts.join-group", "x", id));
  ui_test_settle ();
  assert_members (contacts, "urn:uuid:1,urn:uuid:3");
  choose_place (pane, "Soloists");
  ui_test_wait_for (has_two, list_of (contacts));
  g_assert_true (loft_contacts_pane_select (pane, "1"));
  act (pane, "contacts.leave-group");
  assert_members (contacts, "urn:uuid:3");
  /* It stays chosen while it changes. */
  ui_test_wait_for (has_one, list_of (contacts));
  act (pane, "contacts.undo");
  assert_members (contacts, "urn:uuid:1,urn:uuid:3");
  ui_test_wait_for (has_two, list_of (contacts));
  close_pane (pane);
}

static gboolean
is_enabled (LoftContactsPane *pane, const char *name)
{
  return g_action_group_get_action_enabled (loft_pane_get_actions (LOFT_PANE (pane)), name);
}

/* An address that no book has is somebody too: there to be written to, taken out, or given a card. */
static void
test_strangers (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  LoftContactsPane *pane = show_pane (contacts);
  LoftContact *group;
  guint n;

  add_soloists (contacts);
  group = fake_contacts_find (contacts, "Soloists");
  g_strfreev (group->members);
  group->members = g_strsplit ("mailto:zoe@example.net,urn:uuid:1,mailto:abe@example.net", ",", -1);
  fake_contacts_load (contacts);
  ui_test_settle ();
  n = fake_contacts_count (contacts);
  choose_place (pane, "Soloists");
  g_assert_cmpuint (count_rows (contacts), ==, 3);
  g_assert_nonnull (ui_test_find_text (pane, "zoe@example.net"));
  g_assert_true (loft_contacts_pane_select (pane, "1"));
  g_assert_true (is_enabled (pane, "edit"));
  g_assert_true (loft_contacts_pane_select (pane, "mailto:zoe@example.net"));
  ui_test_settle ();
  g_assert_false (is_enabled (pane, "edit"));
  g_assert_false (is_enabled (pane, "delete"));
  g_assert_true (is_enabled (pane, "write"));
  fake_contacts_load (contacts);
  ui_test_settle ();
  g_assert_false (is_enabled (pane, "edit")); /* still selected */
  g_assert_true (is_enabled (pane, "take"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (pane), "contacts.take", "x", (gint64) 1));
  ui_test_settle ();
  g_assert_cmpuint (fake_contacts_count (contacts), ==, n + 1);
  g_assert_cmpint (fake_contacts_find (contacts, "zoe@example.net")->folder_id, ==, 1);
  g_assert_cmpuint (count_rows (contacts), ==, 3); /* the same one has a card now */
  g_assert_true (loft_contacts_pane_select (pane, "mailto:abe@example.net"));
  act (pane, "contacts.leave-group");
  assert_members (contacts, "mailto:zoe@example.net,urn:uuid:1");
  ui_test_wait_for (has_two, list_of (contacts));
  close_pane (pane);
}

/* The chosen one goes, and others with it. */
static void
test_group_gone (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  LoftContactsPane *pane = show_pane (contacts);

  add_soloists (contacts);
  fake_contacts_load (contacts);
  ui_test_settle ();
  act (pane, "contacts.write-group");
  g_assert_null (ui_test_find_text (pane, "There is no account to write with"));
  choose_place (pane, "Soloists");
  act (pane, "contacts.write-group");
  g_assert_nonnull (ui_test_find_text (pane, "There is no account to write with"));
  fake_contacts_clear (contacts);
  fake_contacts_load (contacts);
  ui_test_settle ();
  g_assert_null (ui_test_find_text (pane, "Soloists"));
  fake_contacts_fill (contacts);
  fake_contacts_load (contacts);
  ui_test_settle ();
  g_assert_cmpuint (count_rows (contacts), ==, fake_contacts_count (contacts));
  close_pane (pane);
}

/* ---- the groups themselves ---------------------------------------------------------------- */

/* (nullable) The one that is open. */
static LoftGroupDialog *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (LOFT_IS_GROUP_DIALOG (l->data))
      return l->data;
  return NULL;
}

/* The one that does it. */
static GtkWidget *
find_button (gpointer root)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (root) && gtk_widget_has_css_class (root, "suggested-action"))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child);
  return found;
}

static void
type_name (LoftGroupDialog *dialog, const char *name)
{
  gtk_editable_set_text (ui_test_find (dialog, ADW_TYPE_ENTRY_ROW), name);
  ui_test_settle ();
}

static void
save (LoftGroupDialog *dialog)
{
  g_signal_emit_by_name (find_button (dialog), "clicked");
  ui_test_settle ();
}

static gboolean
is_listed (gpointer pane)
{
  return find_place (pane, "Quartet") != NULL;
}

static gboolean
is_not_listed (gpointer pane)
{
  return !is_listed (pane);
}

/* It is chosen when it is there, empty, and goes again. */
static void
test_new (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  LoftContactsPane *pane = show_pane (contacts);
  LoftContact *group;

  act (pane, "contacts.new-group");
  g_assert_false (gtk_widget_get_sensitive (find_button (find_dialog ())));
  type_name (find_dialog (), "  Quartet ");
  save (find_dialog ());
  g_assert_null (find_dialog ());
  ui_test_wait_for (is_listed, pane);
  group = fake_contacts_find (contacts, "Quartet");
  g_assert_true (group->is_group);
  g_assert_cmpstr (group->uid, !=, "");
  g_assert_cmpint (group->folder_id, ==, 1);
  g_assert_nonnull (ui_test_find_text (pane, "Nobody in This Group"));
  g_assert_nonnull (ui_test_find_text (pane, "Group created"));
  act (pane, "contacts.undo");
  ui_test_wait_for (is_not_listed, pane);
  g_assert_null (ui_test_find_text (pane, "Nobody in This Group"));
  close_pane (pane);
}

/* Who is selected is in it: of the same book by uid, others by address. */
static void
test_new_of_selected (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  LoftContactsPane *pane = show_pane (contacts);
  g_autofree char *members = NULL;

  g_assert_true (loft_contacts_pane_select (pane, "3"));
  act (pane, "contacts.join-new-group");
  g_assert_nonnull (ui_test_find_text (find_dialog (), "1 contact will be in it."));
  type_name (find_dialog (), "Quartet");
  save (find_dialog ());
  ui_test_wait_for (is_listed, pane);
  members = g_strjoinv (",", fake_contacts_find (contacts, "Quartet")->members);
  g_assert_cmpstr (members, ==, "urn:uuid:3");
  ui_test_wait_for (has_one, list_of (contacts));
  close_pane (pane);
}

/* What was typed is still there. */
static void
test_refused (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  g_autoptr (GError) error = g_error_new_literal (LOFT_ERROR, LOFT_ERROR_REFUSED, "No");
  LoftContactsPane *pane = show_pane (contacts);

  add_soloists (contacts);
  fake_contacts_load (contacts);
  ui_test_settle ();
  act (pane, "contacts.new-group");
  type_name (find_dialog (), "Soloists");
  g_assert_nonnull (
    ui_test_find_text (find_dialog (), "This address book has a group of that name."));
  g_assert_false (gtk_widget_get_sensitive (find_button (find_dialog ())));
  type_name (find_dialog (), "Quartet");
  fake_contacts_set_error (contacts, error);
  save (find_dialog ());
  g_assert_nonnull (find_dialog ());
  g_assert_true (gtk_widget_get_sensitive (find_button (find_dialog ())));
  fake_contacts_set_error (contacts, NULL);
  save (find_dialog ());
  g_assert_null (find_dialog ());
  ui_test_wait_for (is_listed, pane);
  close_pane (pane);
}

static void
test_rename_and_delete (void)
{
  g_autoptr (FakeContacts) contacts = new_contacts ();
  LoftContactsPane *pane = show_pane (contacts);
  guint before;

  add_soloists (contacts);
  fake_contacts_load (contacts);
  ui_test_settle ();
  choose_place (pane, "Soloists");
  act (pane, "contacts.rename-group");
  type_name (find_dialog (), "Quartet");
  save (find_dialog ());
  ui_test_wait_for (is_listed, pane);
  g_assert_null (fake_contacts_find (contacts, "Soloists"));
  g_assert_cmpstr (fake_contacts_find (contacts, "Quartet")->members[0], ==, "urn:uuid:1");
  before = fake_contacts_count (contacts);
  act (pane, "contacts.delete-group");
  ui_test_wait_for (is_not_listed, pane);
  g_assert_cmpuint (fake_contacts_count (contacts), ==, before - 1);
  g_assert_nonnull (fake_contacts_find (contacts, "Eva Adler"));
  act (pane, "contacts.undo");
  ui_test_wait_for (is_listed, pane);
  close_pane (pane);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/contact-groups/members", test_groups);
  g_test_add_func ("/contact-groups/gone", test_group_gone);
  g_test_add_func ("/contact-groups/strangers", test_strangers);
  g_test_add_func ("/contact-groups/new", test_new);
  g_test_add_func ("/contact-groups/new-of-selected", test_new_of_selected);
  g_test_add_func ("/contact-groups/refused", test_refused);
  g_test_add_func ("/contact-groups/rename-and-delete", test_rename_and_delete);
  return g_test_run ();
}
