/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-mail-store.h"
#include "loft-operation-store.h"
#include "loft-page-checksum.h"

typedef struct {
  char *directory;
  char *path;
  LoftMailStore *store;
  gint64 inbox;
} Fixture;

static gint64
put_folder (LoftMailStore *store, const char *remote_id, const char *path)
{
  LoftFolderFacts facts = { .remote_id = remote_id, .path = path, .selectable = TRUE };
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  loft_folder_store_put (store, &facts, &id, NULL, &error);
  g_assert_no_error (error);
  return id;
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("loft-mail-store-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->directory, "store.db", NULL);
  fixture->store = loft_mail_store_open (fixture->path, LOFT_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  fixture->inbox = put_folder (fixture->store, "INBOX", "INBOX");
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  g_autofree char *finding = loft_mail_store_check_counts (fixture->store, NULL);

  g_assert_cmpstr (finding, ==, NULL);
  loft_mail_store_close (fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, endings[i], NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->directory);
  g_free (fixture->path);
  g_free (fixture->directory);
}

static gint64
insert (Fixture *fixture, const char *remote_id, const char *message_id, gint64 date, guint64 size)
{
  g_autoptr (GError) error = NULL;
  LoftNewMessage message = {
    .folder_id = fixture->inbox,
    .remote_id = remote_id,
    .date = date,
    .received = date,
    .size = size,
    .server_keywords = "",
    .keywords = "",
    .message_id = message_id,
    .subject = "",
    .sender = "",
    .recipients = "",
    .copies = "",
  };
  gint64 id = 0;

  message.conversation_id = 1;
  loft_mail_store_insert (fixture->store, &message, &id, &error);
  g_assert_no_error (error);
  return id;
}

/* So that check_counts finds the conversation that insert() names. */
static void
make_conversation (Fixture *fixture)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open_v2 (fixture->path, &database,
                                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (database, "INSERT OR IGNORE INTO conversation (id) VALUES (1)", NULL, NULL,
                    NULL),
      ==, SQLITE_OK);
  sqlite3_close (database);
}

/* ---- folders ------------------------------------------------------------------------------ */

static void
assert_path (Fixture *fixture, gint64 id, const char *path)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (fixture->store, id, NULL);

  g_assert_nonnull (folder);
  g_assert_cmpstr (folder->path, ==, path);
}

