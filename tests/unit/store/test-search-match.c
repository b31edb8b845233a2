/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "loft-search-match.h"

#define EVERY "subject : \"" LOFT_SEARCH_EVERY_WORD "\""

static char *
match_of (const char *text)
{
  g_autoptr (LoftSearchQuery) query = loft_search_query_parse (text);

  return loft_search_match_new (query, NULL);
}

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
    { "a OR is:unread b", "(\"b\")" },
    { "is:unread OR a", NULL },
    { "a AND b", "(\"a\") AND (\"b\")" },
    { "from:eva", "(sender : \"eva\")" },
    { "FROM:Eva", "(sender : \"eva\")" },
    { "from:\"Eva Adler\"", "(sender : \"eva adler\")" },
    { "from: eva", "(\"eva\")" },
    { "from:", NULL },
    { "before: a", "(\"a\")" },
    { "from:bob OR is:unread", NULL },
    { "plan from:bob OR is:unread", "(\"plan\")" },
    { "-plan -from:bob is:unread", "(" EVERY ") NOT (\"plan\" OR sender : \"bob\")" },
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
    { "in:", NULL },
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
      g_autofree char *match = match_of (table[i].text);

      if (g_strcmp0 (match, table[i].match) != 0)
        g_test_message ("query: %s", table[i].text);
      g_assert_cmpstr (match, ==, table[i].match);
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
  g_autofree char *match = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "x OR -y z* ");
  match = match_of (text->str);
  g_assert_cmpuint (count_words (match), <=, 128);
  g_free (match);

  g_string_truncate (text, 0);
  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, "東");
  match = match_of (text->str);
  g_assert_cmpuint (strlen (match), <, 20000);
}

/* Cut at every byte, also within characters, a query still is one. */
static void
test_every_truncation (void)
{
  static const char text[] =
    "from:\"Eva Ådler\"* OR -東京 before:2024-01-01 larger:5M -in:Trash \"x";

  for (gsize length = 0; length < sizeof text; length++)
    {
      g_autofree char *cut = g_strndup (text, length);
      g_autofree char *match = match_of (cut);

      g_assert_true (match == NULL || g_utf8_validate (match, -1, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search-match/match", test_match);
  g_test_add_func ("/search-match/limits", test_limits);
  g_test_add_func ("/search-match/every-truncation", test_every_truncation);
  return g_test_run ();
}
