/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-print-layout.h"

#include "loft-month-layout.h"

#define PADDING 2

typedef struct {
  const LoftPrintPage *page;
  const LoftPrintEvent *events;
  guint n_events;
  gint64 first; /* day of the row */
  int n_days;
  guint n_lines; /* of a cell */
  GArray *places; /* of LoftMonthPlace, those of bars */
  GArray *which; /* of guint, their events */
  guint hidden[LOFT_MONTH_DAYS]; /* bars */
  guint top[LOFT_MONTH_DAYS]; /* lines of bars */
  guint n_timed[LOFT_MONTH_DAYS];
  guint n_shown[LOFT_MONTH_DAYS];
} Row;

static int
count_rows (const LoftPrintPage *page)
{
  return (page->n_days + page->n_columns - 1) / page->n_columns;
}

void
loft_print_layout_get_cell (const LoftPrintPage *page, int day, LoftPrintPiece *cell)
{
  int column = day % page->n_columns, row = day / page->n_columns;

  cell->width = page->width / page->n_columns;
  cell->height = page->height / count_rows (page);
  cell->x = page->x + cell->width * (page->mirrored ? page->n_columns - 1 - column : column);
  cell->y = page->y + cell->height * row;
}

static void
collect (Row *row)
{
  for (guint i = 0; i < row->n_events; i++)
    {
      const LoftPrintEvent *event = &row->events[i];
      LoftMonthPlace place = { (int) MAX (event->first - row->first, 0),
                               (int) MIN (event->last - row->first, row->n_days - 1), 0, FALSE };

      if (event->last < row->first || event->first >= row->first + row->n_days)
        continue;
      if (!event->is_bar)
        {
          row->n_timed[place.first]++;
          continue;
        }
      g_array_append_val (row->places, place);
      g_array_append_val (row->which, i);
    }
}

/* A line is left for saying what has no room. */
static void
place_bars (Row *row)
{
  gboolean with_times = FALSE;

  for (int day = 0; day < row->n_days; day++)
    with_times = with_times || row->n_timed[day] > 0;
  loft_month_layout ((LoftMonthPlace *) row->places->data, row->places->len,
                     row->n_lines - (with_times ? 1 : 0), row->hidden);
  for (guint i = 0; i < row->places->len; i++)
    {
      const LoftMonthPlace *place = &g_array_index (row->places, LoftMonthPlace, i);

      for (int day = place->first; !place->hidden && day <= place->last; day++)
        row->top[day] = MAX (row->top[day], place->line + 1);
    }
}

/* FALSE: there is not room for all with so many lines each. */
static gboolean
count_shown (Row *row, guint lines_each)
{
  gboolean all = TRUE;

  for (int day = 0; day < row->n_days; day++)
    {
      guint room = row->n_lines - MIN (row->top[day], row->n_lines);

      row->n_shown[day] = row->n_timed[day];
      if (row->hidden[day] == 0 && row->n_timed[day] * lines_each <= room)
        continue;
      row->n_shown[day] = MIN (row->n_timed[day], (MAX (room, 1) - 1) / lines_each);
      all = all && row->n_shown[day] == row->n_timed[day];
    }
  return all;
}

static void
add_piece (Row *row, LoftPrintPiece *piece, int first, int last, guint line, GArray *pieces)
{
  int before = (int) (row->first - row->page->first_day);
  LoftPrintPiece end;

  loft_print_layout_get_cell (row->page, before + first, piece);
  loft_print_layout_get_cell (row->page, before + last, &end);
  piece->x = MIN (piece->x, end.x) + PADDING;
  piece->width = piece->width * (last - first + 1) - 2 * PADDING;
  piece->y += row->page->heading + line * row->page->line;
  piece->height = piece->n_lines * row->page->line;
  g_array_append_val (pieces, *piece);
}

static void
add_bars (Row *row, GArray *pieces)
{
  for (guint i = 0; i < row->places->len; i++)
    {
      const LoftMonthPlace *place = &g_array_index (row->places, LoftMonthPlace, i);
      guint index = g_array_index (row->which, guint, i);
      LoftPrintPiece piece = { .event = index,
                               .n_lines = 1,
                               .from_before = row->events[index].first < row->first,
                               .goes_on = row->events[index].last >= row->first + row->n_days };

      if (!place->hidden)
        add_piece (row, &piece, place->first, place->last, place->line, pieces);
    }
}

static void
add_times (Row *row, guint lines_each, GArray *pieces)
{
  guint n[LOFT_MONTH_DAYS] = { 0 };

  for (guint i = 0; i < row->n_events; i++)
    {
      int day = (int) CLAMP (row->events[i].first - row->first, -1, row->n_days);
      LoftPrintPiece piece = { .event = i, .n_lines = lines_each };

      if (row->events[i].is_bar || row->events[i].last < row->first || day >= row->n_days)
        continue;
      day = MAX (day, 0);
      if (n[day] < row->n_shown[day])
        add_piece (row, &piece, day, day, row->top[day] + n[day] * lines_each, pieces);
      n[day]++;
    }
}

static void
add_more (Row *row, guint lines_each, GArray *pieces)
{
  for (int day = 0; day < row->n_days; day++)
    {
      guint n_more = row->hidden[day] + row->n_timed[day] - row->n_shown[day];
      LoftPrintPiece piece = { .n_lines = 1, .n_more = n_more };

      if (n_more > 0)
        add_piece (row, &piece, day, day, row->top[day] + row->n_shown[day] * lines_each, pieces);
    }
}

static void
lay_out_row (Row *row, GArray *pieces)
{
  guint lines_each = MAX (row->page->most_lines, 1);

  collect (row);
  place_bars (row);
  while (!count_shown (row, lines_each) && lines_each > 1)
    lines_each--;
  add_bars (row, pieces);
  add_times (row, lines_each, pieces);
  add_more (row, lines_each, pieces);
}

void
loft_print_layout (const LoftPrintPage *page, const LoftPrintEvent *events, guint n_events,
                   GArray *pieces)
{
  double cell = page->height / count_rows (page);
  double n_lines = (cell - page->heading - PADDING) / page->line;

  for (int first = 0; first < page->n_days; first += page->n_columns)
    {
      g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (LoftMonthPlace));
      g_autoptr (GArray) which = g_array_new (FALSE, FALSE, sizeof (guint));
      Row row = { page,
                  events,
                  n_events,
                  page->first_day + first,
                  MIN (page->n_columns, page->n_days - first),
                  (guint) CLAMP (n_lines, 1, 1000),
                  places,
                  which };

      lay_out_row (&row, pieces);
    }
}
