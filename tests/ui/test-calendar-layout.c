/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-day-layout.h"
#include "loft-month-layout.h"
#include "loft-wall.h"

#include <string.h>

/* "START-END …" in, "COLUMN/COLUMNS+SPAN …" out; "-": hidden; then " START-END*HIDDEN@COLUMN" for what
 * tells of them. */
static const struct {
  const char *name;
  const char *in;
  guint max_columns;
  const char *out;
} days[] = {
  { "one", "9-10", 8, "0/1+1" },
  { "apart", "9-10 10-11", 8, "0/1+1 0/1+1" },
  { "two", "9-11 10-12", 8, "0/2+1 1/2+1" },
  { "same", "9-10 9-10 9-10", 8, "0/3+1 1/3+1 2/3+1" },
  { "chain", "9-11 10-12 11-13", 8, "0/2+1 1/2+1 0/2+1" },
  { "wide-below", "9-12 9-10 9-10 10-12", 8, "0/3+1 1/3+1 2/3+1 1/3+2" },
  { "wide-above", "8-10 8-9 9-12 9-10 10-12", 8, "0/3+1 1/3+2 1/3+1 2/3+1 0/3+1" },
  { "long-behind", "0-24 1-2 3-4", 8, "0/2+1 1/2+1 1/2+1" },
  { "free-end", "9-12 10-12 10-11 11-12", 8, "0/3+1 1/3+1 2/3+1 2/3+1" },
  { "hidden", "9-12 9-11 9-10 10-12", 2, "0/2+1 - - - 9-12*3@1" },
  { "hidden-later", "9-10 9-10 9-10 10-11", 2, "0/2+1 - - 0/1+1 9-10*2@1" },
  { "single", "9-12 9-11 10-12", 1, "0/2+1 - - 9-12*2@1" },
  { "wide-beside-hidden", "8-12 8-9 8-9 8-9 10-11", 3, "0/3+1 1/3+1 - - 1/3+2 8-9*2@2" },
  { "hidden-twice", "8-12 8-9 8-9 8-9 10-11 10-11 10-11", 3,
    "0/3+1 1/3+1 - - 1/3+1 - - 8-9*2@2 10-11*2@2" },
  { "two-groups", "9-11 10-11 13-14 13-15", 8, "0/2+1 1/2+1 0/2+1 1/2+1" },
};

static void
test_day (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_auto (GStrv) parts = g_strsplit (days[row].in, " ", -1);
  guint n = g_strv_length (parts);
  g_autofree LoftDayPlace *places = g_new0 (LoftDayPlace, n);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GArray) more = g_array_new (FALSE, FALSE, sizeof (LoftDayMore));

  for (guint i = 0; i < n; i++)
    {
      places[i].start = atoi (parts[i]);
      places[i].end = atoi (strchr (parts[i], '-') + 1);
    }
  loft_day_layout (places, n, days[row].max_columns, more);
  for (guint i = 0; i < n; i++)
    {
      g_string_append (out, i > 0 ? " " : "");
      if (places[i].hidden)
        g_string_append (out, "-");
      else
        g_string_append_printf (out, "%u/%u+%u", places[i].column, places[i].n_columns,
                                places[i].span);
    }
  for (guint i = 0; i < more->len; i++)
    {
      const LoftDayMore *each = &g_array_index (more, LoftDayMore, i);

      g_string_append_printf (out, " %d-%d*%u@%u", each->start, each->end, each->n_hidden,
                              each->column);
    }
  g_assert_cmpstr (out->str, ==, days[row].out);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const LoftDayPlace *first = a, *second = b;

  return first->start != second->start ? first->start - second->start : second->end - first->end;
}

static gboolean
overlap (const LoftDayPlace *a, const LoftDayPlace *b)
{
  return a->start < b->end && b->start < a->end;
}

