/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* When something is, as it was written down: on the wall of a zone. Plain; any thread. */
typedef struct {
  gboolean is_set;
  gboolean is_date;  /* a whole day; wall is its midnight */
  gint64 wall;       /* seconds since 1970-01-01 00:00 on the wall */
  const char *zone;  /* interned: "Europe/Vienna" or another TZID, "UTC"; "": of whoever reads
                      * (floating, dates) */
  gint64 at;         /* seconds since 1970 in UTC; of floating times and dates: wall */
} LoftEventTime;

#define LOFT_EVENT_TIME_NONE { FALSE, FALSE, 0, "", 0 }

/* at follows wall: with a zone whoever makes one must give it (format/ical knows zones). */
LoftEventTime loft_event_time_new_date     (gint year, gint month, gint day);
LoftEventTime loft_event_time_new_floating (gint64 wall);

/* Whether at is an instant, the same for everybody. */
gboolean loft_event_time_is_instant (const LoftEventTime *self);

gboolean loft_event_time_equal (const LoftEventTime *a, const LoftEventTime *b);

G_END_DECLS
