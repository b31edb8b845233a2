/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-fixture.h"

#include <string.h>
#include <time.h>

/* FETCH: what is asked, who is told, how much is allowed. */

#define OPEN IMAP_PREAUTH ("") IMAP_SELECT
#define OPEN_MODSEQ \
  IMAP_PREAUTH ("CONDSTORE") "C: <tag> SELECT *\nS: * OK [HIGHESTMODSEQ 9] x\nS: <tag> OK x\n"
#define ALL_ITEMS ((LoftImapFetchItems) 0x3f)

static const struct {
  const char *name;
  const char *script;
  const char *uids;
  LoftImapFetchItems items;
  guint64 changed_since;
  guint chunk;
  int code; /* -1: fine */
  const char *log;
} rows[] = {
  { "newest-first-three-in-flight",
    OPEN
    "C: <a> UID FETCH 6:7 (UID FLAGS)\n"
    "C: <b> UID FETCH 4:5 (UID FLAGS)\n"
    "C: <c> UID FETCH 2:3 (UID FLAGS)\n"
    "S: * 6 FETCH (UID 6 FLAGS ())\n"
    "S: * 7 FETCH (UID 7 FLAGS (\\Seen))\n"
    "S: <a> OK x\n"
    "C: <d> UID FETCH 1 (UID FLAGS)\n"
    "S: * 5 FETCH (UID 5 FLAGS (a))\n"
    "S: <b> OK x\nS: <c> OK x\n"
    "S: * 1 FETCH (UID 1 FLAGS ())\n"
    "S: <d> OK x\neof\n",
    "1:7", LOFT_IMAP_FETCH_FLAGS, 0, 2, -1, "6:flags=0,; 7:flags=1,; 5:flags=0,a; 1:flags=0,;" },
  { "answers-in-any-order",
    OPEN
    "C: <a> UID FETCH 3 *\nC: <b> UID FETCH 2 *\nC: <c> UID FETCH 1 *\n"
    "S: * 1 FETCH (UID 1 FLAGS ())\nS: <c> OK x\n"
    "S: * 3 FETCH (UID 3 FLAGS ())\nS: <a> OK x\n"
    "S: * 2 FETCH (UID 2 FLAGS ())\nS: <b> OK x\neof\n",
    "1:3", LOFT_IMAP_FETCH_FLAGS, 0, 1, -1, "1:flags=0,; 3:flags=0,; 2:flags=0,;" },
  { "everything",
    OPEN_MODSEQ
    "C: <a> UID FETCH 4 (UID FLAGS RFC822.SIZE INTERNALDATE MODSEQ BODY.PEEK[])\n"
    "raw * 1 FETCH (BODY[] {3}\\r\\nabc FLAGS (\\\\Seen) MODSEQ (7) RFC822.SIZE 3 UID 4 "
    "INTERNALDATE \"17-Jul-1996 02:44:25 -0700\")\\r\\n\n"
    "S: <a> OK x\neof\n",
    "4", ALL_ITEMS, 0, 10, -1, "4:flags=1,;size=3;modseq=7;data=abc;" },
  { "header",
    OPEN
    "C: <a> UID FETCH 4 (UID BODY.PEEK[HEADER])\n"
    "raw * 1 FETCH (UID 4 BODY[HEADER] {6}\\r\\nA: b\\r\\n)\\r\\n\n"
    "S: <a> OK x\neof\n",
    "4", LOFT_IMAP_FETCH_HEADER, 0, 10, -1, "4:data=A: b\r\n;" },
  { "no-modseq-where-there-is-none",
    OPEN "C: <a> UID FETCH 4 (UID FLAGS)\nS: <a> OK x\neof\n",
    "4", LOFT_IMAP_FETCH_FLAGS | LOFT_IMAP_FETCH_MODSEQ, 5, 10, -1, "" },
  { "changed-since",
    OPEN_MODSEQ
    "C: <a> UID FETCH 1:4294967295 (UID FLAGS MODSEQ) (CHANGEDSINCE 5)\n"
    "S: * 1 FETCH (UID 900 FLAGS () MODSEQ (6))\n"
    "S: <a> OK x\neof\n",
    "1:4294967295", LOFT_IMAP_FETCH_FLAGS | LOFT_IMAP_FETCH_MODSEQ, 5, G_MAXUINT, -1,
    "900:flags=0,;modseq=6;" },
  { "nothing-to-fetch", OPEN "eof\n", "", LOFT_IMAP_FETCH_BODY, 0, 10, -1, "" },
  { "news-go-to-updates",
    OPEN
    "C: <a> UID FETCH 4 (UID BODY.PEEK[])\n"
    "S: * 1 FETCH (UID 9 FLAGS (\\Seen))\n"
    "S: * 2 FETCH (UID 4 FLAGS (\\Flagged))\n"
    "raw * 3 FETCH (UID 8 BODY[] {3}\\r\\nxyz)\\r\\n\n"
    "S: * 5 FETCH (FLAGS ())\n"
    "S: * 6 EXISTS\n"
    "S: * 2 EXPUNGE\n"
    "S: * VANISHED 3\n"
    "raw * 2 FETCH (UID 4 BODY[] {3}\\r\\nabc)\\r\\n\n"
    "S: <a> OK x\neof\n",
    "4", LOFT_IMAP_FETCH_BODY, 0, 10, -1,
    "update 9:flags=1,; update 4:flags=4,; update 8:data=xyz; expunged exists=6 expunged "
    "vanished=3 4:data=abc;" },
  { "body-nil",
    OPEN
    "C: <a> UID FETCH 4 (UID BODY.PEEK[])\nS: * 1 FETCH (UID 4 BODY[] NIL)\nS: <a> OK x\neof\n",
    "4", LOFT_IMAP_FETCH_BODY, 0, 10, -1, "update 4:" },
  { "range-is-not-the-body",
    OPEN
    "C: <a> UID FETCH 4 (UID BODY.PEEK[])\n"
    "raw * 1 FETCH (UID 4 BODY[]<0> {3}\\r\\nabc)\\r\\n\nS: <a> OK x\neof\n",
    "4", LOFT_IMAP_FETCH_BODY, 0, 10, -1, "update 4:data=abc;" },
  { "some-are-gone",
    OPEN
    "C: <a> UID FETCH 4 *\nC: <b> UID FETCH 3 *\nC: <c> UID FETCH 2 *\n"
    "S: <a> NO [EXPUNGEISSUED] gone\n"
    "C: <d> UID FETCH 1 *\n"
    "S: * 3 FETCH (UID 3 FLAGS ())\nS: <b> OK x\nS: <c> OK x\nS: <d> OK x\neof\n",
    "1:4", LOFT_IMAP_FETCH_FLAGS, 0, 1, -1, "3:flags=0,; expunged" },
  { "refused",
    OPEN
    "C: <a> UID FETCH 5 *\nC: <b> UID FETCH 4 *\nC: <c> UID FETCH 3 *\n"
    "S: <a> NO [NOPERM] no\n"
    "S: * 4 FETCH (UID 4 FLAGS ())\nS: <b> OK x\nS: <c> OK x\n"
    "eof\n",
    "1:5", LOFT_IMAP_FETCH_FLAGS, 0, 1, LOFT_ERROR_REFUSED, "4:flags=0,;" },
  { "split-into-bytes",
    OPEN
    "C: <a> UID FETCH 4 *\n"
    "split 1\n"
    "raw * 1 FETCH (UID 4 BODY[] {7}\\r\\n)\\r\\nA1 O FLAGS ())\\r\\n\n"
    "S: <a> OK x\n"
    "split 0\neof\n",
    "4", LOFT_IMAP_FETCH_BODY, 0, 10, -1, "4:flags=0,;data=)\r\nA1 O;" },
};

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (LoftImapUidSet) uids = rows[i].uids[0] != '\0'
                                      ? loft_imap_uid_set_parse (rows[i].uids, -1, 0)
                                      : loft_imap_uid_set_new ();
  g_autoptr (GError) error = NULL;
  gboolean ok;

  imap_fixture_init_selected (&fixture, rows[i].script);
  ok = loft_imap_session_fetch (fixture.session, uids, rows[i].items, rows[i].changed_since,
                                rows[i].chunk, 1000, imap_fixture_take_fetch, &fixture, NULL,
                                &error);
  if (rows[i].code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, LOFT_ERROR, rows[i].code);
  g_assert_cmpint (ok, ==, rows[i].code < 0);
  g_assert_true (loft_imap_session_is_connected (fixture.session));
  imap_fixture_assert_log (&fixture, rows[i].log);
}

