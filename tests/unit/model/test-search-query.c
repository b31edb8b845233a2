/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "loft-clock.h"
#include "loft-search-query.h"

/* Terms as "[-]field=value", with + before those joined to the one before; then the problems. */
static char *
describe (const char *text)
{
  g_autoptr (LoftSearchQuery) query = loft_search_query_parse (text);
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < loft_search_query_get_n_terms (query); i++)
    {
      const LoftSearchTerm *term = loft_search_query_get_term (query, i);

      g_string_append_printf (all, "%s%s%s%s=", all->len > 0 ? " " : "", term->joined ? "+" : "",
                              term->negated ? "-" : "", loft_search_field_to_name (term->field));
      if (loft_search_field_is_text (term->field))
        g_string_append_printf (all, "%s%s", term->phrase, term->prefix ? "*" : "");
      else if (term->field == LOFT_SEARCH_IS)
        g_string_append_printf (all, "%s%x", term->flag_is_set ? "" : "!", term->flag);
      else if (term->field == LOFT_SEARCH_BEFORE || term->field == LOFT_SEARCH_AFTER)
        g_string_append_printf (all, "%" G_GINT64_FORMAT, term->date);
      else if (term->field == LOFT_SEARCH_LARGER || term->field == LOFT_SEARCH_SMALLER)
        g_string_append_printf (all, "%" G_GUINT64_FORMAT, term->size);
      else
        g_string_append (all, term->text);
    }
  for (guint i = 0; i < loft_search_query_get_n_problems (query); i++)
    {
      const LoftSearchProblem *problem = loft_search_query_get_problem (query, i);

      g_string_append_printf (all, " ?%s=%s", loft_search_field_to_name (problem->field),
                              problem->text);
    }
  return g_string_free (all, FALSE);
}

typedef struct {
  const char *text;
  const char *expected;
} Row;

static void
check_rows (const Row *rows, guint n_rows)
{
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *found = describe (rows[i].text);

      if (g_strcmp0 (found, rows[i].expected) != 0)
        g_test_message ("query: %s", rows[i].text);
      g_assert_cmpstr (found, ==, rows[i].expected);
    }
}

