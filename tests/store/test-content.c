/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <string.h>

#include "loft-content-chunk.h"
#include "loft-content-store.h"
#include "loft-error.h"
#include "loft-page-checksum.h"
#include "loft-test-folder.h"

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
begin (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  loft_content_store_begin (fixture->store, &error);
  g_assert_no_error (error);
}

static void
commit (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  loft_content_store_commit (fixture->store, &error);
  g_assert_no_error (error);
}

static void
put (Fixture *fixture, gint64 message_id, GBytes *raw)
{
  g_autoptr (LoftEncodedContent) content = loft_content_encode (raw);
  g_autoptr (GError) error = NULL;

  loft_content_store_put (fixture->store, message_id, content, &error);
  g_assert_no_error (error);
}

static void
put_alone (Fixture *fixture, gint64 message_id, GBytes *raw)
{
  begin (fixture);
  put (fixture, message_id, raw);
  commit (fixture);
}

static void
assert_content (LoftContentStore *store, gint64 message_id, GBytes *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = loft_content_store_get (store, message_id, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (raw, expected));
  g_assert_true (loft_content_store_has (store, message_id));
}

static void
assert_error (LoftContentStore *store, gint64 message_id, LoftError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = loft_content_store_get (store, message_id, &error);

  g_assert_error (error, LOFT_ERROR, (int) code);
  g_assert_null (raw);
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

static gint64
query_int (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 value;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return value;
}

/* Messages out of pieces as mail has them, and noise. */

static void
append_text (GByteArray *raw, GRand *rand)
{
  static const char *const lines[] = {
    "From: Eva Adler <eva@example.org>\r\n", "Subject: the report\r\n", "\r\n",
    "Content-Transfer-Encoding: base64\r\n", "> quoted words of somebody else\n", "--boundary\r\n",
    "SGVsbG8gd29ybGQ=\r\n", "no line end", "\n", "\r", "Żółć und Straße 漢字\r\n",
  };

  for (guint n = g_rand_int_range (rand, 0, 30); n > 0; n--)
    {
      const char *line = lines[g_rand_int_range (rand, 0, G_N_ELEMENTS (lines))];

      g_byte_array_append (raw, (const guint8 *) line, strlen (line));
    }
}

static void
append_noise (GByteArray *raw, GRand *rand)
{
  for (guint n = g_rand_int_range (rand, 0, 3000); n > 0; n--)
    {
      guint8 byte = g_rand_int_range (rand, 0, 256);

      g_byte_array_append (raw, &byte, 1);
    }
}

/* Base64 lines, some of them of another length, wrongly ended or with a byte that is none. */
static void
append_base64 (GByteArray *raw, GRand *rand)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  gsize length = (gsize[]) { 76, 76, 76, 72, 64, 60, 40, 36, 77, 1000, 1004 }[
      g_rand_int_range (rand, 0, 11)];
  const char *line_end = g_rand_boolean (rand) ? "\r\n" : "\n";

  for (guint n = g_rand_int_range (rand, 0, 120); n > 0; n--)
    {
      for (gsize i = 0; i < length; i++)
        {
          guint8 byte = letters[g_rand_int_range (rand, 0, 64)];

          if (g_rand_int_range (rand, 0, 40000) == 0)
            byte = g_rand_int_range (rand, 0, 256);
          g_byte_array_append (raw, &byte, 1);
        }
      if (g_rand_int_range (rand, 0, 200) == 0)
        line_end = g_rand_boolean (rand) ? "\n" : "\r\n";
      g_byte_array_append (raw, (const guint8 *) line_end, strlen (line_end));
    }
  if (g_rand_boolean (rand))
    g_byte_array_append (raw, (const guint8 *) "QUJD", g_rand_int_range (rand, 0, 5));
}

static GBytes *
random_message (GRand *rand)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();

  for (guint n = g_rand_int_range (rand, 0, 6); n > 0; n--)
    switch (g_rand_int_range (rand, 0, 4))
      {
      case 0:
        append_noise (raw, rand);
        break;
      case 1:
        append_text (raw, rand);
        break;
      default:
        append_base64 (raw, rand);
        break;
      }
  return g_byte_array_free_to_bytes (g_steal_pointer (&raw));
}

static GBytes *
large_message (gsize length)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GByteArray) raw = g_byte_array_new ();

  while (raw->len < length)
    {
      append_base64 (raw, rand);
      append_noise (raw, rand);
    }
  g_byte_array_set_size (raw, length);
  return g_byte_array_free_to_bytes (g_steal_pointer (&raw));
}

