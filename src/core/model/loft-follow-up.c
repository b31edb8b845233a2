/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-follow-up.h"

#include <stdio.h>
#include <string.h>

#include "loft-flags.h"

static const char *const kinds[] = { "$start:", "$due:", "$remind:", "$done:" };

enum { START, DUE, REMINDER, DONE };

gsize
loft_follow_up_get_kind_length (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_ascii_strncasecmp (word, kinds[i], strlen (kinds[i])) == 0)
      return strlen (kinds[i]);
  return 0;
}

/* ---- reading ------------------------------------------------------------------------------ */

static void
read_day (const char *value, GDate *day)
{
  int year, month, of_month, length = 0;

  if (sscanf (value, "%4d-%2d-%2d%n", &year, &month, &of_month, &length) == 3 &&
      value[length] == '\0' && year > 0 && month > 0 && of_month > 0 &&
      g_date_valid_dmy ((GDateDay) of_month, (GDateMonth) month, (GDateYear) year))
    g_date_set_dmy (day, (GDateDay) of_month, (GDateMonth) month, (GDateYear) year);
}

static gint64
read_time (const char *value)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (value, NULL);

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

static void
read_word (LoftFollowUp *self, const char *word)
{
  gsize length = loft_follow_up_get_kind_length (word);

  if (length == 0)
    return;
  if (g_ascii_strncasecmp (word, kinds[START], length) == 0)
    read_day (word + length, &self->start);
  else if (g_ascii_strncasecmp (word, kinds[DUE], length) == 0)
    read_day (word + length, &self->due);
  else if (g_ascii_strncasecmp (word, kinds[REMINDER], length) == 0)
    self->reminder = read_time (word + length);
  else
    self->done = read_time (word + length);
}

void
loft_follow_up_read (const char *keywords, LoftFollowUp *self)
{
  g_auto (GStrv) words = g_strsplit (keywords != NULL ? keywords : "", " ", -1);

  g_date_clear (&self->start, 1);
  g_date_clear (&self->due, 1);
  self->reminder = 0;
  self->done = 0;
  for (guint i = 0; words[i] != NULL; i++)
    read_word (self, words[i]);
}

/* ---- writing ------------------------------------------------------------------------------ */

static void
add_day (GPtrArray *words, const char *kind, const GDate *day)
{
  if (g_date_valid (day))
    g_ptr_array_add (words, g_strdup_printf ("%s%04u-%02u-%02u", kind, g_date_get_year (day),
                                             (guint) g_date_get_month (day),
                                             (guint) g_date_get_day (day)));
}

static void
add_time (GPtrArray *words, const char *kind, gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *value =
    seconds != 0 && time != NULL ? g_date_time_format (time, "%Y%m%dT%H%M%SZ") : NULL;

  if (value != NULL)
    g_ptr_array_add (words, g_strconcat (kind, value, NULL));
}

char *
loft_follow_up_write (const LoftFollowUp *self)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  add_day (words, kinds[START], &self->start);
  add_day (words, kinds[DUE], &self->due);
  add_time (words, kinds[REMINDER], self->reminder);
  add_time (words, kinds[DONE], self->done);
  g_ptr_array_add (words, NULL);
  return loft_keywords_join ((const char *const *) words->pdata);
}

char *
loft_follow_up_pick (const char *keywords, gboolean follow_ups)
{
  g_auto (GStrv) words = g_strsplit (keywords != NULL ? keywords : "", " ", -1);
  g_autoptr (GPtrArray) picked = g_ptr_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if ((loft_follow_up_get_kind_length (words[i]) > 0) == follow_ups)
      g_ptr_array_add (picked, words[i]);
  g_ptr_array_add (picked, NULL);
  return loft_keywords_join ((const char *const *) picked->pdata);
}
