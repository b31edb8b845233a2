/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-day-layout.h"
#include "loft-event-text.h"
#include "loft-month-layout.h"
#include "loft-print-layout.h"
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

/* "FIRST-LAST …" in, those with "b" are bars; a page of cells of 10 lines and a heading. Out, for each
 * piece "EVENT:FIRST-LAST@LINE*LINES" and "+MORE:DAY@LINE". */
static const struct {
  const char *name;
  const char *in;
  int n_days;
  double n_lines; /* of a cell */
  const char *out;
} prints[] = {
  { "one", "2-2", 7, 10, "0:2-2@0*3" },
  { "bars-first", "2-2 1-3b", 7, 10, "1:1-3@0*1 0:2-2@1*3" },
  { "fewer-lines", "2-2 2-2 2-2 2-2", 7, 10, "0:2-2@0*2 1:2-2@2*2 2:2-2@4*2 3:2-2@6*2" },
  { "more", "2-2 2-2 2-2 2-2", 7, 3, "0:2-2@0*1 1:2-2@1*1 +2:2@2" },
  { "just-fits", "2-2 2-2 2-2", 7, 3, "0:2-2@0*1 1:2-2@1*1 2:2-2@2*1" },
  { "more-bars", "0-0b 0-0b 0-0b 0-0b", 7, 3, "0:0-0@0*1 1:0-0@1*1 +2:0@2" },
  { "bars-leave-a-line", "0-0b 0-0b 0-0b 0-0", 7, 3, "0:0-0@0*1 3:0-0@1*1 +2:0@2" },
  { "two-rows", "5-8b 9-9", 14, 10, "0:5-6@0*1 0:7-8@0*1 1:9-9@0*3" },
  { "outside", "-3--2b -1-1b 20-20 6-9b", 7, 10, "1:0-1@0*1 3:6-6@0*1" },
  { "day", "0-0 0-0b", 1, 10, "1:0-0@0*1 0:0-0@1*3" },
  { "no-room", "0-0 0-0b 0-0", 1, 0, "+3:0@0" },
};

static void
append_piece (GString *out, const LoftPrintPage *page, const LoftPrintPiece *piece)
{
  double cell_width = page->width / page->n_columns;
  double cell_height = page->height / ((page->n_days + page->n_columns - 1) / page->n_columns);
  int row = (int) (piece->y / cell_height);
  int first = (int) (piece->x / cell_width) + 7 * row;
  int last = (int) ((piece->x + piece->width) / cell_width) + 7 * row;
  int line = (int) ((piece->y - row * cell_height - page->heading) / page->line);

  g_string_append (out, out->len > 0 ? " " : "");
  if (piece->n_more > 0)
    g_string_append_printf (out, "+%u:%d@%d", piece->n_more, first, line);
  else
    g_string_append_printf (out, "%u:%d-%d@%d*%u", piece->event, first, last, line, piece->n_lines);
}

static void
test_print (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_auto (GStrv) parts = g_strsplit (prints[row].in, " ", -1);
  guint n = g_strv_length (parts);
  g_autofree LoftPrintEvent *events = g_new0 (LoftPrintEvent, n);
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (LoftPrintPiece));
  g_autoptr (GString) out = g_string_new (NULL);
  int n_columns = MIN (prints[row].n_days, 7);
  double cell = 20 + prints[row].n_lines * 10 + 3;
  LoftPrintPage page = { .n_days = prints[row].n_days,
                         .n_columns = n_columns,
                         .width = n_columns * 100,
                         .height = cell * (prints[row].n_days / n_columns),
                         .heading = 20,
                         .line = 10,
                         .most_lines = 3 };

  for (guint i = 0; i < n; i++)
    {
      events[i].first = atoi (parts[i]);
      events[i].last = atoi (strchr (parts[i] + 1, '-') + 1);
      events[i].is_bar = g_str_has_suffix (parts[i], "b");
    }
  loft_print_layout (&page, events, n, pieces);
  for (guint i = 0; i < pieces->len; i++)
    append_piece (out, &page, &g_array_index (pieces, LoftPrintPiece, i));
  g_assert_cmpstr (out->str, ==, prints[row].out);
}

static void
test_print_mirrored (void)
{
  LoftPrintPage page = {
    .n_days = 7, .n_columns = 7, .width = 700, .height = 100, .mirrored = TRUE
  };
  LoftPrintPiece cell;

  loft_print_layout_get_cell (&page, 0, &cell);
  g_assert_cmpfloat (cell.x, ==, 600);
  loft_print_layout_get_cell (&page, 6, &cell);
  g_assert_cmpfloat (cell.x, ==, 0);
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

#define LINK(address) "<a href=\"" address "\">" address "</a>"

static const struct {
  const char *text;
  glong most;
  const char *markup;
} texts[] = {
  { "", 600, "" },
  { "Bring cake & <b>tea</b>", 600, "Bring cake &amp; &lt;b&gt;tea&lt;/b&gt;" },
  { "https://a.org/?x=1&y=2", 600, LINK ("https://a.org/?x=1&amp;y=2") },
  { "See (https://a.org/plan).\nOr http://b.org, please", 600,
    "See (" LINK ("https://a.org/plan") ").\nOr " LINK ("http://b.org") ", please" },
  { "<https://a.org/>\"https://b.org/\"", 600,
    "&lt;" LINK ("https://a.org/") "&gt;&quot;" LINK ("https://b.org/") "&quot;" },
  { "http or https: is no address, javascript://x neither", 600,
    "http or https: is no address, javascript://x neither" },
  { "Größe: https://a.org/ä", 600, "Größe: " LINK ("https://a.org/ä") },
  /* Cut, but no address in its middle. */
  { "Read https://a.org/long/path now", 12, "Read…" },
  { "https://a.org/long/path", 12, "…" },
  { "Öffentlichkeitsarbeit", 6, "Öffent…" },
  { "One two three", 9, "One two…" },
};

static void
test_markup (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autofree char *markup = loft_event_text_markup (texts[row].text, texts[row].most);

  g_assert_cmpstr (markup, ==, texts[row].markup);
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
  for (guint i = 0; i < G_N_ELEMENTS (prints); i++)
    {
      g_autofree char *path = g_strdup_printf ("/calendar-layout/print/%s", prints[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_print);
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/calendar-layout/markup/%u", i + 1);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_markup);
    }
  g_test_add_func ("/calendar-layout/print-mirrored", test_print_mirrored);
  g_test_add_func ("/calendar-layout/day-random", test_day_random);
  g_test_add_func ("/calendar-layout/day-many", test_day_many);
  g_test_add_func ("/calendar-layout/wall-days", test_wall_days);
  g_test_add_func ("/calendar-layout/wall-zones", test_wall_zones);
  return g_test_run ();
}
