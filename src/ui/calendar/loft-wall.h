/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-occurrence.h"

G_BEGIN_DECLS

/* The clock and the calendar on the wall of whoever looks: seconds from 1970-01-01 00:00 there, and
 * days as numbers from 1970-01-01 on, which can be counted with. Pure; any thread. */
#define LOFT_WALL_DAY 86400

gint64 loft_wall_from_instant (gint64 instant, GTimeZone *zone);
/* A time that the wall skips is the first after it; one that comes twice is the first. */
gint64 loft_wall_to_instant (gint64 wall, GTimeZone *zone);

/* Start and end (exclusive) of an occurrence; where there is no length, end is start. */
gint64 loft_wall_get_start (const LoftOccurrence *occurrence, GTimeZone *zone);
gint64 loft_wall_get_end (const LoftOccurrence *occurrence, GTimeZone *zone);

gint64 loft_wall_get_day (gint64 wall);

/* Seconds after its midnight. */
int loft_wall_get_seconds (gint64 wall);

/* The last day that has some of it: an end at midnight is of the day before. */
gint64 loft_wall_get_last_day (gint64 start, gint64 end);

gint64 loft_wall_day_new (int year, int month, int day);
void loft_wall_day_split (gint64 day, int *year, int *month, int *day_of_month);

/* 1 Monday to 7 Sunday. */
int loft_wall_day_get_weekday (gint64 day);

/* The day its week begins with; first: as weekday. */
gint64 loft_wall_day_begin_week (gint64 day, int first);

/* ISO 8601 number of the week that has this day. */
int loft_wall_day_get_week (gint64 day);

gint64 loft_wall_day_begin_month (gint64 day);

/* The same day of another month, or that month's last. */
gint64 loft_wall_day_add_months (gint64 day, int months);

/* (transfer full) As g_date_time_format(). */
char *loft_wall_format (gint64 wall, const char *format);

G_END_DECLS
