/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-busy-periods.h"

#include <string.h>

static const char letters[] = "ftbau";

/* "b9-12 t11-13": kind, start and end. */
static GArray *
read_periods (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GArray *periods = loft_busy_periods_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      {
        char *at = NULL;
        gint64 start = g_ascii_strtoll (words[i] + 1, &at, 10);

        loft_busy_periods_add (periods, start, g_ascii_strtoll (at + 1, NULL, 10),
                               (LoftBusyKind) (strchr (letters, *words[i]) - letters));
      }
  return periods;
}

static char *
write_periods (const GArray *periods)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < periods->len; i++)
    {
      const LoftBusyPeriod *period = &g_array_index (periods, LoftBusyPeriod, i);

      g_string_append_printf (text, "%s%c%d-%d", i > 0 ? " " : "", letters[period->kind],
                              (int) period->start, (int) period->end);
    }
  return g_string_free (text, FALSE);
}

static void
test_settle (void)
{
  static const struct {
    const char *before;
    const char *after;
  } cases[] = {
    { "", "" },
    { "b9-12", "b9-12" },
    { "b12-14 b9-12", "b9-14" }, /* neighbours */
    { "b12-14 t9-12", "t9-12 b12-14" },
    { "b9-12 b9-12 b10-11", "b9-12" },
    { "t9-12 b10-11", "t9-10 b10-11 t11-12" },
    { "b9-12 a10-11", "b9-10 a10-11 b11-12" },
    { "u0-24 t9-10 b9-10 a9-10", "u0-9 a9-10 u10-24" },
    { "b9-12 f9-12", "b9-12" }, /* what is free is not told */
    { "b9-9 b12-9", "" },
    { "b-5-3 b23-40", "b0-3 b23-24" }, /* within what was asked */
    { "b-5-0 b24-40", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) periods = read_periods (cases[i].before);
      g_autofree char *text = NULL;

      loft_busy_periods_settle (periods, 0, 24);
      text = write_periods (periods);
      g_assert_cmpstr (text, ==, cases[i].after);
    }
}

static void
test_kind (void)
{
  static const struct {
    int start, end;
    char kind;
  } cases[] = {
    { 0, 9, 'f' },   { 9, 10, 't' },  { 9, 11, 'b' },  { 0, 24, 'a' },  { 12, 13, 'f' },
    { 13, 14, 'a' }, { 20, 24, 'u' }, { 11, 12, 'b' }, { 24, 30, 'f' },
  };
  g_autoptr (GArray) periods = read_periods ("t9-10 b10-12 a13-14 u20-24");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (letters[loft_busy_periods_get_kind (periods, cases[i].start, cases[i].end)],
                     ==, cases[i].kind);
}

/* What nobody knows keeps nobody away. */
static void
test_block (void)
{
  g_autoptr (GArray) periods = read_periods ("t9-10 b11-12 u13-20");
  gint64 edge = -1;

  g_assert_true (loft_busy_periods_find_block (periods, 0, 24, FALSE, &edge));
  g_assert_cmpint (edge, ==, 10);
  g_assert_true (loft_busy_periods_find_block (periods, 0, 24, TRUE, &edge));
  g_assert_cmpint (edge, ==, 11);
  g_assert_false (loft_busy_periods_find_block (periods, 10, 11, FALSE, &edge));
  g_assert_false (loft_busy_periods_find_block (periods, 12, 24, FALSE, &edge));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/busy-periods/settle", test_settle);
  g_test_add_func ("/busy-periods/kind", test_kind);
  g_test_add_func ("/busy-periods/block", test_block);
  return g_test_run ();
}