static GBytes *
decode_all (GBytes *chunk)
{
  guint8 *raw = g_malloc (LOFT_CONTENT_CHUNK_BYTES);
  gsize length = 0;

  g_assert_true (loft_content_chunk_decode (g_bytes_get_data (chunk, NULL),
                                            g_bytes_get_size (chunk), NULL, raw,
                                            LOFT_CONTENT_CHUNK_BYTES, &length));
  return g_bytes_new_take (raw, length);
}

/* Tests */

static void
test_chunk_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  guint shrunk = 0;

  for (guint n = loft_test_count (10000); n > 0; n--)
    {
      g_autoptr (GBytes) raw = random_message (rand);
      gsize length = MIN (g_bytes_get_size (raw), LOFT_CONTENT_CHUNK_BYTES);
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (raw, 0, length);
      g_autoptr (GBytes) chunk =
          loft_content_chunk_encode (g_bytes_get_data (part, NULL), length, NULL);
      g_autoptr (GBytes) again = decode_all (chunk);

      g_assert_true (g_bytes_equal (part, again));
      shrunk += *(const guint8 *) g_bytes_get_data (chunk, NULL);
    }
  g_test_message ("%u chunks with base64 shrunk", shrunk);
  g_assert_cmpuint (shrunk, >, 0);
}

/* Random bytes as base64 must cost no more than the bytes themselves and a little. */
static void
test_base64_is_decoded (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  g_autofree guint8 *noise = g_malloc (100000);
  g_autoptr (GString) text = g_string_new ("Content-Transfer-Encoding: base64\r\n\r\n");
  g_autofree char *encoded = NULL;

  for (guint i = 0; i < 100000; i++)
    noise[i] = g_rand_int_range (rand, 0, 256);
  encoded = g_base64_encode (noise, 100000);
  for (const char *p = encoded; *p != '\0'; p += MIN (76, strlen (p)))
    g_string_append_printf (text, "%.76s\r\n", p);

  {
    g_autoptr (GBytes) raw = g_bytes_new (text->str, text->len);
    g_autoptr (LoftEncodedContent) content = loft_content_encode (raw);

    g_assert_cmpuint (loft_encoded_content_get_size (content), <, 100000 + 500);
  }
}

static void
test_every_truncation (void)
{
  g_autoptr (GBytes) raw = large_message (6000);
  g_autoptr (GBytes) chunk = loft_content_chunk_encode (g_bytes_get_data (raw, NULL), 6000, NULL);
  g_autofree guint8 *out = g_malloc (6000);
  gsize length = 0;

  for (gsize size = 0; size < g_bytes_get_size (chunk); size++)
    {
      g_autofree guint8 *cut = g_memdup2 (g_bytes_get_data (chunk, NULL), size);

      g_assert_false (loft_content_chunk_decode (cut, size, NULL, out, 6000, &length));
    }
  for (gsize capacity = 0; capacity < 6000; capacity++)
    {
      g_autofree guint8 *small = g_malloc (MAX (capacity, 1));

      g_assert_false (loft_content_chunk_decode (g_bytes_get_data (chunk, NULL),
                                                 g_bytes_get_size (chunk), NULL, small, capacity,
                                                 &length));
    }
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  guint count = loft_test_count (500);

  begin (fixture);
  for (guint i = 0; i < count; i++)
    {
      g_ptr_array_add (messages, random_message (rand));
      put (fixture, 1 + i, g_ptr_array_index (messages, i));
    }
  commit (fixture);
  for (guint i = 0; i < count; i++)
    assert_content (fixture->store, 1 + i, g_ptr_array_index (messages, i));
}

/* Sizes around the borders of chunks, and none at all. */
static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  static const gsize sizes[] = {
    0, 1, LOFT_CONTENT_CHUNK_BYTES - 1, LOFT_CONTENT_CHUNK_BYTES, LOFT_CONTENT_CHUNK_BYTES + 1,
    2 * LOFT_CONTENT_CHUNK_BYTES, 3 * LOFT_CONTENT_CHUNK_BYTES + 17,
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) raw = large_message (sizes[i]);

      put_alone (fixture, 9, raw);
      assert_content (fixture->store, 9, raw);
    }
  g_assert_cmpint (query_int (fixture->path, "SELECT count (*) FROM chunk"), ==, 4);
}

