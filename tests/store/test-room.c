/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <string.h>

#include "loft-age-store.h"
#include "loft-folder-store.h"
#include "loft-operation-store.h"
#include "loft-page-checksum.h"
#include "loft-room-store.h"
#include "loft-test-folder.h"

/* What is old, and what takes room: who is meant, by which index, and what stores of before become. */

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
  gint64 id = 0;

  g_assert_true (loft_folder_store_put (store, &facts, &id, NULL, NULL));
  return id;
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = loft_test_folder_new ();
  fixture->path = loft_test_folder_file (fixture->folder, "store.db");
  fixture->store = loft_mail_store_open (fixture->path, LOFT_DATABASE_WRITE, NULL);
  g_assert_nonnull (fixture->store);
  fixture->inbox = put_folder (fixture->store, "INBOX");
  fixture->work = put_folder (fixture->store, "Work");
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  loft_mail_store_close (fixture->store);
  g_free (fixture->path);
  loft_test_folder_free (fixture->folder);
}

static gint64
insert (Fixture *fixture, gint64 folder_id, gint64 date, guint64 size, LoftFlags flags)
{
  LoftNewMessage message = {
    .folder_id = folder_id,
    .date = date,
    .size = size,
    .flags = flags,
    .server_flags = flags,
    .server_keywords = "",
    .keywords = "",
    .conversation_id = 1,
    .message_id = "",
    .subject = "",
    .sender = "",
    .recipients = "",
    .copies = "",
  };
  gint64 id = 0;

  g_assert_true (loft_mail_store_insert (fixture->store, &message, &id, NULL));
  return id;
}

/* ---- age ---------------------------------------------------------------------------------- */

static guint
count_old (Fixture *fixture, gboolean unread, gboolean flagged)
{
  const LoftAge age = { fixture->inbox, 100, unread, flagged };
  LoftAgeSum sum;
  g_autoptr (GArray) listed = loft_age_store_list (fixture->store, &age, NULL, 100, NULL);

  g_assert_true (loft_age_store_sum (fixture->store, &age, &sum, NULL));
  g_assert_cmpuint (listed->len, ==, sum.n_messages);
  g_assert_cmpuint (sum.bytes, ==, sum.n_messages * 10);
  return sum.n_messages;
}

static void
test_old (Fixture *fixture, gconstpointer data)
{
  gint64 first = insert (fixture, fixture->inbox, 10, 10, LOFT_FLAG_SEEN);

  insert (fixture, fixture->inbox, 99, 10, LOFT_FLAG_SEEN | LOFT_FLAG_ANSWERED);
  insert (fixture, fixture->inbox, 100, 10, LOFT_FLAG_SEEN);
  insert (fixture, fixture->inbox, 20, 10, 0);
  insert (fixture, fixture->inbox, 30, 10, LOFT_FLAG_SEEN | LOFT_FLAG_FLAGGED);
  insert (fixture, fixture->inbox, 40, 10, LOFT_FLAG_FLAGGED);
  insert (fixture, fixture->work, 10, 10, LOFT_FLAG_SEEN);
  g_assert_cmpuint (count_old (fixture, FALSE, FALSE), ==, 2);
  g_assert_cmpuint (count_old (fixture, TRUE, FALSE), ==, 3);
  g_assert_cmpuint (count_old (fixture, FALSE, TRUE), ==, 3);
  g_assert_cmpuint (count_old (fixture, TRUE, TRUE), ==, 5);
  g_assert_true (loft_mail_store_remove (fixture->store, first, NULL));
  g_assert_cmpuint (count_old (fixture, FALSE, FALSE), ==, 1);
}

/* In steps, each behind the last; many of one second too. */
static void
test_steps (Fixture *fixture, gconstpointer data)
{
  const LoftAge age = { fixture->inbox, 1000, TRUE, TRUE };
  LoftAgedMessage behind = { 0 };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < 100; i++)
    insert (fixture, fixture->inbox, 5 + i % 3, 10, 0);
  while (TRUE)
    {
      GArray *some =
        loft_age_store_list (fixture->store, &age, behind.id != 0 ? &behind : NULL, 7, NULL);

      g_ptr_array_add (kept, some);
      if (some->len == 0)
        break;
      for (guint i = 0; i < some->len; i++)
        g_assert_true (g_hash_table_add (seen, &g_array_index (some, LoftAgedMessage, i).id));
      behind = g_array_index (some, LoftAgedMessage, some->len - 1);
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 100);
}

