/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-day-layout.h"

#define MOST_COLUMNS 32

/* The first column where nothing stands at start any more; MOST: none. */
static guint
find_column (const int *ends, guint n_columns, guint max_columns, int start)
{
  for (guint i = 0; i < n_columns; i++)
    {
      if (ends[i] <= start)
        return i;
    }
  return n_columns < max_columns ? n_columns : G_MAXUINT;
}

/* From the last to the first, so that what begins later is known: next_start is where the next one of
 * each column begins, and whoever still stands there began before. */
static void
give_spans (LoftDayPlace *places, guint n, guint n_columns)
{
  int next_start[MOST_COLUMNS];
  int previous_end[MOST_COLUMNS];

  for (guint c = 0; c < n_columns; c++)
    next_start[c] = G_MAXINT;
  for (guint i = n; i-- > 0;)
    {
      guint right = places[i].column + 1;

      places[i].n_columns = n_columns;
      while (right < n_columns && next_start[right] >= places[i].end)
        right++;
      places[i].span = right - places[i].column;
      if (!places[i].hidden)
        next_start[places[i].column] = places[i].start;
    }
  for (guint c = 0; c < n_columns; c++)
    previous_end[c] = G_MININT;
  for (guint i = 0; i < n; i++)
    {
      guint right = places[i].column + 1;

      while (right < places[i].column + places[i].span && previous_end[right] <= places[i].start)
        right++;
      places[i].span = places[i].hidden ? 1 : right - places[i].column;
      if (!places[i].hidden)
        previous_end[places[i].column] = places[i].end;
    }
}

/* Gives how many places there are in the group that begins with the first. */
static guint
place_group (LoftDayPlace *places, guint n, guint max_columns, guint *n_columns, guint *n_hidden)
{
  int ends[MOST_COLUMNS];
  int group_end = places[0].end;
  guint i;

  *n_columns = *n_hidden = 0;
  for (i = 0; i < n && (i == 0 || places[i].start < group_end); i++)
    {
      guint column = find_column (ends, *n_columns, max_columns, places[i].start);

      places[i].hidden = column == G_MAXUINT;
      places[i].column = places[i].hidden ? max_columns - 1 : column;
      group_end = MAX (group_end, places[i].end);
      *n_hidden += places[i].hidden;
      if (places[i].hidden)
        continue;
      ends[column] = places[i].end;
      *n_columns = MAX (*n_columns, column + 1);
    }
  return i;
}

/* One for those that are hidden at the same time, also through others. */
static void
add_more (const LoftDayPlace *places, guint n, guint max_columns, GArray *more)
{
  guint first = more->len;

  for (guint i = 0; i < n; i++)
    {
      LoftDayMore *last =
        more->len > first ? &g_array_index (more, LoftDayMore, more->len - 1) : NULL;
      LoftDayMore next = { places[i].start, places[i].end, max_columns - 1, max_columns, 1 };

      if (!places[i].hidden)
        continue;
      if (last != NULL && places[i].start < last->end)
        {
          last->end = MAX (last->end, places[i].end);
          last->n_hidden++;
        }
      else
        g_array_append_val (more, next);
    }
}

/* Where nothing is hidden the last column is free. */
static void
widen (LoftDayPlace *place, guint max_columns, GArray *more, guint first)
{
  gboolean is_free = place->column + place->span == max_columns - 1;

  for (guint i = first; i < more->len && is_free; i++)
    {
      const LoftDayMore *each = &g_array_index (more, LoftDayMore, i);

      is_free = place->end <= each->start || each->end <= place->start;
    }
  place->n_columns = max_columns;
  place->span += is_free;
}

static guint
lay_out_group (LoftDayPlace *places, guint n, guint max_columns, GArray *more)
{
  guint first = more->len, n_columns = 0, n_hidden = 0;
  guint n_places = place_group (places, n, max_columns, &n_columns, &n_hidden);

  if (n_hidden == 0)
    {
      give_spans (places, n_places, n_columns);
      return n_places;
    }
  place_group (places, n, max_columns - 1, &n_columns, &n_hidden);
  give_spans (places, n_places, n_columns);
  add_more (places, n_places, max_columns, more);
  for (guint i = 0; i < n_places; i++)
    if (!places[i].hidden)
      widen (&places[i], max_columns, more, first);
  return n_places;
}

guint
loft_day_layout (LoftDayPlace *places, guint n_places, guint max_columns, GArray *more)
{
  guint n_groups = 0;

  max_columns = CLAMP (max_columns, 2, MOST_COLUMNS);
  for (guint i = 0; i < n_places; n_groups++)
    {
      guint n = lay_out_group (places + i, n_places - i, max_columns, more);

      for (guint k = 0; k < n; k++)
        places[i + k].group = n_groups;
      i += n;
    }
  return n_groups;
}