/* --- Stopping ----------------------------------------------------------------------------- */

static gboolean
take_one (const LoftImapFetch *fetch, gpointer user_data)
{
  imap_fixture_take_fetch (fetch, user_data);
  return FALSE;
}

/* What is in flight is drained, nothing more is asked, the session can be used. */
static void
test_stop (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("1:9", -1, 0);
  g_autoptr (GError) error = NULL;

  imap_fixture_init_selected (&fixture,
                              OPEN
                              "C: <a> UID FETCH 9 *\nC: <b> UID FETCH 8 *\nC: <c> UID FETCH 7 *\n"
                              "raw * 9 FETCH (UID 9 BODY[] {3}\\r\\nabc)\\r\\n\n"
                              "S: * 8 FETCH (UID 8 BODY[] {500000}\n"
                              "literal 500000\n"
                              "S: )\n"
                              "S: <a> OK x\n"
                              "S: <b> OK x\nS: <c> OK x\n"
                              "C: <a> NOOP\nS: <a> OK x\neof\n");
  g_assert_true (loft_imap_session_fetch (fixture.session, uids, LOFT_IMAP_FETCH_BODY, 0, 1,
                                          1000000, take_one, &fixture, NULL, &error));
  g_assert_no_error (error);
  imap_fixture_assert_log (&fixture, "9:data=abc;");
  g_assert_true (loft_imap_session_noop (fixture.session, NULL, &error));
}