static void
test_replace_and_remove (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) large = large_message (LOFT_CONTENT_CHUNK_BYTES * 2);
  g_autoptr (GBytes) small = g_bytes_new_static ("small", 5);
  g_autoptr (GError) error = NULL;

  put_alone (fixture, 4, large);
  put_alone (fixture, 5, small);
  put_alone (fixture, 4, small);
  assert_content (fixture->store, 4, small);
  g_assert_cmpint (query_int (fixture->path, "SELECT count (*) FROM chunk"), ==, 2);

  begin (fixture);
  g_assert_true (loft_content_store_remove (fixture->store, 4, &error));
  g_assert_true (loft_content_store_remove (fixture->store, 77, &error));
  commit (fixture);
  assert_error (fixture->store, 4, LOFT_ERROR_GONE);
  assert_error (fixture->store, -1, LOFT_ERROR_GONE);
  g_assert_false (loft_content_store_has (fixture->store, 4));
  assert_content (fixture->store, 5, small);
}

static void
test_rollback (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) raw = g_bytes_new_static ("text", 4);

  begin (fixture);
  put (fixture, 1, raw);
  loft_content_store_rollback (fixture->store);
  assert_error (fixture->store, 1, LOFT_ERROR_GONE);
}

static void
test_id_range (Fixture *fixture, gconstpointer data)
{
  static const gint64 bad[] = { -1, G_MININT64, G_MAXINT64, G_GINT64_CONSTANT (1) << 47 };
  g_autoptr (GBytes) raw = g_bytes_new_static ("text", 4);
  g_autoptr (LoftEncodedContent) content = loft_content_encode (raw);

  begin (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (loft_content_store_put (fixture->store, bad[i], content, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
    }
  put (fixture, (G_GINT64_CONSTANT (1) << 47) - 1, raw);
  commit (fixture);
  assert_content (fixture->store, (G_GINT64_CONSTANT (1) << 47) - 1, raw);
}

static void
assert_length (LoftContentStore *store, gint64 message_id, guint64 expected, gboolean finished)
{
  g_autoptr (GError) error = NULL;
  guint64 length = 1;
  gboolean complete = TRUE;

  loft_content_store_get_length (store, message_id, &length, &complete, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, ==, expected);
  g_assert_cmpint (complete, ==, finished);
}

static void
test_pieces (Fixture *fixture, gconstpointer data)
{
  static const gsize steps[] = { 1, 1000, LOFT_CONTENT_CHUNK_BYTES, 1024 * 1024, 300000, 100000 };
  g_autoptr (GBytes) raw = large_message (3000000);
  g_autoptr (GError) error = NULL;
  gsize offset = 0;

  assert_length (fixture->store, 3, 0, FALSE);
  for (guint i = 0; offset < 3000000; i++)
    {
      gsize length = MIN (steps[i % G_N_ELEMENTS (steps)], 3000000 - offset);
      g_autoptr (GBytes) piece = g_bytes_new_from_bytes (raw, offset, length);

      begin (fixture);
      loft_content_store_put_piece (fixture->store, 3, offset, piece, &error);
      g_assert_no_error (error);
      commit (fixture);
      offset += length;
      assert_length (fixture->store, 3, offset, FALSE);
      assert_error (fixture->store, 3, LOFT_ERROR_GONE);
      g_assert_false (loft_content_store_has (fixture->store, 3));
    }
  begin (fixture);
  g_assert_true (loft_content_store_finish (fixture->store, 3, &error));
  commit (fixture);
  assert_length (fixture->store, 3, 3000000, TRUE);
  assert_content (fixture->store, 3, raw);
}

static void
test_pieces_out_of_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) piece = g_bytes_new_static ("0123456789", 10);
  static const struct {
    guint64 offset;
    gboolean ok;
  } steps[] = {
    { 10, FALSE }, { 0, TRUE },   { 9, FALSE }, { 11, FALSE }, { 10, TRUE },
    { 10, FALSE }, { 20, TRUE },  { 0, TRUE },  { 30, FALSE }, { 10, TRUE },
  };

  begin (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (loft_content_store_put_piece (fixture->store, 8, steps[i].offset, piece,
                                                     &error),
                       ==, steps[i].ok);
      if (!steps[i].ok)
        g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
    }
  g_assert_true (loft_content_store_finish (fixture->store, 8, NULL));
  g_assert_false (loft_content_store_put_piece (fixture->store, 8, 20, piece, NULL));
  commit (fixture);
  assert_length (fixture->store, 8, 20, TRUE);
}

