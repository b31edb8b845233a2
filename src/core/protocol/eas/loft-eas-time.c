/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-time.h"

#include <string.h>

static char *
format (gint64 seconds, const char *pattern)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GDateTime) epoch = g_date_time_new_from_unix_utc (0);

  return g_date_time_format (time != NULL ? time : epoch, pattern);
}

char *
loft_eas_time_to_dashed (gint64 seconds)
{
  return format (seconds, "%Y-%m-%dT%H:%M:%S.000Z");
}

char *
loft_eas_time_to_compact (gint64 seconds)
{
  return format (seconds, "%Y%m%dT%H%M%SZ");
}

/* The digits in front of a fraction or the Z, without what stands between them. */
static gboolean
read_digits (const char *text, char digits[15])
{
  guint n = 0;

  for (; *text != '\0' && *text != '.' && *text != 'Z'; text++)
    if (g_ascii_isdigit (*text))
      {
        if (n == 14)
          return FALSE;
        digits[n++] = *text;
      }
    else if (strchr ("-:T", *text) == NULL)
      return FALSE;
  digits[n] = '\0';
  return n == 14 && *text != '\0';
}

static int
number (const char *digits, guint at, guint n)
{
  int value = 0;

  for (guint i = at; i < at + n; i++)
    value = 10 * value + (digits[i] - '0');
  return value;
}

gboolean
loft_eas_time_read (const char *text, gint64 *seconds)
{
  g_autoptr (GDateTime) time = NULL;
  char digits[15];

  if (text == NULL || !g_str_has_suffix (text, "Z") || !read_digits (text, digits))
    return FALSE;
  time =
    g_date_time_new_utc (number (digits, 0, 4), number (digits, 4, 2), number (digits, 6, 2),
                         number (digits, 8, 2), number (digits, 10, 2), number (digits, 12, 2));
  if (time == NULL)
    return FALSE;
  *seconds = g_date_time_to_unix (time);
  return TRUE;
}
