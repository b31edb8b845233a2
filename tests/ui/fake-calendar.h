/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-busy-periods.h"
#include "loft-calendar-actions.h"

G_BEGIN_DECLS

/* Calendars in memory. Nothing repeats by itself; a change is for the one item. */
#define FAKE_TYPE_CALENDAR (fake_calendar_get_type ())
G_DECLARE_FINAL_TYPE (FakeCalendar, fake_calendar, FAKE, CALENDAR, GObject)

FakeCalendar *fake_calendar_new (void);

/* (transfer none) */
LoftCalendarItem *fake_calendar_add_calendar (FakeCalendar *self, const char *account,
                                              const char *name, const char *color);

/* (transfer none) until it changes. Times: instants. */
LoftOccurrence *fake_calendar_add (FakeCalendar *self, LoftCalendarItem *calendar,
                                   const char *summary, gint64 start, gint64 end);
/* From a day on; days as in loft-wall.h. */
LoftOccurrence *fake_calendar_add_days (FakeCalendar *self, LoftCalendarItem *calendar,
                                        const char *summary, gint64 first_day, gint64 n_days);

/* What a week of somebody busy looks like, and awkward cases, around a day. */
void fake_calendar_fill (FakeCalendar *self, gint64 day);

guint fake_calendar_count (FakeCalendar *self);

/* (transfer none) (nullable) the first of that name. */
const LoftOccurrence *fake_calendar_find (FakeCalendar *self, const char *summary);

/* The kind of the last change, and its scope. */
const LoftCalendarChange *fake_calendar_get_last_change (FakeCalendar *self);

/* What the next changes fail with; NULL: they succeed. */
void fake_calendar_set_error (FakeCalendar *self, const GError *error);

/* What is attached to every event that is read from now on. bytes: (nullable) */
void fake_calendar_attach (FakeCalendar *self, const char *uri, const char *name, const char *bytes);

/* When a guest is taken, as the server would tell; others are people whom it does not know. */
void fake_calendar_add_busy (FakeCalendar *self, const char *address, gint64 start, gint64 end,
                             LoftBusyKind kind);
/* The server answers nothing until it is let go on. */
void fake_calendar_hold (FakeCalendar *self, gboolean hold);
/* How often it was asked when people have time. */
guint fake_calendar_get_n_asked (FakeCalendar *self);

G_END_DECLS
