/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-order.h"

#define STEP 1024
#define MOST (G_MAXINT64 / 4) /* of what others wrote, what is beyond is written anew */

static gboolean
is_number (gint64 order)
{
  return order > -MOST && order < MOST;
}

/* Without the one that moved, the others must ascend. */
static gboolean
others_ascend (const gint64 *orders, guint n, guint moved)
{
  gint64 last = G_MININT64;

  for (guint i = 0; i < n; i++)
    {
      if (i == moved)
        continue;
      if (!is_number (orders[i]) || orders[i] <= last)
        return FALSE;
      last = orders[i];
    }
  return TRUE;
}

static gboolean
fit_between (gint64 *orders, guint n, guint moved)
{
  gint64 before = moved > 0 ? orders[moved - 1] : 0;
  gint64 after = moved + 1 < n ? orders[moved + 1] : 0;

  if (moved == 0)
    orders[moved] = after - STEP;
  else if (moved + 1 == n)
    orders[moved] = before + STEP;
  else if (after - before < 2)
    return FALSE;
  else
    orders[moved] = before + (after - before) / 2;
  return TRUE;
}

void
loft_task_order_place (gint64 *orders, guint n, guint moved)
{
  if (n > 1 && others_ascend (orders, n, moved) && fit_between (orders, n, moved))
    return;
  for (guint i = 0; i < n; i++)
    orders[i] = (gint64) (i + 1) * STEP;
}
