/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <time.h>

#include "loft-id-diff.h"

static GArray *
ids_of (const char *letters)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (const char *p = letters; *p != '\0'; p++)
    {
      gint64 id = *p;

      g_array_append_val (ids, id);
    }
  return ids;
}

static char *
edits_text (GArray *edits)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; edits != NULL && i < edits->len; i++)
    {
      const LoftIdEdit *edit = &g_array_index (edits, LoftIdEdit, i);

      g_string_append_printf (text, "%s%u-%u+%u", i > 0 ? " " : "", edit->position, edit->removed,
                              edit->added);
    }
  return g_string_free (text, FALSE);
}

static const struct {
  const char *before;
  const char *after;
  const char *edits;
} rows[] = {
  { "", "", "" },
  { "abc", "abc", "" },
  { "", "abc", "0-0+3" },
  { "abc", "", "0-3+0" },
  { "abc", "xabc", "0-0+1" },
  { "abc", "abcx", "3-0+1" },
  { "abc", "axbc", "1-0+1" },
  { "abc", "bc", "0-1+0" },
  { "abc", "ab", "2-1+0" },
  { "abc", "ac", "1-1+0" },
  { "abc", "axc", "1-1+1" },
  { "abc", "xyz", "0-3+3" },
  { "abcde", "xbcdy", "0-1+1 4-1+1" },
  { "abcdef", "bdf", "0-1+0 1-1+0 2-1+0" },
  { "bdf", "abcdef", "0-0+1 2-0+1 4-0+1" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) before = ids_of (rows[i].before);
      g_autoptr (GArray) after = ids_of (rows[i].after);
      g_autoptr (GArray) edits = loft_id_diff (before, after, 100);
      g_autofree char *text = edits_text (edits);

      g_assert_nonnull (edits);
      g_assert_cmpstr (text, ==, rows[i].edits);
    }
}

/* Does what the edits say to a copy; what comes is taken from after. */
static GArray *
apply (GArray *before, GArray *after, GArray *edits)
{
  GArray *ids = g_array_copy (before);
  guint last = 0;

  for (guint i = 0; i < edits->len; i++)
    {
      const LoftIdEdit *edit = &g_array_index (edits, LoftIdEdit, i);

      g_assert_cmpuint (edit->position, >=, last);
      g_assert_cmpuint (edit->removed + edit->added, >, 0);
      g_assert_cmpuint (edit->position + edit->removed, <=, ids->len);
      g_assert_cmpuint (edit->position + edit->added, <=, after->len);
      if (edit->removed > 0)
        g_array_remove_range (ids, edit->position, edit->removed);
      if (edit->added > 0)
        g_array_insert_vals (ids, edit->position, &g_array_index (after, gint64, edit->position),
                             edit->added);
      last = edit->position + edit->added;
    }
  return ids;
}

static void
assert_same (GArray *a, GArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    g_assert_cmpint (g_array_index (a, gint64, i), ==, g_array_index (b, gint64, i));
}

/* A part of 0 … n - 1 in order, or shuffled. */
static GArray *
random_ids (guint n, guint keep_percent, guint n_swaps)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 id = 0; id < n; id++)
    if ((guint) g_test_rand_int_range (0, 100) < keep_percent)
      g_array_append_val (ids, id);
  for (guint i = 0; ids->len > 1 && i < n_swaps; i++)
    {
      guint a = g_test_rand_int_range (0, ids->len);
      guint b = g_test_rand_int_range (0, ids->len);
      gint64 kept = g_array_index (ids, gint64, a);

      g_array_index (ids, gint64, a) = g_array_index (ids, gint64, b);
      g_array_index (ids, gint64, b) = kept;
    }
  return ids;
}

static void
test_random (void)
{
  for (guint round = 0; round < 3000; round++)
    {
      guint n = g_test_rand_int_range (0, 40);
      guint n_swaps = round % 3 == 0 ? g_test_rand_int_range (0, 20) : 0;
      g_autoptr (GArray) before = random_ids (n, g_test_rand_int_range (0, 101), n_swaps);
      g_autoptr (GArray) after = random_ids (n, g_test_rand_int_range (0, 101), n_swaps);
      g_autoptr (GArray) edits = loft_id_diff (before, after, G_MAXUINT);
      g_autoptr (GArray) applied = NULL;

      g_assert_nonnull (edits);
      applied = apply (before, after, edits);
      assert_same (applied, after);
    }
}

static void
test_limit (void)
{
  g_autoptr (GArray) before = ids_of ("abcdefghij");
  g_autoptr (GArray) after = ids_of ("bdfhj");
  g_autoptr (GArray) enough = loft_id_diff (before, after, 5);
  g_autoptr (GArray) too_few = loft_id_diff (before, after, 4);

  g_assert_nonnull (enough);
  g_assert_null (too_few);
}

/* Linear: a million ids with both ends changed, and a million turned around. */
static void
test_large (void)
{
  const guint n = 1000000;
  g_autoptr (GArray) before = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);
  g_autoptr (GArray) after = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);
  g_autoptr (GArray) turned = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);
  g_autoptr (GArray) edits = NULL;
  g_autoptr (GArray) all = NULL;
  clock_t began = clock ();

  for (gint64 i = 0; i < n; i++)
    {
      gint64 moved = i + 10;
      gint64 back = n - i;

      g_array_append_val (before, i);
      g_array_append_val (after, moved);
      g_array_append_val (turned, back);
    }
  edits = loft_id_diff (before, after, 500);
  g_assert_cmpuint (edits->len, ==, 2);
  all = loft_id_diff (before, turned, G_MAXUINT);
  g_assert_nonnull (all);
  g_test_message ("%ld ms", (clock () - began) / (CLOCKS_PER_SEC / 1000));
  g_assert_cmpint (clock () - began, <, 20 * CLOCKS_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id-diff/rows", test_rows);
  g_test_add_func ("/id-diff/random", test_random);
  g_test_add_func ("/id-diff/limit", test_limit);
  g_test_add_func ("/id-diff/large", test_large);
  return g_test_run ();
}
