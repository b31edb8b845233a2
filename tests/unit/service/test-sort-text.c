/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-sort-text.h"

/* What lists are sorted by, and the sort itself beside the plainest one. */

#define N_STARTS 5000

static int
sign (gint64 number)
{
  return (number > 0) - (number < 0);
}

static void
test_starts_compare_as_texts (void)
{
  static const char *const texts[] = { "", "a", "aa", "b", "budget", "budgets", "z", "\xc3\xa4" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint k = 0; k < G_N_ELEMENTS (texts); k++)
      {
        guint64 one = loft_sort_text_start (texts[i]);
        guint64 other = loft_sort_text_start (texts[k]);

        g_assert_cmpint ((one > other) - (one < other), ==, sign (strcmp (texts[i], texts[k])));
      }
}

static void
test_folds (void)
{
  g_autoptr (GStringChunk) chunk = g_string_chunk_new (1024);
  g_autofree char *endless = g_strnfill (100000, 'A');

  g_assert_cmpstr (loft_sort_text_fold (chunk, "Budget 12"), ==, "budget 12");
  g_assert_cmpstr (loft_sort_text_fold (chunk, "\xc3\x84rger"), ==, "arger");
  g_assert_cmpuint (strlen (loft_sort_text_fold (chunk, endless)), <=, 256);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const LoftSortStart *one = a;
  const LoftSortStart *other = b;

  return (one->start > other->start) - (one->start < other->start);
}

/* bits: how many of a start differ from one to the next; few make many equal ones. */
static void
order (GRand *random, guint n, guint64 bits)
{
  g_autofree LoftSortStart *starts = g_new0 (LoftSortStart, n + 1);
  g_autofree LoftSortStart *expected = NULL;

  for (guint i = 0; i < n; i++)
    starts[i] =
      (LoftSortStart){ ((guint64) g_rand_int (random) << 32 | g_rand_int (random)) & bits, i };
  expected = g_memdup2 (starts, (n + 1) * sizeof *starts);
  g_qsort_with_data (expected, (gint) n, sizeof *expected, compare, NULL);
  loft_sort_text_order_starts (starts, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (starts[i].start, ==, expected[i].start);
      g_assert_cmpuint (starts[i].place, ==, expected[i].place);
    }
}

static void
test_orders (void)
{
  static const guint64 bits[] = { 0, 0x7, 0xff00, G_GUINT64_CONSTANT (0xf00000000000000f),
                                  G_MAXUINT64 };
  static const guint counts[] = { 0, 1, 2, 3, 257, N_STARTS };
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < G_N_ELEMENTS (bits); i++)
    for (guint k = 0; k < G_N_ELEMENTS (counts); k++)
      order (random, counts[k], bits[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sort-text/starts", test_starts_compare_as_texts);
  g_test_add_func ("/sort-text/folds", test_folds);
  g_test_add_func ("/sort-text/orders", test_orders);
  return g_test_run ();
}
