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
lay_out_group (LoftDayPlace *places, guint n, guint max_columns, guint group)
{
  int ends[MOST_COLUMNS];
  int group_end = places[0].end;
  guint n_columns = 0, i;

  for (i = 0; i < n && (i == 0 || places[i].start < group_end); i++)
    {
      guint column = find_column (ends, n_columns, max_columns, places[i].start);

      places[i].group = group;
      places[i].hidden = column == G_MAXUINT;
      places[i].column = places[i].hidden ? max_columns - 1 : column;
      group_end = MAX (group_end, places[i].end);
      if (places[i].hidden)
        continue;
      ends[column] = places[i].end;
      n_columns = MAX (n_columns, column + 1);
    }
  give_spans (places, i, n_columns);
  return i;
}

guint
loft_day_layout (LoftDayPlace *places, guint n_places, guint max_columns)
{
  guint n_groups = 0;

  max_columns = CLAMP (max_columns, 1, MOST_COLUMNS);
  for (guint i = 0; i < n_places; n_groups++)
    i += lay_out_group (places + i, n_places - i, max_columns, n_groups);
  return n_groups;
}
