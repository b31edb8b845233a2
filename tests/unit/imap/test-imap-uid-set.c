/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-uid-set.h"

#include <string.h>
#include <time.h>

static const struct {
  const char *text;
  guint32 star;
  const char *canonical; /* NULL: refused */
  guint64 count;
} parsed[] = {
  { "1", 0, "1", 1 },
  { "1,2,3", 0, "1:3", 3 },
  { "3,2,1", 0, "1:3", 3 },
  { "1,3:5", 0, "1,3:5", 4 },
  { "5:3", 0, "3:5", 3 },
  { "1:10,5:15", 0, "1:15", 15 },
  { "1:10,2:3", 0, "1:10", 10 },
  { "10,1:3,9,4:8", 0, "1:10", 10 },
  { "7,7,7", 0, "7", 1 },
  { "1:4294967295", 0, "1:4294967295", G_GUINT64_CONSTANT (4294967295) },
  { "4294967295,4294967294", 0, "4294967294:4294967295", 2 },
  { "*", 9, "9", 1 },
  { "7:*", 9, "7:9", 3 },
  { "7:*", 4, "4:7", 4 },
  { "*:1", 3, "1:3", 3 },
  { "007", 0, "7", 1 },
  { "*", 0, NULL, 0 },
  { "", 0, NULL, 0 },
  { "0", 0, NULL, 0 },
  { "1:0", 0, NULL, 0 },
  { "4294967296", 0, NULL, 0 },
  { "18446744073709551617", 0, NULL, 0 },
  { "-1", 0, NULL, 0 },
  { "+1", 0, NULL, 0 },
  { "1,", 0, NULL, 0 },
  { ",1", 0, NULL, 0 },
  { "1,,2", 0, NULL, 0 },
  { "1:", 0, NULL, 0 },
  { ":1", 0, NULL, 0 },
  { "1:2:3", 0, NULL, 0 },
  { "1 2", 0, NULL, 0 },
  { "a", 0, NULL, 0 },
  { "1\n", 0, NULL, 0 },
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parsed); i++)
    {
      g_autoptr (LoftImapUidSet) set = loft_imap_uid_set_parse (parsed[i].text, -1, parsed[i].star);
      g_autofree char *text = set != NULL ? loft_imap_uid_set_to_text (set) : NULL;

      g_assert_cmpstr (text, ==, parsed[i].canonical);
      if (set != NULL)
        g_assert_cmpuint (loft_imap_uid_set_count (set), ==, parsed[i].count);
    }
}

/* The length is obeyed: a set ends where it says, whatever follows. */
static void
test_parse_length (void)
{
  const char *text = "12:15,20";
  static const char *const expected[] = { NULL, "1", "12", NULL, "1:12", "12:15", NULL, "2,12:15" };

  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autoptr (LoftImapUidSet) set = loft_imap_uid_set_parse (text, (gssize) length, 0);
      g_autofree char *shown = set != NULL ? loft_imap_uid_set_to_text (set) : NULL;

      g_assert_cmpstr (shown, ==, expected[length]);
    }
}

static void
test_limit (void)
{
  GString *text = g_string_new ("2");
  LoftImapUidSet *set;

  for (guint i = 1; i < 1000000; i++)
    g_string_append_printf (text, ",%u", 2 + 2 * i);
  set = loft_imap_uid_set_parse (text->str, -1, 0);
  g_assert_nonnull (set);
  g_assert_cmpuint (loft_imap_uid_set_count (set), ==, 1000000);
  loft_imap_uid_set_free (set);
  g_string_append (text, ",4000000000");
  g_assert_null (loft_imap_uid_set_parse (text->str, -1, 0));
  g_string_free (text, TRUE);
}

/* Against a table of booleans, with random sets of small numbers. */
static void
fill_randomly (GRand *random, LoftImapUidSet *set, gboolean *members)
{
  guint n = (guint) g_rand_int_range (random, 0, 20);

  for (guint i = 0; i < n; i++)
    {
      guint32 first = (guint32) g_rand_int_range (random, 1, 64);
      guint32 last = first + (guint32) g_rand_int_range (random, 0, 8);

      last = MIN (last, 63);
      loft_imap_uid_set_add_range (set, last, first);
      for (guint32 uid = first; uid <= last; uid++)
        members[uid] = TRUE;
    }
}

static void
assert_members (const LoftImapUidSet *set, const gboolean *members)
{
  const LoftImapUidRange *ranges;
  guint64 count = 0;
  guint n = 0;

  for (guint32 uid = 1; uid < 64; uid++)
    {
      g_assert_cmpint (loft_imap_uid_set_contains (set, uid), ==, members[uid]);
      count += members[uid] ? 1 : 0;
    }
  g_assert_cmpuint (loft_imap_uid_set_count (set), ==, count);
  g_assert_cmpint (loft_imap_uid_set_is_empty (set), ==, count == 0);
  ranges = loft_imap_uid_set_ranges (set, &n);
  for (guint i = 1; i < n; i++)
    g_assert_cmpuint (ranges[i].first, >, ranges[i - 1].last + 1);
}

