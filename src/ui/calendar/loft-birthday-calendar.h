/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-actions.h"
#include "loft-contact-actions.h"

G_BEGIN_DECLS

/* A LoftCalendarActions: the calendars of another one, and after them "Birthdays", made of the dates of
 * the contacts while any has one. No store has its events: they are computed for the time that is asked
 * for, and follow the contacts. It can only be read; what is copied from it is an event of its own.
 * Whether it is shown is a setting. Main thread only. */
#define LOFT_TYPE_BIRTHDAY_CALENDAR (loft_birthday_calendar_get_type ())
G_DECLARE_FINAL_TYPE (LoftBirthdayCalendar, loft_birthday_calendar, LOFT, BIRTHDAY_CALENDAR,
                      GObject)

/* actions: kept. contacts: kept. */
LoftCalendarActions *loft_birthday_calendar_new (LoftCalendarActions *actions,
                                                 LoftContactActions *contacts);

/* (transfer none) (nullable) The uid of the contact that an event is made of. */
const char *loft_birthday_calendar_get_contact (LoftOccurrenceItem *item);

G_END_DECLS
