/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-text.h"

#include "config.h"
#include "loft-date-text.h"
#include "loft-wall.h"

#include <glib/gi18n.h>
#include <string.h>

char *
loft_event_text_clock (gint64 wall)
{
  return loft_wall_format (wall, loft_date_text_clock_format ());
}

char *
loft_event_text_clocks (gint64 start, gint64 end)
{
  g_autofree char *from = loft_event_text_clock (start);
  g_autofree char *to = loft_event_text_clock (end);

  g_strstrip (from);
  g_strstrip (to);
  if (end <= start)
    return g_steal_pointer (&from);
  /* Translators: from one time to another, as in "09:30 – 10:15". */
  return g_strdup_printf (C_ ("time", "%1$s – %2$s"), from, to);
}

static gboolean
same_year (gint64 day, gint64 other)
{
  int year, other_year, month, day_of_month;

  loft_wall_day_split (day, &year, &month, &day_of_month);
  loft_wall_day_split (other, &other_year, &month, &day_of_month);
  return year == other_year;
}

char *
loft_event_text_day (gint64 day, gint64 today)
{
  /* Translators: a day of this year, as in "Tuesday, 24 November". */
  const char *this_year = C_ ("date", "%A, %-d %B");
  /* Translators: a day of another year, as in "Tuesday, 24 November 2026". */
  const char *any_year = C_ ("date", "%A, %-d %B %Y");

  return loft_wall_format (day * LOFT_WALL_DAY, same_year (day, today) ? this_year : any_year);
}

static char *
days_text (gint64 first, gint64 last, gint64 today)
{
  g_autofree char *from = loft_event_text_day (first, today);
  g_autofree char *to = loft_event_text_day (last, today);

  if (first == last)
    return g_steal_pointer (&from);
  /* Translators: from one day to another. */
  return g_strdup_printf (C_ ("date", "%1$s – %2$s"), from, to);
}

char *
loft_event_text_when (gint64 start, gint64 end, gboolean all_day, gint64 today)
{
  gint64 first = loft_wall_get_day (start), last = loft_wall_get_last_day (start, end);
  g_autofree char *day = days_text (first, all_day ? last : first, today);
  g_autofree char *last_day = loft_event_text_day (last, today);
  g_autofree char *clocks = loft_event_text_clocks (start, end);
  g_autofree char *from = g_strstrip (loft_event_text_clock (start));
  g_autofree char *to = g_strstrip (loft_event_text_clock (end));

  if (all_day)
    /* Translators: a day or days, as in "Tuesday, 24 November, all day". */
    return g_strdup_printf (C_ ("date", "%s, all day"), day);
  if (first == last || end - start < LOFT_WALL_DAY / 2)
    /* Translators: a day and times, as in "Tuesday, 24 November, 09:30 – 10:15". */
    return g_strdup_printf (C_ ("date", "%1$s, %2$s"), day, clocks);
  /* Translators: a day and time, until another day and time. */
  return g_strdup_printf (C_ ("date", "%1$s, %2$s – %3$s, %4$s"), day, from, last_day, to);
}

const char *
loft_event_text_title (const LoftOccurrence *occurrence)
{
  return *occurrence->summary != '\0' ? occurrence->summary : _ ("(No Title)");
}

/* (nullable) where the next web address begins. */
static const char *
find_address (const char *text)
{
  const char *found = text;

  while ((found = strstr (found, "http")) != NULL)
    {
      if (g_str_has_prefix (found, "https://") || g_str_has_prefix (found, "http://"))
        return found;
      found += strlen ("http");
    }
  return NULL;
}

/* Without what ends a sentence or closes a bracket behind it. */
static gsize
get_address_length (const char *address)
{
  gsize length = strcspn (address, " \t\r\n<>\"");

  while (length > 0 && strchr (".,;:!?)]}'", address[length - 1]) != NULL)
    length--;
  return length;
}

/* (transfer full) */
static char *
shorten (const char *text, glong most)
{
  g_autofree char *start = NULL;
  char *end = NULL;

  if (g_utf8_strlen (text, -1) <= most)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, most);
  end = start + strlen (start);
  while (end > start && !g_ascii_isspace (*end))
    end--;
  if (end > start)
    *end = '\0';
  else if (find_address (start) != NULL)
    *start = '\0';
  return g_strconcat (start, "…", NULL);
}

static void
append_escaped (GString *markup, const char *text, gssize length)
{
  g_autofree char *escaped = g_markup_escape_text (text, length);

  g_string_append (markup, escaped);
}

char *
loft_event_text_markup (const char *text, glong most)
{
  g_autofree char *shown = shorten (text, most);
  g_autoptr (GString) markup = g_string_new (NULL);
  const char *rest = shown;

  for (const char *address = find_address (rest); address != NULL; address = find_address (rest))
    {
      gssize length = (gssize) get_address_length (address);
      g_autofree char *link = g_markup_escape_text (address, length);

      append_escaped (markup, rest, address - rest);
      g_string_append_printf (markup, "<a href=\"%s\">%s</a>", link, link);
      rest = address + length;
    }
  append_escaped (markup, rest, -1);
  return g_string_free (g_steal_pointer (&markup), FALSE);
}

static void
append (GString *text, const char *more)
{
  if (*more != '\0')
    g_string_append_printf (text, ", %s", more);
}

char *
loft_event_text_spoken (LoftOccurrenceItem *item, gint64 start, gint64 end, gint64 today)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (item);
  g_autoptr (GString) text = g_string_new (loft_event_text_title (occurrence));
  g_autofree char *when = loft_event_text_when (start, end, occurrence->all_day, today);

  append (text, when);
  append (text, occurrence->location);
  append (text, loft_calendar_item_get_name (loft_occurrence_item_get_calendar (item)));
  if (occurrence->status == LOFT_EVENT_CANCELLED)
    append (text, _ ("cancelled"));
  else if (occurrence->partstat == LOFT_PARTSTAT_DECLINED)
    append (text, _ ("declined"));
  else if (occurrence->partstat == LOFT_PARTSTAT_NEEDS_ACTION)
    append (text, _ ("not answered"));
  else if (occurrence->status == LOFT_EVENT_TENTATIVE ||
           occurrence->partstat == LOFT_PARTSTAT_TENTATIVE)
    append (text, _ ("tentative"));
  if (occurrence->is_recurring)
    append (text, _ ("repeats"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
