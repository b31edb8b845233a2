/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small messages stored with what they have in common, and what happens when that is damaged. */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "loft-content-chunk.h"
#include "loft-content-store.h"
#include "loft-database-damage.h"
#include "loft-error.h"
#include "loft-page-checksum.h"
#include "loft-test-dictionary.h"
#include "loft-test-folder.h"

#define PAGE   32768
#define ENOUGH 1000 /* messages that a dictionary is made of */

typedef struct {
  LoftTestFolder *folder;
  char *path;
  LoftContentStore *store;
} Fixture;

static LoftContentStore *
open_store (const char *path, LoftDatabaseMode mode)
{
  g_autoptr (GError) error = NULL;
  LoftContentStore *store = loft_content_store_open (path, mode, &error);

  g_assert_no_error (error);
  return store;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = loft_test_folder_new ();
  fixture->path = loft_test_folder_file (fixture->folder, "content.db");
  fixture->store = open_store (fixture->path, LOFT_DATABASE_WRITE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loft_content_store_close (fixture->store);
  g_free (fixture->path);
  loft_test_folder_free (fixture->folder);
}

static void
put (LoftContentStore *store, guint n, LoftContentDictionary *dictionary)
{
  g_autoptr (GBytes) raw = loft_test_dictionary_message (n);
  g_autoptr (LoftEncodedContent) content = loft_content_encode_with (raw, dictionary);
  g_autoptr (GError) error = NULL;

  loft_content_store_put (store, n, content, &error);
  g_assert_no_error (error);
}

static void
put_range (LoftContentStore *store, guint first, guint n, LoftContentDictionary *dictionary)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_content_store_begin (store, &error));
  for (guint i = first; i < first + n; i++)
    put (store, i, dictionary);
  g_assert_true (loft_content_store_commit (store, &error));
}

static gboolean
is_readable (LoftContentStore *store, guint n)
{
  g_autoptr (GBytes) expected = loft_test_dictionary_message (n);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = loft_content_store_get (store, n, &error);

  if (raw == NULL)
    g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
  else
    g_assert_true (g_bytes_equal (raw, expected));
  return raw != NULL;
}

static void
assert_readable (LoftContentStore *store, guint first, guint n)
{
  for (guint i = first; i < first + n; i++)
    g_assert_true (is_readable (store, i));
}

static LoftContentDictionary *
learn (LoftContentStore *store)
{
  g_autoptr (GError) error = NULL;
  LoftContentDictionary *dictionary = NULL;

  g_assert_true (loft_content_store_learn_dictionary (store, &dictionary, &error));
  g_assert_no_error (error);
  return dictionary;
}

static void
execute (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  sqlite3_exec (handle, sql, NULL, NULL, NULL);
  g_assert_cmpstr (sqlite3_errmsg (handle), ==, "not an error");
  sqlite3_close (handle);
}

static char *
check (LoftContentStore *store)
{
  g_autoptr (GError) error = NULL;
  char *finding = loft_content_store_check_structure (store, NULL, &error);

  g_assert_no_error (error);
  return finding;
}

static guint
mend (LoftContentStore *store)
{
  g_autoptr (GError) error = NULL;
  guint n_mended = 77;

  g_assert_true (loft_content_store_mend_dictionaries (store, &n_mended, &error));
  return n_mended;
}

/* ---- chunks ------------------------------------------------------------------------------- */

static GBytes *
encode (GBytes *raw, const LoftContentDictionary *dictionary)
{
  return loft_content_chunk_encode (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw),
                                    dictionary);
}

static gboolean
decodes (GBytes *chunk, gsize length, const LoftContentDictionary *dictionary, GBytes *expected)
{
  gsize capacity = g_bytes_get_size (expected);
  g_autofree guint8 *raw = g_malloc (capacity);
  gsize raw_length = 0;

  return loft_content_chunk_decode (g_bytes_get_data (chunk, NULL), length, dictionary, raw,
                                    capacity, &raw_length) &&
         raw_length == capacity && memcmp (raw, g_bytes_get_data (expected, NULL), capacity) == 0;
}

