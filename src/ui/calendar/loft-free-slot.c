/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-free-slot.h"

#include "loft-wall.h"

#define STEP (30 * 60)

static gboolean
is_working_day (gint64 day)
{
  return loft_wall_day_get_weekday (day) <= 5;
}

/* ---- who cannot come ---------------------------------------------------------------------- */

/* edge: as in loft_busy_periods_find_block(). */
static gboolean
find_block_of_days (const LoftSlotWish *wish, const GArray *periods, gint64 start,
                    gboolean backwards, gint64 *edge)
{
  gint64 first = loft_wall_get_day (loft_wall_from_instant (start, wish->zone));
  gint64 n_days = MAX (wish->length / LOFT_WALL_DAY, 1);
  gboolean found = FALSE;

  for (gint64 day = first; day < first + n_days && (backwards || !found); day++)
    {
      gint64 midnight = day * LOFT_WALL_DAY;

      found |= is_working_day (day) &&
               loft_busy_periods_find_block (
                 periods, loft_wall_to_instant (midnight + wish->day_begins, wish->zone),
                 loft_wall_to_instant (midnight + wish->day_ends, wish->zone), backwards, edge);
    }
  return found;
}

static gboolean
find_block (const LoftSlotWish *wish, const GArray *periods, gint64 start, gboolean backwards,
            gint64 *edge)
{
  if (wish->all_day)
    return find_block_of_days (wish, periods, start, backwards, edge);
  return loft_busy_periods_find_block (periods, start, start + MAX (wish->length, 1), backwards,
                                       edge);
}

gboolean
loft_free_slot_blocks (const LoftSlotWish *wish, const GArray *periods, gint64 start)
{
  gint64 edge;

  return find_block (wish, periods, start, FALSE, &edge);
}

/* The edge that leaves the least to try. */
static gboolean
find_block_of_all (const LoftSlotWish *wish, GPtrArray *people, gint64 start, gboolean backwards,
                   gint64 *edge)
{
  gboolean found = FALSE;

  for (guint i = 0; i < people->len; i++)
    {
      gint64 at;

      if (!find_block (wish, g_ptr_array_index (people, i), start, backwards, &at))
        continue;
      *edge = !found ? at : backwards ? MIN (*edge, at) : MAX (*edge, at);
      found = TRUE;
    }
  return found;
}

/* ---- when one could start ----------------------------------------------------------------- */

static gint64
round_down (gint64 wall, int step)
{
  return wall - ((wall % step) + step) % step;
}

/* The last second of a day at which it may start. */
static int
latest_of (const LoftSlotWish *wish)
{
  return (int) MAX (wish->day_begins, wish->day_ends - wish->length);
}

/* On the wall; the next that working hours allow, wall itself among them. */
static gint64
fit_forwards (const LoftSlotWish *wish, gint64 wall)
{
  int step = wish->all_day ? LOFT_WALL_DAY : STEP;
  int begins = wish->all_day ? 0 : wish->day_begins;
  int latest = wish->all_day ? 0 : latest_of (wish);
  gint64 at = round_down (wall + step - 1, step);
  gint64 day = loft_wall_get_day (at);

  if (is_working_day (day) && loft_wall_get_seconds (at) <= latest)
    return MAX (at, day * LOFT_WALL_DAY + begins);
  do
    day++;
  while (!is_working_day (day));
  return day * LOFT_WALL_DAY + begins;
}

static gint64
fit_backwards (const LoftSlotWish *wish, gint64 wall)
{
  int step = wish->all_day ? LOFT_WALL_DAY : STEP;
  int begins = wish->all_day ? 0 : wish->day_begins;
  int latest = wish->all_day ? 0 : latest_of (wish);
  gint64 at = round_down (wall, step);
  gint64 day = loft_wall_get_day (at);

  if (is_working_day (day) && loft_wall_get_seconds (at) >= begins)
    return MIN (at, day * LOFT_WALL_DAY + latest);
  do
    day--;
  while (!is_working_day (day));
  return day * LOFT_WALL_DAY + latest;
}

/* ---- looking ------------------------------------------------------------------------------ */

/* The next to try when one did not suit. edge: of who cannot come. */
static gint64
go_on (const LoftSlotWish *wish, gint64 wall, gint64 edge, gboolean backwards)
{
  gint64 at = loft_wall_from_instant (edge, wish->zone);

  if (wish->all_day)
    return backwards ? wall - LOFT_WALL_DAY : wall + LOFT_WALL_DAY;
  return backwards ? MIN (at - wish->length, wall - STEP) : MAX (at, wall + STEP);
}

gboolean
loft_free_slot_find (const LoftSlotWish *wish, GPtrArray *people, gint64 from, gint64 limit,
                     gboolean backwards, gint64 *start)
{
  gint64 wall = loft_wall_from_instant (from, wish->zone);

  for (;;)
    {
      gint64 at, edge;

      wall = backwards ? fit_backwards (wish, wall) : fit_forwards (wish, wall);
      at = loft_wall_to_instant (wall, wish->zone);
      if (backwards ? at < limit : at + wish->length > limit)
        return FALSE;
      if (!find_block_of_all (wish, people, at, backwards, &edge))
        {
          *start = at;
          return TRUE;
        }
      wall = go_on (wish, wall, edge, backwards);
    }
}
