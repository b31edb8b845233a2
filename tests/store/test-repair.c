/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damage is noticed, what is sound is saved, and older files are brought up to date. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "loft-content-store.h"
#include "loft-database-damage.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-mail-store.h"
#include "loft-page-checksum.h"
#include "loft-test-folder.h"

typedef struct {
  LoftTestFolder *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = loft_test_folder_new ();
  fixture->path = loft_test_folder_file (fixture->folder, "content.db");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->path);
  loft_test_folder_free (fixture->folder);
}

static GBytes *
make_raw (gint64 id)
{
  GString *raw = g_string_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) id);
  gsize length;

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (raw, "%08x", g_rand_int (random));
  length = raw->len;
  return g_bytes_new_take (g_string_free (raw, FALSE), length);
}

static void
fill (const char *path, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftContentStore) store =
    loft_content_store_open (path, LOFT_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  g_assert_true (loft_content_store_begin (store, NULL));
  for (guint id = 1; id <= n; id++)
    {
      g_autoptr (GBytes) raw = make_raw (id);
      g_autoptr (LoftEncodedContent) content = loft_content_encode (raw);
      const LoftContentOrigin origin = { id * 7, id * 11 };

      g_assert_true (loft_content_store_put_of (store, id, &origin, content, &error));
    }
  g_assert_true (loft_content_store_commit (store, &error));
  g_assert_true (loft_content_store_checkpoint (store, 0, &error));
}

/* Everything is in the file itself. */
static void
drop_log (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);

  g_unlink (log);
  g_unlink (index);
}

static void
flip (const char *path, gsize offset)
{
  FILE *file = g_fopen (path, "r+e");
  int byte;

  fseek (file, (long) offset, SEEK_SET);
  byte = fgetc (file);
  fseek (file, (long) offset, SEEK_SET);
  fputc (byte ^ 0x10, file);
  fclose (file);
}

static gsize
size_of (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return (gsize) status.st_size;
}

static LoftDatabaseFileState
look (const char *path, LoftDatabaseLook depth)
{
  g_autofree char *finding = NULL;
  LoftDatabaseFileState state = loft_database_file_look (path, depth, NULL, &finding);

  g_assert_true ((finding != NULL) == (state == LOFT_DATABASE_FILE_DAMAGED));
  return state;
}

/* A single flipped bit anywhere in the file. */
static void
test_every_flip_is_noticed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  gsize size;

  fill (fixture->path, 20);
  drop_log (fixture->path);
  size = size_of (fixture->path);
  g_assert_cmpint (look (fixture->path, LOFT_DATABASE_LOOK_WHOLE), ==, LOFT_DATABASE_FILE_SOUND);
  for (guint i = 0; i < loft_test_count (60); i++)
    {
      gsize offset = (gsize) g_rand_int_range (random, 0, (gint32) size);

      flip (fixture->path, offset);
      if (look (fixture->path, LOFT_DATABASE_LOOK_WHOLE) != LOFT_DATABASE_FILE_DAMAGED)
        g_test_fail_printf ("a flip at %" G_GSIZE_FORMAT " went unnoticed", offset);
      flip (fixture->path, offset);
      drop_log (fixture->path);
    }
  g_assert_cmpint (look (fixture->path, LOFT_DATABASE_LOOK_WHOLE), ==, LOFT_DATABASE_FILE_SOUND);
}