static void
test_terms (void)
{
  static const Row rows[] = {
    { "", "" },
    { "a b", "=a =b" },
    { "a OR b c", "=a +=b =c" },
    { "a OR is:unread OR -has:attachment", "=a +is=!1 +-has=attachment" },
    { "is:unread OR a", "is=!1 +=a" },
    { "-is:read", "-is=1" },
    { "IS:Flagged is:unanswered is:\"draft\"", "is=4 is=!2 is=8" },
    { "\"is:unread\"", "=is unread" },
    { "in:\"Work/Old Plans\" -in:Trash", "in=Work/Old Plans -in=Trash" },
    { "from:eva* subject:\"two words\"", "from=eva* subject=two words" },
    { "cc:eva", "to=eva" },
    { "from: is: in: before: larger:", "" },
    { "is:nothing", "=is nothing ?is=nothing" },
    { "has:it x", "=has it =x ?has=it" },
    { "before:someday larger:than", "=before someday =larger than ?before=someday ?larger=than" },
    { "before:???", "=before ?before=???" },
    { "foo:bar", "=foo bar" },
    { "東京", "=東 京" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

/* The tests run in UTC; now is 2024-06-15 11:13:20. */
static void
test_dates (void)
{
  static const Row rows[] = {
    { "after:2024", "after=1704067200" },
    { "after:2024-03", "after=1709251200" },
    { "after:2024-03-31", "after=1711843200" },
    { "after:2024/3/31", "after=1711843200" },
    { "before:2024-03-31T00:00Z", "before=1711843200" },
    { "before:2024-03-31T02:00:00+02:00", "before=1711843200" },
    { "before:2024-03-31T00:00:00", "before=1711843200" },
    { "-before:2024-03-31", "-before=1711843200" },
    { "after:today", "after=1718409600" },
    { "after:Yesterday", "after=1718323200" },
    { "after:7d", "after=1717804800" },
    { "after:2w", "after=1717200000" },
    { "after:3m", "after=1710460800" },
    { "before:1y", "before=1686787200" },
    { "before:1970-01-01", "before=0" },
    { "after:2024-02-30", "=after 2024 02 30 ?after=2024-02-30" },
    { "after:2024-13", "=after 2024 13 ?after=2024-13" },
    { "after:99999", "=after 99999 ?after=99999" },
    { "after:0", "=after 0 ?after=0" },
    { "after:2024-", "=after 2024 ?after=2024-" },
    { "after:2024-01-01-01", "=after 2024 01 01 01 ?after=2024-01-01-01" },
    { "after:2024-01-01T", "=after 2024 01 01t ?after=2024-01-01T" },
    { "after:-5d", "=after 5d ?after=-5d" },
    { "after:99999999999999999999d", "=after 99999999999999999999d ?after=99999999999999999999d" },
    { "after:9999y", "=after 9999y ?after=9999y" },
    { "after:d", "=after d ?after=d" },
    { "after:7days", "=after 7days ?after=7days" },
  };

  loft_clock_set_for_test (1718450000);
  check_rows (rows, G_N_ELEMENTS (rows));
  loft_clock_set_for_test (0);
}

static void
test_sizes (void)
{
  static const Row rows[] = {
    { "larger:5000", "larger=5000" },
    { "larger:5k", "larger=5000" },
    { "larger:1.5MB", "larger=1500000" },
    { "smaller:2g", "smaller=2000000000" },
    { "smaller:0", "smaller=0" },
    { "-larger:10", "-larger=10" },
    { "larger:1e99", "larger=1000000000000000000" },
    { "larger:-5", "=larger 5 ?larger=-5" },
    { "larger:5x", "=larger 5x ?larger=5x" },
    { "larger:nan", "=larger nan ?larger=nan" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

/* Where a term stands in what was typed. */
static void
test_places (void)
{
  static const char text[] = "  plan -from:\"Eva Ådler\"* OR is:unread";
  static const char *const words[] = { "plan", "-from:\"Eva Ådler\"*", "is:unread" };
  g_autoptr (LoftSearchQuery) query = loft_search_query_parse (text);

  g_assert_cmpuint (loft_search_query_get_n_terms (query), ==, G_N_ELEMENTS (words));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const LoftSearchTerm *term = loft_search_query_get_term (query, i);
      g_autofree char *word = g_strndup (text + term->start, term->end - term->start);

      g_assert_cmpstr (word, ==, words[i]);
    }
  g_assert_cmpuint (loft_search_query_group_end (query, 0), ==, 1);
  g_assert_cmpuint (loft_search_query_group_end (query, 1), ==, 3);
}

/* Whatever a value is, behind a field it is one term again. */
static void
test_quote (void)
{
  static const char *const values[] = {
    "eva", "Eva Adler", "", "a\"b", "“x” y", "from:x", "-x", "OR", "東京", "a\tb", "*", "x*",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *quoted = loft_search_query_quote (values[i]);
      g_autofree char *text = g_strconcat ("in:", quoted, " z", NULL);
      g_autoptr (LoftSearchQuery) query = loft_search_query_parse (text);
      guint n_terms = loft_search_query_get_n_terms (query);

      g_test_message ("%s", text);
      g_assert_cmpuint (n_terms, ==, values[i][0] == '\0' ? 1 : 2);
      g_assert_cmpstr (loft_search_query_get_term (query, n_terms - 1)->text, ==, "z");
    }
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
      g_autofree char *described = describe (cut);

      g_assert_true (g_utf8_validate (described, -1, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search-query/terms", test_terms);
  g_test_add_func ("/search-query/dates", test_dates);
  g_test_add_func ("/search-query/sizes", test_sizes);
  g_test_add_func ("/search-query/places", test_places);
  g_test_add_func ("/search-query/quote", test_quote);
  g_test_add_func ("/search-query/every-truncation", test_every_truncation);
  return g_test_run ();
}
