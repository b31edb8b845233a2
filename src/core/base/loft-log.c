/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-log.h"

#include <stdio.h>

static const char *
traced_areas (void)
{
  static gsize once = 0;
  static const char *areas = NULL;

  if (g_once_init_enter (&once))
    {
      areas = g_getenv ("LOFT_TRACE");
      g_once_init_leave (&once, 1);
    }
  return areas;
}

gboolean
loft_log_traces (const char *area)
{
  const char *areas = traced_areas ();
  g_auto (GStrv) words = NULL;

  if (areas == NULL)
    return FALSE;
  words = g_strsplit (areas, ",", -1);
  return g_strv_contains ((const char *const *) words, area) ||
         g_strv_contains ((const char *const *) words, "all");
}

void
loft_log_trace (const char *area, const char *format, ...)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  fprintf (stderr, "%02d:%02d:%06.3f %s %s\n", g_date_time_get_hour (now),
           g_date_time_get_minute (now), g_date_time_get_seconds (now), area, text);
}