static void
test_what_is_no_damage (Fixture *fixture, gconstpointer data)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (look (fixture->path, LOFT_DATABASE_LOOK_BRIEF), ==, LOFT_DATABASE_FILE_MISSING);
  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  g_assert_cmpint (look (fixture->path, LOFT_DATABASE_LOOK_BRIEF), ==, LOFT_DATABASE_FILE_MISSING);
  fill (fixture->path, 2);
  g_assert_cmpint (look (fixture->path, LOFT_DATABASE_LOOK_WHOLE), ==, LOFT_DATABASE_FILE_SOUND);
  g_assert_cmpint (sqlite3_open_v2 (fixture->path, &handle, SQLITE_OPEN_READWRITE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  sqlite3_exec (handle, "PRAGMA user_version=99", NULL, NULL, NULL);
  g_assert_cmpint (look (fixture->path, LOFT_DATABASE_LOOK_WHOLE), ==, LOFT_DATABASE_FILE_SOUND);
  sqlite3_close (handle);
}

static void
assert_content (LoftContentStore *store, gint64 id)
{
  const LoftContentOrigin origin = { id * 7, id * 11 };
  const LoftContentOrigin other = { id * 7, id * 11 + 1 };
  g_autoptr (GBytes) raw = make_raw (id);
  g_autoptr (GBytes) found = loft_content_store_get_of (store, id, &origin, NULL);
  g_autoptr (GBytes) foreign = loft_content_store_get_of (store, id, &other, NULL);

  if (found != NULL)
    g_assert_true (g_bytes_equal (raw, found));
  g_assert_null (foreign);
}

/* Pages are overwritten one after the other; what lies elsewhere is saved, and nothing false. */
static void
test_salvage (Fixture *fixture, gconstpointer data)
{
  g_autofree char *new_path = loft_test_folder_file (fixture->folder, "new.db");
  g_autofree char *bytes = NULL;
  gsize length = 0;

  fill (fixture->path, 40);
  drop_log (fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  for (gsize page = 1; page * 32768 < length; page++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftContentStore) store = NULL;
      guint64 n_kept = 0;
      guint64 n_lost = 0;

      for (gsize i = 0; i < 32768; i += 512)
        flip (fixture->path, page * 32768 + i);
      loft_content_store_salvage (fixture->path, new_path, 5, &n_kept, &n_lost, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (n_kept + n_lost, <=, 40);
      store = loft_content_store_open (new_path, LOFT_DATABASE_WRITE, &error);
      g_assert_no_error (error);
      for (gint64 id = 1; id <= 40; id++)
        assert_content (store, id);
      g_test_message ("page %" G_GSIZE_FORMAT ": %" G_GUINT64_FORMAT " kept", page, n_kept);
      if (page > 5)
        g_assert_cmpuint (n_kept, >=, 34);
      loft_content_store_close (g_steal_pointer (&store));
      loft_database_file_remove (new_path);
      g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) length, NULL));
      drop_log (fixture->path);
    }
}

static void
test_set_aside (Fixture *fixture, gconstpointer data)
{
  guint n = 0;
  g_autoptr (GDir) folder = NULL;
  g_autofree char *directory = g_path_get_dirname (fixture->path);
  const char *name;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *aside = NULL;
      g_autoptr (GError) error = NULL;

      fill (fixture->path, 1);
      g_assert_true (loft_database_file_set_aside (fixture->path, &aside, &error));
      g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
      g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
    }
  folder = g_dir_open (directory, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    n += strstr (name, ".damaged-") != NULL && !g_str_has_suffix (name, "-wal");
  g_assert_cmpuint (n, ==, 3);
}

/* What were written to the old file nobody would read. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftContentStore) store = NULL;
  g_autofree char *aside = NULL;

  fill (fixture->path, 1);
  store = loft_content_store_open (fixture->path, LOFT_DATABASE_WRITE, NULL);
  g_assert_false (loft_content_store_is_replaced (store));
  g_assert_true (loft_database_file_set_aside (fixture->path, &aside, NULL));
  g_assert_true (loft_content_store_is_replaced (store));
  g_assert_false (loft_content_store_begin (store, NULL));
  fill (fixture->path, 1);
  g_assert_true (loft_content_store_is_replaced (store));
  g_assert_false (loft_content_store_begin (store, NULL));
}

/* Enough of a message without a server to make its folder again. */
static void
test_place (Fixture *fixture, gconstpointer data)
{
  const LoftContentPlace place = { (char *) "Local/Kept", 5, (char *) "$Work", 1234 };
  g_auto (LoftContentPlace) found = { 0 };
  g_autoptr (LoftContentStore) store = NULL;
  g_autoptr (GArray) records = NULL;

  fill (fixture->path, 2);
  store = loft_content_store_open (fixture->path, LOFT_DATABASE_WRITE, NULL);
  g_assert_true (loft_content_store_begin (store, NULL));
  g_assert_true (loft_content_store_set_place (store, 2, &place, NULL));
  g_assert_true (loft_content_store_commit (store, NULL));
  g_assert_false (loft_content_store_get_place (store, 1, &found, NULL));
  g_assert_true (loft_content_store_get_place (store, 2, &found, NULL));
  g_assert_cmpstr (found.folder, ==, "Local/Kept");
  g_assert_cmpuint (found.flags, ==, 5);
  g_assert_cmpstr (found.keywords, ==, "$Work");
  g_assert_cmpint (found.date, ==, 1234);
  records = loft_content_store_list (store, 0, 10, NULL);
  g_assert_cmpuint (records->len, ==, 2);
  g_assert_false (g_array_index (records, LoftContentRecord, 0).is_local);
  g_assert_true (g_array_index (records, LoftContentRecord, 1).is_local);
}

/* ---- migration ---------------------------------------------------------------------------- */

