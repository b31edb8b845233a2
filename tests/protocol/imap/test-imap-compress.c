/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-fixture.h"
#include "loft-deflate-private.h"

#include <string.h>

/* COMPRESS=DEFLATE (RFC 4978). The server is on loopback, so it is asked for only where the
 * endpoint says so. */

#define OFFERED IMAP_PREAUTH ("COMPRESS=DEFLATE NAMESPACE ID ESEARCH IDLE")
#define SET_UP                                                                                     \
  "C: <tag> ID *\nS: <tag> OK\n"                                                                   \
  "C: <tag> NAMESPACE\nS: <tag> OK\n"
#define COMPRESS SET_UP "C: <tag> COMPRESS DEFLATE\nS: <tag> OK on\ndeflate\n"

static void
init (ImapFixture *fixture, const char *script, LoftEndpointCompression compression)
{
  g_autoptr (GError) error = NULL;

  imap_fixture_init_with (fixture, script, compression);
  g_assert_true (loft_imap_session_connect (fixture->session, NULL, &error));
  g_assert_no_error (error);
}

static const struct {
  const char *name;
  LoftEndpointCompression compression;
  const char *script; /* ends with a NOOP */
} choices[] = {
  { "always", LOFT_ENDPOINT_COMPRESSION_ALWAYS,
    OFFERED COMPRESS "C: <tag> NOOP\nS: <tag> OK\neof\n" },
  { "not-nearby", LOFT_ENDPOINT_COMPRESSION_AUTOMATIC,
    OFFERED SET_UP "C: <tag> NOOP\nS: <tag> OK\neof\n" },
  { "never", LOFT_ENDPOINT_COMPRESSION_NEVER, OFFERED SET_UP "C: <tag> NOOP\nS: <tag> OK\neof\n" },
  { "not-offered", LOFT_ENDPOINT_COMPRESSION_ALWAYS,
    IMAP_PREAUTH ("IDLE") "C: <tag> NOOP\nS: <tag> OK\neof\n" },
  { "refused", LOFT_ENDPOINT_COMPRESSION_ALWAYS,
    OFFERED SET_UP "C: <tag> COMPRESS DEFLATE\nS: <tag> NO [COMPRESSIONACTIVE] done below\n"
                   "C: <tag> NOOP\nS: <tag> OK\neof\n" },
  { "unknown", LOFT_ENDPOINT_COMPRESSION_ALWAYS,
    OFFERED SET_UP "C: <tag> COMPRESS DEFLATE\nS: <tag> BAD what\n"
                   "C: <tag> NOOP\nS: <tag> OK\neof\n" },
  { "reply-and-data-at-once", LOFT_ENDPOINT_COMPRESSION_ALWAYS,
    OFFERED COMPRESS "S: * OK still here\nC: <tag> NOOP\nS: <tag> OK\neof\n" },
  { "byte-by-byte", LOFT_ENDPOINT_COMPRESSION_ALWAYS,
    OFFERED SET_UP
    "split 1\nC: <tag> COMPRESS DEFLATE\nS: <tag> OK on\ndeflate\n"
    "S: * OK still here\nC: <tag> NOOP\nS: * 3 EXISTS\nsplit 0\nS: <tag> OK\neof\n" },
};

static void
test_choices (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", choices[i].name);
      init (&fixture, choices[i].script, choices[i].compression);
      g_assert_true (loft_imap_session_noop (fixture.session, NULL, &error));
      g_assert_no_error (error);
    }
}

/* Several commands in flight, a literal larger than every buffer, cut anywhere. */
static void
test_pipelined (void)
{
  static const guint splits[] = { 0, 1000, 7 };

  for (gsize i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      g_autofree char *script = g_strdup_printf (
        OFFERED COMPRESS IMAP_SELECT
        "split %u\n"
        "C: <a> UID FETCH 3 *\n"
        "C: <b> UID FETCH 2 *\n"
        "C: <c> UID FETCH 1 *\n"
        "raw * 3 FETCH (UID 3 BODY[] {200000}\\r\\n\nliteral 200000\nS: )\nS: <a> OK\n"
        "raw * 2 FETCH (UID 2 BODY[] {5}\\r\\nhello\nS: )\nS: <b> OK\n"
        "raw * 1 FETCH (UID 1 BODY[] {5}\\r\\nworld\nS: )\nS: <c> OK\n",
        splits[i]);
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("1:3", -1, 0);
      g_autoptr (GError) error = NULL;
      LoftImapSelected selected;

      init (&fixture, script, LOFT_ENDPOINT_COMPRESSION_ALWAYS);
      g_assert_true (
        loft_imap_session_select (fixture.session, "INBOX", 0, 0, &selected, NULL, &error));
      g_assert_true (loft_imap_session_fetch (fixture.session, uids, LOFT_IMAP_FETCH_BODY, 0, 1,
                                              200000, imap_fixture_take_fetch, &fixture, NULL,
                                              &error));
      g_assert_no_error (error);
      g_assert_nonnull (strstr (fixture.log->str, "3:data=xxxxxxxxxxxxxxx"));
      g_assert_nonnull (strstr (fixture.log->str, "2:data=hello; 1:data=world;"));
      /* 200,000 times the same letter came as little. */
      g_assert_cmpuint (loft_imap_session_get_bytes_received (fixture.session), <, 5000);
    }
}

