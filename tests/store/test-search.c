/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "loft-error.h"
#include "loft-page-checksum.h"
#include "loft-search-index.h"
#include "loft-search-match.h"
#include "loft-test-folder.h"
#include "loft-test-mailbox.h"
#include "loft-text.h"

typedef struct {
  LoftTestFolder *folder;
  char *path;
  LoftSearchIndex *index;
} Fixture;

static LoftSearchIndex *
open_index (const char *path, LoftDatabaseMode mode)
{
  g_autoptr (GError) error = NULL;
  LoftSearchIndex *index = loft_search_index_open (path, mode, &error);

  g_assert_no_error (error);
  return index;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = loft_test_folder_new ();
  fixture->path = loft_test_folder_file (fixture->folder, "search.db");
  fixture->index = open_index (fixture->path, LOFT_DATABASE_WRITE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loft_search_index_close (fixture->index);
  g_free (fixture->path);
  loft_test_folder_free (fixture->folder);
}

static void
begin (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  loft_search_index_begin (fixture->index, &error);
  g_assert_no_error (error);
}

static void
commit (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  loft_search_index_commit (fixture->index, &error);
  g_assert_no_error (error);
}

static char *
fold (const char *text)
{
  return text != NULL ? loft_text_fold (text, -1) : NULL;
}

static void
put_message (Fixture *fixture, const LoftTestMessage *message)
{
  g_autofree char *subject = fold (message->columns[LOFT_TEST_SUBJECT]);
  g_autofree char *sender = fold (message->columns[LOFT_TEST_SENDER]);
  g_autofree char *recipients = fold (message->columns[LOFT_TEST_RECIPIENTS]);
  g_autofree char *attachments = fold (message->columns[LOFT_TEST_ATTACHMENTS]);
  g_autofree char *body = fold (message->columns[LOFT_TEST_BODY]);
  g_autoptr (GError) error = NULL;

  loft_search_index_put (fixture->index, message->id, message->date, subject, sender, recipients,
                         attachments, body, &error);
  g_assert_no_error (error);
}

static void
put (Fixture *fixture, gint64 id, gint64 date, const char *subject, const char *body)
{
  const LoftTestMessage message = {
    .id = id,
    .date = date,
    .columns = { [LOFT_TEST_SUBJECT] = (char *) subject, [LOFT_TEST_BODY] = (char *) body },
  };

  put_message (fixture, &message);
}

static void
remove_message (Fixture *fixture, gint64 id)
{
  g_autoptr (GError) error = NULL;

  loft_search_index_remove (fixture->index, id, &error);
  g_assert_no_error (error);
}

static gboolean
collect (gint64 message_id, gpointer user_data)
{
  g_array_append_val ((GArray *) user_data, message_id);
  return TRUE;
}

static GArray *
search_in (LoftSearchIndex *index, const char *text)
{
  g_autoptr (LoftSearchQuery) query = loft_search_query_parse (text);
  g_autofree char *match = loft_search_match_new (query, NULL);
  g_autoptr (GError) error = NULL;
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_assert_nonnull (match);
  loft_search_index_match (index, match, G_MININT64, collect, ids, NULL, &error);
  g_assert_no_error (error);
  return ids;
}

static char *
list_ids (GArray *ids)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (list, i > 0 ? " %" G_GINT64_FORMAT : "%" G_GINT64_FORMAT,
                            g_array_index (ids, gint64, i));
  return g_string_free (list, FALSE);
}

static void
assert_hits (LoftSearchIndex *index, const char *text, const char *expected)
{
  g_autoptr (GArray) ids = search_in (index, text);
  g_autofree char *found = list_ids (ids);

  if (strcmp (found, expected) != 0)
    g_test_message ("query: %s", text);
  g_assert_cmpstr (found, ==, expected);
}

static gint64
query_int (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 value;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return value;
}

