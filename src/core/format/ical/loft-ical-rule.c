/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-rule.h"

#include <string.h>

#include "loft-error.h"

/* A rule that names every day of a year is shorter. */
#define MAX_LENGTH   4096
#define MAX_INTERVAL 32767
#define MAX_COUNT    1000000

static const char *const frequencies[] = { "SECONDLY", "MINUTELY", "HOURLY", "DAILY",
                                           "WEEKLY",   "MONTHLY",  "YEARLY" };
static const char *const weekdays[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
static const char *const skips[] = { "OMIT", "BACKWARD", "FORWARD" };

/* How far a number may go, and how many there may be. */
static const struct {
  const char *name;
  int least;
  int most;
  gboolean from_the_end; /* negative ones count from there; none is 0 */
  guint room;
} by_parts[LOFT_ICAL_N_BY] = {
  [LOFT_ICAL_BY_SECOND] = { "BYSECOND", 0, 60, FALSE, 61 },
  [LOFT_ICAL_BY_MINUTE] = { "BYMINUTE", 0, 59, FALSE, 60 },
  [LOFT_ICAL_BY_HOUR] = { "BYHOUR", 0, 23, FALSE, 24 },
  [LOFT_ICAL_BY_DAY] = { "BYDAY", -53, 53, TRUE, 380 },
  [LOFT_ICAL_BY_MONTHDAY] = { "BYMONTHDAY", 1, 31, TRUE, 31 },
  [LOFT_ICAL_BY_YEARDAY] = { "BYYEARDAY", 1, 366, TRUE, 380 },
  [LOFT_ICAL_BY_WEEKNO] = { "BYWEEKNO", 1, 53, TRUE, 53 },
  [LOFT_ICAL_BY_MONTH] = { "BYMONTH", 1, 12, FALSE, 12 },
  [LOFT_ICAL_BY_SETPOS] = { "BYSETPOS", 1, 366, TRUE, 380 },
};

LoftIcalRule *
loft_ical_rule_new (LoftIcalFrequency frequency)
{
  LoftIcalRule *self = g_new0 (LoftIcalRule, 1);

  self->frequency = frequency;
  self->interval = 1;
  self->week_start = 1;
  return self;
}

LoftIcalRule *
loft_ical_rule_copy (const LoftIcalRule *self)
{
  LoftIcalRule *copy = g_memdup2 (self, sizeof *self);

  for (guint i = 0; i < LOFT_ICAL_N_BY; i++)
    if (self->by[i] != NULL)
      copy->by[i] = g_array_copy (self->by[i]);
  return copy;
}

void
loft_ical_rule_free (LoftIcalRule *self)
{
  for (guint i = 0; i < LOFT_ICAL_N_BY; i++)
    g_clear_pointer (&self->by[i], g_array_unref);
  g_free (self);
}

gint16
loft_ical_rule_by_day (int nth, guint weekday)
{
  return nth < 0 ? -(-nth * 8 + (int) weekday) : nth * 8 + (int) weekday;
}

int
loft_ical_rule_get_nth (gint16 by_day)
{
  return by_day / 8;
}

guint
loft_ical_rule_get_weekday (gint16 by_day)
{
  return ABS (by_day) % 8;
}

void
loft_ical_rule_add_by (LoftIcalRule *self, LoftIcalBy by, gint16 value)
{
  if (self->by[by] == NULL)
    self->by[by] = g_array_new (FALSE, FALSE, sizeof (gint16));
  g_array_append_val (self->by[by], value);
}

static int
find_name (const char *const *names, guint n_names, const char *text)
{
  for (guint i = 0; i < n_names; i++)
    if (g_ascii_strcasecmp (names[i], text) == 0)
      return i;
  return -1;
}

static gboolean
read_number (const char *text, char **end, int least, int most, int *number)
{
  gint64 found;

  if (!g_ascii_isdigit (*text) && *text != '-' && *text != '+')
    return FALSE;
  found = g_ascii_strtoll (text, end, 10);
  if (*end == text || found < least || found > most)
    return FALSE;
  *number = (int) found;
  return TRUE;
}

static gboolean
read_whole_number (const char *text, int least, int most, int *number)
{
  char *end;

  return read_number (text, &end, least, most, number) && *end == '\0';
}

static gboolean
read_weekday (const char *text, guint *weekday)
{
  int found = find_name (weekdays, G_N_ELEMENTS (weekdays), text);

  *weekday = found + 1;
  return found >= 0;
}

static gboolean
read_by_day (const char *text, int *value)
{
  char *end = (char *) text;
  int nth = 0;
  guint weekday;

  if (!g_ascii_isalpha (*text) && (!read_number (text, &end, -53, 53, &nth) || nth == 0))
    return FALSE;
  if (!read_weekday (end, &weekday))
    return FALSE;
  *value = loft_ical_rule_by_day (nth, weekday);
  return TRUE;
}

static gboolean
read_by_number (LoftIcalBy by, const char *text, int *value)
{
  int least = by_parts[by].from_the_end ? -by_parts[by].most : by_parts[by].least;

  return read_whole_number (text, least, by_parts[by].most, value) &&
         (!by_parts[by].from_the_end || *value != 0);
}

static gboolean
has (const GArray *values, int value)
{
  for (guint i = 0; values != NULL && i < values->len; i++)
    if (g_array_index (values, gint16, i) == value)
      return TRUE;
  return FALSE;
}

static gboolean
read_by (LoftIcalRule *self, LoftIcalBy by, const char *text)
{
  g_auto (GStrv) values = g_strsplit (text, ",", -1);

  for (guint i = 0; values[i] != NULL; i++)
    {
      int value;

      if (!(by == LOFT_ICAL_BY_DAY ? read_by_day (values[i], &value)
                                   : read_by_number (by, values[i], &value)))
        return FALSE;
      if (has (self->by[by], value))
        continue;
      loft_ical_rule_add_by (self, by, value);
      if (self->by[by]->len > by_parts[by].room)
        return FALSE;
    }
  return self->by[by] != NULL;
}

static gboolean
read_by_part (LoftIcalRule *self, const char *name, const char *text)
{
  for (guint i = 0; i < LOFT_ICAL_N_BY; i++)
    if (g_ascii_strcasecmp (by_parts[i].name, name) == 0)
      return self->by[i] == NULL && read_by (self, i, text);
  /* RFC 5545 says that unknown parts are ignored; X- ones are seen. */
  return g_ascii_strncasecmp (name, "X-", 2) == 0;
}

static gboolean
read_until (LoftIcalRule *self, const char *text)
{
  self->has_until = loft_ical_time_read (text, &self->until);
  return self->has_until;
}

static gboolean
read_skip (LoftIcalRule *self, const char *text)
{
  int found = find_name (skips, G_N_ELEMENTS (skips), text);

  self->skip = found;
  return found >= 0;
}

static gboolean
read_part (LoftIcalRule *self, const char *name, const char *text)
{
  int number = 0;
  gboolean ok = TRUE;

  if (g_ascii_strcasecmp (name, "FREQ") == 0)
    {
      number = find_name (frequencies, G_N_ELEMENTS (frequencies), text);
      self->frequency = number;
      return number >= 0;
    }
  if (g_ascii_strcasecmp (name, "UNTIL") == 0)
    return read_until (self, text);
  if (g_ascii_strcasecmp (name, "WKST") == 0)
    return read_weekday (text, &self->week_start);
  if (g_ascii_strcasecmp (name, "SKIP") == 0)
    return read_skip (self, text);
  if (g_ascii_strcasecmp (name, "RSCALE") == 0)
    return TRUE;
  if (g_ascii_strcasecmp (name, "COUNT") == 0)
    {
      ok = read_whole_number (text, 1, G_MAXINT, &number);
      self->count = MIN (number, MAX_COUNT);
      return ok;
    }
  if (g_ascii_strcasecmp (name, "INTERVAL") == 0)
    {
      ok = read_whole_number (text, 1, MAX_INTERVAL, &number);
      self->interval = number;
      return ok;
    }
  return read_by_part (self, name, text);
}

static gboolean
check_calendar (const char *name, const char *text, GError **error)
{
  if (g_ascii_strcasecmp (name, "RSCALE") != 0 || g_ascii_strcasecmp (text, "GREGORIAN") == 0)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "the rule is of another calendar");
  return FALSE;
}