static void
test_folder_paths (Fixture *fixture, gconstpointer data)
{
  gint64 first = put_folder (fixture->store, "w1", "Work");
  gint64 second = put_folder (fixture->store, "w2", "Work");
  g_autoptr (LoftFolder) inbox = loft_folder_store_find (fixture->store, "inBox", NULL);
  g_autoptr (GError) error = NULL;

  assert_path (fixture, first, "Work");
  assert_path (fixture, second, "Work (2)");
  g_assert_cmpint (put_folder (fixture->store, "w2", "Work"), ==, second);
  assert_path (fixture, second, "Work (2)");
  g_assert_true (loft_folder_store_remove (fixture->store, first, NULL));
  g_assert_cmpint (put_folder (fixture->store, "w2", "Work"), ==, second);
  assert_path (fixture, second, "Work");
  g_assert_cmpint (inbox->id, ==, fixture->inbox);
  g_assert_cmpint (inbox->role, ==, LOFT_FOLDER_ROLE_INBOX);
  g_assert_null (loft_folder_store_find (fixture->store, "work", &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
  g_assert_cmpint (put_folder (fixture->store, "w1", "Other"), >, second);
}

static void
test_folders_change_names (Fixture *fixture, gconstpointer data)
{
  gint64 one = put_folder (fixture->store, "one", "One");
  gint64 two = put_folder (fixture->store, "two", "Two");
  LoftFolderFacts facts_one = { .remote_id = "two", .path = "Two", .selectable = TRUE };
  LoftFolderFacts facts_two = { .remote_id = "one", .path = "One", .selectable = TRUE };

  g_assert_true (loft_mail_store_begin (fixture->store, NULL));
  g_assert_true (loft_folder_store_park (fixture->store, one, NULL));
  g_assert_true (loft_folder_store_park (fixture->store, two, NULL));
  g_assert_true (loft_folder_store_rename (fixture->store, one, &facts_one, NULL));
  g_assert_true (loft_folder_store_rename (fixture->store, two, &facts_two, NULL));
  g_assert_true (loft_mail_store_commit (fixture->store, NULL));
  assert_path (fixture, one, "Two");
  assert_path (fixture, two, "One");
}

static void
test_folder_choices (Fixture *fixture, gconstpointer data)
{
  gint64 id = put_folder (fixture->store, "x", "Papierkorb");
  g_autoptr (LoftFolder) guessed = loft_folder_store_get (fixture->store, id, NULL);
  g_autoptr (LoftFolder) chosen = NULL;
  g_autoptr (LoftFolder) back = NULL;

  g_assert_cmpint (guessed->role, ==, LOFT_FOLDER_ROLE_TRASH);
  g_assert_cmpint (guessed->window_days, ==, LOFT_FOLDER_WINDOW_ACCOUNT);
  g_assert_true (
      loft_folder_store_set_role (fixture->store, id, LOFT_FOLDER_ROLE_ARCHIVE, NULL));
  g_assert_true (loft_folder_store_set_window (fixture->store, id, 30, NULL));
  put_folder (fixture->store, "x", "Papierkorb");
  chosen = loft_folder_store_get (fixture->store, id, NULL);
  g_assert_cmpint (chosen->role, ==, LOFT_FOLDER_ROLE_ARCHIVE);
  g_assert_cmpint (chosen->window_days, ==, 30);
  g_assert_true (loft_folder_store_set_role (fixture->store, id, LOFT_FOLDER_ROLE_NONE, NULL));
  back = loft_folder_store_get (fixture->store, id, NULL);
  g_assert_cmpint (back->role, ==, LOFT_FOLDER_ROLE_TRASH);
}

static void
test_folder_sync_state (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) token = g_bytes_new_static ("t\0k", 3);
  g_autoptr (GBytes) status = g_bytes_new_static ("s", 1);
  g_autoptr (GBytes) read_token = NULL;
  g_autoptr (GBytes) read_status = NULL;
  g_autoptr (GBytes) status_after = NULL;

  g_assert_true (loft_folder_store_set_token (fixture->store, fixture->inbox, token, NULL));
  g_assert_true (loft_folder_store_set_synced (fixture->store, fixture->inbox, status, 42, NULL));
  g_assert_true (loft_folder_store_get_sync (fixture->store, fixture->inbox, &read_token,
                                             &read_status, NULL));
  g_assert_true (g_bytes_equal (read_token, token));
  g_assert_true (g_bytes_equal (read_status, status));
  /* A new token means that the last complete sync is not the last word any more. */
  g_assert_true (loft_folder_store_set_token (fixture->store, fixture->inbox, token, NULL));
  g_assert_true (loft_folder_store_get_sync (fixture->store, fixture->inbox, NULL, &status_after,
                                             NULL));
  g_assert_null (status_after);
}

/* ---- messages ----------------------------------------------------------------------------- */

static void
assert_folder (Fixture *fixture, guint total, guint unread, guint cached, guint64 bytes)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (fixture->store, fixture->inbox, NULL);

  g_assert_cmpuint (folder->total, ==, total);
  g_assert_cmpuint (folder->unread, ==, unread);
  g_assert_cmpuint (folder->cached, ==, cached);
  g_assert_cmpuint (folder->bytes, ==, bytes);
}

static void
test_counts (Fixture *fixture, gconstpointer data)
{
  LoftMailStore *store = fixture->store;
  LoftCachedBody body = { .size = 250, .preview = "preview", .attachments = "", .indexed = 2 };
  gint64 a;
  gint64 b;

  make_conversation (fixture);
  a = insert (fixture, "1", "a", 10, 100);
  b = insert (fixture, "2", "b", 20, 200);
  assert_folder (fixture, 2, 2, 0, 0);
  g_assert_true (loft_mail_store_set_shown (store, a, LOFT_FLAG_SEEN, "", NULL));
  g_assert_true (loft_mail_store_set_shown (store, a, LOFT_FLAG_SEEN, "k", NULL));
  assert_folder (fixture, 2, 1, 0, 0);
  g_assert_true (loft_mail_store_set_cached (store, b, &body, NULL));
  assert_folder (fixture, 2, 1, 1, 250);
  body.size = 260;
  g_assert_true (loft_mail_store_set_cached (store, b, &body, NULL));
  assert_folder (fixture, 2, 1, 1, 260);
  g_assert_true (loft_mail_store_set_content (store, a, LOFT_CONTENT_FAILED, "why", NULL));
  assert_folder (fixture, 2, 1, 1, 260);
  g_assert_true (loft_mail_store_remove (store, b, NULL));
  assert_folder (fixture, 1, 0, 0, 0);
  g_assert_true (loft_mail_store_remove (store, a, NULL));
  assert_folder (fixture, 0, 0, 0, 0);
}