static void
test_on_its_way (Fixture *fixture, gconstpointer data)
{
  gint64 going = insert (fixture, fixture->inbox, 10, 10, LOFT_FLAG_SEEN);
  gint64 marked = insert (fixture, fixture->inbox, 11, 10, LOFT_FLAG_SEEN);
  g_autoptr (LoftOperationRecord) move =
    loft_operation_record_new ("u", "move-across", "", 5, &going, 1);
  g_autoptr (LoftOperationRecord) flags =
    loft_operation_record_new ("v", "flags", "add seen\n", 5, &marked, 1);

  g_assert_true (loft_operation_store_insert (fixture->store, move, NULL));
  g_assert_true (loft_operation_store_insert (fixture->store, flags, NULL));
  g_assert_cmpuint (count_old (fixture, FALSE, FALSE), ==, 1);
}

/* ---- room --------------------------------------------------------------------------------- */

static void
test_large (Fixture *fixture, gconstpointer data)
{
  gint64 large = insert (fixture, fixture->inbox, 1, 400000, 0);
  gint64 larger = insert (fixture, fixture->work, 2, 900000, 0);
  gint64 hidden = insert (fixture, fixture->work, 3, 800000, 0);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GArray) one = NULL;
  g_autoptr (GArray) sums = NULL;

  insert (fixture, fixture->inbox, 4, LOFT_ROOM_LARGE - 1, 0);
  insert (fixture, fixture->inbox, 5, LOFT_ROOM_LARGE, 0);
  g_assert_true (
    loft_mail_store_set_place (fixture->store, hidden, LOFT_FOLDER_HIDDEN, fixture->work, NULL));
  ids = loft_room_store_list_large (fixture->store, 10, NULL);
  g_assert_cmpuint (ids->len, ==, 3);
  g_assert_cmpint (g_array_index (ids, gint64, 0), ==, larger);
  g_assert_cmpint (g_array_index (ids, gint64, 1), ==, large);
  one = loft_room_store_list_large (fixture->store, 1, NULL);
  g_assert_cmpuint (one->len, ==, 1);
  sums = loft_room_store_sum (fixture->store, NULL, NULL);
  g_assert_cmpuint (sums->len, ==, 2);
  for (guint i = 0; i < sums->len; i++)
    {
      const LoftRoomSum *sum = &g_array_index (sums, LoftRoomSum, i);

      g_assert_cmpuint (sum->n_messages, ==, sum->folder_id == fixture->inbox ? 3 : 1);
      g_assert_cmpuint (sum->bytes, ==,
                        sum->folder_id == fixture->inbox ? 400000 + 2 * LOFT_ROOM_LARGE - 1
                                                         : 900000);
    }
}

static void
execute (const char *path, const char *sql)
{
  sqlite3 *database = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READWRITE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  sqlite3_exec (database, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (database);
}

static void
test_migration (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GBytes) sql = NULL;

  insert (fixture, fixture->inbox, 1, 400000, 0);
  insert (fixture, fixture->inbox, 1, 4000, 0);
  loft_mail_store_close (fixture->store);
  execute (fixture->path, "DROP INDEX message_large");
  sql = g_resources_lookup_data ("/org/loftmail/store/schema/store/017-room.sql", 0, NULL);
  g_assert_nonnull (sql);
  execute (fixture->path, g_bytes_get_data (sql, NULL));
  fixture->store = loft_mail_store_open (fixture->path, LOFT_DATABASE_WRITE, NULL);
  ids = loft_room_store_list_large (fixture->store, 10, NULL);
  g_assert_cmpuint (ids->len, ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/store/room/old", test_old },
    { "/store/room/steps", test_steps },
    { "/store/room/on-its-way", test_on_its_way },
    { "/store/room/large", test_large },
    { "/store/room/migration", test_migration },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, fixture_set_up, tests[i].func, fixture_tear_down);
  return g_test_run ();
}
