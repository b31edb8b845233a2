/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-follow-up-text.h"

#include "config.h"
#include "loft-date-text.h"
#include "loft-follow-up.h"

#include <glib/gi18n.h>

static void
set_today (GDate *day, gint64 now)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (now);

  g_date_clear (day, 1);
  g_date_set_dmy (day, (GDateDay) g_date_time_get_day_of_month (time),
                  (GDateMonth) g_date_time_get_month (time),
                  (GDateYear) g_date_time_get_year (time));
}

/* ---- telling ------------------------------------------------------------------------------ */

static char *
format_day (const GDate *day, const char *format)
{
  g_autoptr (GDateTime) time =
    g_date_time_new_local (g_date_get_year (day), (int) g_date_get_month (day),
                           g_date_get_day (day), 12, 0, 0);

  return time != NULL ? g_date_time_format (time, format) : NULL;
}

/* (nullable) */
static char *
text_for_open (const GDate *due, const GDate *today)
{
  int days = g_date_days_between (today, due);

  if (days == 0)
    return g_strdup (_ ("Follow up today"));
  if (days == 1)
    return g_strdup (_ ("Follow up tomorrow"));
  if (days < 7)
    /* Translators: %A is the day of the week, as in "Friday". */
    return format_day (due, C_ ("date", "Follow up by %A"));
  if (g_date_get_year (due) == g_date_get_year (today))
    /* Translators: day and month of a date in this year, as in "12 March". */
    return format_day (due, C_ ("date", "Follow up by %-d %B"));
  /* Translators: a date in another year, as in "12 March 2024". */
  return format_day (due, C_ ("date", "Follow up by %-d %B %Y"));
}

/* (nullable) */
static char *
text_for_late (const GDate *due, const GDate *today)
{
  int days = g_date_days_between (due, today);

  if (days == 1)
    return g_strdup (_ ("Follow-up was due yesterday"));
  if (days < 7)
    /* Translators: %A is the day of the week, as in "Friday". */
    return format_day (due, C_ ("date", "Follow-up was due on %A"));
  if (g_date_get_year (due) == g_date_get_year (today))
    /* Translators: day and month of a date in this year, as in "12 March". */
    return format_day (due, C_ ("date", "Follow-up was due on %-d %B"));
  /* Translators: a date in another year, as in "12 March 2024". */
  return format_day (due, C_ ("date", "Follow-up was due on %-d %B %Y"));
}

LoftFollowUpState
loft_follow_up_describe (LoftFlags flags, const char *keywords, gint64 now, char **text)
{
  gboolean flagged = (flags & LOFT_FLAG_FLAGGED) != 0;
  gboolean late;
  LoftFollowUp facts;
  GDate today;

  *text = NULL;
  set_today (&today, now);
  loft_follow_up_read (keywords, &facts);
  if (!flagged && facts.done != 0)
    {
      *text = g_strdup (C_ ("follow-up", "Done"));
      return LOFT_FOLLOW_UP_DONE_WITH;
    }
  if (!flagged || !g_date_valid (&facts.due))
    return LOFT_FOLLOW_UP_NOTHING;
  late = g_date_compare (&facts.due, &today) < 0;
  *text = late ? text_for_late (&facts.due, &today) : text_for_open (&facts.due, &today);
  if (*text == NULL)
    return LOFT_FOLLOW_UP_NOTHING;
  return late ? LOFT_FOLLOW_UP_LATE : LOFT_FOLLOW_UP_OPEN;
}

char *
loft_follow_up_describe_reminder (const char *keywords, gint64 now)
{
  LoftFollowUp facts;
  g_autofree char *when = NULL;

  loft_follow_up_read (keywords, &facts);
  if (facts.reminder == 0)
    return NULL;
  when = loft_date_text_medium (facts.reminder, now);
  /* Translators: %s is a day and a time. */
  return g_strdup_printf (_ ("Reminder: %s"), when);
}

/* ---- choosing ----------------------------------------------------------------------------- */

static const char *const names[LOFT_N_FOLLOW_UP_CHOICES] = { "today", "tomorrow", "this-week",
                                                             "next-week", "no-date" };

const char *
loft_follow_up_choice_get_name (LoftFollowUpChoice choice)
{
  return names[choice];
}

gboolean
loft_follow_up_choice_from_name (const char *name, LoftFollowUpChoice *choice)
{
  for (guint i = 0; i < LOFT_N_FOLLOW_UP_CHOICES; i++)
    if (g_str_equal (names[i], name))
      {
        *choice = i;
        return TRUE;
      }
  return FALSE;
}

char *
loft_follow_up_choice_dup_keywords (LoftFollowUpChoice choice, gint64 now)
{
  LoftFollowUp facts;
  guint weekday;

  loft_follow_up_read (NULL, &facts);
  if (choice == LOFT_FOLLOW_UP_NO_DATE)
    return g_strdup ("");
  set_today (&facts.start, now);
  weekday = g_date_get_weekday (&facts.start);
  if (choice == LOFT_FOLLOW_UP_TOMORROW)
    g_date_add_days (&facts.start, 1);
  if (choice == LOFT_FOLLOW_UP_NEXT_WEEK)
    g_date_add_days (&facts.start, G_DATE_SUNDAY + 1 - weekday);
  facts.due = facts.start;
  if (choice == LOFT_FOLLOW_UP_THIS_WEEK)
    g_date_add_days (&facts.due,
                     weekday <= G_DATE_FRIDAY ? G_DATE_FRIDAY - weekday : G_DATE_SUNDAY - weekday);
  if (choice == LOFT_FOLLOW_UP_NEXT_WEEK)
    g_date_add_days (&facts.due, G_DATE_FRIDAY - G_DATE_MONDAY);
  return loft_follow_up_write (&facts);
}