/* --- Limits ------------------------------------------------------------------------------- */

static const struct {
  const char *name;
  const char *answer;
  gsize max_body;
  int code; /* -1: fine */
} limits[] = {
  { "as-long-as-allowed", "S: * 1 FETCH (UID 4 BODY[] {1000}\nliteral 1000\nS: )\nS: <a> OK\n",
    1000, -1 },
  { "one-too-many", "S: * 1 FETCH (UID 4 BODY[] {1001}\n", 1000, LOFT_ERROR_LIMIT },
  { "three-gigabytes", "S: * 1 FETCH (UID 4 BODY[] {3221225472}\n", 200 << 20, LOFT_ERROR_LIMIT },
  { "four-gigabytes", "S: * 1 FETCH (UID 4 BODY[] {4294967296}\n", 200 << 20, LOFT_ERROR_LIMIT },
  { "two-to-the-64", "S: * 1 FETCH (UID 4 BODY[] {18446744073709551615}\n", 200 << 20,
    LOFT_ERROR_PROTOCOL },
  { "no-number-fits", "S: * 1 FETCH (UID 4 BODY[] {99999999999999999999999}\n", G_MAXSIZE,
    LOFT_ERROR_PROTOCOL },
  { "negative", "S: * 1 FETCH (UID 4 BODY[] {-1}\n", 1000, LOFT_ERROR_PROTOCOL },
  { "elsewhere", "S: * 1 FETCH (UID 4 ENVELOPE ({1048577}\n", 200 << 20, LOFT_ERROR_LIMIT },
  { "in-a-list", "S: * LIST () \"/\" {1048577}\n", 200 << 20, LOFT_ERROR_LIMIT },
  { "two-bodies",
    "S: * 1 FETCH (UID 4 BODY[] {600}\nliteral 600\nS:  BODY[] {600}\n", 1000, LOFT_ERROR_LIMIT },
  { "closed-within",
    "S: * 1 FETCH (UID 4 BODY[] {1000}\nliteral 500\nclose\n", 1000, LOFT_ERROR_TEMPORARY },
  { "bye-within-is-data",
    "S: * 1 FETCH (UID 4 BODY[] {9}\nraw * BYE x\\r\\n\nS: )\nS: <a> OK\n", 1000, -1 },
  { "nested-100", "raw * 1 FETCH (UID 4 X ((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
                  "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((\\r\\n\n",
    1000, LOFT_ERROR_PROTOCOL },
};