static LoftContentDictionary *
other_dictionary (void)
{
  g_autoptr (GByteArray) samples = g_byte_array_new ();
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GBytes) bytes = NULL;

  for (guint n = 0; n < 300; n++)
    {
      g_autofree char *text = g_strdup_printf ("Subject: another %u\r\n\r\nother words for %u of "
                                               "%08x, all the same in each of them, %08x\r\n",
                                               n, n % 10, n * 2654435761u, n * 2246822519u);
      gsize length = strlen (text);

      g_byte_array_append (samples, (const guint8 *) text, (guint) length);
      g_array_append_val (sizes, length);
    }
  bytes = loft_content_dictionary_train (samples, sizes);
  g_assert_nonnull (bytes);
  return loft_content_dictionary_new (bytes);
}

static void
test_chunk (void)
{
  g_autoptr (LoftContentDictionary) dictionary = loft_test_dictionary_new ();
  g_autoptr (LoftContentDictionary) other = other_dictionary ();

  g_assert_cmpuint (loft_content_dictionary_get_id (dictionary), !=,
                    loft_content_dictionary_get_id (other));
  for (guint n = 0; n < loft_test_count (200); n++)
    {
      g_autoptr (GBytes) raw = loft_test_dictionary_message (n);
      g_autoptr (GBytes) alone = encode (raw, NULL);
      g_autoptr (GBytes) chunk = encode (raw, dictionary);
      gsize size = g_bytes_get_size (chunk);

      g_assert_cmpuint (size, <, g_bytes_get_size (alone) * 3 / 4);
      g_assert_true (decodes (chunk, size, dictionary, raw));
      g_assert_false (decodes (chunk, size, NULL, raw));
      g_assert_false (decodes (chunk, size, other, raw));
      g_assert_false (decodes (alone, g_bytes_get_size (alone), dictionary, raw));
    }
}

/* A frame that names no dictionary must not be read with whichever is at hand. */
static void
test_chunk_damaged (void)
{
  g_autoptr (LoftContentDictionary) dictionary = loft_test_dictionary_new ();
  g_autoptr (GBytes) raw = loft_test_dictionary_message (1);
  g_autoptr (GBytes) alone = encode (raw, NULL);
  g_autoptr (GBytes) chunk = encode (raw, dictionary);
  g_autofree guint8 *lying = g_memdup2 (g_bytes_get_data (alone, NULL), g_bytes_get_size (alone));
  g_autoptr (GBytes) liar = NULL;

  for (gsize length = 0; length < g_bytes_get_size (chunk); length++)
    g_assert_false (decodes (chunk, length, dictionary, raw));
  g_assert_cmpuint (lying[0], ==, 0);
  lying[0] = 2;
  liar = g_bytes_new (lying, g_bytes_get_size (alone));
  g_assert_cmpuint (loft_content_chunk_get_dictionary_id (lying, g_bytes_get_size (alone)), ==, 0);
  g_assert_false (decodes (liar, g_bytes_get_size (liar), dictionary, raw));
}

/* What is large should not depend on anything else. */
static void
test_large_chunk (void)
{
  g_autoptr (LoftContentDictionary) dictionary = loft_test_dictionary_new ();
  g_autofree guint8 *text = g_malloc0 (LOFT_CONTENT_SMALL_BYTES + 1);

  for (gsize length = LOFT_CONTENT_SMALL_BYTES; length <= LOFT_CONTENT_SMALL_BYTES + 1; length++)
    {
      g_autoptr (GBytes) chunk = loft_content_chunk_encode (text, length, dictionary);
      guint32 id = loft_content_chunk_get_dictionary_id (g_bytes_get_data (chunk, NULL),
                                                         g_bytes_get_size (chunk));

      g_assert_cmpint (id != 0, ==, length == LOFT_CONTENT_SMALL_BYTES);
    }
}

