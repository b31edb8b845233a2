/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a message is shown and where the server has it. */
#include <sqlite3.h>

#include "loft-error.h"
#include "loft-folder-edit.h"
#include "loft-folder-store.h"
#include "loft-list-store.h"
#include "loft-mail-store.h"
#include "loft-message-facts.h"
#include "loft-operation-store.h"
#include "loft-page-checksum.h"
#include "loft-problem-store.h"
#include "loft-scheduling-store.h"
#include "loft-test-folder.h"

typedef struct {
  LoftTestFolder *folder;
  char *path;
  LoftMailStore *store;
  gint64 inbox;
  gint64 work;
} Fixture;

static gint64
put_folder (LoftMailStore *store, const char *path)
{
  LoftFolderFacts facts = { .remote_id = path, .path = path, .selectable = TRUE };
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  loft_folder_store_put (store, &facts, &id, NULL, &error);
  g_assert_no_error (error);
  return id;
}

static void
execute (const char *path, const char *sql)
{
  sqlite3 *database = NULL;
  g_autofree char *message = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READWRITE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  if (sqlite3_exec (database, sql, NULL, NULL, NULL) != SQLITE_OK)
    message = g_strdup (sqlite3_errmsg (database));
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (database);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = loft_test_folder_new ();
  fixture->path = loft_test_folder_file (fixture->folder, "store.db");
  fixture->store = loft_mail_store_open (fixture->path, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  fixture->inbox = put_folder (fixture->store, "INBOX");
  fixture->work = put_folder (fixture->store, "Work");
  execute (fixture->path, "INSERT INTO conversation (id) VALUES (1)");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *finding = loft_mail_store_check_counts (fixture->store, NULL);

  g_assert_cmpstr (finding, ==, NULL);
  loft_mail_store_close (fixture->store);
  g_free (fixture->path);
  loft_test_folder_free (fixture->folder);
}

static gint64
insert (Fixture *fixture, gint64 folder_id, const char *remote_id, LoftFlags flags)
{
  g_autoptr (GError) error = NULL;
  LoftNewMessage message = {
    .folder_id = folder_id,
    .remote_id = remote_id,
    .date = 1000,
    .received = 1000,
    .size = 10,
    .server_flags = flags,
    .server_keywords = "",
    .flags = flags,
    .keywords = "",
    .conversation_id = 1,
    .message_id = remote_id != NULL ? remote_id : "none",
    .subject = "s",
    .sender = "",
    .recipients = "",
    .copies = "",
  };
  gint64 id = 0;

  loft_mail_store_insert (fixture->store, &message, &id, &error);
  g_assert_no_error (error);
  return id;
}

static void
assert_counts (Fixture *fixture, gint64 folder_id, guint total, guint unread)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (fixture->store, folder_id, NULL);

  g_assert_cmpuint (folder->total, ==, total);
  g_assert_cmpuint (folder->unread, ==, unread);
}

