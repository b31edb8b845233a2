/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-clock.h"

static gint64 fixed_now; /* atomic by being set before threads start; tests only */

gint64
loft_clock_now (void)
{
  return fixed_now != 0 ? fixed_now : g_get_real_time () / G_USEC_PER_SEC;
}

gint64
loft_clock_monotonic (void)
{
  return g_get_monotonic_time ();
}

void
loft_clock_set_for_test (gint64 seconds)
{
  fixed_now = seconds;
}
