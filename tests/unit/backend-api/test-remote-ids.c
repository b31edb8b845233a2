/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "loft-remote-ids.h"

static char *
ranges_text (LoftRemoteIds *ids)
{
  GString *text = g_string_new (NULL);
  guint n_ranges;
  const LoftRemoteIdRange *ranges = loft_remote_ids_ranges (ids, &n_ranges);

  for (guint i = 0; i < n_ranges; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, i > 0 ? " " : "",
                            ranges[i].first, ranges[i].last);
  return g_string_free (text, FALSE);
}

static const struct {
  const char *ids; /* parted by spaces; "a:b" adds a range */
  const char *ranges;
  guint64 count;
} rows[] = {
  { "", "", 0 },
  { "1", "1-1", 1 },
  { "1 2 3", "1-3", 3 },
  { "3 2 1", "1-3", 3 },
  { "5 1 3", "1-1 3-3 5-5", 3 },
  { "1 1 1", "1-1", 1 },
  { "1:5 3:9", "1-9", 9 },
  { "3:9 1:5", "1-9", 9 },
  { "1:10 3:4 2", "1-10", 10 },
  { "9:1", "1-9", 9 },
  { "1:4294967295", "1-4294967295", 4294967295 },
  { "10 20 15 11 19", "10-11 15-15 19-20", 5 },
  { "1:3 5:7 4", "1-7", 7 },
  { "m1 m2 m1 7", "7-7", 3 },
  { "01 +1 1", "1-1", 3 },
  { "0 00", "0-0", 2 },
  { "999999999999999999 1000000000000000000", "999999999999999999-999999999999999999", 2 },
};

static LoftRemoteIds *
parse (const char *text)
{
  LoftRemoteIds *ids = loft_remote_ids_new ();
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      char *colon = strchr (words[i], ':');

      if (colon != NULL)
        loft_remote_ids_add_range (ids, g_ascii_strtoull (words[i], NULL, 10),
                                   g_ascii_strtoull (colon + 1, NULL, 10));
      else if (words[i][0] != '\0')
        loft_remote_ids_add (ids, words[i]);
    }
  return ids;
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftRemoteIds) ids = parse (rows[i].ids);
      g_autoptr (LoftRemoteIds) copy = loft_remote_ids_copy (ids);
      g_autofree char *ranges = ranges_text (ids);
      g_autofree char *copied = ranges_text (copy);

      g_assert_cmpstr (ranges, ==, rows[i].ranges);
      g_assert_cmpstr (copied, ==, rows[i].ranges);
      g_assert_cmpuint (loft_remote_ids_count (ids), ==, rows[i].count);
      g_assert_cmpuint (loft_remote_ids_count (copy), ==, rows[i].count);
    }
}

/* Against a plain table of booleans, questions between the additions. */
static void
test_random (void)
{
  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (LoftRemoteIds) ids = loft_remote_ids_new ();
      gboolean naive[110] = { FALSE };
      guint64 count = 0;

      for (guint i = 0; i < 20; i++)
        {
          guint first = g_test_rand_int_range (0, 100);
          guint last = first + g_test_rand_int_range (0, 6);
          g_autofree char *asked = g_strdup_printf ("%d", g_test_rand_int_range (0, 100));

          loft_remote_ids_add_range (ids, first, last);
          for (guint j = first; j <= last; j++)
            naive[j] = TRUE;
          g_assert_cmpint (loft_remote_ids_contains (ids, asked), ==, naive[atoi (asked)]);
        }
      for (guint i = 0; i < G_N_ELEMENTS (naive); i++)
        count += naive[i];
      g_assert_cmpuint (loft_remote_ids_count (ids), ==, count);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote-ids/rows", test_rows);
  g_test_add_func ("/remote-ids/random", test_random);
  return g_test_run ();
}