static void
test_ids_are_never_reused (Fixture *fixture, gconstpointer data)
{
  gint64 last = 0;

  for (guint i = 0; i < 20; i++)
    {
      gint64 id = insert (fixture, "1", "", 0, 0);

      g_assert_cmpint (id, >, last);
      last = id;
      g_assert_true (loft_mail_store_remove (fixture->store, id, NULL));
    }
}

static void
test_leftovers (Fixture *fixture, gconstpointer data)
{
  gint64 a = insert (fixture, "1", "", 0, 0);
  gint64 b = insert (fixture, "2", "", 0, 0);
  g_autoptr (GArray) one = NULL;
  g_autoptr (GArray) both = NULL;
  g_autoptr (GArray) rest = NULL;

  g_assert_true (loft_mail_store_remove (fixture->store, a, NULL));
  g_assert_true (loft_folder_store_remove (fixture->store, fixture->inbox, NULL));
  one = loft_mail_store_list_leftovers (fixture->store, 1, NULL);
  both = loft_mail_store_list_leftovers (fixture->store, 10, NULL);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_true (loft_mail_store_clear_leftover (fixture->store, a, NULL));
  rest = loft_mail_store_list_leftovers (fixture->store, 10, NULL);
  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_cmpint (g_array_index (rest, gint64, 0), ==, b);
}

/* ---- lost and found ----------------------------------------------------------------------- */

static const struct {
  const char *name;
  struct {
    const char *message_id;
    gint64 received;
    guint64 size;
  } lost[3]; /* size 0 ends */
  const char *message_id;
  gint64 received;
  guint64 size;
  int found; /* index in lost; -1 none */
} lost_rows[] = {
  { "by-message-id", { { "a", 10, 100 }, { "b", 20, 100 } }, "b", 20, 100, 1 },
  { "message-id-new-date", { { "a", 10, 100 } }, "a", 99, 100, 0 },
  { "message-id-other-size", { { "a", 10, 100 } }, "a", 10, 101, -1 },
  { "other-message-id", { { "a", 10, 100 } }, "b", 10, 100, -1 },
  { "message-id-twice-by-date", { { "a", 10, 100 }, { "a", 20, 100 } }, "a", 20, 100, 1 },
  { "message-id-twice-first", { { "a", 10, 100 }, { "a", 20, 100 } }, "a", 99, 100, 0 },
  { "without-message-id", { { "", 10, 100 }, { "", 20, 100 } }, "", 20, 100, 1 },
  { "without-message-id-other-date", { { "", 10, 100 } }, "", 20, 100, -1 },
  { "without-message-id-ambiguous", { { "", 10, 100 }, { "", 10, 100 } }, "", 10, 100, -1 },
  { "none-with-one", { { "a", 10, 100 } }, "", 10, 100, -1 },
  { "one-with-none", { { "", 10, 100 } }, "a", 10, 100, -1 },
  { "nothing-lost", { { NULL } }, "a", 10, 100, -1 },
};

static void
test_find_lost (Fixture *fixture, gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  gint64 ids[3] = { 0 };
  gint64 found = -1;

  for (guint i = 0; i < 3 && lost_rows[row].lost[i].size != 0; i++)
    {
      g_autofree char *remote_id = g_strdup_printf ("%u", i + 1);

      ids[i] = insert (fixture, remote_id, lost_rows[row].lost[i].message_id,
                       lost_rows[row].lost[i].received, lost_rows[row].lost[i].size);
    }
  make_conversation (fixture);
  /* Nothing is lost yet. */
  g_assert_true (loft_mail_store_find_lost (fixture->store, fixture->inbox,
                                            lost_rows[row].message_id, lost_rows[row].size,
                                            lost_rows[row].received, &found, NULL));
  g_assert_cmpint (found, ==, 0);
  g_assert_true (loft_mail_store_lose_remote_ids (fixture->store, fixture->inbox, NULL));
  g_assert_true (loft_mail_store_find_lost (fixture->store, fixture->inbox,
                                            lost_rows[row].message_id, lost_rows[row].size,
                                            lost_rows[row].received, &found, NULL));
  g_assert_cmpint (found, ==, lost_rows[row].found < 0 ? 0 : ids[lost_rows[row].found]);
}

