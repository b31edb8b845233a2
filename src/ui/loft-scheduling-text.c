/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-scheduling-text.h"

#include "config.h"
#include "loft-event-text.h"
#include "loft-text.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define SUMMARY_SHOWN 200 /* characters */

/* "%s" is what the meeting is called. */
static const char *
subject_format (const LoftSchedulingSaying *saying)
{
  if (g_str_equal (saying->method, "REQUEST"))
    return saying->event->sequence > 0 ? _ ("Updated invitation: %s") : _ ("Invitation: %s");
  if (g_str_equal (saying->method, "CANCEL"))
    return _ ("Cancelled: %s");
  if (g_str_equal (saying->method, "COUNTER"))
    return _ ("New time proposed: %s");
  if (g_str_equal (saying->method, "DECLINECOUNTER"))
    return _ ("The time stays: %s");
  if (saying->partstat == LOFT_PARTSTAT_DECLINED)
    return _ ("Declined: %s");
  return saying->partstat == LOFT_PARTSTAT_TENTATIVE ? _ ("Perhaps: %s") : _ ("Accepted: %s");
}

static gint64
to_wall (const LoftEventTime *time, GTimeZone *zone)
{
  return loft_event_time_is_instant (time) ? loft_wall_from_instant (time->at, zone) : time->wall;
}

/* (transfer full) With the year, and where that is: it is read elsewhere. */
static char *
make_when (const LoftEvent *event)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 start = to_wall (&event->start, zone);
  gint64 end = MAX (start, to_wall (&event->end, zone));
  g_autofree char *when = loft_event_text_when (start, end, event->start.is_date, 0);
  g_autofree char *offset = NULL;

  if (!loft_event_time_is_instant (&event->start))
    return g_steal_pointer (&when);
  {
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (event->start.at);
    g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

    offset = local != NULL ? g_date_time_format (local, "UTC%:z") : g_strdup ("");
  }
  return g_strdup_printf (C_ ("time", "%1$s (%2$s)"), when, offset);
}

void
loft_scheduling_text_make (const LoftSchedulingSaying *saying, char **subject, char **text)
{
  g_autofree char *summary = loft_text_one_line (saying->event->summary, SUMMARY_SHOWN);
  g_autofree char *where = loft_text_one_line (saying->event->location, SUMMARY_SHOWN);
  g_autofree char *when = saying->event->start.is_set ? make_when (saying->event) : NULL;
  GString *words = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  *subject = g_strdup_printf (subject_format (saying), summary);
#pragma GCC diagnostic pop
  words = g_string_new (*subject);
  g_string_append_c (words, '\n');
  if (when != NULL)
    g_string_append_printf (words, "\n%s\n", when);
  if (*where != '\0')
    g_string_append_printf (words, "%s%s\n", when != NULL ? "" : "\n", where);
  if (*saying->comment != '\0')
    g_string_append_printf (words, "\n%s\n", saying->comment);
  *text = g_string_free (words, FALSE);
}