/* The limit of a literal counts what comes out. */
static void
test_limit (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("1", -1, 0);
  g_autoptr (GError) error = NULL;
  LoftImapSelected selected;

  init (&fixture,
        OFFERED COMPRESS IMAP_SELECT
        "C: <tag> UID FETCH *\nraw * 1 FETCH (UID 1 BODY[] {200000}\\r\\n\neof\n",
        LOFT_ENDPOINT_COMPRESSION_ALWAYS);
  g_assert_true (
    loft_imap_session_select (fixture.session, "INBOX", 0, 0, &selected, NULL, &error));
  g_assert_false (loft_imap_session_fetch (fixture.session, uids, LOFT_IMAP_FETCH_BODY, 0, 1,
                                           199999, imap_fixture_take_fetch, &fixture, NULL,
                                           &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
}

/* IDLE: a change comes, then none; DONE goes out at once. */
static void
test_idle (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  LoftImapSelected selected;
  gboolean changed = FALSE;

  init (&fixture,
        OFFERED COMPRESS IMAP_SELECT
        "C: <tag> IDLE\nS: + idling\nS: * 4 EXISTS\nC: DONE\nS: <tag> OK\n"
        "C: <tag> IDLE\nS: + idling\nC: DONE\nS: <tag> OK\n",
        LOFT_ENDPOINT_COMPRESSION_ALWAYS);
  g_assert_true (
    loft_imap_session_select (fixture.session, "INBOX", 0, 0, &selected, NULL, &error));
  g_assert_true (loft_imap_session_idle (fixture.session, 10, &changed, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (changed);
  imap_fixture_assert_log (&fixture, "exists=4");
  g_assert_true (loft_imap_session_idle (fixture.session, 1, &changed, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (changed);
}

/* What is no DEFLATE, or too much of nothing, ends the connection; the next one does without. */
static void
check_distrust (const char *attack)
{
  g_autofree char *script = g_strconcat (OFFERED COMPRESS, attack, NULL);
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  init (&fixture, script, LOFT_ENDPOINT_COMPRESSION_ALWAYS);
  loft_script_server_add (fixture.server, OFFERED SET_UP "C: <tag> NOOP\nS: <tag> OK\neof\n");
  g_assert_false (loft_imap_session_noop (fixture.session, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_assert_false (loft_imap_session_is_connected (fixture.session));
  g_clear_error (&error);
  g_assert_true (loft_imap_session_connect (fixture.session, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (loft_imap_session_noop (fixture.session, NULL, &error));
}

static void
test_damage (void)
{
  check_distrust ("C: <tag> NOOP\ndamage\nstall\n");
  check_distrust ("C: <tag> NOOP\nS: * OK before\ndamage\nstall\n");
}

/* --- The layer alone ---------------------------------------------------------------------- */

/* Feeds all of compressed, step bytes at a time; NULL after an error. total (out): what came
 * out. */
static GByteArray *
inflate_all (GBytes *compressed, gsize step, gsize room_size, guint64 *total, GError **error)
{
  g_autoptr (LoftDeflate) deflate = loft_deflate_new (NULL, 0);
  g_autoptr (GByteArray) plain = g_byte_array_new ();
  g_autofree guint8 *bytes = g_malloc (room_size);
  gsize size = 0;
  const guint8 *p = g_bytes_get_data (compressed, &size);

  *total = 0;
  while (TRUE)
    {
      gssize n = loft_deflate_inflate (deflate, bytes, room_size, error);
      gsize capacity = 0;
      gpointer room;

      if (n < 0)
        return NULL;
      *total += (guint64) n;
      if (plain->len < 10000000)
        g_byte_array_append (plain, bytes, (guint) n);
      if (n > 0)
        continue;
      if (size == 0)
        return g_steal_pointer (&plain);
      room = loft_deflate_get_room (deflate, &capacity);
      g_assert_cmpuint (capacity, >, 0);
      capacity = MIN (MIN (capacity, step), size);
      memcpy (room, p, capacity);
      loft_deflate_added (deflate, capacity);
      p += capacity;
      size -= capacity;
    }
}

static GBytes *
compress_pieces (const char *text, gsize piece, guint times)
{
  g_autoptr (LoftDeflate) deflate = loft_deflate_new (NULL, 0);
  g_autoptr (GByteArray) compressed = g_byte_array_new ();

  for (guint i = 0; i < times; i++)
    {
      gsize n = 0;
      const guint8 *bytes = loft_deflate_compress (deflate, text, piece, &n);

      g_byte_array_append (compressed, bytes, (guint) n);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&compressed));
}

/* Whatever the pieces, each is whole once its bytes are there. */
static void
test_round_trip (void)
{
  static const gsize steps[] = { 1, 2, 3, 100, 40000 };
  g_autofree char *text = g_strnfill (3000, 'x');

  for (guint i = 0; i < 3000; i += 7)
    text[i] = (char) ('a' + (i * i) % 23);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (steps); k++)
      {
        g_autoptr (GBytes) compressed = compress_pieces (text, 3000, 20);
        g_autoptr (GError) error = NULL;
        guint64 total = 0;
        g_autoptr (GByteArray) plain = inflate_all (compressed, steps[i], steps[k], &total, &error);

        g_assert_no_error (error);
        g_assert_cmpuint (total, ==, 60000);
        g_assert_cmpmem (plain->data + 57000, 3000, text, 3000);
      }
}

/* What was sent along with the reply is the beginning, however much it is. */
static void
test_received_before (void)
{
  g_autofree char *text = g_strnfill (1000, 'x');
  g_autoptr (GBytes) compressed = compress_pieces (text, 1000, 100000);
  g_autoptr (LoftDeflate) deflate = loft_deflate_new (g_bytes_get_data (compressed, NULL),
                                                      g_bytes_get_size (compressed));
  g_autofree char *bytes = g_malloc (1000000);
  gsize total = 0;
  gssize n;

  g_assert_cmpuint (g_bytes_get_size (compressed), >, 500000);
  while ((n = loft_deflate_inflate (deflate, bytes, 1000000, NULL)) > 0)
    total += (gsize) n;
  g_assert_cmpuint (total, ==, 100000000);
}

/* A thousand bytes out of one, without end: 64 MB and a hundredfold, no byte more. */
static void
test_bomb (void)
{
  g_autofree char *zeros = g_malloc0 (1000000);
  g_autoptr (GBytes) compressed = compress_pieces (zeros, 1000000, 100);
  g_autoptr (GError) error = NULL;
  guint64 total = 0;

  g_assert_cmpuint (g_bytes_get_size (compressed), <, 120000);
  g_assert_null (inflate_all (compressed, 1000, 16384, &total, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_assert_cmpuint (total, <=, LOFT_DEFLATE_GRACE + 100 * g_bytes_get_size (compressed));
  g_assert_cmpuint (total, >, 60000000);
}

/* Blocks with nothing in them keep nobody busy for ever. */
static void
test_nothing (void)
{
  static const guint8 empty_block[] = { 0x00, 0x00, 0x00, 0xff, 0xff };
  g_autoptr (GByteArray) blocks = g_byte_array_sized_new (70000000);
  g_autoptr (GBytes) compressed = NULL;
  g_autoptr (GError) error = NULL;
  guint64 total = 0;

  for (guint i = 0; i < 14000000; i++)
    g_byte_array_append (blocks, empty_block, sizeof empty_block);
  compressed = g_byte_array_free_to_bytes (g_steal_pointer (&blocks));
  g_assert_null (inflate_all (compressed, 32768, 16384, &total, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_assert_cmpuint (total, ==, 0);
}

/* An end of the stream is none of the connection. */
static void
test_end (void)
{
  static const guint8 last_block[] = { 0x01, 0x00, 0x00, 0xff, 0xff };
  g_autoptr (GBytes) compressed = g_bytes_new_static (last_block, sizeof last_block);
  g_autoptr (GError) error = NULL;
  guint64 total = 0;

  g_assert_null (inflate_all (compressed, 1, 100, &total, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
}

/* A cut in mid-stream is a lost connection, nothing worse. */
static void
test_cut (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  init (&fixture, OFFERED COMPRESS "C: <tag> NOOP\nraw * OK not finis\nclose\n",
        LOFT_ENDPOINT_COMPRESSION_ALWAYS);
  g_assert_false (loft_imap_session_noop (fixture.session, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/compress/choices", test_choices);
  g_test_add_func ("/imap/compress/pipelined", test_pipelined);
  g_test_add_func ("/imap/compress/limit", test_limit);
  g_test_add_func ("/imap/compress/idle", test_idle);
  g_test_add_func ("/imap/compress/damage", test_damage);
  g_test_add_func ("/imap/compress/cut", test_cut);
  g_test_add_func ("/imap/compress/round-trip", test_round_trip);
  g_test_add_func ("/imap/compress/received-before", test_received_before);
  g_test_add_func ("/imap/compress/bomb", test_bomb);
  g_test_add_func ("/imap/compress/nothing", test_nothing);
  g_test_add_func ("/imap/compress/end", test_end);
  return g_test_run ();
}