static void
count_one (gint64 id, const char *remote_id, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static guint
count_known (Fixture *fixture, gint64 folder_id)
{
  guint n = 0;

  g_assert_true (
    loft_mail_store_foreach_remote_id (fixture->store, folder_id, count_one, &n, NULL));
  return n;
}

static gint64
find_remote (Fixture *fixture, gint64 folder_id, const char *remote_id)
{
  g_autoptr (LoftMessageState) state =
    loft_mail_store_find_remote (fixture->store, folder_id, remote_id, NULL);

  return state != NULL ? state->id : 0;
}

/* ---- shown elsewhere ---------------------------------------------------------------------- */

static void
test_shown_elsewhere (Fixture *fixture, gconstpointer data)
{
  gint64 id = insert (fixture, fixture->inbox, "7", 0);
  gint64 other = insert (fixture, fixture->work, "7", LOFT_FLAG_SEEN);
  g_autoptr (LoftMessageState) state = NULL;

  g_assert_true (
    loft_mail_store_set_place (fixture->store, id, fixture->work, fixture->inbox, NULL));
  assert_counts (fixture, fixture->inbox, 0, 0);
  assert_counts (fixture, fixture->work, 2, 1);
  /* The server has it where it was. */
  g_assert_cmpint (find_remote (fixture, fixture->inbox, "7"), ==, id);
  g_assert_cmpint (find_remote (fixture, fixture->work, "7"), ==, other);
  g_assert_cmpuint (count_known (fixture, fixture->inbox), ==, 1);
  g_assert_cmpuint (count_known (fixture, fixture->work), ==, 1);
  /* Flags and place in one. */
  g_assert_true (loft_mail_store_set_shown (fixture->store, id, LOFT_FLAG_SEEN, "", NULL));
  assert_counts (fixture, fixture->work, 2, 0);

  g_assert_true (loft_mail_store_set_server_place (fixture->store, id, fixture->work, "8", NULL));
  state = loft_mail_store_get_state (fixture->store, id, NULL);
  g_assert_cmpint (state->folder_id, ==, fixture->work);
  g_assert_cmpint (state->server_folder_id, ==, fixture->work);
  g_assert_cmpint (find_remote (fixture, fixture->inbox, "7"), ==, 0);
  g_assert_cmpint (find_remote (fixture, fixture->work, "8"), ==, id);
}

static void
test_lost_elsewhere (Fixture *fixture, gconstpointer data)
{
  gint64 id = insert (fixture, fixture->inbox, "7", 0);
  gint64 nowhere = insert (fixture, fixture->inbox, NULL, 0);
  g_autoptr (GArray) lost = NULL;
  gboolean has_lost = FALSE;
  gint64 found = 0;

  g_assert_true (
    loft_mail_store_set_place (fixture->store, id, fixture->work, fixture->inbox, NULL));
  g_assert_true (
    loft_mail_store_set_place (fixture->store, nowhere, fixture->inbox, LOFT_FOLDER_NOWHERE, NULL));
  g_assert_true (loft_mail_store_has_lost (fixture->store, fixture->inbox, &has_lost, NULL));
  g_assert_false (has_lost);
  g_assert_true (loft_mail_store_lose_remote_ids (fixture->store, fixture->inbox, NULL));
  g_assert_true (loft_mail_store_has_lost (fixture->store, fixture->inbox, &has_lost, NULL));
  g_assert_true (has_lost);
  g_assert_true (loft_mail_store_has_lost (fixture->store, fixture->work, &has_lost, NULL));
  g_assert_false (has_lost);
  /* What the server does not have is not swept. */
  lost = loft_mail_store_list_lost (fixture->store, fixture->inbox, NULL);
  g_assert_cmpuint (lost->len, ==, 1);
  g_assert_cmpint (g_array_index (lost, gint64, 0), ==, id);
  g_assert_true (
    loft_mail_store_find_lost (fixture->store, fixture->inbox, "7", 10, 1000, &found, NULL));
  g_assert_cmpint (found, ==, id);
}

/* ---- hidden ------------------------------------------------------------------------------- */

static void
count_facts (const LoftListFacts *facts, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static gboolean
count_searched (const LoftMessageFacts *facts, gpointer user_data)
{
  (*(guint *) user_data)++;
  return TRUE;
}

static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  const LoftMessageBounds all = { .since = G_MININT64, .before = G_MAXINT64 };
  gint64 id = insert (fixture, fixture->inbox, "7", LOFT_FLAG_FLAGGED);
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GArray) parts = NULL;
  LoftMessageFacts facts;
  gboolean found = TRUE;
  guint n = 0;

  g_assert_true (
    loft_mail_store_set_place (fixture->store, id, LOFT_FOLDER_HIDDEN, fixture->inbox, NULL));
  assert_counts (fixture, fixture->inbox, 0, 0);
  g_assert_cmpint (find_remote (fixture, fixture->inbox, "7"), ==, id);
  loft_list_store_foreach_flagged (fixture->store, LOFT_LIST_TEXT_NONE, count_facts, &n, NULL,
                                   NULL);
  g_assert_cmpuint (n, ==, 0);
  loft_message_facts_foreach (fixture->store, &all, count_searched, &n, NULL, NULL);
  g_assert_cmpuint (n, ==, 0);
  g_assert_true (loft_message_facts_get (fixture->store, id, &facts, &found, NULL));
  g_assert_false (found);
  parts = loft_list_store_read_conversation (fixture->store, 1, 10, NULL);
  g_assert_cmpuint (parts->len, ==, 0);
  folders = loft_folder_store_list (fixture->store, NULL);
  g_assert_cmpuint (folders->len, ==, 2);
  g_assert_null (loft_folder_store_get (fixture->store, LOFT_FOLDER_HIDDEN, NULL));
}

