/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-busy-periods.h"
#include "loft-dav-schedule.h"
#include "loft-ical-free-busy.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

#define SINCE 1795478400
#define UNTIL (SINCE + 28 * 86400)

/* In order, within what was asked, none over another. */
static void
read_times (GBytes *text)
{
  g_autoptr (GArray) periods = loft_busy_periods_new ();
  gint64 last = SINCE;

  loft_ical_free_busy_read (text, SINCE, UNTIL, periods, NULL);
  for (guint i = 0; i < periods->len; i++)
    {
      const LoftBusyPeriod *period = &g_array_index (periods, LoftBusyPeriod, i);

      g_assert (period->start >= last && period->start < period->end && period->end <= UNTIL);
      last = period->end;
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) text = g_bytes_new (bytes, length);
  g_autoptr (GPtrArray) people = loft_dav_schedule_read (text, NULL);

  for (guint i = 0; people != NULL && i < people->len; i++)
    {
      const LoftDavScheduled *person = g_ptr_array_index (people, i);

      loft_dav_schedule_explain (person);
      if (person->data != NULL)
        read_times (person->data);
    }
  read_times (text);
  return 0;
}