static gboolean
read_parts (LoftIcalRule *self, const char *value, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (value, ";", -1);
  gboolean has_frequency = FALSE;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *text = strchr (parts[i], '=');

      /* Some end their rules with ";". */
      if (*g_strstrip (parts[i]) == '\0')
        continue;
      if (text != NULL)
        *text++ = '\0';
      if (text != NULL && !check_calendar (parts[i], text, error))
        return FALSE;
      if (text == NULL || !read_part (self, parts[i], text))
        {
          g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                               "a part of the rule has no meaning");
          return FALSE;
        }
      has_frequency |= g_ascii_strcasecmp (parts[i], "FREQ") == 0;
    }
  if (!has_frequency)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "the rule has no frequency");
  return has_frequency;
}

LoftIcalRule *
loft_ical_rule_read (const char *value, GError **error)
{
  g_autoptr (LoftIcalRule) self = loft_ical_rule_new (LOFT_ICAL_YEARLY);

  if (strlen (value) > MAX_LENGTH)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "the rule is too long");
      return NULL;
    }
  if (!read_parts (self, value, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
append_by (GString *value, LoftIcalBy by, const GArray *numbers)
{
  g_string_append_printf (value, ";%s=", by_parts[by].name);
  for (guint i = 0; i < numbers->len; i++)
    {
      gint16 number = g_array_index (numbers, gint16, i);

      if (i > 0)
        g_string_append_c (value, ',');
      if (by != LOFT_ICAL_BY_DAY || loft_ical_rule_get_nth (number) != 0)
        g_string_append_printf (value, "%d",
                                by == LOFT_ICAL_BY_DAY ? loft_ical_rule_get_nth (number) : number);
      if (by == LOFT_ICAL_BY_DAY)
        g_string_append (value, weekdays[loft_ical_rule_get_weekday (number) - 1]);
    }
}

char *
loft_ical_rule_write (const LoftIcalRule *self)
{
  GString *value = g_string_new (NULL);

  /* SKIP without RSCALE is not allowed, and RSCALE stands first (RFC 7529 4.1). */
  if (self->skip != LOFT_ICAL_SKIP_OMIT)
    g_string_append_printf (value, "RSCALE=GREGORIAN;SKIP=%s;", skips[self->skip]);
  g_string_append_printf (value, "FREQ=%s", frequencies[self->frequency]);
  if (self->interval > 1)
    g_string_append_printf (value, ";INTERVAL=%u", self->interval);
  if (self->count > 0)
    g_string_append_printf (value, ";COUNT=%u", self->count);
  if (self->has_until)
    {
      g_autofree char *until = loft_ical_time_write (&self->until);

      g_string_append_printf (value, ";UNTIL=%s", until);
    }
  for (guint i = 0; i < LOFT_ICAL_N_BY; i++)
    if (self->by[i] != NULL)
      append_by (value, i, self->by[i]);
  if (self->week_start != 1)
    g_string_append_printf (value, ";WKST=%s", weekdays[self->week_start - 1]);
  return g_string_free (value, FALSE);
}
