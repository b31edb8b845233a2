/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-follow-up.h"

#include "loft-eas-date.h"
#include "loft-eas-task-time.h"
#include "loft-follow-up.h"

#define DATES_NEEDED_BEFORE 140
#define WEEK                ((gint64) 7 * 24 * 60 * 60)

/* MS-ASEMAIL 2.2.2.74 */
enum { CLEARED = 0, COMPLETE = 1, ACTIVE = 2 };

static const LoftEasTaskTime start_time = { LOFT_EAS_TASKS_START_DATE,
                                            LOFT_EAS_TASKS_UTC_START_DATE, "DTSTART" };
static const LoftEasTaskTime due_time = { LOFT_EAS_TASKS_DUE_DATE, LOFT_EAS_TASKS_UTC_DUE_DATE,
                                          "DUE" };

static LoftIcalZone *
find_zone (const char *zone)
{
  LoftIcalZone *found = zone != NULL ? loft_eas_date_find_zone (zone) : NULL;

  return found != NULL ? found : loft_ical_zone_new_utc ();
}

/* ---- Flag -> words ------------------------------------------------------------------------ */

static void
read_day (const LoftWbxmlElement *flag, const LoftEasTaskTime *which, const char *zone, GDate *day)
{
  g_autoptr (LoftContentProperty) property = loft_eas_task_time_read (which, flag, zone);
  g_autoptr (LoftIcalZone) reader = find_zone (zone);
  LoftIcalTime time;

  if (property == NULL || !loft_ical_time_read (loft_content_property_get_value (property), &time))
    return;
  if (time.is_utc)
    time = loft_ical_zone_from_unix (reader, loft_ical_time_get_seconds (&time));
  g_date_set_dmy (day, (GDateDay) time.day, (GDateMonth) time.month, (GDateYear) time.year);
}

static gint64
read_time (const LoftWbxmlElement *flag, guint tag)
{
  gint64 seconds;

  return loft_eas_date_read (loft_wbxml_element_get_text (flag, tag), &seconds) ? seconds : 0;
}

static gint64
read_done (const LoftWbxmlElement *flag)
{
  gint64 done = read_time (flag, LOFT_EAS_EMAIL_COMPLETE_TIME);

  if (done == 0)
    done = read_time (flag, LOFT_EAS_TASKS_DATE_COMPLETED);
  return done != 0 ? done : 1;
}

static void
read_flag (const LoftWbxmlElement *flag, const char *zone, LoftFollowUp *facts)
{
  gint64 status = loft_wbxml_element_get_int (flag, LOFT_EAS_EMAIL_STATUS, CLEARED);

  loft_follow_up_read (NULL, facts);
  if (status != ACTIVE && status != COMPLETE)
    return;
  read_day (flag, &start_time, zone, &facts->start);
  read_day (flag, &due_time, zone, &facts->due);
  if (loft_wbxml_element_get_int (flag, LOFT_EAS_TASKS_REMINDER_SET, 0) != 0)
    facts->reminder = read_time (flag, LOFT_EAS_TASKS_REMINDER_TIME);
  if (status == COMPLETE)
    facts->done = read_done (flag);
}

char *
loft_eas_follow_up_read (const LoftWbxmlElement *flag, const char *zone)
{
  LoftFollowUp facts;

  read_flag (flag, zone, &facts);
  return loft_follow_up_write (&facts);
}

/* ---- words -> Flag ------------------------------------------------------------------------ */

static void
add_pair (LoftWbxmlElement *flag, const LoftEasTaskTime *which, gint64 wall, gint64 instant)
{
  g_autofree char *local = loft_eas_date_write (wall);
  g_autofree char *utc = loft_eas_date_write (instant);

  loft_wbxml_element_add_text (flag, which->local, local);
  loft_wbxml_element_add_text (flag, which->utc, utc);
}