static void
test_no_dictionary (void)
{
  g_autoptr (LoftContentDictionary) dictionary = loft_test_dictionary_new ();
  GBytes *bytes = loft_content_dictionary_get_bytes (dictionary);
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) text = g_bytes_new_static ("no dictionary at all", 20);
  g_autoptr (GBytes) head = g_bytes_new_from_bytes (bytes, 0, 40);
  g_autoptr (GByteArray) samples = g_byte_array_new ();
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (gsize));

  g_assert_null (loft_content_dictionary_new (nothing));
  g_assert_null (loft_content_dictionary_new (text));
  g_assert_null (loft_content_dictionary_new (head));
  g_assert_null (loft_content_dictionary_train (samples, sizes));
}

/* ---- learning ----------------------------------------------------------------------------- */

static void
test_learns (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftContentDictionary) dictionary = NULL;
  g_autoptr (LoftContentDictionary) again = NULL;
  g_autoptr (LoftContentStore) reader = NULL;

  put_range (fixture->store, 1, ENOUGH - 1, NULL);
  g_assert_null (learn (fixture->store));
  g_assert_null (loft_content_store_get_dictionary (fixture->store));
  put_range (fixture->store, ENOUGH, 1, NULL);
  dictionary = learn (fixture->store);
  g_assert_nonnull (dictionary);
  put_range (fixture->store, ENOUGH + 1, 50, dictionary);
  assert_readable (fixture->store, 1, ENOUGH + 50);

  reader = open_store (fixture->path, LOFT_DATABASE_READ_ONLY);
  again = loft_content_store_get_dictionary (reader);
  g_assert_cmpuint (loft_content_dictionary_get_id (again), ==,
                    loft_content_dictionary_get_id (dictionary));
  assert_readable (reader, ENOUGH + 1, 50);
  g_assert_null (check (reader));
}

/* Too little to learn from: that is tried once and not at each write. */
static void
test_nothing_to_learn (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) raw = g_bytes_new_static ("x", 1);
  g_autoptr (LoftEncodedContent) content = loft_content_encode (raw);

  g_assert_true (loft_content_store_begin (fixture->store, NULL));
  for (guint n = 1; n <= ENOUGH; n++)
    g_assert_true (loft_content_store_put (fixture->store, n, content, NULL));
  g_assert_true (loft_content_store_commit (fixture->store, NULL));
  g_assert_null (learn (fixture->store));
  put_range (fixture->store, 1, ENOUGH, NULL);
  g_assert_null (learn (fixture->store));
}

/* A later dictionary takes over; the first is needed for what it was used for. */
static void
test_later_dictionary (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftContentDictionary) first = loft_test_dictionary_new ();
  g_autoptr (LoftContentDictionary) second = other_dictionary ();
  g_autoptr (LoftContentDictionary) newest = NULL;

  put_range (fixture->store, 1, 10, first);
  put_range (fixture->store, 11, 10, second);
  put_range (fixture->store, 21, 10, first);
  newest = loft_content_store_get_dictionary (fixture->store);
  g_assert_cmpuint (loft_content_dictionary_get_id (newest), ==,
                    loft_content_dictionary_get_id (second));
  loft_content_store_close (fixture->store);
  fixture->store = open_store (fixture->path, LOFT_DATABASE_WRITE);
  assert_readable (fixture->store, 1, 30);
}

/* Content whose dictionary came with the transaction that failed. */
static void
test_rollback (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftContentDictionary) dictionary = loft_test_dictionary_new ();

  g_assert_true (loft_content_store_begin (fixture->store, NULL));
  put (fixture->store, 1, dictionary);
  g_assert_true (is_readable (fixture->store, 1));
  loft_content_store_rollback (fixture->store);
  g_assert_null (loft_content_store_get_dictionary (fixture->store));
  put_range (fixture->store, 2, 1, dictionary);
  loft_content_store_close (fixture->store);
  fixture->store = open_store (fixture->path, LOFT_DATABASE_WRITE);
  assert_readable (fixture->store, 2, 1);
}

/* ---- damage ------------------------------------------------------------------------------- */

/* SQL with the table in place of %s. */
static const char *const damages[] = {
  "DELETE FROM %s",
  "UPDATE %s SET checksum = checksum + 1",
  "UPDATE %s SET id = id + 1",
  "UPDATE %s SET id = -1",
  "UPDATE %s SET data = x''",
  "UPDATE %s SET data = CAST (substr (data, 1, 30000) AS BLOB)",
  "UPDATE %s SET data = CAST (substr (data, 1, 30000) || x'00' || substr (data, 30002) AS BLOB)",
  /* Sound in itself, but of no dictionary. */
  "UPDATE %s SET data = x'', checksum = 0",
};