static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (LoftImapUidSet) one = loft_imap_uid_set_new ();
      g_autoptr (LoftImapUidSet) other = loft_imap_uid_set_new ();
      g_autoptr (LoftImapUidSet) copy = NULL;
      gboolean in_one[64] = { FALSE };
      gboolean in_other[64] = { FALSE };

      fill_randomly (random, one, in_one);
      fill_randomly (random, other, in_other);
      copy = loft_imap_uid_set_copy (one);
      assert_members (one, in_one);
      loft_imap_uid_set_remove (one, other);
      assert_members (copy, in_one);
      for (guint uid = 1; uid < 64; uid++)
        in_one[uid] = in_one[uid] && !in_other[uid];
      assert_members (one, in_one);
      assert_members (other, in_other);
    }
}

static void
test_take_highest (void)
{
  static const struct {
    const char *set;
    guint count;
    const char *taken;
    const char *left;
  } rows[] = {
    { "1:10", 3, "8:10", "1:7" },
    { "1:10", 10, "1:10", "" },
    { "1:10", 11, "1:10", "" },
    { "1,3,5,7", 2, "5,7", "1,3" },
    { "1:3,5:7", 4, "3,5:7", "1:2" },
    { "1:3", 0, "", "1:3" },
    { "1:4294967295", 2, "4294967294:4294967295", "1:4294967293" },
    { "1:4294967295", G_MAXUINT, "1:4294967295", "" },
    { "4294967295", 1, "4294967295", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftImapUidSet) set = loft_imap_uid_set_parse (rows[i].set, -1, 0);
      g_autoptr (LoftImapUidSet) taken = loft_imap_uid_set_take_highest (set, rows[i].count);
      g_autofree char *taken_text = loft_imap_uid_set_to_text (taken);
      g_autofree char *left_text = loft_imap_uid_set_to_text (set);

      g_assert_cmpstr (taken_text, ==, rows[i].taken);
      g_assert_cmpstr (left_text, ==, rows[i].left);
    }
}

static void
test_remove_borders (void)
{
  static const struct {
    const char *set;
    const char *removed;
    const char *left;
  } rows[] = {
    { "1:4294967295", "1:4294967295", "" },
    { "1:4294967295", "4294967295", "1:4294967294" },
    { "1:4294967295", "1", "2:4294967295" },
    { "1:4294967295", "5,7:9", "1:4,6,10:4294967295" },
    { "4294967295", "4294967295", "" },
    { "5:6,8", "1:4,7,9:20", "5:6,8" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftImapUidSet) set = loft_imap_uid_set_parse (rows[i].set, -1, 0);
      g_autoptr (LoftImapUidSet) removed = loft_imap_uid_set_parse (rows[i].removed, -1, 0);
      g_autofree char *left = NULL;

      loft_imap_uid_set_remove (set, removed);
      left = loft_imap_uid_set_to_text (set);
      g_assert_cmpstr (left, ==, rows[i].left);
      loft_imap_uid_set_remove (set, set);
      g_assert_true (loft_imap_uid_set_is_empty (set));
    }
}

/* A million UIDs in the worst order: twice as many take about twice the time, not four times. */
static double
seconds_for (guint n)
{
  g_autoptr (LoftImapUidSet) set = loft_imap_uid_set_new ();
  clock_t start = clock (); /* of this process: what others do is no matter */

  for (guint i = n; i > 0; i--)
    loft_imap_uid_set_add (set, 2 * i);
  g_assert_true (loft_imap_uid_set_contains (set, 2));
  g_assert_cmpuint (loft_imap_uid_set_count (set), ==, n);
  return (double) (clock () - start) / CLOCKS_PER_SEC;
}

static void
test_unsorted_million (void)
{
  g_assert_cmpfloat (seconds_for (1000000), <, 5.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/uid-set/parse", test_parse);
  g_test_add_func ("/imap/uid-set/parse-length", test_parse_length);
  g_test_add_func ("/imap/uid-set/limit", test_limit);
  g_test_add_func ("/imap/uid-set/random", test_random);
  g_test_add_func ("/imap/uid-set/take-highest", test_take_highest);
  g_test_add_func ("/imap/uid-set/remove-borders", test_remove_borders);
  g_test_add_func ("/imap/uid-set/unsorted-million", test_unsorted_million);
  return g_test_run ();
}
