/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mbox-date.h"

#include <string.h>

#define MAX_LINE   1000
#define MAX_SENDER 200

static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

static gboolean
find_word (const char *const *words, guint n, const char *word, guint *index)
{
  for (guint i = 0; i < n; i++)
    if (g_ascii_strcasecmp (words[i], word) == 0)
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_number (const char *word, guint min, guint max, guint *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (word, 10, min, max, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

/* "14:45" or "14:45:35" */
static gboolean
read_time (const char *word, guint *hour, guint *minute, guint *second)
{
  g_auto (GStrv) parts = g_strsplit (word, ":", 4);
  guint n = g_strv_length (parts);

  *second = 0;
  return (n == 2 || n == 3) && read_number (parts[0], 0, 23, hour) &&
         read_number (parts[1], 0, 59, minute) && (n == 2 || read_number (parts[2], 0, 60, second));
}

/* "+0100", or "" for a name or none: taken for UTC. */
static const char *
zone_of (const char *word)
{
  return (word[0] == '+' || word[0] == '-') && strlen (word) == 5 &&
             strspn (word + 1, "0123456789") == 4
           ? word
           : "";
}

static gboolean
make_date (guint year, guint month, guint day, const guint *time, const char *zone, gint64 *date)
{
  g_autoptr (GTimeZone) offset =
    zone[0] != '\0' ? g_time_zone_new_identifier (zone) : g_time_zone_new_utc ();
  g_autoptr (GDateTime) made =
    offset == NULL ? NULL
                   : g_date_time_new (offset, (gint) year, (gint) month, (gint) day, (gint) time[0],
                                      (gint) time[1], MIN (time[2], 59));

  if (made == NULL)
    return FALSE;
  *date = g_date_time_to_unix (made);
  return TRUE;
}

/* words: from the day of the week on. */
static gboolean
read_date (char **words, guint n, gint64 *date)
{
  guint unused, month, day, year;
  guint time[3];
  const char *zone = "";

  if (n < 5 || !find_word (days, G_N_ELEMENTS (days), words[0], &unused) ||
      !find_word (months, G_N_ELEMENTS (months), words[1], &month) ||
      !read_number (words[2], 1, 31, &day) || !read_time (words[3], &time[0], &time[1], &time[2]))
    return FALSE;
  if (read_number (words[4], 1970, 9999, &year))
    zone = n > 5 ? zone_of (words[5]) : "";
  else if (n > 5 && read_number (words[5], 1970, 9999, &year))
    zone = zone_of (words[4]);
  else
    return FALSE;
  return make_date (year, month + 1, day, time, zone, date);
}

gboolean
loft_mbox_date_find (const char *line, gsize length, gint64 *date)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  if (length > MAX_LINE || length < strlen ("From "))
    return FALSE;
  text = g_strndup (line, length);
  words = g_strsplit_set (text, " \t\r", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_ptr_array_add (kept, words[i]);
  for (guint i = 1; i < kept->len; i++)
    if (read_date ((char **) kept->pdata + i, kept->len - i, date))
      return TRUE;
  return FALSE;
}

static gboolean
is_fit_for_sender (const char *sender)
{
  gsize length = strlen (sender);

  if (length == 0 || length > MAX_SENDER)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if ((guchar) sender[i] <= ' ' || (guchar) sender[i] >= 0x7f)
      return FALSE;
  return TRUE;
}

char *
loft_mbox_date_line (const char *sender, gint64 date)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (date);
  gint day = utc != NULL ? g_date_time_get_day_of_week (utc) : 4;

  return g_strdup_printf ("From %s %s %s %2d %02d:%02d:%02d %04d",
                          is_fit_for_sender (sender) ? sender : "MAILER-DAEMON", days[day - 1],
                          months[utc != NULL ? g_date_time_get_month (utc) - 1 : 0],
                          utc != NULL ? g_date_time_get_day_of_month (utc) : 1,
                          utc != NULL ? g_date_time_get_hour (utc) : 0,
                          utc != NULL ? g_date_time_get_minute (utc) : 0,
                          utc != NULL ? g_date_time_get_second (utc) : 0,
                          utc != NULL ? g_date_time_get_year (utc) : 1970);
}