/* FALSE: the server has another day. */
static gboolean
add_as_before (LoftWbxmlElement *flag, const LoftEasTaskTime *which, const GDate *day,
               const LoftWbxmlElement *before, const char *zone)
{
  const char *local = loft_wbxml_element_get_text (before, which->local);
  const char *utc = loft_wbxml_element_get_text (before, which->utc);
  GDate had;

  g_date_clear (&had, 1);
  if (local == NULL || utc == NULL)
    return FALSE;
  read_day (before, which, zone, &had);
  if (!g_date_valid (&had) || g_date_compare (&had, day) != 0)
    return FALSE;
  loft_wbxml_element_add_text (flag, which->local, local);
  loft_wbxml_element_add_text (flag, which->utc, utc);
  return TRUE;
}

static void
add_day (LoftWbxmlElement *flag, const LoftEasTaskTime *which, const GDate *day,
         const LoftWbxmlElement *before, const char *zone)
{
  g_autoptr (LoftIcalZone) reader = find_zone (zone);
  LoftIcalTime time = { .year = (gint16) g_date_get_year (day),
                        .month = (gint8) g_date_get_month (day),
                        .day = (gint8) g_date_get_day (day) };

  if (!add_as_before (flag, which, day, before, zone))
    add_pair (flag, which, loft_ical_time_get_seconds (&time),
              loft_ical_zone_to_unix (reader, &time));
}

/* They come all together or not at all (MS-ASEMAIL 2.2.2.31 and others). */
static void
add_dates (LoftWbxmlElement *flag, const LoftFollowUp *facts, const LoftWbxmlElement *before,
           const LoftEasMapping *how, gint64 now)
{
  const GDate *start = g_date_valid (&facts->start) ? &facts->start : &facts->due;
  const GDate *due = g_date_valid (&facts->due) ? &facts->due : &facts->start;

  if (g_date_valid (due))
    {
      add_day (flag, &start_time, g_date_compare (start, due) <= 0 ? start : due, before,
               how->zone);
      add_day (flag, &due_time, due, before, how->zone);
    }
  else if (how->version < DATES_NEEDED_BEFORE && now > 0)
    {
      add_pair (flag, &start_time, now, now);
      add_pair (flag, &due_time, now + WEEK, now + WEEK);
    }
}

static void
add_reminder (LoftWbxmlElement *flag, const LoftFollowUp *facts, gboolean is_set)
{
  g_autofree char *time = loft_eas_date_write (facts->reminder);

  if (facts->reminder == 0)
    return;
  loft_wbxml_element_add_int (flag, LOFT_EAS_TASKS_REMINDER_SET, is_set);
  if (is_set)
    loft_wbxml_element_add_text (flag, LOFT_EAS_TASKS_REMINDER_TIME, time);
}

static void
add_completion (LoftWbxmlElement *flag, gint64 done)
{
  g_autofree char *time = loft_eas_date_write (done);

  loft_wbxml_element_add_text (flag, LOFT_EAS_EMAIL_COMPLETE_TIME, time);
  loft_wbxml_element_add_text (flag, LOFT_EAS_TASKS_DATE_COMPLETED, time);
}