/* Each hidden one is told of by one that is there at its time, and lies on nothing. */
static void
check_more (const LoftDayPlace *places, guint n, GArray *more)
{
  guint n_hidden = 0;

  for (guint i = 0; i < n; i++)
    n_hidden += places[i].hidden;
  for (guint i = 0; i < more->len; i++)
    {
      const LoftDayMore *each = &g_array_index (more, LoftDayMore, i);

      n_hidden -= each->n_hidden;
      g_assert_cmpuint (each->column, ==, each->n_columns - 1);
      for (guint k = 0; k < n; k++)
        if (!places[k].hidden && places[k].start < each->end && each->start < places[k].end)
          g_assert_cmpuint (places[k].column + places[k].span, <=, each->column);
    }
  g_assert_cmpuint (n_hidden, ==, 0);
}

/* Whatever comes: nothing lies on anything. */
static void
test_day_random (void)
{
  for (guint run = 0; run < 300; run++)
    {
      LoftDayPlace places[40] = { 0 };
      guint n = (guint) g_test_rand_int_range (1, 40);
      g_autoptr (GArray) more = g_array_new (FALSE, FALSE, sizeof (LoftDayMore));

      for (guint i = 0; i < n; i++)
        {
          places[i].start = g_test_rand_int_range (0, 90);
          places[i].end = places[i].start + g_test_rand_int_range (1, 30);
        }
      qsort (places, n, sizeof *places, compare_places);
      loft_day_layout (places, n, (guint) g_test_rand_int_range (1, 10), more);
      check_more (places, n, more);
      for (guint i = 0; i < n; i++)
        for (guint k = 0; k < i; k++)
          {
            if (places[i].hidden || places[k].hidden || !overlap (&places[i], &places[k]))
              continue;
            g_assert_cmpuint (places[i].group, ==, places[k].group);
            g_assert_true (places[i].column + places[i].span <= places[k].column ||
                           places[k].column + places[k].span <= places[i].column);
            g_assert_cmpuint (places[i].column + places[i].span, <=, places[i].n_columns);
          }
    }
}

static void
test_day_many (void)
{
  const guint n = 50000;
  g_autofree LoftDayPlace *places = g_new0 (LoftDayPlace, n);
  g_autoptr (GArray) more = g_array_new (FALSE, FALSE, sizeof (LoftDayMore));
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++)
    places[i] = (LoftDayPlace){ 0, 86400 };
  loft_day_layout (places, n, 20, more);
  g_test_message ("%d µs", (int) (g_get_monotonic_time () - begin));
  g_assert_true (places[n - 1].hidden);
  g_assert_cmpuint (places[0].n_columns, ==, 20);
}

/* "FIRST-LAST …" in; lines out, "-": hidden; then how many each day hides. */
static const struct {
  const char *name;
  const char *in;
  guint n_lines;
  const char *out;
  const char *hidden;
} months[] = {
  { "one", "2-2", 3, "0", "0000000" },
  { "two-a-day", "2-2 2-2", 3, "0 1", "0000000" },
  { "bar-and-time", "1-4 2-2 5-5", 3, "0 1 0", "0000000" },
  { "bars-fill-holes", "0-1 1-3 3-4 0-0", 3, "0 1 0 1", "0000000" },
  { "just-fits", "2-2 2-2 2-2", 3, "0 1 2", "0000000" },
  { "more", "2-2 2-2 2-2 2-2", 3, "0 1 - -", "0020000" },
  { "long-one-gives-way", "0-6 0-6 0-6 3-3", 3, "0 1 - -", "1112111" },
  { "long-one-on-top", "0-6 3-3 3-3 3-3", 3, "0 1 - -", "0002000" },
  { "no-lines", "1-2 2-2", 0, "- -", "0120000" },
  { "one-line", "1-2 2-2", 1, "- -", "0120000" },
  { "outside", "-3-1 5-9", 2, "0 0", "0000000" },
};