static void
test_finish_needs_a_record (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (fixture);
  g_assert_false (loft_content_store_finish (fixture->store, 8, &error));
  commit (fixture);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

static void
test_damage (Fixture *fixture, gconstpointer data)
{
  static const char *const damages[] = {
    "UPDATE content SET checksum = checksum + 1 WHERE message_id = 1",
    "UPDATE content SET raw_size = raw_size - 1 WHERE message_id = 1",
    "UPDATE content SET raw_size = raw_size + 1 WHERE message_id = 1",
    "UPDATE content SET raw_size = -1 WHERE message_id = 1",
    "UPDATE content SET raw_size = 1 << 62, chunks = 1 << 40 WHERE message_id = 1",
    "UPDATE content SET chunks = 2 WHERE message_id = 1",
    "UPDATE content SET chunks = 0 WHERE message_id = 1",
    "DELETE FROM chunk WHERE id = 65537",
    "DELETE FROM chunk WHERE id BETWEEN 65536 AND 131071",
    "UPDATE chunk SET id = id + 65536 * 5 WHERE id = 65538",
    "UPDATE chunk SET data = (SELECT data FROM chunk WHERE id = 65537) WHERE id = 65536",
    "UPDATE chunk SET data = x'' WHERE id = 65536",
    "UPDATE chunk SET data = CAST (x'02' || substr (data, 2) AS BLOB) WHERE id = 65536",
    "UPDATE chunk SET data = substr (data, 1, 1000) WHERE id = 65537",
    /* Another message's chunk, sound in itself. */
    "UPDATE chunk SET data = (SELECT data FROM chunk WHERE id = 131073) WHERE id = 65537",
  };
  g_autoptr (GBytes) raw = large_message (LOFT_CONTENT_CHUNK_BYTES * 3);
  g_autoptr (GBytes) other = g_bytes_new_from_bytes (raw, 0, LOFT_CONTENT_CHUNK_BYTES * 2);

  put_alone (fixture, 2, other);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *finding = NULL;

      if (i == G_N_ELEMENTS (damages) - 1)
        {
          g_autoptr (GBytes) moved =
              g_bytes_new_from_bytes (raw, 100, LOFT_CONTENT_CHUNK_BYTES * 2);

          put_alone (fixture, 2, moved);
        }
      put_alone (fixture, 1, raw);
      finding = loft_content_store_check (fixture->store, NULL, &error);
      g_assert_no_error (error);
      g_assert_null (finding);
      execute (fixture->path, damages[i]);
      assert_error (fixture->store, 1, LOFT_ERROR_STORE);
      finding = loft_content_store_check (fixture->store, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (finding);
    }
}

/* Each single byte of a stored chunk turned over must be noticed. */
static void
test_every_flipped_byte (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) raw = large_message (3000);
  g_autoptr (LoftEncodedContent) content = loft_content_encode (raw);
  gsize size = loft_encoded_content_get_size (content);

  for (gsize i = 1; i <= size; i++)
    {
      g_autofree char *sql = g_strdup_printf (
          "UPDATE chunk SET data = CAST (substr (data, 1, %" G_GSIZE_FORMAT ") ||"
          " CASE hex (substr (data, %" G_GSIZE_FORMAT ", 1)) WHEN '5A' THEN x'5B' ELSE x'5A' END"
          " || substr (data, %" G_GSIZE_FORMAT ") AS BLOB)",
          i - 1, i, i + 1);

      put_alone (fixture, 1, raw);
      execute (fixture->path, sql);
      assert_error (fixture->store, 1, LOFT_ERROR_STORE);
    }
}

