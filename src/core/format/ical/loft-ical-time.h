/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* DATE, DATE-TIME and DURATION values (RFC 5545 3.3.4 to 3.3.6): what a clock and a calendar on a
 * wall show. Which wall, the zone says (loft-ical-zone.h). Pure; any thread. */
typedef struct {
  gint16 year; /* 1 to 9999, proleptic Gregorian */
  gint8 month; /* 1 to 12 */
  gint8 day;
  gint8 hour;
  gint8 minute;
  gint8 second; /* 0 to 59: a leap second is read as the one before it */
  gboolean is_date; /* a whole day; the hour and so on are 0 */
  gboolean is_utc; /* written with "Z" */
} LoftIcalTime;

/* Days are what a calendar shows, one may have 23 hours; seconds are exact. */
typedef struct {
  gint64 days;
  gint64 seconds; /* both negative, or none */
} LoftIcalDuration;

/* FALSE where it is no such value or there is no such day. */
gboolean loft_ical_time_read (const char *value, LoftIcalTime *time);
gboolean loft_ical_duration_read (const char *value, LoftIcalDuration *duration);

/* (transfer full) */
char *loft_ical_time_write (const LoftIcalTime *time);
char *loft_ical_duration_write (const LoftIcalDuration *duration);

/* Seconds from 1970-01-01T00:00:00 on the same wall, and back (clamped to the years 1 to 9999). A
 * time that comes back is neither a date nor UTC. */
gint64 loft_ical_time_get_seconds (const LoftIcalTime *time);
LoftIcalTime loft_ical_time_from_seconds (gint64 seconds);

/* 1 Monday to 7 Sunday. */
guint loft_ical_time_get_weekday (const LoftIcalTime *time);

/* By what they show; a date is its midnight. */
int loft_ical_time_compare (const LoftIcalTime *a, const LoftIcalTime *b);

/* On the same wall: a date stays one, where the duration has no seconds. */
LoftIcalTime loft_ical_time_add (const LoftIcalTime *time, const LoftIcalDuration *duration);

guint loft_ical_days_of_month (int year, int month);

G_END_DECLS