static void
test_month (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_auto (GStrv) parts = g_strsplit (months[row].in, " ", -1);
  guint n = g_strv_length (parts), hidden[LOFT_MONTH_DAYS];
  g_autofree LoftMonthPlace *places = g_new0 (LoftMonthPlace, n);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      places[i].first = atoi (parts[i]);
      places[i].last = atoi (strchr (parts[i] + 1, '-') + 1);
    }
  loft_month_layout (places, n, months[row].n_lines, hidden);
  for (guint i = 0; i < n; i++)
    {
      g_string_append (out, i > 0 ? " " : "");
      if (places[i].hidden)
        g_string_append (out, "-");
      else
        g_string_append_printf (out, "%u", places[i].line);
    }
  for (guint i = 0; i < LOFT_MONTH_DAYS; i++)
    g_string_append_printf (all, "%u", hidden[i]);
  g_assert_cmpstr (out->str, ==, months[row].out);
  g_assert_cmpstr (all->str, ==, months[row].hidden);
}

/* What the wall shows */

static void
test_wall_days (void)
{
  gint64 day = loft_wall_day_new (2026, 11, 24);
  int year, month, day_of_month;

  g_assert_cmpint (loft_wall_day_new (1970, 1, 1), ==, 0);
  g_assert_cmpint (loft_wall_day_get_weekday (day), ==, 2);
  g_assert_cmpint (loft_wall_day_get_weekday (-1), ==, 3);
  g_assert_cmpint (loft_wall_day_begin_week (day, 1), ==, day - 1);
  g_assert_cmpint (loft_wall_day_begin_week (day, 7), ==, day - 2);
  g_assert_cmpint (loft_wall_day_begin_week (day, 2), ==, day);
  g_assert_cmpint (loft_wall_day_get_week (day), ==, 48);
  g_assert_cmpint (loft_wall_day_get_week (loft_wall_day_new (2027, 1, 1)), ==, 53);
  g_assert_cmpint (loft_wall_day_begin_month (day), ==, day - 23);
  loft_wall_day_split (loft_wall_day_add_months (loft_wall_day_new (2026, 1, 31), 1), &year, &month,
                       &day_of_month);
  g_assert_cmpint (year * 10000 + month * 100 + day_of_month, ==, 20260228);
  g_assert_cmpint (loft_wall_get_last_day (0, LOFT_WALL_DAY), ==, 0);
  g_assert_cmpint (loft_wall_get_last_day (0, LOFT_WALL_DAY + 1), ==, 1);
  g_assert_cmpint (loft_wall_get_last_day (0, 0), ==, 0);
  g_assert_cmpint (loft_wall_get_day (-1), ==, -1);
  g_assert_cmpint (loft_wall_get_seconds (-1), ==, LOFT_WALL_DAY - 1);
}

static void
test_wall_zones (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Vienna");
  gint64 summer = 1790845200; /* 2026-10-01 09:00 UTC */
  gint64 gap = loft_wall_day_new (2026, 3, 29) * LOFT_WALL_DAY + 2 * 3600 + 1800;
  gint64 fold = loft_wall_day_new (2026, 10, 25) * LOFT_WALL_DAY + 2 * 3600 + 1800;

  g_assert_nonnull (zone);
  g_assert_cmpint (loft_wall_from_instant (summer, zone), ==, summer + 7200);
  g_assert_cmpint (loft_wall_to_instant (summer + 7200, zone), ==, summer);
  /* 02:30 is not there: 03:00 is the first after it. */
  g_assert_cmpint (loft_wall_from_instant (loft_wall_to_instant (gap, zone), zone), ==, gap + 1800);
  /* 02:30 comes twice: the first is in summer time. */
  g_assert_cmpint (loft_wall_to_instant (fold, zone), ==, fold - 7200);
  /* Dates of servers may be anything. */
  g_free (loft_wall_format (G_MAXINT64, "%Y"));
  g_free (loft_wall_format (G_MININT64, "%Y"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *path = g_strdup_printf ("/calendar-layout/day/%s", days[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_day);
    }
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    {
      g_autofree char *path = g_strdup_printf ("/calendar-layout/month/%s", months[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_month);
    }
  g_test_add_func ("/calendar-layout/day-random", test_day_random);
  g_test_add_func ("/calendar-layout/day-many", test_day_many);
  g_test_add_func ("/calendar-layout/wall-days", test_wall_days);
  g_test_add_func ("/calendar-layout/wall-zones", test_wall_zones);
  return g_test_run ();
}