static void
damage (Fixture *fixture, guint i, const char *table)
{
  g_autoptr (GString) sql = g_string_new (damages[i]);

  g_string_replace (sql, "%s", table, 0);
  loft_content_store_close (fixture->store);
  execute (fixture->path, sql->str);
  fixture->store = open_store (fixture->path, LOFT_DATABASE_WRITE);
}

static void
test_one_copy_damaged (Fixture *fixture, gconstpointer data)
{
  static const char *const tables[] = { "dictionary", "dictionary_copy" };
  g_autoptr (LoftContentDictionary) dictionary = loft_test_dictionary_new ();

  put_range (fixture->store, 1, 5, dictionary);
  for (guint i = 0; i < G_N_ELEMENTS (damages) * 2; i++)
    {
      g_autofree char *finding = NULL;
      g_autoptr (LoftContentDictionary) newest = NULL;

      damage (fixture, i / 2, tables[i % 2]);
      assert_readable (fixture->store, 1, 5);
      newest = loft_content_store_get_dictionary (fixture->store);
      g_assert_nonnull (newest);
      finding = check (fixture->store);
      g_assert_nonnull (finding);
      g_assert_cmpuint (mend (fixture->store), ==, 1);
      g_assert_null (check (fixture->store));
      assert_readable (fixture->store, 1, 5);
      g_assert_cmpuint (mend (fixture->store), ==, 0);
    }
}

static void
test_both_copies_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftContentDictionary) dictionary = loft_test_dictionary_new ();

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (LoftContentDictionary) none = NULL;

      put_range (fixture->store, 1, 5, NULL);
      put_range (fixture->store, 6, 5, dictionary);
      damage (fixture, i, "dictionary");
      damage (fixture, i, "dictionary_copy");
      assert_readable (fixture->store, 1, 5);
      for (guint n = 6; n <= 10; n++)
        g_assert_false (is_readable (fixture->store, n));
      none = loft_content_store_get_dictionary (fixture->store);
      g_assert_null (none);
      g_assert_cmpuint (mend (fixture->store), ==, 0);
      g_assert_null (check (fixture->store));
      /* Fetched again, it brings its dictionary along. */
      put_range (fixture->store, 6, 5, dictionary);
      assert_readable (fixture->store, 1, 10);
    }
}

static char *
read_whole (Fixture *fixture, gsize *length)
{
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *index = g_strconcat (fixture->path, "-shm", NULL);
  char *bytes = NULL;

  g_assert_true (loft_content_store_checkpoint (fixture->store, 0, NULL));
  g_clear_pointer (&fixture->store, loft_content_store_close);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, length, NULL));
  g_unlink (log);
  g_unlink (index);
  return bytes;
}

/* Bytes of the file turned over: every message is given back as it was, or refused. */
static void
test_damaged_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftContentDictionary) dictionary = loft_test_dictionary_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_autofree char *bytes = NULL;
  gsize length = 0;
  guint n_refused = 0;

  put_range (fixture->store, 1, 30, dictionary);
  bytes = read_whole (fixture, &length);
  for (guint i = loft_test_count (100); i > 0; i--)
    {
      g_autofree char *path = g_strdup_printf ("%s%u", fixture->path, i);
      g_autofree char *damaged = g_memdup2 (bytes, length);
      g_autoptr (LoftContentStore) store = NULL;

      for (guint j = g_rand_int_range (random, 1, 8); j > 0; j--)
        damaged[g_rand_int_range (random, 100, (gint32) length)] ^=
          g_rand_int_range (random, 1, 256);
      g_assert_true (g_file_set_contents (path, damaged, (gssize) length, NULL));
      store = loft_content_store_open (path, LOFT_DATABASE_READ_ONLY, NULL);
      for (guint n = 1; store != NULL && n <= 30; n++)
        n_refused += !is_readable (store, n);
    }
  g_test_message ("%u messages refused", n_refused);
  g_assert_cmpuint (n_refused, >, 0);
}