/* What is known by other means is written anew. */
static gboolean
is_known (guint tag)
{
  switch (tag)
    {
    case LOFT_EAS_EMAIL_STATUS:
    case LOFT_EAS_EMAIL_FLAG_TYPE:
    case LOFT_EAS_EMAIL_COMPLETE_TIME:
    case LOFT_EAS_TASKS_DATE_COMPLETED:
    case LOFT_EAS_TASKS_START_DATE:
    case LOFT_EAS_TASKS_UTC_START_DATE:
    case LOFT_EAS_TASKS_DUE_DATE:
    case LOFT_EAS_TASKS_UTC_DUE_DATE:
    case LOFT_EAS_TASKS_REMINDER_SET:
    case LOFT_EAS_TASKS_REMINDER_TIME:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
add_unknown (LoftWbxmlElement *flag, const LoftWbxmlElement *before)
{
  for (guint i = 0; before != NULL && i < loft_wbxml_element_get_n_children (before); i++)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (before, i);

      if (!is_known (child->tag))
        loft_wbxml_element_take (flag, loft_wbxml_element_copy (child));
    }
}

static LoftWbxmlElement *
write_flag (const LoftFollowUp *facts, const LoftWbxmlElement *before, const LoftEasMapping *how,
            gint64 now)
{
  LoftWbxmlElement *flag = loft_wbxml_element_new (LOFT_EAS_EMAIL_FLAG);
  const char *type = loft_wbxml_element_get_text (before, LOFT_EAS_EMAIL_FLAG_TYPE);
  gboolean is_done = facts->done != 0;

  loft_wbxml_element_add_int (flag, LOFT_EAS_EMAIL_STATUS, is_done ? COMPLETE : ACTIVE);
  loft_wbxml_element_add_text (flag, LOFT_EAS_EMAIL_FLAG_TYPE,
                               type != NULL && *type != '\0' ? type : "Flag for follow up");
  if (is_done)
    add_completion (flag, facts->done);
  add_dates (flag, facts, before, how, is_done ? 0 : now);
  add_reminder (flag, facts, !is_done);
  add_unknown (flag, before);
  return flag;
}

/* ---- what is wanted ----------------------------------------------------------------------- */

static gboolean
has_follow_up (const char *keywords)
{
  g_autofree char *words = loft_follow_up_pick (keywords, TRUE);

  return *words != '\0';
}

/* Without the flag days say nothing, unless it is said that something was done. */
static gboolean
is_clearing (const LoftEasFollowUpChange *change)
{
  LoftFollowUp facts;

  loft_follow_up_read (change->add_keywords, &facts);
  return (change->remove & LOFT_FLAG_FLAGGED) != 0 && facts.done == 0;
}

gboolean
loft_eas_follow_up_needs_flag (const LoftEasFollowUpChange *change)
{
  return !is_clearing (change) &&
         ((change->add | change->remove) & LOFT_FLAG_FLAGGED ||
          has_follow_up (change->add_keywords) || has_follow_up (change->remove_keywords));
}

/* (transfer full) the words that there will be on the server. */
static char *
want_words (const LoftEasFollowUpChange *change, const char *had)
{
  gboolean marks = (change->add & LOFT_FLAG_FLAGGED) != 0;
  g_autofree char *here = loft_follow_up_pick (change->shown, TRUE);
  g_autofree char *add = loft_follow_up_pick (change->add_keywords, TRUE);
  g_autofree char *remove =
    loft_keywords_change (change->remove_keywords, marks ? LOFT_FOLLOW_UP_DONE : NULL, NULL);

  return loft_keywords_change (*had != '\0' ? had : here, add, remove);
}

LoftWbxmlElement *
loft_eas_follow_up_change (const LoftEasFollowUpChange *change, const LoftEasMapping *how,
                           gint64 now)
{
  gint64 status = loft_wbxml_element_get_int (change->before, LOFT_EAS_EMAIL_STATUS, CLEARED);
  g_autofree char *had = NULL;
  g_autofree char *words = NULL;
  LoftFollowUp facts;

  if (is_clearing (change))
    return loft_wbxml_element_new (LOFT_EAS_EMAIL_FLAG);
  if (!loft_eas_follow_up_needs_flag (change))
    return NULL;
  had = loft_eas_follow_up_read (change->before, how->zone);
  words = want_words (change, had);
  loft_follow_up_read (words, &facts);
  /* Days of a message that nobody has flagged, here or there. */
  if (status == CLEARED && facts.done == 0 && !(change->add & LOFT_FLAG_FLAGGED))
    return NULL;
  if (status == (facts.done != 0 ? COMPLETE : ACTIVE) && g_str_equal (words, had))
    return NULL;
  return write_flag (&facts, change->before, how, now);
}