/* A file as the first version made it. */
static void
make_first_version (const char *path, const char *resource, const char *rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) sql = g_resources_lookup_data (resource, 0, &error);
  sqlite3 *handle = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_exec (handle, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
  sqlite3_exec (handle, g_bytes_get_data (sql, NULL), NULL, NULL, NULL);
  g_assert_cmpstr (sqlite3_errmsg (handle), ==, "not an error");
  sqlite3_exec (handle, rows, NULL, NULL, NULL);
  g_assert_cmpstr (sqlite3_errmsg (handle), ==, "not an error");
  sqlite3_exec (handle, "PRAGMA user_version=1", NULL, NULL, NULL);
  sqlite3_close (handle);
}

static void
test_content_from_first_version (Fixture *fixture, gconstpointer data)
{
  const LoftContentOrigin origin = { 1, 2 };
  g_autoptr (LoftContentStore) store = NULL;
  g_autoptr (GBytes) raw = NULL;

  make_first_version (fixture->path, "/org/loftmail/store/schema/content/001-content.sql",
                      "INSERT INTO content VALUES (1, 0, 0, 0, 1)");
  store = loft_content_store_open (fixture->path, LOFT_DATABASE_WRITE, NULL);
  g_assert_nonnull (store);
  /* Whose it is was not written down: the id has to do. */
  raw = loft_content_store_get_of (store, 1, &origin, NULL);
  g_assert_nonnull (raw);
  g_assert_cmpuint (g_bytes_get_size (raw), ==, 0);
}

static void
test_mail_from_first_version (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = loft_test_folder_file (fixture->folder, "store.db");
  g_autoptr (LoftMailStore) store = NULL;
  g_autoptr (GArray) evicted = NULL;
  g_autoptr (LoftFolder) folder = NULL;

  make_first_version (
    path, "/org/loftmail/store/schema/store/001-mail.sql",
    "INSERT INTO folder (remote_id, path) VALUES ('r', 'INBOX');"
    "INSERT INTO message (folder_id, date, received, size, flags, server_flags, conversation_id,"
    " content, message_hash, message_id, subject, sender, recipients, copies)"
    " VALUES (1, 1, 1, 1, 0, 0, 1, 1, 0, '', 's', '', '', '')");
  store = loft_mail_store_open (path, LOFT_DATABASE_WRITE, NULL);
  g_assert_nonnull (store);
  folder = loft_folder_store_find (store, "INBOX", NULL);
  g_assert_cmpuint (folder->cached, ==, 1);
  /* The new triggers are there. */
  g_assert_true (loft_mail_store_set_content (store, 1, LOFT_CONTENT_NONE, NULL, NULL));
  evicted = loft_mail_store_list_evicted (store, 10, NULL);
  g_assert_cmpuint (evicted->len, ==, 1);
  g_array_unref (g_steal_pointer (&evicted));
  g_assert_true (loft_mail_store_set_content (store, 1, LOFT_CONTENT_CACHED, NULL, NULL));
  evicted = loft_mail_store_list_evicted (store, 10, NULL);
  g_assert_cmpuint (evicted->len, ==, 0);
}

/* Ids that were given once are not given again, whatever the rows say. */
static void
test_raised_ids (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = loft_test_folder_file (fixture->folder, "store.db");
  g_autoptr (LoftMailStore) store = loft_mail_store_open (path, LOFT_DATABASE_WRITE, NULL);
  const LoftFolderFacts facts = { .remote_id = "r", .path = "INBOX", .selectable = TRUE };
  LoftNewMessage message = { .remote_id = "1", .server_keywords = "", .keywords = "",
                             .message_id = "", .subject = "", .sender = "", .recipients = "",
                             .copies = "" };
  gint64 id = 0;

  g_assert_true (loft_folder_store_put (store, &facts, &message.folder_id, NULL, NULL));
  g_assert_true (loft_mail_store_raise_ids (store, 700, NULL));
  g_assert_true (loft_mail_store_insert (store, &message, &id, NULL));
  g_assert_cmpint (id, ==, 701);
  g_assert_true (loft_mail_store_raise_ids (store, 5, NULL));
  g_assert_true (loft_mail_store_get_last_id (store, &id, NULL));
  g_assert_cmpint (id, ==, 701);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/repair/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("every-flip-is-noticed", test_every_flip_is_noticed);
  ADD ("what-is-no-damage", test_what_is_no_damage);
  ADD ("salvage", test_salvage);
  ADD ("set-aside", test_set_aside);
  ADD ("replaced", test_replaced);
  ADD ("place", test_place);
  ADD ("content-from-first-version", test_content_from_first_version);
  ADD ("mail-from-first-version", test_mail_from_first_version);
  ADD ("raised-ids", test_raised_ids);
#undef ADD
  return g_test_run ();
}
