/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-contact-actions.h"
#include "loft-folder-store.h"
#include "loft-mail-account-private.h"
#include "loft-people-index.h"
#include "loft-service.h"

/* The address books of "On this computer" as the pane uses them: its own, one more, and one that can only be
 * read. Each step is asked for, waited for, and seen in the list. */

enum {
  OWN,
  OTHER,
  READ_ONLY,
  N_BOOKS,
};

typedef struct {
  char *profile;
  LoftService *service;
  LoftContactActions *actions; /* (borrowed) */
  LoftCalendarItem *books[N_BOOKS]; /* (owned) */
  guint64 undo;
  GError *error;
} Fixture;

static gboolean
on_patience_ended (gpointer timed_out)
{
  *(gboolean *) timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

static void
put_book (LoftMailStore *store, const char *name, gboolean read_only)
{
  LoftFolderFacts facts = { .remote_id = name,
                            .path = name,
                            .selectable = TRUE,
                            .kinds = LOFT_FOLDER_KIND_CONTACTS,
                            .read_only = read_only };
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  loft_folder_store_put (store, &facts, &id, NULL, &error);
  g_assert_no_error (error);
}

static void
put_books (Fixture *fixture)
{
  g_autoptr (LoftMailAccount) account =
    g_list_model_get_item (loft_service_get_accounts (fixture->service), 0);
  g_autofree char *path =
    g_build_filename (loft_mail_account_get_directory (account), "store.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailStore) store = loft_mail_store_open (path, LOFT_DATABASE_DURABLE, &error);

  g_assert_no_error (error);
  put_book (store, "Other", FALSE);
  put_book (store, "Shared", TRUE);
}

static LoftCalendarItem *
find_book (GListModel *books, const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (books); i++)
    {
      LoftCalendarItem *book = g_list_model_get_item (books, i);

      if (g_str_equal (loft_calendar_item_get_name (book), name))
        return book;
      g_object_unref (book);
    }
  return NULL;
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GListModel *books;

  fixture->profile = g_dir_make_tmp ("loft-contacts-XXXXXX", NULL);
  fixture->service = loft_service_open (fixture->profile, &error);
  g_assert_no_error (error);
  put_books (fixture);
  fixture->actions = loft_service_get_contacts (fixture->service);
  books = loft_contact_actions_get_books (fixture->actions);
  g_assert_cmpuint (g_list_model_get_n_items (books), ==, N_BOOKS);
  fixture->books[OTHER] = find_book (books, "Other");
  fixture->books[READ_ONLY] = find_book (books, "Shared");
  for (guint i = 0; i < N_BOOKS; i++)
    {
      g_autoptr (LoftCalendarItem) book = g_list_model_get_item (books, i);

      if (book != fixture->books[OTHER] && book != fixture->books[READ_ONLY])
        g_set_object (&fixture->books[OWN], book);
    }
  g_assert_false (loft_calendar_item_get_writable (fixture->books[READ_ONLY]));
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = { "rm", "-rf", fixture->profile, NULL };

  for (guint i = 0; i < N_BOOKS; i++)
    g_object_unref (fixture->books[i]);
  g_clear_error (&fixture->error);
  loft_service_stop (fixture->service);
  g_object_unref (fixture->service);
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->profile);
}

/* ---- steps -------------------------------------------------------------------------------- */

static guint
place_of (Fixture *fixture, const LoftContact *contact)
{
  guint place = 0;

  while (place < N_BOOKS &&
         loft_contact_actions_get_book_id (fixture->actions, fixture->books[place]) !=
           contact->folder_id)
    place++;
  return place;
}

/* (transfer full) "0 Eva Adler; 1 Jan Novak": book and name */
static char *
describe (Fixture *fixture)
{
  g_autoptr (GPtrArray) contacts =
    loft_contact_list_get_contacts (loft_contact_actions_get_list (fixture->actions));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < contacts->len; i++)
    {
      const LoftContact *contact = g_ptr_array_index (contacts, i);

      g_string_append_printf (text, "%s%u %s", i > 0 ? "; " : "", place_of (fixture, contact),
                              contact->name);
    }
  return g_strdup (text->str);
}

