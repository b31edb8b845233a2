/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "loft-clock.h"
#include "loft-search-query.h"

#define EVERY "subject : \"" LOFT_SEARCH_EVERY_WORD "\""

static void
test_match (void)
{
  static const struct {
    const char *text;
    const char *match;
  } table[] = {
    { "", NULL },
    { "   \t\n", NULL },
    { "word", "(\"word\")" },
    { "Two Words", "(\"two\") AND (\"words\")" },
    { "\"Two Words\"", "(\"two words\")" },
    { "“Two Words”", "(\"two words\")" },
    { "„Zwei Wörter“", "(\"zwei worter\")" },
    { "«deux mots»", "(\"deux mots\")" },
    { "\"never closed", "(\"never closed\")" },
    { "a\"b c\"d", "(\"a\") AND (\"b c\") AND (\"d\")" },
    { "word*", "(\"word\" *)" },
    { "\"two words\"*", "(\"two words\" *)" },
    { "*", NULL },
    { "w*rd", "(\"w rd\")" },
    { "-word", "(" EVERY ") NOT (\"word\")" },
    { "a -b", "((\"a\")) NOT (\"b\")" },
    { "a -b -\"c d\"", "((\"a\")) NOT (\"b\" OR \"c d\")" },
    { "-", NULL },
    { "--", NULL },
    { "--option", "(\"option\")" },
    { "- a", "(\"a\")" },
    { "a-b", "(\"a b\")" },
    { "a OR b", "(\"a\" OR \"b\")" },
    { "a b OR c d", "(\"a\") AND (\"b\" OR \"c\") AND (\"d\")" },
    { "a OR b OR c", "(\"a\" OR \"b\" OR \"c\")" },
    { "a OR -b", "(\"a\" OR (" EVERY " NOT \"b\"))" },
    { "OR", NULL },
    { "OR a", "(\"a\")" },
    { "a OR", "(\"a\")" },
    { "a OR OR b", "(\"a\" OR \"b\")" },
    { "a or b", "(\"a\") AND (\"or\") AND (\"b\")" },
    { "\"OR\"", "(\"or\")" },
    { "a OR is:unread b", "(\"a\") AND (\"b\")" },
    { "is:unread OR a", "(\"a\")" },
    { "a AND b", "(\"a\") AND (\"b\")" },
    { "from:eva", "(sender : \"eva\")" },
    { "FROM:Eva", "(sender : \"eva\")" },
    { "from:\"Eva Adler\"", "(sender : \"eva adler\")" },
    { "from: eva", "(\"eva\")" },
    { "from:", NULL },
    { "from:eva@example.org", "(sender : \"eva example org\")" },
    { "to:eva", "(recipients : \"eva\")" },
    { "cc:eva", "(recipients : \"eva\")" },
    { "subject:re*", "(subject : \"re\" *)" },
    { "-body:x", "(" EVERY ") NOT (body : \"x\")" },
    { "filename:a.pdf", "(attachments : \"a pdf\")" },
    { "unknown:word", "(\"unknown word\")" },
    { "http://example.org/?a=b", "(\"http example org a b\")" },
    { "before:whenever", "(\"before whenever\")" },
    { "larger:than", "(\"larger than\")" },
    { "is:nothing", "(\"is nothing\")" },
    { "has:it", "(\"has it\")" },
    { "in:", "(\"in\")" },
    { "東京", "(\"東 京\")" },
    { "東京都 会議", "(\"東 京 都\") AND (\"会 議\")" },
    { "東京*", "(\"東 京\" *)" },
    { "Größe", "(\"grosse\")" },
    { "Crème", "(\"creme\")" },
    { "!!! ??? \xf0\x9f\x8e\x89", NULL },
    { "a!b", "(\"a b\")" },
    { "\") OR (\"", "(\"or\")" },
    { "a) NOT (b", "(\"a\") AND (\"not\") AND (\"b\")" },
    { "NEAR(a b)", "(\"near a\") AND (\"b\")" },
    { "{subject} : x", "(\"subject\") AND (\"x\")" },
    { "^a + b", "(\"a\") AND (\"b\")" },
    { LOFT_SEARCH_EVERY_WORD, NULL },
    { "\xff\xfe word", "(\"word\")" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (LoftSearchQuery) query = loft_search_query_parse (table[i].text);

      if (g_strcmp0 (loft_search_query_get_match (query), table[i].match) != 0)
        g_test_message ("query: %s", table[i].text);
      g_assert_cmpstr (loft_search_query_get_match (query), ==, table[i].match);
    }
}

static void
test_flags (void)
{
  static const struct {
    const char *text;
    LoftFlags with;
    LoftFlags without;
  } table[] = {
    { "is:unread", 0, LOFT_FLAG_SEEN },
    { "is:read", LOFT_FLAG_SEEN, 0 },
    { "IS:Read", LOFT_FLAG_SEEN, 0 },
    { "-is:unread", LOFT_FLAG_SEEN, 0 },
    { "-is:read", 0, LOFT_FLAG_SEEN },
    { "is:flagged is:answered", LOFT_FLAG_FLAGGED | LOFT_FLAG_ANSWERED, 0 },
    { "is:draft -is:flagged", LOFT_FLAG_DRAFT, LOFT_FLAG_FLAGGED },
    { "is:unflagged is:unanswered", 0, LOFT_FLAG_FLAGGED | LOFT_FLAG_ANSWERED },
    { "is:forwarded", LOFT_FLAG_FORWARDED, 0 },
    { "is:\"unread\"", 0, LOFT_FLAG_SEEN },
    { "\"is:unread\"", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (LoftSearchQuery) query = loft_search_query_parse (table[i].text);
      const LoftSearchConditions *conditions = loft_search_query_get_conditions (query);

      g_assert_cmpuint (conditions->with_flags, ==, table[i].with);
      g_assert_cmpuint (conditions->without_flags, ==, table[i].without);
    }
}

static void
test_folder_and_attachment (void)
{
  g_autoptr (LoftSearchQuery) query = loft_search_query_parse (
      "in:\"Work/Old Plans\" -in:Trash has:attachment -has:attachments plan");
  const LoftSearchConditions *conditions = loft_search_query_get_conditions (query);

  g_assert_cmpstr (conditions->folder_path, ==, "Work/Old Plans");
  g_assert_cmpstr (conditions->except_folder_path, ==, "Trash");
  g_assert_true (conditions->has_attachment);
  g_assert_true (conditions->without_attachment);
  g_assert_cmpstr (loft_search_query_get_match (query), ==, "(\"plan\")");
}

/* The tests run in UTC. */
static void
test_dates (void)
{
  static const struct {
    const char *text;
    gint64 before;
    gint64 after;
  } table[] = {
    { "after:2024", 0, 1704067200 },
    { "after:2024-03", 0, 1709251200 },
    { "after:2024-03-31", 0, 1711843200 },
    { "after:2024/3/31", 0, 1711843200 },
    { "before:2024-03-31", 1711843200, 0 },
    { "-before:2024-03-31", 0, 1711843200 },
    { "-after:2024-03-31", 1711843200, 0 },
    { "after:2024-01 before:2024-02", 1706745600, 1704067200 },
    { "after:2024-01 after:2024-03 after:2024-02", 0, 1709251200 },
    { "before:2024-03 before:2024-01", 1704067200, 0 },
    { "after:today", 0, 1718409600 },
    { "after:Yesterday", 0, 1718323200 },
    { "after:7d", 0, 1717804800 },
    { "after:2w", 0, 1717200000 },
    { "after:3m", 0, 1710460800 },
    { "before:1y", 1686787200, 0 },
    { "before:1970-01-01", -1, 0 },
    { "after:2024-02-30", 0, 0 },
    { "after:2024-13", 0, 0 },
    { "after:99999", 0, 0 },
    { "after:0", 0, 0 },
    { "after:2024-", 0, 0 },
    { "after:2024-01-01-01", 0, 0 },
    { "after:-5d", 0, 0 },
    { "after:99999999999999999999d", 0, 0 },
    { "after:9999y", 0, 0 },
    { "after:d", 0, 0 },
    { "after:7days", 0, 0 },
  };

  loft_clock_set_for_test (1718450000); /* 2024-06-15 11:13:20 */
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (LoftSearchQuery) query = loft_search_query_parse (table[i].text);
      const LoftSearchConditions *conditions = loft_search_query_get_conditions (query);

      g_test_message ("%s", table[i].text);
      g_assert_cmpint (conditions->before, ==, table[i].before);
      g_assert_cmpint (conditions->after, ==, table[i].after);
      g_assert_cmpint (loft_search_query_get_match (query) == NULL, ==,
                       table[i].before != 0 || table[i].after != 0);
    }
  loft_clock_set_for_test (0);
}

static void
test_sizes (void)
{
  static const struct {
    const char *text;
    guint64 larger;
    guint64 smaller;
  } table[] = {
    { "larger:5000", 5000, 0 },
    { "larger:5k", 5000, 0 },
    { "larger:1.5MB", 1500000, 0 },
    { "smaller:2g", 0, 2000000000 },
    { "larger:1M smaller:2M", 1000000, 2000000 },
    { "larger:1M larger:2M", 2000000, 0 },
    { "smaller:1M smaller:2M", 0, 1000000 },
    { "-larger:10", 0, 11 },
    { "-smaller:10", 9, 0 },
    { "smaller:0", 0, 1 },
    { "larger:1e99", G_GUINT64_CONSTANT (1000000000000000000), 0 },
    { "larger:", 0, 0 },
    { "larger:-5", 0, 0 },
    { "larger:5x", 0, 0 },
    { "larger:nan", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (LoftSearchQuery) query = loft_search_query_parse (table[i].text);
      const LoftSearchConditions *conditions = loft_search_query_get_conditions (query);

      g_test_message ("%s", table[i].text);
      g_assert_cmpuint (conditions->larger, ==, table[i].larger);
      g_assert_cmpuint (conditions->smaller, ==, table[i].smaller);
    }
}

static guint
count_words (const char *match)
{
  guint quotes = 0;

  for (const char *p = match; *p != '\0'; p++)
    quotes += *p == '"';
  return quotes / 2;
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (LoftSearchQuery) query = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "x OR -y z* ");
  query = loft_search_query_parse (text->str);
  g_assert_cmpuint (count_words (loft_search_query_get_match (query)), <=, 128);
  loft_search_query_free (g_steal_pointer (&query));

  g_string_truncate (text, 0);
  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, "東");
  query = loft_search_query_parse (text->str);
  g_assert_cmpuint (strlen (loft_search_query_get_match (query)), <, 20000);
}

/* Cut at every byte, also within characters, a query still is one. */
static void
test_every_truncation (void)
{
  static const char text[] = "from:\"Eva Ådler\"* OR -東京 before:2024-01-01 larger:5M -in:Trash \"x";

  for (gsize length = 0; length < sizeof text; length++)
    {
      g_autofree char *cut = g_strndup (text, length);
      g_autoptr (LoftSearchQuery) query = loft_search_query_parse (cut);
      const char *match = loft_search_query_get_match (query);

      g_assert_true (match == NULL || g_utf8_validate (match, -1, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search-query/match", test_match);
  g_test_add_func ("/search-query/flags", test_flags);
  g_test_add_func ("/search-query/folder-and-attachment", test_folder_and_attachment);
  g_test_add_func ("/search-query/dates", test_dates);
  g_test_add_func ("/search-query/sizes", test_sizes);
  g_test_add_func ("/search-query/limits", test_limits);
  g_test_add_func ("/search-query/every-truncation", test_every_truncation);
  return g_test_run ();
}
