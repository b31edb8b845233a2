/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-actions.h"
#include "loft-guest-time.h"

G_BEGIN_DECLS

/* A GListModel of LoftGuestTime: the person first, from the calendars that are here, then the guests, from
 * the server of the event's calendar, some at a time. Property "state" (LoftGuestTimesState). Signal
 * "updated": times of some became known. Main thread only. */
#define LOFT_TYPE_GUEST_TIMES (loft_guest_times_get_type ())
G_DECLARE_FINAL_TYPE (LoftGuestTimes, loft_guest_times, LOFT, GUEST_TIMES, GObject)

typedef enum {
  LOFT_GUEST_TIMES_SETTLED, /* everybody was asked about */
  LOFT_GUEST_TIMES_ASKING,
  LOFT_GUEST_TIMES_FAILED, /* get_error() says why; guests are unknown */
} LoftGuestTimesState;

LoftGuestTimes *loft_guest_times_new (LoftCalendarActions *actions);

/* Whom it is about. calendar: (nullable) whose server is asked; guests: of LoftAttendee, who are asked about
 * once as long as the calendar stays; event: as it was saved, which takes nobody's time itself. */
void loft_guest_times_set (LoftGuestTimes *self, LoftCalendarItem *calendar, GPtrArray *guests,
                           const LoftEvent *event);

/* Which time is looked at (instants): what is not here is asked for, with days around it. */
void loft_guest_times_look_at (LoftGuestTimes *self, gint64 since, gint64 until);

/* What is here or asked for. */
gint64 loft_guest_times_get_since (LoftGuestTimes *self);
gint64 loft_guest_times_get_until (LoftGuestTimes *self);

LoftGuestTimesState loft_guest_times_get_state (LoftGuestTimes *self);
const GError *loft_guest_times_get_error (LoftGuestTimes *self);

/* After FAILED: once more. */
void loft_guest_times_retry (LoftGuestTimes *self);

G_END_DECLS
