/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-told-times.h"

char *
loft_told_times_describe (GPtrArray *availabilities, gint64 since)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < availabilities->len; i++)
    {
      const LoftAvailability *told = g_ptr_array_index (availabilities, i);

      g_string_append_printf (text, "%s %s:", told->address, told->name);
      for (guint j = 0; j < told->periods->len; j++)
        {
          const LoftBusyPeriod *period = &g_array_index (told->periods, LoftBusyPeriod, j);

          g_string_append_printf (text, " %c%.1f-%.1f", "ftbau"[period->kind],
                                  (double) (period->start - since) / 3600,
                                  (double) (period->end - since) / 3600);
        }
      if (told->reason != NULL)
        g_string_append_printf (text, " (%s)", told->reason);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