static void
test_limit (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *script = g_strconcat (OPEN "C: <a> UID FETCH *\n", limits[i].answer,
                                         limits[i].code < 0 ? "eof\n" : "", NULL);
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("4", -1, 0);
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init_selected (&fixture, script);
  loft_imap_session_fetch (fixture.session, uids, LOFT_IMAP_FETCH_BODY, 0, 10, limits[i].max_body,
                           imap_fixture_take_fetch, &fixture, NULL, &error);
  if (limits[i].code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, LOFT_ERROR, limits[i].code);
  g_assert_cmpint (loft_imap_session_is_connected (fixture.session), ==, limits[i].code < 0);
}

static gboolean
check_rows (const LoftImapFetch *fetch, gpointer user_data)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (fetch->data, &length);

  for (gsize i = 0; i < length; i++)
    g_assert_cmpint (data[i], ==, i % 78 == 76 ? '\r' : i % 78 == 77 ? '\n' : 'x');
  *(gsize *) user_data = length;
  return TRUE;
}

/* The steps in which memory grows leave no seam. */
static void
test_sizes (void)
{
  static const gsize sizes[] = { 1, 65535, 65536, 65537, 131072, 200000, 3000001 };
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("4", -1, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *script = g_strdup_printf (OPEN "C: <a> UID FETCH *\n"
                                                      "S: * 1 FETCH (BODY[] {%" G_GSIZE_FORMAT "}\n"
                                                      "literal %" G_GSIZE_FORMAT "\n"
                                                      "S:  UID 4)\nS: <a> OK x\neof\n",
                                                 sizes[i], sizes[i]);
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (GError) error = NULL;
      gsize length = 0;

      imap_fixture_init_selected (&fixture, script);
      g_assert_true (loft_imap_session_fetch (fixture.session, uids, LOFT_IMAP_FETCH_BODY, 0, 10,
                                              10000000, check_rows, &length, NULL, &error));
      g_assert_cmpuint (length, ==, sizes[i]);
    }
}

/* --- Memory ------------------------------------------------------------------------------- */

typedef struct {
  ImapFixture fixture;
  GError *error;
} Announced;

static gpointer
fetch_announced (gpointer data)
{
  Announced *announced = data;
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("4", -1, 0);

  loft_imap_session_fetch (announced->fixture.session, uids, LOFT_IMAP_FETCH_BODY, 0, 10,
                           (gsize) 1 << 30, imap_fixture_take_fetch, &announced->fixture, NULL,
                           &announced->error);
  return NULL;
}

/* The most address space this process ever had: also what was asked for and never touched. */
static guint64
peak_kilobytes (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, "VmPeak:");
  g_assert_nonnull (line);
  return g_ascii_strtoull (line + strlen ("VmPeak:"), NULL, 10);
}

/* A gigabyte is announced and 100 bytes come: no more than 64 MiB may be taken. The thread that
 * is started takes some address space, so it is started before the first look. */
