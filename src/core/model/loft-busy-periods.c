/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-busy-periods.h"

#define N_KINDS (LOFT_BUSY_UNKNOWN + 1)

/* What takes more of a person comes first. */
static const LoftBusyKind ranks[] = { LOFT_BUSY_AWAY, LOFT_BUSY_BUSY, LOFT_BUSY_TENTATIVE,
                                      LOFT_BUSY_UNKNOWN };

GArray *
loft_busy_periods_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (LoftBusyPeriod));
}

void
loft_busy_periods_add (GArray *self, gint64 start, gint64 end, LoftBusyKind kind)
{
  LoftBusyPeriod period = { start, end, kind };

  if (start < end && kind != LOFT_BUSY_FREE)
    g_array_append_val (self, period);
}

/* ---- settling ----------------------------------------------------------------------------- */

/* Where a period begins or ends. */
typedef struct {
  gint64 at;
  LoftBusyKind kind;
  int step; /* how many more of the kind there are from here on */
} Edge;

static int
compare_edges (gconstpointer a, gconstpointer b)
{
  const Edge *one = a, *other = b;

  return one->at < other->at ? -1 : one->at > other->at;
}

static GArray *
list_edges (const GArray *self, gint64 since, gint64 until)
{
  GArray *edges = g_array_sized_new (FALSE, FALSE, sizeof (Edge), self->len * 2);

  for (guint i = 0; i < self->len; i++)
    {
      const LoftBusyPeriod *period = &g_array_index (self, LoftBusyPeriod, i);
      Edge start = { MAX (period->start, since), period->kind, 1 };
      Edge end = { MIN (period->end, until), period->kind, -1 };

      if (start.at >= end.at)
        continue;
      g_array_append_val (edges, start);
      g_array_append_val (edges, end);
    }
  g_array_sort (edges, compare_edges);
  return edges;
}

static LoftBusyKind
strongest (const int *counts)
{
  for (guint i = 0; i < G_N_ELEMENTS (ranks); i++)
    if (counts[ranks[i]] > 0)
      return ranks[i];
  return LOFT_BUSY_FREE;
}

static void
append (GArray *self, gint64 start, gint64 end, LoftBusyKind kind)
{
  LoftBusyPeriod *last =
    self->len > 0 ? &g_array_index (self, LoftBusyPeriod, self->len - 1) : NULL;

  if (last != NULL && last->end == start && last->kind == kind && kind != LOFT_BUSY_FREE)
    last->end = MAX (last->end, end);
  else
    loft_busy_periods_add (self, start, end, kind);
}

void
loft_busy_periods_settle (GArray *self, gint64 since, gint64 until)
{
  g_autoptr (GArray) edges = list_edges (self, since, until);
  int counts[N_KINDS] = { 0 };

  g_array_set_size (self, 0);
  for (guint i = 0; i < edges->len; i++)
    {
      const Edge *edge = &g_array_index (edges, Edge, i);

      counts[edge->kind] += edge->step;
      if (i + 1 < edges->len)
        append (self, edge->at, g_array_index (edges, Edge, i + 1).at, strongest (counts));
    }
}

/* ---- asking ------------------------------------------------------------------------------- */

/* The first that ends behind at. */
static guint
find_first (const GArray *self, gint64 at)
{
  guint low = 0, high = self->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self, LoftBusyPeriod, middle).end <= at)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

LoftBusyKind
loft_busy_periods_get_kind (const GArray *self, gint64 start, gint64 end)
{
  int counts[N_KINDS] = { 0 };

  for (guint i = find_first (self, start); i < self->len; i++)
    {
      const LoftBusyPeriod *period = &g_array_index (self, LoftBusyPeriod, i);

      if (period->start >= end)
        break;
      counts[period->kind]++;
    }
  return strongest (counts);
}

gboolean
loft_busy_kind_blocks (LoftBusyKind kind)
{
  return kind == LOFT_BUSY_TENTATIVE || kind == LOFT_BUSY_BUSY || kind == LOFT_BUSY_AWAY;
}

gboolean
loft_busy_periods_find_block (const GArray *self, gint64 start, gint64 end, gboolean backwards,
                              gint64 *edge)
{
  gboolean found = FALSE;

  for (guint i = find_first (self, start); i < self->len; i++)
    {
      const LoftBusyPeriod *period = &g_array_index (self, LoftBusyPeriod, i);

      if (period->start >= end)
        break;
      if (!loft_busy_kind_blocks (period->kind))
        continue;
      *edge = backwards ? period->start : period->end;
      if (!backwards)
        return TRUE;
      found = TRUE;
    }
  return found;
}