static void
test_queries (Fixture *fixture, gconstpointer data)
{
  static const LoftTestMessage messages[] = {
    { 1,
      1000,
      { "Quarterly report", "Eva Adler <eva@example.org>", "Team <team@example.net>", "numbers.pdf",
        "The plan stands. Größe und STRASSE." } },
    { 2,
      2000,
      { "東京の会議", "田中 <tanaka@example.jp>", "eva@example.org", "",
        "来週の東京都の会議について" } },
    { 3,
      3000,
      { "Re: plan", "Bob <bob@example.net>", "Eva Adler <eva@example.org>", "Größe.png",
        "No objection to the report; see foo_bar-baz and C++." } },
    { 4,
      4000,
      { "Žluťoučký kůň", "Ève Ångström <eve@sub.example.org>", "", "",
        "Crème brûlée. Москва и Ёлка. don't" } },
    { 5, 5000, { "Only headers report", "Bob <bob@example.net>", "", "", NULL } },
  };
  static const struct {
    const char *query;
    const char *expected;
  } table[] = {
    { "report", "5 3 1" },
    { "REPORT", "5 3 1" },
    { "report plan", "3 1" },
    { "\"quarterly report\"", "1" },
    { "\"report quarterly\"", "" },
    { "\"quarterly report", "1" },
    { "report -plan", "5" },
    { "-report", "4 2" },
    { "-report -eva", "4" },
    { "-\"quarterly report\" report", "5 3" },
    { "from:eva", "1" },
    { "from:\"Eva Adler\"", "1" },
    { "from:\"Adler example\"", "" },
    { "to:eva", "3 2" },
    { "-from:bob report", "1" },
    { "eva@example.org", "3 2 1" },
    { "example.org", "4 3 2 1" },
    { "from:example.org", "4 1" },
    { "sub.example.org", "4" },
    { "repo*", "5 3 1" },
    { "ex*", "5 4 3 2 1" },
    { "\"quarterly re\"*", "1" },
    { "subject:report", "5 1" },
    { "body:report", "3" },
    { "filename:numbers", "1" },
    { "filename:numbers.pdf", "1" },
    { "filename:größe", "3" },
    { "grosse", "3 1" },
    { "groesse", "" },
    { "größe", "3 1" },
    { "GROSSE", "3 1" },
    { "GRÖSSE", "3 1" },
    { "strasse", "1" },
    { "straße", "1" },
    { "zlutoucky kun", "4" },
    { "eve angstrom", "4" },
    { "creme", "4" },
    { "москва", "4" },
    { "елка", "4" },
    { "don't", "4" },
    { "東京", "2" },
    { "東京都", "2" },
    { "京東", "" },
    { "会議", "2" },
    { "議会", "" },
    { "東京*", "2" },
    { "田中", "2" },
    { "from:田", "2" },
    { "C++", "3" },
    { "foo_bar-baz", "3" },
    { "bar", "3" },
    { "numbers OR plan", "3 1" },
    { "eva numbers OR 東京", "2 1" },
    { "bob OR -report", "5 4 3 2" },
    { "nothing OR nowhere", "" },
    { "plan AND report", "3 1" },
    { "plan and report", "3" },
    { "NEAR(plan", "" },
    { "http://example.org", "" },
    { "foo:bar", "3" },
  };

  begin (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    put_message (fixture, &messages[i]);
  commit (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    assert_hits (fixture->index, table[i].query, table[i].expected);
}

static void
test_newest_first (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  put (fixture, 1, 3000000000, "word", "body");
  put (fixture, 2, 100, "word", NULL);
  put (fixture, 3, 1700000000, "word", "body");
  put (fixture, 4, 1700000001, "word", NULL);
  put (fixture, 5, -5000, "word", "body");
  put (fixture, 6, G_MAXINT64, "word", "body");
  put (fixture, 7, 1699999999, "word", "body");
  put (fixture, 8, 99, "word", "body");
  assert_hits (fixture->index, "word", "6 1 4 3 7 2 8 5");
  commit (fixture);
  assert_hits (fixture->index, "word", "6 1 4 3 7 2 8 5");
  assert_hits (fixture->index, "body:body", "6 1 3 7 8 5");
}

static void
test_extreme_dates (Fixture *fixture, gconstpointer data)
{
  static const gint64 dates[] = { G_MININT64, G_MAXINT64, 0, -1, G_MAXINT64 - 1, G_MININT64 + 1 };

  begin (fixture);
  for (guint i = 0; i < 600; i++)
    put (fixture, i + 1, dates[i % G_N_ELEMENTS (dates)], "word", i % 2 ? "body" : NULL);
  commit (fixture);
  {
    g_autoptr (GArray) ids = search_in (fixture->index, "word");

    g_assert_cmpuint (ids->len, ==, 600);
    for (guint i = 0; i < 200; i++)
      g_assert_cmpint (dates[(g_array_index (ids, gint64, i) - 1) % G_N_ELEMENTS (dates)], >, 0);
  }
}

/* A broken import gives all its messages one date; finding numbers for them must not be quadratic. */
static void
test_same_date (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  for (guint i = 0; i < 30000; i++)
    put (fixture, i + 1, 1700000000, "word", "body");
  put (fixture, 40000, 1800000000, "word", "body");
  put (fixture, 40001, 1600000000, "word", "body");
  commit (fixture);
  {
    g_autoptr (GArray) ids = search_in (fixture->index, "word");

    g_assert_cmpuint (ids->len, ==, 30002);
    g_assert_cmpint (g_array_index (ids, gint64, 0), ==, 40000);
    g_assert_cmpint (g_array_index (ids, gint64, 30001), ==, 40001);
  }
}

static void
test_header_then_body (Fixture *fixture, gconstpointer data)
{
  double dead = 1;
  guint64 live = 0;

  begin (fixture);
  for (guint i = 1; i <= 100; i++)
    put (fixture, i, 1000 * i, "subject", NULL);
  commit (fixture);
  g_assert_cmpint (query_int (fixture->path, "SELECT count (*) FROM header_text_data"), >, 2);

  begin (fixture);
  for (guint i = 1; i < 100; i++)
    put (fixture, i, 1000 * i, "subject", "body");
  commit (fixture);
  assert_hits (fixture->index, "subject -body", "100");
  g_assert_true (loft_search_index_get_state (fixture->index, &dead, &live, NULL));
  g_assert_cmpfloat (dead, ==, 0);
  g_assert_cmpuint (live, ==, 100);

  begin (fixture);
  put (fixture, 100, 999, "subject", "body");
  put (fixture, 1, 1000, "subject", NULL);
  commit (fixture);
  g_assert_cmpint (query_int (fixture->path, "SELECT count (*) FROM header_text_data"), ==, 2);
  g_assert_cmpint (query_int (fixture->path, "SELECT count (*) FROM document"), ==, 100);
  {
    g_autoptr (GArray) ids = search_in (fixture->index, "subject body");

    g_assert_cmpuint (ids->len, ==, 100);
    g_assert_cmpint (g_array_index (ids, gint64, 99), ==, 100);
  }
}

static void
test_dead_share (Fixture *fixture, gconstpointer data)
{
  double dead = 1;
  guint64 live = 0;

  g_assert_true (loft_search_index_get_state (fixture->index, &dead, &live, NULL));
  g_assert_cmpfloat (dead, ==, 0);
  g_assert_cmpuint (live, ==, 0);
  begin (fixture);
  for (guint i = 1; i <= 100; i++)
    put (fixture, i, 1000 * i, "subject", "body");
  for (guint i = 1; i <= 20; i++)
    remove_message (fixture, i);
  for (guint i = 21; i <= 25; i++)
    put (fixture, i, 1000 * i, "subject", "changed");
  for (guint i = 26; i <= 100; i++)
    put (fixture, i, 1000 * i, "subject", "body");
  commit (fixture);
  g_assert_true (loft_search_index_get_state (fixture->index, &dead, &live, NULL));
  g_assert_cmpfloat_with_epsilon (dead, 25.0 / 105, 1e-9);
  g_assert_cmpuint (live, ==, 80);
  assert_hits (fixture->index, "changed", "25 24 23 22 21");
}

static void
test_put_again_costs_nothing (Fixture *fixture, gconstpointer data)
{
  gint64 before;

  begin (fixture);
  put (fixture, 1, 1000, "subject", "body");
  put (fixture, 2, 1000, "subject", NULL);
  commit (fixture);
  before = query_int (fixture->path, "SELECT count (*) FROM full_text_data");
  begin (fixture);
  put (fixture, 1, 1000, "subject", "body");
  put (fixture, 1, 1000, "subject", NULL);
  put (fixture, 2, 1000, "subject", NULL);
  commit (fixture);
  g_assert_cmpint (query_int (fixture->path, "SELECT count (*) FROM full_text_data"), ==, before);
  g_assert_cmpint (query_int (fixture->path, "SELECT count (*) FROM document"), ==, 2);
}

static void
test_rollback (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  put (fixture, 1, 1000, "kept", "body");
  put (fixture, 2, 1000, "kept", NULL);
  commit (fixture);
  begin (fixture);
  put (fixture, 3, 1000, "kept", "body");
  put (fixture, 2, 1000, "kept", "body");
  remove_message (fixture, 1);
  loft_search_index_rollback (fixture->index);
  assert_hits (fixture->index, "kept -body", "2");
  assert_hits (fixture->index, "kept body", "1");
}

static gboolean
stop_at_three (gint64 message_id, gpointer user_data)
{
  return ++*(guint *) user_data < 3;
}

static gboolean
cancel_at_three (gint64 message_id, gpointer user_data)
{
  static guint n;

  if (++n == 3)
    g_cancellable_cancel (user_data);
  return TRUE;
}

static void
test_stop_and_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint n = 0;

  begin (fixture);
  for (guint i = 1; i <= 1000; i++)
    put (fixture, i, i, "word", i % 2 ? "body" : NULL);
  commit (fixture);
  g_assert_true (loft_search_index_match (fixture->index, "\"word\"", G_MININT64, stop_at_three, &n,
                                          NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 3);

  g_assert_false (loft_search_index_match (fixture->index, "\"word\"", G_MININT64, cancel_at_three,
                                           cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (loft_search_index_match (fixture->index, "\"word\"", G_MININT64, stop_at_three,
                                           &n, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_hits (fixture->index, "word -body nothing", "");
}

static void
test_bad_expression (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (
    loft_search_index_match (fixture->index, "AND \"", G_MININT64, collect, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
}

static void
test_reader_beside_writer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftSearchIndex) reader = open_index (fixture->path, LOFT_DATABASE_READ_ONLY);
  g_autofree char *finding = NULL;

  begin (fixture);
  put (fixture, 1, 1000, "word", "body");
  assert_hits (reader, "word", "");
  commit (fixture);
  assert_hits (reader, "word", "1");
  begin (fixture);
  remove_message (fixture, 1);
  assert_hits (reader, "word", "1");
  commit (fixture);
  assert_hits (reader, "word", "");
  finding = loft_search_index_check (reader, NULL, NULL);
  g_assert_null (finding);
}

/* Against a naive scan */

/* Returns the count of hits. */
static guint
compare_with_scan (Fixture *fixture, LoftTestMailbox *mailbox, GRand *rand)
{
  g_autoptr (LoftTestQuery) query = loft_test_query_new (rand);
  g_autoptr (GArray) ids = search_in (fixture->index, query->text);
  g_autoptr (GHashTable) expected = loft_test_mailbox_scan (mailbox, query);
  gint64 last = G_MAXINT64;

  if (ids->len != g_hash_table_size (expected))
    g_test_message ("query: %s", query->text);
  g_assert_cmpuint (ids->len, ==, g_hash_table_size (expected));
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      gint64 date = loft_test_mailbox_find (mailbox, id)->date;

      if (!g_hash_table_contains (expected, &id))
        g_test_message ("query: %s, wrong hit %" G_GINT64_FORMAT, query->text, id);
      g_assert_true (g_hash_table_contains (expected, &id));
      g_assert_cmpint (date, <=, last);
      last = date;
    }
  return ids->len;
}

static void
change_at_random (Fixture *fixture, LoftTestMailbox *mailbox, GRand *rand)
{
  const LoftTestMessage *message;

  switch (g_rand_int_range (rand, 0, 10))
    {
    case 0:
    case 1:
      message = loft_test_mailbox_pick (mailbox, rand);
      if (message != NULL)
        {
          remove_message (fixture, message->id);
          loft_test_mailbox_remove (mailbox, message->id);
        }
      break;
    case 2:
    case 3:
    case 4:
      message = loft_test_mailbox_complete (mailbox, rand);
      if (message != NULL)
        put_message (fixture, message);
      break;
    case 5:
      message = loft_test_mailbox_replace (mailbox, rand);
      if (message != NULL)
        put_message (fixture, message);
      break;
    default:
      put_message (fixture, loft_test_mailbox_add (mailbox, rand));
      break;
    }
}

static void
test_random (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autoptr (LoftTestMailbox) mailbox = loft_test_mailbox_new ();
  g_autofree char *finding = NULL;
  guint queries = 0;
  guint answered = 0;

  for (guint left = loft_test_count (3000); left > 0;)
    {
      begin (fixture);
      for (guint n = g_rand_int_range (rand, 1, 40); n > 0 && left > 0; n--, left--)
        change_at_random (fixture, mailbox, rand);
      commit (fixture);
      for (guint n = 0; n < 8; n++, queries++)
        answered += compare_with_scan (fixture, mailbox, rand) > 0;
    }
  g_test_message ("%u messages at the end, %u of %u queries with hits",
                  loft_test_mailbox_get_size (mailbox), answered, queries);
  g_assert_cmpuint (answered, >, queries / 4);
  finding = loft_search_index_check (fixture->index, NULL, NULL);
  g_assert_null (finding);
}

/* A text that was indexed by its headers and again with its body leaves words in the header table under
 * its number. When it is gone and taken out, the number is free for another message of that second:
 * what the first one said must not find it. */
static void
test_number_used_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *finding = NULL;
  guint n = 0;

  begin (fixture);
  put (fixture, 1, 5000, "secret plan", NULL);
  put (fixture, 2, 6000, "headers alone, so that the header table is not emptied", NULL);
  commit (fixture);
  begin (fixture);
  put (fixture, 1, 5000, "secret plan", "body");
  commit (fixture);
  begin (fixture);
  remove_message (fixture, 1);
  commit (fixture);
  loft_search_index_purge (fixture->index, 0, G_MAXINT, &n, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, >=, 1);
  begin (fixture);
  put (fixture, 3, 5000, "harmless", NULL);
  commit (fixture);
  assert_hits (fixture->index, "harmless", "3");
  assert_hits (fixture->index, "secret", "");
  assert_hits (fixture->index, "-harmless", "2");
  finding = loft_search_index_check (fixture->index, NULL, NULL);
  g_assert_null (finding);
}

/* Words of documents that are gone, as an independent reader of the vocabulary counts them. */
static gint64
count_stray_words (Fixture *fixture)
{
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 n;

  g_assert_cmpint (sqlite3_open_v2 (fixture->path, &handle, SQLITE_OPEN_READWRITE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle,
                                 "CREATE VIRTUAL TABLE temp.w USING fts5vocab"
                                 " (main, full_text, instance)",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_prepare_v2 (handle,
                      "SELECT count (*) FROM temp.w WHERE doc NOT IN (SELECT docid FROM document"
                      " WHERE has_body = 1 AND message_id IS NOT NULL)",
                      -1, &statement, NULL);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return n;
}

/* Between changes at random the dead are taken out, some or all: answers stay as they were, and of
 * those taken out no word is left. */
static void
test_purge (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);
  g_autoptr (LoftTestMailbox) mailbox = loft_test_mailbox_new ();
  g_autofree char *finding = NULL;
  g_autoptr (GError) error = NULL;
  guint purged = 0;
  guint n = 0;

  for (guint left = loft_test_count (1000); left > 0;)
    {
      begin (fixture);
      for (guint i = g_rand_int_range (rand, 1, 60); i > 0 && left > 0; i--, left--)
        change_at_random (fixture, mailbox, rand);
      commit (fixture);
      loft_search_index_purge (fixture->index, 0, (guint) g_rand_int_range (rand, 1, 40), &n, NULL,
                               &error);
      g_assert_no_error (error);
      purged += n;
      for (guint i = 0; i < 4; i++)
        compare_with_scan (fixture, mailbox, rand);
    }
  g_assert_cmpuint (purged, >, 0);
  loft_search_index_purge (fixture->index, 0, G_MAXINT, &n, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_stray_words (fixture), ==, 0);
  finding = loft_search_index_check (fixture->index, NULL, NULL);
  g_assert_null (finding);
  g_test_message ("%u taken out", purged + n);
}

/* Damage is an error or goes unnoticed, it never ends the program. */

static void
damage_file (const char *from, const char *to, GRand *rand)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  g_file_get_contents (from, &bytes, &length, &error);
  g_assert_no_error (error);
  for (guint n = g_rand_int_range (rand, 1, 60); n > 0; n--)
    bytes[g_rand_int_range (rand, 100, (gint32) length)] = g_rand_int_range (rand, 0, 256);
  if (g_rand_int_range (rand, 0, 5) == 0)
    length = g_rand_int_range (rand, 0, (gint32) length);
  g_file_set_contents (to, bytes, length, &error);
  g_assert_no_error (error);
}

static gboolean
use_damaged (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftSearchIndex) index = loft_search_index_open (path, LOFT_DATABASE_WRITE, &error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *finding = NULL;

  if (index == NULL)
    return FALSE;
  if (!loft_search_index_match (index, "\"e\" * NOT \"x\"", G_MININT64, collect, ids, NULL, &error))
    return FALSE;
  if (!loft_search_index_begin (index, &error) ||
      !loft_search_index_put (index, 5, 5, "subject", "", "", "", "body", &error) ||
      !loft_search_index_remove (index, 9, &error) || !loft_search_index_commit (index, &error))
    return FALSE;
  finding = loft_search_index_check (index, NULL, &error);
  return finding == NULL && error == NULL;
}

static void
test_damage (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);
  g_autoptr (LoftTestMailbox) mailbox = loft_test_mailbox_new ();
  g_autofree char *whole = loft_test_folder_file (fixture->folder, "whole.db");
  g_autofree char *copy = loft_test_folder_file (fixture->folder, "copy.db");
  g_autofree char *sql = g_strdup_printf ("VACUUM INTO '%s'", whole);
  guint noticed = 0;
  sqlite3 *handle = NULL;

  begin (fixture);
  for (guint i = 0; i < 400; i++)
    put_message (fixture, loft_test_mailbox_add (mailbox, rand));
  commit (fixture);
  g_assert_cmpint (sqlite3_open_v2 (fixture->path, &handle,
                                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);

  for (guint n = 0; n < 100; n++)
    {
      static const char *const suffixes[] = { "-wal", "-shm" };

      for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
        {
          g_autofree char *beside = g_strconcat (copy, suffixes[i], NULL);

          g_unlink (beside);
        }
      damage_file (whole, copy, rand);
      noticed += !use_damaged (copy);
    }
  g_test_message ("%u of 100 damages noticed", noticed);
  g_assert_cmpuint (noticed, >, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/search/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("queries", test_queries);
  ADD ("newest-first", test_newest_first);
  ADD ("extreme-dates", test_extreme_dates);
  ADD ("same-date", test_same_date);
  ADD ("header-then-body", test_header_then_body);
  ADD ("dead-share", test_dead_share);
  ADD ("put-again-costs-nothing", test_put_again_costs_nothing);
  ADD ("rollback", test_rollback);
  ADD ("stop-and-cancel", test_stop_and_cancel);
  ADD ("bad-expression", test_bad_expression);
  ADD ("reader-beside-writer", test_reader_beside_writer);
  ADD ("random", test_random);
  ADD ("number-used-again", test_number_used_again);
  ADD ("purge", test_purge);
  ADD ("damage", test_damage);
#undef ADD
  return g_test_run ();
}
