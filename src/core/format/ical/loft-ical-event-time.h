/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-event-time.h"
#include "loft-ical-zone.h"

G_BEGIN_DECLS

/* Times of the model and of iCalendar. Pure; any thread. */

/* What a clock shows on the wall of zone; NULL: floating. A date is of no zone. */
LoftEventTime loft_ical_event_time_new (const LoftIcalTime *time, LoftIcalZone *zone);

/* By the name of a zone of the database, "UTC" or "" (floating, as is a name that nobody knows). */
LoftEventTime loft_ical_event_time_new_wall (gint64 wall, const char *zone);
LoftEventTime loft_ical_event_time_new_at (gint64 at, const char *zone);

LoftIcalTime loft_ical_event_time_get_time (const LoftEventTime *self);

/* (transfer full) As RECURRENCE-ID of LoftOccurrence: in UTC where it is an instant. "" where it is
 * not set. */
char *loft_ical_event_time_write_id (const LoftEventTime *self);

/* FALSE: it is no such text. What is in UTC is of the zone "UTC". */
gboolean loft_ical_event_time_read_id (const char *text, LoftEventTime *time);

G_END_DECLS