static void
test_relink (Fixture *fixture, gconstpointer data)
{
  gint64 a = insert (fixture, "1", "a", 10, 100);
  gint64 b = insert (fixture, "2", "b", 20, 100);
  g_autoptr (GArray) lost = NULL;
  g_autoptr (LoftMessageState) state = NULL;

  make_conversation (fixture);
  g_assert_true (loft_mail_store_lose_remote_ids (fixture->store, fixture->inbox, NULL));
  g_assert_true (loft_mail_store_relink (fixture->store, b, "1", NULL));
  lost = loft_mail_store_list_lost (fixture->store, fixture->inbox, NULL);
  g_assert_cmpuint (lost->len, ==, 1);
  g_assert_cmpint (g_array_index (lost, gint64, 0), ==, a);
  state = loft_mail_store_find_remote (fixture->store, fixture->inbox, "1", NULL);
  g_assert_cmpint (state->id, ==, b);
}

/* ---- windows and lists -------------------------------------------------------------------- */

static void
test_windows (Fixture *fixture, gconstpointer data)
{
  gint64 old = insert (fixture, "1", "a", 10, 1);
  gint64 edge = insert (fixture, "2", "b", 20, 1);
  gint64 young = insert (fixture, "3", "c", 30, 1);
  g_autoptr (GPtrArray) states = NULL;
  g_autoptr (GPtrArray) behind = NULL;
  g_autoptr (GArray) evict = NULL;
  guint64 count = 0;

  make_conversation (fixture);
  states = loft_mail_store_list_without_content (fixture->store, fixture->inbox, 20, G_MAXINT64,
                                                 G_MAXINT64, 10, NULL);
  behind =
    loft_mail_store_list_without_content (fixture->store, fixture->inbox, 20, 30, young, 10, NULL);
  g_assert_cmpuint (behind->len, ==, 1);
  g_assert_cmpint (((LoftMessageState *) g_ptr_array_index (behind, 0))->id, ==, edge);
  g_assert_cmpuint (states->len, ==, 2);
  g_assert_cmpint (((LoftMessageState *) g_ptr_array_index (states, 0))->id, ==, young);
  g_assert_cmpint (((LoftMessageState *) g_ptr_array_index (states, 1))->id, ==, edge);
  g_assert_true (loft_mail_store_count_without_content (fixture->store, fixture->inbox, 20, &count,
                                                        NULL));
  g_assert_cmpuint (count, ==, 2);
  for (gint64 id = old; id <= young; id++)
    g_assert_true (
        loft_mail_store_set_content (fixture->store, id, LOFT_CONTENT_CACHED, NULL, NULL));
  evict = loft_mail_store_list_content_before (fixture->store, fixture->inbox, 20, 10, NULL);
  g_assert_cmpuint (evict->len, ==, 1);
  g_assert_cmpint (g_array_index (evict, gint64, 0), ==, old);
}

static void
test_list_order (Fixture *fixture, gconstpointer data)
{
  gint64 a = insert (fixture, "1", "", 10, 1);
  gint64 b = insert (fixture, "2", "", 30, 1);
  gint64 c = insert (fixture, "3", "", 30, 1);
  gint64 d = insert (fixture, "4", "", 20, 1);
  const gint64 expected[] = { c, b, d, a };
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) some = NULL;

  make_conversation (fixture);
  all = loft_mail_store_list_ids (fixture->store, fixture->inbox, G_MAXUINT, 0, NULL, NULL);
  some = loft_mail_store_list_ids (fixture->store, fixture->inbox, 2, 1, NULL, NULL);
  g_assert_cmpmem (all->data, all->len * sizeof (gint64), expected, sizeof expected);
  g_assert_cmpmem (some->data, some->len * sizeof (gint64), expected + 1, 2 * sizeof (gint64));
}

/* ---- operations --------------------------------------------------------------------------- */

static gint64
insert_operation (Fixture *fixture, const char *uuid, const gint64 *ids, guint n)
{
  g_autoptr (LoftOperationRecord) record =
      loft_operation_record_new (uuid, "flags", "", 0, ids, n);

  g_assert_true (loft_operation_store_insert (fixture->store, record, NULL));
  return record->id;
}

static gboolean
knows (Fixture *fixture, const char *uuid)
{
  gboolean known = FALSE;

  g_assert_true (loft_operation_store_knows_uuid (fixture->store, uuid, &known, NULL));
  return known;
}