static void
test_announced_memory (void)
{
  Announced announced = { { NULL }, NULL };
  GThread *thread;
  guint64 before;

  imap_fixture_init_selected (&announced.fixture,
                              OPEN
                              "C: <a> UID FETCH *\n"
                              "pause\n"
                              "S: * 1 FETCH (UID 4 BODY[] {1073741824}\n"
                              "literal 100\n"
                              "close\n");
  thread = g_thread_new ("fetch", fetch_announced, &announced);
  loft_script_server_wait_paused (announced.fixture.server);
  before = peak_kilobytes ();
  loft_script_server_resume (announced.fixture.server);
  g_thread_join (thread);
  g_assert_cmpuint (peak_kilobytes () - before, <, 64 * 1024);
  g_assert_error (announced.error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_clear_error (&announced.error);
  imap_fixture_clear (&announced.fixture);
}

/* 100,000 small literals in one response, and 20,000 responses: no time to speak of. */
static void
test_linear (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (LoftImapUidSet) uids = loft_imap_uid_set_parse ("1:20000", -1, 0);
  g_autoptr (GError) error = NULL;
  clock_t start = clock (); /* of this process: what others do is no matter */

  imap_fixture_init_selected (&fixture,
                              OPEN
                              "C: <a> UID FETCH *\n"
                              "raw * 1 FETCH (UID 4\n"
                              "repeat 100000\n"
                              "raw  X {1}\\r\\ny\n"
                              "end\n"
                              "S: )\n"
                              "repeat 20000\n"
                              "S: * <i> FETCH (UID <i> FLAGS (\\Seen) RFC822.SIZE 100)\n"
                              "end\n"
                              "S: <a> OK x\neof\n");
  g_assert_true (loft_imap_session_fetch (fixture.session, uids, LOFT_IMAP_FETCH_FLAGS, 0, 50000, 0,
                                          imap_fixture_take_fetch, &fixture, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (clock () - start, <, 10 * CLOCKS_PER_SEC);
}

/* --- Ranges ------------------------------------------------------------------------------- */

static const struct {
  const char *name;
  const char *answer;
  const char *expected; /* NULL: gone */
} ranges[] = {
  { "piece", "raw * 1 FETCH (UID 4 BODY[]<10> {3}\\r\\nabc)\\r\\n\n", "abc" },
  { "quoted", "S: * 1 FETCH (BODY[]<10> \"abc\" UID 4)\n", "abc" },
  { "end", "raw * 1 FETCH (UID 4 BODY[]<10> \"\")\\r\\n\n", "" },
  { "end-from-zero", "raw * 1 FETCH (UID 4 BODY[]<0> \"\")\\r\\n\n", "" },
  { "other-origin", "raw * 1 FETCH (UID 4 BODY[]<0> {3}\\r\\nabc)\\r\\n\n", NULL },
  { "whole-body", "raw * 1 FETCH (UID 4 BODY[] {16}\\r\\n0123456789abcdef)\\r\\n\n", "abcde" },
  { "whole-body-too-short", "raw * 1 FETCH (UID 4 BODY[] {3}\\r\\n012)\\r\\n\n", "" },
  { "other-message", "raw * 1 FETCH (UID 5 BODY[]<10> {3}\\r\\nabc)\\r\\n\n", NULL },
  { "nil", "S: * 1 FETCH (UID 4 BODY[]<10> NIL)\n", NULL },
  { "nothing", "", NULL },
};

static void
test_range (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *script = g_strconcat (OPEN "C: <a> UID FETCH 4 (UID BODY.PEEK[]<10.5>)\n",
                                         ranges[i].answer, "S: <a> OK x\neof\n", NULL);
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GBytes) piece = NULL;
  g_autoptr (GError) error = NULL;

  imap_fixture_init_selected (&fixture, script);
  piece = loft_imap_session_fetch_range (fixture.session, 4, 10, 5, NULL, &error);
  if (ranges[i].expected == NULL)
    {
      g_assert_null (piece);
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (piece, NULL), g_bytes_get_size (piece), ranges[i].expected,
                   strlen (ranges[i].expected));
}

#define RANGE(tag, offset) "C: <" tag "> UID FETCH 4 (UID BODY.PEEK[]<" offset ".3>)\n"
#define PIECE(offset, text, length)                                                               \
  "raw * 1 FETCH (UID 4 BODY[]<" offset "> {" length "}\\r\\n" text ")\\r\\n\n"

static const struct {
  const char *name;
  guint n;
  guint wanted; /* then func says that it is enough */
  const char *dialogue;
  const char *expected; /* what is told, each piece with a bar behind it; NULL: LOFT_ERROR_GONE */
} pieces[] = {
  { "in-flight", 4, 9,
    RANGE ("a", "0") RANGE ("b", "3") RANGE ("c", "6") PIECE ("0", "abc", "3") "S: <a> OK x\n"
    RANGE ("d", "9") PIECE ("3", "def", "3") "S: <b> OK x\n" PIECE ("6", "ghi", "3")
    "S: <c> OK x\n" PIECE ("9", "j", "1") "S: <d> OK x\n",
    "abc|def|ghi|j|" },
  { "ends-early", 5, 9,
    RANGE ("a", "0") RANGE ("b", "3") RANGE ("c", "6") PIECE ("0", "ab", "2") "S: <a> OK x\n"
    PIECE ("3", "", "0") "S: <b> OK x\n" PIECE ("6", "", "0") "S: <c> OK x\n",
    "ab|" },
  { "out-of-order", 3, 9,
    RANGE ("a", "0") RANGE ("b", "3") RANGE ("c", "6") PIECE ("3", "def", "3")
    PIECE ("0", "abc", "3") PIECE ("6", "ghi", "3")
    "S: <a> OK x\nS: <b> OK x\nS: <c> OK x\n",
    "abc|" },
  { "twice", 2, 9,
    RANGE ("a", "0") RANGE ("b", "3") PIECE ("0", "abc", "3") PIECE ("0", "xyz", "3")
    "S: <a> OK x\n" PIECE ("3", "de", "2") "S: <b> OK x\n",
    "abc|de|" },
  { "enough", 5, 1,
    RANGE ("a", "0") RANGE ("b", "3") RANGE ("c", "6") PIECE ("0", "abc", "3") "S: <a> OK x\n"
    PIECE ("3", "def", "3") "S: <b> OK x\n" PIECE ("6", "ghi", "3") "S: <c> OK x\n",
    "abc|" },
  { "gone", 2, 9,
    RANGE ("a", "0") RANGE ("b", "3") "S: <a> OK x\nS: <b> OK x\n", NULL },
};

typedef struct {
  GString *told;
  guint wanted;
} PieceTest;

static gboolean
on_range (GBytes *data, gpointer user_data)
{
  PieceTest *test = user_data;

  g_string_append_len (test->told, g_bytes_get_data (data, NULL), (gssize) g_bytes_get_size (data));
  g_string_append_c (test->told, '|');
  return --test->wanted > 0;
}

static void
test_pieces (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *script = g_strconcat (OPEN, pieces[i].dialogue, "eof\n", NULL);
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  PieceTest test = { told, pieces[i].wanted };
  gboolean ok;

  imap_fixture_init_selected (&fixture, script);
  ok = loft_imap_session_fetch_ranges (fixture.session, 4, 0, 3, pieces[i].n, on_range, &test,
                                       NULL, &error);
  if (pieces[i].expected == NULL)
    {
      g_assert_false (ok);
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
      return;
    }
  g_assert_no_error (error);
  g_assert_true (ok);
  g_assert_cmpstr (told->str, ==, pieces[i].expected);
}

static void
add_numbered (const char *group, const char *name, gsize i, GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/imap/fetch/%s/%s", group, name);

  g_test_add_data_func (path, GSIZE_TO_POINTER (i), func);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    add_numbered ("rows", rows[i].name, i, test_row);
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    add_numbered ("limits", limits[i].name, i, test_limit);
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    add_numbered ("ranges", ranges[i].name, i, test_range);
  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    add_numbered ("pieces", pieces[i].name, i, test_pieces);
  g_test_add_func ("/imap/fetch/stop", test_stop);
  g_test_add_func ("/imap/fetch/sizes", test_sizes);
  g_test_add_func ("/imap/fetch/announced-memory", test_announced_memory);
  g_test_add_func ("/imap/fetch/linear", test_linear);
  return g_test_run ();
}