static void
test_left_behind (Fixture *fixture, gconstpointer data)
{
  gint64 id = insert (fixture, fixture->inbox, "7", 0);
  g_autoptr (LoftMessageState) ghost = NULL;

  g_assert_true (
    loft_mail_store_set_place (fixture->store, id, fixture->work, fixture->inbox, NULL));
  g_assert_true (loft_mail_store_set_server_place (fixture->store, id, fixture->work, "1", NULL));
  g_assert_true (loft_mail_store_leave_behind (fixture->store, id, fixture->inbox, "7", NULL));
  assert_counts (fixture, fixture->inbox, 0, 0);
  assert_counts (fixture, fixture->work, 1, 1);
  ghost = loft_mail_store_find_remote (fixture->store, fixture->inbox, "7", NULL);
  g_assert_cmpint (ghost->folder_id, ==, LOFT_FOLDER_HIDDEN);
  g_assert_cmpint (ghost->server_flags & LOFT_FLAG_DELETED, !=, 0);
}

/* ---- folders ------------------------------------------------------------------------------ */

static void
test_folder_removed (Fixture *fixture, gconstpointer data)
{
  gint64 away = insert (fixture, fixture->work, "7", 0);
  gint64 here = insert (fixture, fixture->inbox, "8", 0);

  g_assert_true (
    loft_mail_store_set_place (fixture->store, away, fixture->inbox, fixture->work, NULL));
  g_assert_true (loft_folder_store_remove (fixture->store, fixture->work, NULL));
  g_assert_null (loft_mail_store_get_state (fixture->store, away, NULL));
  assert_counts (fixture, fixture->inbox, 1, 1);
  g_assert_cmpint (find_remote (fixture, fixture->inbox, "8"), ==, here);
}

