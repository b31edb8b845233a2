/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-month-layout.h"

#include <string.h>

#define MOST_LINES 64

static guint
find_line (const guint64 *taken, const LoftMonthPlace *place)
{
  guint64 all = 0;
  guint line = 0;

  for (int day = place->first; day <= place->last; day++)
    all |= taken[day];
  while (line < MOST_LINES && (all >> line & 1) != 0)
    line++;
  return line;
}

static void
give_lines (LoftMonthPlace *places, guint n_places, guint *highest)
{
  guint64 taken[LOFT_MONTH_DAYS] = { 0 };

  for (guint i = 0; i < n_places; i++)
    {
      places[i].first = CLAMP (places[i].first, 0, LOFT_MONTH_DAYS - 1);
      places[i].last = CLAMP (places[i].last, places[i].first, LOFT_MONTH_DAYS - 1);
      places[i].line = find_line (taken, &places[i]);
      for (int day = places[i].first; day <= places[i].last; day++)
        {
          if (places[i].line < MOST_LINES)
            taken[day] |= G_GUINT64_CONSTANT (1) << places[i].line;
          highest[day] = MAX (highest[day], places[i].line + 1);
        }
    }
}

/* Whether a bar of the last line may stay: on none of its days something lies below it. */
static gboolean
fits_last (const LoftMonthPlace *place, const guint *highest, guint n_lines)
{
  for (int day = place->first; day <= place->last; day++)
    {
      if (highest[day] > n_lines)
        return FALSE;
    }
  return TRUE;
}

void
loft_month_layout (LoftMonthPlace *places, guint n_places, guint n_lines,
                   guint hidden[LOFT_MONTH_DAYS])
{
  guint highest[LOFT_MONTH_DAYS] = { 0 };

  memset (hidden, 0, LOFT_MONTH_DAYS * sizeof *hidden);
  n_lines = MIN (n_lines, MOST_LINES);
  give_lines (places, n_places, highest);
  for (guint i = 0; i < n_places; i++)
    {
      places[i].hidden = places[i].line >= n_lines || (places[i].line == n_lines - 1 &&
                                                       !fits_last (&places[i], highest, n_lines));
      for (int day = places[i].first; places[i].hidden && day <= places[i].last; day++)
        hidden[day]++;
    }
}