static void
wait_for (Fixture *fixture, const char *wanted)
{
  gboolean timed_out = FALSE;
  guint source = g_timeout_add_seconds (20, on_patience_ended, &timed_out);
  g_autofree char *seen = describe (fixture);

  while (!g_str_equal (seen, wanted) && !timed_out)
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (seen);
      seen = describe (fixture);
    }
  g_assert_cmpstr (seen, ==, wanted);
  g_source_remove (source);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
change (Fixture *fixture, const LoftContactChange *changes, guint n)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_clear_error (&fixture->error);
  loft_contact_actions_change_async (fixture->actions, changes, n, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return loft_contact_actions_change_finish (fixture->actions, result, &fixture->undo,
                                             &fixture->error);
}

static gboolean
undo (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_clear_error (&fixture->error);
  loft_contact_actions_undo_async (fixture->actions, fixture->undo, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return loft_contact_actions_undo_finish (fixture->actions, result, &fixture->error);
}

static LoftContact *
make (const char *name)
{
  LoftContact *contact = loft_contact_new ();

  g_free (contact->name);
  contact->name = g_strdup (name);
  return contact;
}

static void
add (Fixture *fixture, const char *name)
{
  g_autoptr (LoftContact) contact = make (name);
  LoftContactChange wish = { LOFT_CONTACT_ADD, NULL, contact, fixture->books[OWN] };

  change (fixture, &wish, 1);
  g_assert_no_error (fixture->error);
}

static LoftContact *
contact_at (Fixture *fixture, guint position)
{
  g_autoptr (GPtrArray) contacts =
    loft_contact_list_get_contacts (loft_contact_actions_get_list (fixture->actions));

  g_assert_cmpuint (contacts->len, >, position);
  return loft_contact_ref (g_ptr_array_index (contacts, position));
}

static char *export(Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->profile, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) contacts =
    loft_contact_list_get_contacts (loft_contact_actions_get_list (fixture->actions));
  char *text = NULL;

  g_clear_error (&fixture->error);
  loft_contact_actions_export_async (fixture->actions, contacts, file, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (loft_contact_actions_export_finish (fixture->actions, result, &fixture->error))
    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static LoftContactImport
import_sized (Fixture *fixture, const char *text, gssize size, guint book,
              GCancellable *cancellable)
{
  g_autofree char *path = g_build_filename (fixture->profile, "import.vcf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  LoftContactImport report = { 0 };

  g_assert_true (g_file_set_contents (path, text, size, NULL));
  g_clear_error (&fixture->error);
  loft_contact_actions_import_async (fixture->actions, file, fixture->books[book], NULL, NULL,
                                     cancellable, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  loft_contact_actions_import_finish (fixture->actions, result, &report, &fixture->error);
  return report;
}

static LoftContactImport
import (Fixture *fixture, const char *text, guint book, GCancellable *cancellable)
{
  return import_sized (fixture, text, -1, book, cancellable);
}

/* ---- tests -------------------------------------------------------------------------------- */

static void
test_edit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftContact) before = NULL;
  g_autoptr (LoftContact) after = NULL;
  LoftContactChange wish = { LOFT_CONTACT_EDIT };

  add (fixture, "Eva Adler");
  wait_for (fixture, "0 Eva Adler");
  before = wish.before = contact_at (fixture, 0);
  after = wish.after = loft_contact_copy (before);
  g_free (after->name);
  after->name = g_strdup ("Eva Berg");
  g_assert_true (change (fixture, &wish, 1));
  wait_for (fixture, "0 Eva Berg");
  g_assert_true (undo (fixture));
  wait_for (fixture, "0 Eva Adler");
  g_assert_false (undo (fixture));
  g_assert_error (fixture->error, LOFT_ERROR, LOFT_ERROR_GONE);
}

/* Several at once, and all of them back. */
static void
test_move_and_remove (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftContact) eva = NULL;
  g_autoptr (LoftContact) jan = NULL;
  LoftContactChange wishes[2] = { { LOFT_CONTACT_MOVE }, { LOFT_CONTACT_REMOVE } };

  add (fixture, "Eva Adler");
  add (fixture, "Jan Novak");
  wait_for (fixture, "0 Eva Adler; 0 Jan Novak");
  eva = wishes[0].before = contact_at (fixture, 0);
  jan = wishes[1].before = contact_at (fixture, 1);
  wishes[0].book = fixture->books[OTHER];
  g_assert_true (change (fixture, wishes, 2));
  wait_for (fixture, "1 Eva Adler");
  g_assert_true (undo (fixture));
  wait_for (fixture, "0 Eva Adler; 0 Jan Novak");
  wishes[0].book = fixture->books[OWN];
  g_assert_true (change (fixture, wishes, 1)); /* it is there */
  g_assert_cmpuint (fixture->undo, ==, 0);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftContact) eva = make ("Eva Adler");
  g_autoptr (LoftContact) jan = NULL;
  LoftContactChange addition = { LOFT_CONTACT_ADD, NULL, eva, fixture->books[READ_ONLY] };
  LoftContactChange wishes[2] = { { LOFT_CONTACT_REMOVE }, { LOFT_CONTACT_MOVE } };

  g_assert_false (change (fixture, &addition, 1));
  g_assert_error (fixture->error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  add (fixture, "Jan Novak");
  wait_for (fixture, "0 Jan Novak");
  jan = wishes[0].before = contact_at (fixture, 0);
  wishes[1].before = jan;
  wishes[1].book = fixture->books[READ_ONLY];
  g_assert_false (change (fixture, &wishes[1], 1)); /* nor is it taken away here */
  g_assert_error (fixture->error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  wait_for (fixture, "0 Jan Novak");
  g_assert_true (change (fixture, wishes, 1));
  wait_for (fixture, "");
  wishes[1].book = fixture->books[OTHER];
  g_assert_false (change (fixture, &wishes[1], 1));
  g_assert_error (fixture->error, LOFT_ERROR, LOFT_ERROR_GONE);
}

#define CARD(uid, name)                                                                            \
  "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" uid "\r\nFN:" name "\r\nN:" name                            \
  ";;;;\r\nX-OTHER:kept\r\nEND:VCARD\r\n"

static void
test_import (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  LoftContactImport report =
    import (fixture, CARD ("1", "Eva") CARD ("2", "Jan") CARD ("1", "Eva"), OTHER, NULL);

  g_assert_no_error (fixture->error);
  g_assert_cmpuint (report.n_added, ==, 2);
  g_assert_cmpuint (report.n_twins, ==, 1);
  wait_for (fixture, "1 Eva; 1 Jan");
  text = export(fixture, "all.vcf");
  g_assert_cmpstr (text, ==, CARD ("1", "Eva") CARD ("2", "Jan"));
  report = import (fixture, text, OTHER, NULL);
  g_assert_cmpuint (report.n_added, ==, 0);
  g_assert_cmpuint (report.n_twins, ==, 2);
  g_assert_cmpuint (report.undo, ==, 0);
  g_cancellable_cancel (cancelled);
  report = import (fixture, CARD ("3", "Zoe"), OTHER, cancelled);
  g_assert_true (report.cancelled);
  g_assert_cmpuint (report.n_added, ==, 0);
  report = import (fixture, CARD ("3", "Zoe"), OWN, NULL);
  wait_for (fixture, "1 Eva; 1 Jan; 0 Zoe");
  fixture->undo = report.undo;
  g_assert_true (undo (fixture));
  wait_for (fixture, "1 Eva; 1 Jan");
}

/* Who cannot be read is named, and the others are there. */
static void
test_import_damaged (Fixture *fixture, gconstpointer data)
{
  static const char text[] = CARD (
    "1",
    "Eva") "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:x\r\nFN:Bad\r\nNOTE:\0\r\nEND:VCARD\r\n" CARD ("2",
                                                                                             "Jan");
  LoftContactImport report = import_sized (fixture, text, sizeof text - 1, OWN, NULL);
  g_autofree char *said = loft_untaken_list_explain (&report.left_out);

  g_assert_no_error (fixture->error);
  g_assert_cmpuint (report.n_added, ==, 2);
  g_assert_cmpuint (report.left_out.n, ==, 1);
  g_assert_cmpstr (said, ==, "\"Bad\" is left out: a NUL stands in it");
  wait_for (fixture, "0 Eva; 0 Jan");
}

/* 4.0 stays 4.0 here; 2.1 is what nobody takes. */
static void
test_import_versions (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  import (fixture,
          "BEGIN:VCARD\r\nVERSION:2.1\r\nUID:1\r\nN:Old\r\nEND:VCARD\r\n"
          "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:2\r\nFN:New\r\nEND:VCARD\r\n",
          OWN, NULL);
  wait_for (fixture, "0 New; 0 Old");
  text = export(fixture, "all.vcf");
  g_assert_null (strstr (text, "VERSION:2.1"));
  g_assert_nonnull (strstr (text, "VERSION:3.0"));
  g_assert_nonnull (strstr (text, "VERSION:4.0"));
}

static void
test_import_fails (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  import (fixture, "no card", OWN, NULL);
  g_assert_error (fixture->error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  import (fixture, CARD ("1", "Eva"), READ_ONLY, NULL);
  g_assert_error (fixture->error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  text = export(fixture, "none.vcf");
  g_assert_null (text);
  g_assert_error (fixture->error, LOFT_ERROR, LOFT_ERROR_GONE);
}

/* More than goes in one step, and an export of all of it into a folder that is not there. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *none = NULL;
  LoftContactImport report;

  for (guint i = 0; i < 250; i++)
    g_string_append_printf (
      text, "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:%u\r\nFN:P\r\nN:P;;;;\r\nEND:VCARD\r\n", i);
  report = import (fixture, text->str, OWN, NULL);
  g_assert_cmpuint (report.n_added, ==, 250);
  fixture->undo = report.undo;
  g_assert_true (undo (fixture));
  add (fixture, "Last");
  wait_for (fixture, "0 Last");
  none = export(fixture, "nowhere/all.vcf");
  g_assert_null (none);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* Whoever is in a book is suggested, though nobody has written with them. */
static void
test_completion (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LoftPeopleIndex) index = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (LoftContact) eva = make ("Eva Adler");
  LoftContactChange wish = { LOFT_CONTACT_ADD, NULL, eva, fixture->books[OWN] };

  g_ptr_array_add (eva->values, loft_contact_value_new ("EMAIL", "eva@example.org"));
  g_assert_true (change (fixture, &wish, 1));
  wait_for (fixture, "0 Eva Adler");
  loft_people_index_load_async (fixture->service, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  index = loft_people_index_load_finish (result, NULL);
  g_assert_nonnull (index);
  found = loft_people_index_match (index, "adl", 6);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((LoftPerson *) g_ptr_array_index (found, 0))->email, ==, "eva@example.org");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test)                                                                            \
  g_test_add ("/contacts-service/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("edit", test_edit);
  ADD ("move-and-remove", test_move_and_remove);
  ADD ("refused", test_refused);
  ADD ("import", test_import);
  ADD ("import-versions", test_import_versions);
  ADD ("import-damaged", test_import_damaged);
  ADD ("import-fails", test_import_fails);
  ADD ("many", test_many);
  ADD ("completion", test_completion);
  return g_test_run ();
}