static void
assert_refused (LoftMailStore *store, const char *path)
{
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  g_assert_false (loft_folder_edit_add (store, path, LOFT_FOLDER_ROLE_NONE,
                                        LOFT_FOLDER_WAITS_CREATION, &id, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

static void
test_folder_names (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = { "", "/", "a/", "/a", "a//b", "a\nb", "Work", "inbox", "\xff" };
  g_autoptr (LoftFolder) below = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (fixture->store, bad[i]);
  g_assert_true (loft_folder_edit_add (fixture->store, "Work/Übung", LOFT_FOLDER_ROLE_NONE,
                                       LOFT_FOLDER_WAITS_CREATION, &id, NULL));
  g_assert_true (loft_folder_edit_set_path (fixture->store, fixture->work, "Jöb", NULL));
  below = loft_folder_store_get (fixture->store, id, NULL);
  g_assert_cmpstr (below->path, ==, "Jöb/Übung");
  g_assert_false (loft_folder_edit_set_path (fixture->store, fixture->work, "Jöb/x", &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  /* What the server made of it takes the row that waits. */
  g_assert_cmpint (put_folder (fixture->store, "Jöb/Übung"), ==, id);
}

/* ---- problems ----------------------------------------------------------------------------- */

static void
test_problems (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) reason = g_error_new (LOFT_ERROR, LOFT_ERROR_LIMIT, "The mailbox is full");
  gint64 id = insert (fixture, fixture->inbox, NULL, 0);
  g_autoptr (GPtrArray) problems = NULL;
  LoftProblemRecord *problem;
  g_autoptr (GError) error = NULL;

  g_assert_true (
    loft_mail_store_set_place (fixture->store, id, LOFT_FOLDER_HIDDEN, LOFT_FOLDER_NOWHERE, NULL));
  g_assert_true (loft_problem_store_add (fixture->store, "append", reason, id, "INBOX", 1, NULL));
  problems = loft_problem_store_list (fixture->store, 10, NULL);
  g_assert_cmpuint (problems->len, ==, 1);
  problem = g_ptr_array_index (problems, 0);
  g_assert_true (problem->is_only_here);
  g_assert_cmpint (problem->error_class, ==, LOFT_ERROR_LIMIT);
  g_assert_cmpstr (problem->subject, ==, "s");
  g_assert_true (loft_problem_store_remove (fixture->store, problem->id, NULL));
  g_assert_null (loft_mail_store_get_state (fixture->store, id, NULL));
  g_assert_false (loft_problem_store_remove (fixture->store, problem->id, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

/* ---- migration ---------------------------------------------------------------------------- */

#define MIGRATION "/org/loftmail/store/schema/store/010-operations.sql"

/* As it was before. */
static const char version_9[] =
  "DROP TRIGGER message_moved; DROP INDEX message_elsewhere; DROP INDEX message_by_remote_id;"
  "CREATE UNIQUE INDEX message_by_remote_id ON message (folder_id, remote_id)"
  " WHERE remote_id IS NOT NULL;"
  "ALTER TABLE message DROP COLUMN server_folder_id; DELETE FROM folder WHERE id < 0;"
  "ALTER TABLE folder DROP COLUMN waits; DROP INDEX operation_by_folder;"
  "ALTER TABLE operation DROP COLUMN folder_id; ALTER TABLE operation DROP COLUMN sent;"
  "DROP INDEX operation_item_by_source; ALTER TABLE operation_item DROP COLUMN source_id;"
  "DROP TABLE problem";

/* LOFT_TEST_SOAK=1: 500,000 messages, and how long it takes. */
static void
test_migration (Fixture *fixture, gconstpointer data)
{
  guint n = g_getenv ("LOFT_TEST_SOAK") != NULL ? 500000 : 300;
  const gint64 named[] = { 1, 2 };
  g_autoptr (LoftOperationRecord) record =
    loft_operation_record_new ("u", "flags", "add seen\n", 5, named, 2);
  g_autoptr (GBytes) sql = NULL;
  g_autoptr (GError) error = NULL;
  gint64 started;

  g_assert_true (loft_mail_store_begin (fixture->store, NULL));
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *remote_id = g_strdup_printf ("%u", i);

      insert (fixture, i % 2 ? fixture->inbox : fixture->work, remote_id, 0);
    }
  g_assert_true (loft_operation_store_insert (fixture->store, record, NULL));
  g_assert_true (loft_mail_store_commit (fixture->store, NULL));
  loft_mail_store_close (fixture->store);
  execute (fixture->path, version_9);

  sql = g_resources_lookup_data (MIGRATION, 0, &error);
  g_assert_no_error (error);
  started = g_get_monotonic_time ();
  execute (fixture->path, g_bytes_get_data (sql, NULL));
  g_test_message ("%u messages: %.2f s", n,
                  (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC);
  fixture->store = loft_mail_store_open (fixture->path, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  assert_counts (fixture, fixture->inbox, (n + 1) / 2, (n + 1) / 2);
  g_assert_cmpuint (count_known (fixture, fixture->work), ==, n / 2);
  g_assert_cmpint (find_remote (fixture, fixture->inbox, "1"), ==, 1);
  g_assert_true (
    loft_mail_store_set_place (fixture->store, 1, fixture->work, fixture->inbox, NULL));
  assert_counts (fixture, fixture->work, n / 2 + 1, n / 2 + 1);
  g_clear_pointer (&record, loft_operation_record_free);
  record = loft_operation_store_find_uuid (fixture->store, "u", NULL);
  g_assert_cmpuint (record->messages->len, ==, 2);
  g_assert_null (record->sent);
}

/* ---- what could not be read --------------------------------------------------------------- */

#define UNREAD "/org/loftmail/store/schema/store/019-unread.sql"

static gint64
insert_read (Fixture *fixture, const char *problem)
{
  g_autoptr (GError) error = NULL;
  const LoftCachedBody body = { .preview = "", .attachments = "", .problem = problem };
  gint64 id = insert (fixture, fixture->inbox, NULL, 0);

  g_assert_true (loft_mail_store_set_cached (fixture->store, id, &body, &error));
  return id;
}

static void
assert_unread (Fixture *fixture, guint n)
{
  g_autoptr (GPtrArray) problems = loft_problem_store_list (fixture->store, 10, NULL);

  g_assert_cmpuint (problems->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const LoftProblemRecord *problem = g_ptr_array_index (problems, i);

      g_assert_cmpstr (problem->kind, ==, LOFT_PROBLEM_READ);
      g_assert_cmpstr (problem->reason, ==, "Too deep");
      g_assert_cmpint (problem->error_class, ==, LOFT_ERROR_LIMIT);
      g_assert_cmpint (problem->shown_in, ==, fixture->inbox);
      g_assert_cmpstr (problem->folder, ==, "INBOX");
      g_assert_false (problem->is_only_here);
    }
}

/* Listed once, until it was seen, could be read, or is gone. */
static void
test_unread (Fixture *fixture, gconstpointer data)
{
  const LoftCachedBody refused = { .preview = "", .attachments = "", .problem = "Too deep" };
  const LoftCachedBody good = { .preview = "", .attachments = "" };
  gint64 first = insert_read (fixture, "Too deep");
  gint64 second = insert_read (fixture, "Too deep");
  g_autoptr (GPtrArray) problems = NULL;

  insert_read (fixture, NULL);
  assert_unread (fixture, 2);
  g_assert_true (loft_mail_store_set_cached (fixture->store, first, &refused, NULL));
  assert_unread (fixture, 2);
  g_assert_true (loft_mail_store_set_cached (fixture->store, first, &good, NULL));
  assert_unread (fixture, 1);
  problems = loft_problem_store_list (fixture->store, 10, NULL);
  g_assert_true (loft_problem_store_remove (fixture->store,
                                            ((LoftProblemRecord *) problems->pdata[0])->id, NULL));
  g_assert_true (loft_mail_store_set_cached (fixture->store, second, &refused, NULL));
  assert_unread (fixture, 0);
  first = insert_read (fixture, "Too deep");
  assert_unread (fixture, 1);
  g_assert_true (loft_mail_store_remove (fixture->store, first, NULL));
  assert_unread (fixture, 0);
}

/* A store of before there were invitations to send keeps what it has, and gets a place for them. */
static void
test_scheduling_before (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) raw = g_bytes_new_static ("x", 1);
  g_autoptr (LoftSchedulingMessage) message =
    loft_scheduling_message_new ("REPLY u", "a", "a@x.org", 0, raw);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = insert_read (fixture, "Too deep");
  gint64 given_as = 0;
  gboolean given = TRUE;

  loft_mail_store_close (fixture->store);
  execute (fixture->path, "ALTER TABLE message DROP COLUMN priority;"
                          " ALTER TABLE folder DROP COLUMN color_waits; DROP TABLE scheduling;"
                          " DROP TABLE scheduled; PRAGMA user_version = 19");
  fixture->store = loft_mail_store_open (fixture->path, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  assert_unread (fixture, 1);
  g_assert_cmpint (id, >, 0);
  g_assert_true (loft_mail_store_begin (fixture->store, NULL));
  g_assert_true (loft_scheduling_store_add (fixture->store, message, NULL));
  g_assert_true (loft_mail_store_commit (fixture->store, NULL));
  list = loft_scheduling_store_list (fixture->store, 10, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_true (
    loft_scheduling_store_find_given (fixture->store, message->uuid, &given_as, &given, NULL));
  g_assert_cmpint (given_as, ==, 0);
  g_assert_false (given);
}

/* What was refused by an older version is listed too. */
static void
test_unread_before (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) sql = NULL;
  g_autoptr (GError) error = NULL;

  insert_read (fixture, NULL);
  loft_mail_store_close (fixture->store);
  execute (fixture->path, "DROP TRIGGER problem_came_unread; DROP TRIGGER problem_unread;"
                          "DROP TRIGGER problem_read; DROP TRIGGER problem_unread_gone");
  execute (fixture->path, "UPDATE message SET problem = 'Too deep'");
  sql = g_resources_lookup_data (UNREAD, 0, &error);
  g_assert_no_error (error);
  execute (fixture->path, g_bytes_get_data (sql, NULL));
  fixture->store = loft_mail_store_open (fixture->path, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  assert_unread (fixture, 1);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/store/places/shown-elsewhere", test_shown_elsewhere },
    { "/store/places/lost-elsewhere", test_lost_elsewhere },
    { "/store/places/hidden", test_hidden },
    { "/store/places/left-behind", test_left_behind },
    { "/store/places/folder-removed", test_folder_removed },
    { "/store/places/folder-names", test_folder_names },
    { "/store/places/problems", test_problems },
    { "/store/places/migration", test_migration },
    { "/store/places/unread", test_unread },
    { "/store/places/unread-before", test_unread_before },
    { "/store/places/scheduling-before", test_scheduling_before },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
