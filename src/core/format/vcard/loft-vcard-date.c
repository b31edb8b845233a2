/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-vcard-date.h"

#include <string.h>

/* Apple writes this year where a birthday has none, and says so in a parameter. */
#define NO_YEAR          "1604"
#define OMIT_YEAR        "X-APPLE-OMIT-YEAR"
#define HAS_YEAR(date)   ((date)[0] != '-')
#define LENGTH_WITH_YEAR 10 /* 1985-04-12 */
#define LENGTH_WITHOUT   7 /* --04-12 */

/* pattern: 9 for a digit. */
static gboolean
fits (const char *text, const char *pattern)
{
  for (; *pattern != '\0'; pattern++, text++)
    if (*pattern == '9' ? !g_ascii_isdigit (*text) : *text != *pattern)
      return FALSE;
  return *text == '\0' || *text == 'T' || *text == 't' || *text == ' ';
}

gboolean
loft_vcard_date_is_whole (const char *date)
{
  return (strlen (date) == LENGTH_WITH_YEAR && fits (date, "9999-99-99")) ||
         (strlen (date) == LENGTH_WITHOUT && fits (date, "--99-99"));
}

static char *
read_text (const char *text)
{
  if (fits (text, "99999999"))
    return g_strdup_printf ("%.4s-%.2s-%.2s", text, text + 4, text + 6);
  if (fits (text, "9999-99-99"))
    return g_strndup (text, LENGTH_WITH_YEAR);
  if (fits (text, "--9999"))
    return g_strdup_printf ("--%.2s-%.2s", text + 2, text + 4);
  if (fits (text, "--99-99"))
    return g_strndup (text, LENGTH_WITHOUT);
  return g_strdup (text);
}

char *
loft_vcard_date_read (const LoftVcardLine *line)
{
  g_autofree char *written = loft_vcard_line_dup_text (line);
  g_autofree char *text = loft_vcard_trim_text (written);
  g_autofree char *date = read_text (text);
  g_autofree char *omitted = loft_vcard_line_dup_parameter (line, OMIT_YEAR);

  if (HAS_YEAR (date) && loft_vcard_date_is_whole (date) &&
      ((omitted != NULL && g_str_has_prefix (date, omitted)) || g_str_has_prefix (date, NO_YEAR)))
    return g_strconcat ("--", date + 5, NULL);
  return g_steal_pointer (&date);
}

char *
loft_vcard_date_dup_parameters (const char *date, guint version)
{
  if (!loft_vcard_date_is_whole (date))
    return g_strdup (";VALUE=text");
  return g_strdup (!HAS_YEAR (date) && version < 4 ? ";" OMIT_YEAR "=" NO_YEAR : "");
}

char *
loft_vcard_date_dup_value (const char *date, guint version)
{
  if (!loft_vcard_date_is_whole (date))
    return loft_content_text_escape (date);
  if (!HAS_YEAR (date))
    return version == 4 ? g_strdup_printf ("--%.2s%.2s", date + 2, date + 5)
                        : g_strconcat (NO_YEAR "-", date + 2, NULL);
  return version == 4 ? g_strdup_printf ("%.4s%.2s%.2s", date, date + 5, date + 8)
                      : g_strdup (date);
}

void
loft_vcard_date_write (LoftVcardLine *line, const char *date, guint version)
{
  g_autofree char *value = loft_vcard_date_dup_value (date, version);
  g_autofree char *parameters = loft_vcard_date_dup_parameters (date, version);
  g_auto (GStrv) parts = g_strsplit (*parameters != '\0' ? parameters + 1 : "", "=", 2);

  loft_content_property_set_parameter (line->property, "VALUE", NULL);
  loft_content_property_set_parameter (line->property, OMIT_YEAR, NULL);
  if (parts[0] != NULL && parts[1] != NULL)
    loft_content_property_set_parameter (line->property, parts[0], parts[1]);
  loft_vcard_line_set_value (line, value);
}

gint64
loft_vcard_date_read_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);
  g_autofree char *date = time == NULL ? read_text (text) : NULL;
  g_autofree char *midnight = date != NULL ? g_strconcat (date, "T00:00:00Z", NULL) : NULL;

  if (time == NULL && loft_vcard_date_is_whole (date))
    time = g_date_time_new_from_iso8601 (midnight, utc);
  return time != NULL ? g_date_time_to_unix (time) : 0;
}

char *
loft_vcard_date_write_time (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time);

  return date != NULL ? g_date_time_format (date, "%Y%m%dT%H%M%SZ") : g_strdup ("19700101T000000Z");
}