/* Bytes of the file itself turned over: every message is given back as it was, or refused. */
static void
test_damaged_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *whole = loft_test_folder_file (fixture->folder, "whole.db");
  g_autofree char *sql = g_strdup_printf ("VACUUM INTO '%s'", whole);
  g_autofree char *bytes = NULL;
  gsize length = 0;
  guint refused = 0;

  begin (fixture);
  for (guint i = 0; i < 60; i++)
    {
      g_ptr_array_add (messages, random_message (rand));
      put (fixture, i, g_ptr_array_index (messages, i));
    }
  commit (fixture);
  execute (fixture->path, sql);
  g_assert_true (g_file_get_contents (whole, &bytes, &length, NULL));
  for (guint n = loft_test_count (100); n > 0; n--)
    {
      g_autofree char *path = g_strdup_printf ("%s%u", fixture->path, n);
      g_autofree char *damaged = g_memdup2 (bytes, length);
      g_autoptr (LoftContentStore) store = NULL;

      for (guint i = g_rand_int_range (rand, 1, 100); i > 0; i--)
        damaged[g_rand_int_range (rand, 100, (gint32) length)] ^= g_rand_int_range (rand, 1, 256);
      g_assert_true (g_file_set_contents (path, damaged, length, NULL));
      store = loft_content_store_open (path, LOFT_DATABASE_READ_ONLY, NULL);
      for (guint i = 0; store != NULL && i < messages->len; i++)
        {
          g_autoptr (GBytes) raw = loft_content_store_get (store, i, NULL);

          refused += raw == NULL;
          g_assert_true (raw == NULL ||
                         g_bytes_equal (raw, g_ptr_array_index (messages, i)));
        }
    }
  g_test_message ("%u messages refused", refused);
  g_assert_cmpuint (refused, >, 0);
}

static gboolean
collect (gint64 message_id, guint64 raw_size, gpointer user_data)
{
  GArray *ids = user_data;

  g_assert_cmpuint (raw_size, ==, 4);
  g_array_append_val (ids, message_id);
  return ids->len < 700;
}

static void
test_foreach (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) raw = g_bytes_new_static ("text", 4);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  begin (fixture);
  for (gint64 id = 1000; id > 0; id--)
    put (fixture, id * 3, raw);
  g_assert_true (loft_content_store_put_piece (fixture->store, 7, 0, raw, NULL));
  commit (fixture);

  loft_content_store_foreach (fixture->store, collect, ids, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 700);
  for (guint i = 0; i < ids->len; i++)
    g_assert_cmpint (g_array_index (ids, gint64, i), ==, (i + 1) * 3);
}

static void
test_vacuum (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) raw = large_message (12 * 1024 * 1024);
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;
  gint64 pages;
  guint steps;

  put_alone (fixture, 1, raw);
  pages = query_int (fixture->path, "PRAGMA page_count");
  begin (fixture);
  g_assert_true (loft_content_store_remove (fixture->store, 1, NULL));
  commit (fixture);
  for (steps = 0; more; steps++)
    {
      gint64 left;

      g_assert_true (loft_content_store_vacuum_step (fixture->store, &more, &error));
      g_assert_no_error (error);
      left = query_int (fixture->path, "PRAGMA page_count");
      g_assert_cmpint (pages - left, <=, 512 + 2);
      pages = left;
    }
  g_assert_cmpint (pages, <, 10);
  g_assert_cmpuint (steps, >, 1);
}

static void
test_reader_beside_writer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) first = large_message (LOFT_CONTENT_CHUNK_BYTES * 2);
  g_autoptr (GBytes) second = large_message (LOFT_CONTENT_CHUNK_BYTES / 2);
  g_autoptr (LoftContentStore) reader = NULL;

  put_alone (fixture, 1, first);
  reader = open_store (fixture->path, LOFT_DATABASE_READ_ONLY);
  begin (fixture);
  put (fixture, 1, second);
  assert_content (reader, 1, first);
  commit (fixture);
  assert_content (reader, 1, second);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/content/" name, Fixture, NULL, set_up, func, tear_down)
  g_test_add_func ("/content/chunk/round-trip", test_chunk_round_trip);
  g_test_add_func ("/content/chunk/base64-is-decoded", test_base64_is_decoded);
  g_test_add_func ("/content/chunk/every-truncation", test_every_truncation);
  ADD ("round-trip", test_round_trip);
  ADD ("sizes", test_sizes);
  ADD ("replace-and-remove", test_replace_and_remove);
  ADD ("rollback", test_rollback);
  ADD ("id-range", test_id_range);
  ADD ("pieces", test_pieces);
  ADD ("pieces-out-of-order", test_pieces_out_of_order);
  ADD ("finish-needs-a-record", test_finish_needs_a_record);
  ADD ("damage", test_damage);
  ADD ("every-flipped-byte", test_every_flipped_byte);
  ADD ("damaged-file", test_damaged_file);
  ADD ("foreach", test_foreach);
  ADD ("vacuum", test_vacuum);
  ADD ("reader-beside-writer", test_reader_beside_writer);
#undef ADD
  return g_test_run ();
}