static guint
salvage (Fixture *fixture, const char *new_path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftContentStore) store = NULL;
  guint64 n_kept = 0;
  guint64 n_lost = 0;
  guint n_readable = 0;

  loft_content_store_salvage (fixture->path, new_path, 5, &n_kept, &n_lost, NULL, &error);
  g_assert_no_error (error);
  store = open_store (new_path, LOFT_DATABASE_WRITE);
  g_assert_null (check (store));
  for (guint n = 1; n <= 60; n++)
    if (loft_content_store_has (store, n))
      {
        g_assert_true (is_readable (store, n));
        n_readable++;
      }
  g_assert_cmpuint (n_readable, ==, n_kept);
  return n_readable;
}

static gboolean
holds (const char *page, const char *word)
{
  return memmem (page, PAGE, word, strlen (word)) != NULL;
}

/* Pages are overwritten one after the other, those of a dictionary too: one copy is enough. */
static void
test_salvage (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftContentDictionary) dictionary = loft_test_dictionary_new ();
  g_autofree char *new_path = loft_test_folder_file (fixture->folder, "new.db");
  g_autofree char *bytes = NULL;
  guint n_dictionary_pages = 0;
  gsize length = 0;

  put_range (fixture->store, 1, 60, dictionary);
  bytes = read_whole (fixture, &length);
  for (gsize page = 1; page < length / PAGE; page++)
    {
      g_autofree char *damaged = g_memdup2 (bytes, length);
      gboolean of_dictionary = holds (damaged + page * PAGE, "Long Street 12");
      guint n_readable;

      for (gsize i = 0; i < PAGE; i += 64)
        damaged[page * PAGE + i] ^= 0x10;
      g_assert_true (g_file_set_contents (fixture->path, damaged, (gssize) length, NULL));
      n_readable = salvage (fixture, new_path);
      g_test_message ("page %" G_GSIZE_FORMAT ": %u readable", page, n_readable);
      n_dictionary_pages += of_dictionary;
      if (of_dictionary)
        g_assert_cmpuint (n_readable, ==, 60);
      loft_database_file_remove (new_path);
      loft_database_file_remove (fixture->path);
    }
  g_assert_cmpuint (n_dictionary_pages, >=, 2);
}

/* One bit anywhere in either copy. */
static void
test_salvage_flipped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftContentDictionary) dictionary = loft_test_dictionary_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (12);
  g_autofree char *new_path = loft_test_folder_file (fixture->folder, "new.db");
  g_autofree char *bytes = NULL;
  gsize length = 0;

  put_range (fixture->store, 1, 60, dictionary);
  bytes = read_whole (fixture, &length);
  for (guint i = loft_test_count (20); i > 0; i--)
    {
      gsize offset = (gsize) g_rand_int_range (random, PAGE, (gint32) length);

      bytes[offset] ^= 1 << (i % 8);
      g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) length, NULL));
      g_assert_cmpuint (salvage (fixture, new_path), <=, 60);
      bytes[offset] ^= 1 << (i % 8);
      loft_database_file_remove (new_path);
      loft_database_file_remove (fixture->path);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/content-dictionary/" name, Fixture, NULL, set_up, func, tear_down)
  g_test_add_func ("/content-dictionary/chunk", test_chunk);
  g_test_add_func ("/content-dictionary/chunk-damaged", test_chunk_damaged);
  g_test_add_func ("/content-dictionary/large-chunk", test_large_chunk);
  g_test_add_func ("/content-dictionary/no-dictionary", test_no_dictionary);
  ADD ("learns", test_learns);
  ADD ("nothing-to-learn", test_nothing_to_learn);
  ADD ("later-dictionary", test_later_dictionary);
  ADD ("rollback", test_rollback);
  ADD ("one-copy-damaged", test_one_copy_damaged);
  ADD ("both-copies-damaged", test_both_copies_damaged);
  ADD ("damaged-file", test_damaged_file);
  ADD ("salvage", test_salvage);
  ADD ("salvage-flipped", test_salvage_flipped);
#undef ADD
  return g_test_run ();
}