static void
test_operations (Fixture *fixture, gconstpointer data)
{
  gint64 ids[2];
  gint64 both;
  guint count = 0;
  g_autoptr (GPtrArray) of_second = NULL;

  make_conversation (fixture);
  ids[0] = insert (fixture, "1", "", 0, 0);
  ids[1] = insert (fixture, "2", "", 0, 0);
  insert_operation (fixture, "first", ids, 1);
  both = insert_operation (fixture, "both", ids, 2);
  of_second = loft_operation_store_list_for (fixture->store, ids[1], NULL);
  g_assert_cmpuint (of_second->len, ==, 1);
  g_assert_cmpint (((LoftOperationRecord *) g_ptr_array_index (of_second, 0))->id, ==, both);
  g_assert_true (loft_operation_store_forget_message (fixture->store, ids[0], NULL));
  g_assert_true (loft_operation_store_count (fixture->store, &count, NULL));
  g_assert_cmpuint (count, ==, 1);
  g_assert_true (knows (fixture, "first"));
  g_assert_true (loft_operation_store_remove (fixture->store, both, NULL));
  g_assert_true (knows (fixture, "both"));
  g_assert_false (knows (fixture, "nobody"));
  g_assert_true (loft_operation_store_forget_finished (fixture->store, NULL));
  g_assert_false (knows (fixture, "both"));
}

/* What a person did must not look like a damaged file to doctor. */
/* What its writer says of it comes back, and goes with a copy. */
static void
test_priority (Fixture *fixture, gconstpointer data)
{
  LoftNewMessage row = { .folder_id = fixture->inbox,
                         .server_keywords = "",
                         .keywords = "",
                         .conversation_id = 1,
                         .message_id = "",
                         .subject = "",
                         .sender = "",
                         .recipients = "",
                         .copies = "",
                         .priority = LOFT_PRIORITY_LOW };
  g_autoptr (LoftMessage) usual =
    loft_mail_store_get (fixture->store, insert (fixture, "1", "", 0, 0), NULL);
  g_autoptr (LoftMessage) low = NULL;
  g_autoptr (LoftMessage) copy = NULL;
  gint64 id = 0, copy_id = 0;

  make_conversation (fixture);
  g_assert_true (loft_mail_store_insert (fixture->store, &row, &id, NULL));
  g_assert_true (loft_mail_store_clone (fixture->store, id, fixture->inbox, 0, &copy_id, NULL));
  low = loft_mail_store_get (fixture->store, id, NULL);
  copy = loft_mail_store_get (fixture->store, copy_id, NULL);
  g_assert_cmpint (usual->priority, ==, LOFT_PRIORITY_NORMAL);
  g_assert_cmpint (low->priority, ==, LOFT_PRIORITY_LOW);
  g_assert_cmpint (copy->priority, ==, LOFT_PRIORITY_LOW);
}

static void
test_check_is_quiet (Fixture *fixture, gconstpointer data)
{
  gint64 id;
  g_autofree char *finding = NULL;
  g_autoptr (GError) error = NULL;

  make_conversation (fixture);
  id = insert (fixture, "1", "", 0, 0);
  insert_operation (fixture, "one", &id, 1);
  finding = loft_mail_store_check (fixture->store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (finding, ==, NULL);
}

#define ADD(path, func) \
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/mail-store/folder-paths", test_folder_paths);
  ADD ("/mail-store/folders-change-names", test_folders_change_names);
  ADD ("/mail-store/folder-choices", test_folder_choices);
  ADD ("/mail-store/folder-sync-state", test_folder_sync_state);
  ADD ("/mail-store/counts", test_counts);
  ADD ("/mail-store/ids-never-reused", test_ids_are_never_reused);
  ADD ("/mail-store/leftovers", test_leftovers);
  for (guint i = 0; i < G_N_ELEMENTS (lost_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/mail-store/lost/%s", lost_rows[i].name);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), fixture_set_up, test_find_lost,
                  fixture_tear_down);
    }
  ADD ("/mail-store/relink", test_relink);
  ADD ("/mail-store/windows", test_windows);
  ADD ("/mail-store/list-order", test_list_order);
  ADD ("/mail-store/operations", test_operations);
  ADD ("/mail-store/priority", test_priority);
  ADD ("/mail-store/check-is-quiet", test_check_is_quiet);
  return g_test_run ();
}
