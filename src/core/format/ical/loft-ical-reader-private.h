/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-event-time.h"
#include "loft-ical-object.h"
#include "loft-ical-rule.h"

G_BEGIN_DECLS

/* The zones that a calendar names, each found once. */
typedef struct _LoftIcalZones LoftIcalZones;

/* calendar (nullable) must outlive it. */
LoftIcalZones *loft_ical_zones_new (LoftContentComponent *calendar);
void loft_ical_zones_free (LoftIcalZones *self);

/* (transfer none) (nullable) NULL: nobody knows it. */
LoftIcalZone *loft_ical_zones_find (LoftIcalZones *self, const char *tzid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftIcalZones, loft_ical_zones_free)

/* What the reading of one object has in common. */
typedef struct {
  LoftIcalZones *zones; /* (borrowed) */
  const char *warning; /* static; "" for none */
  guint n_attendees;
} LoftIcalReading;

void loft_ical_reading_warn (LoftIcalReading *self, const char *warning);

/* An RDATE that says how long (RFC 5545 3.3.9). */
typedef struct {
  LoftEventTime start;
  gint64 seconds;
} LoftIcalPeriodDate;

/* A VEVENT with what its recurrences need beside it. */
typedef struct {
  LoftEvent *event; /* (owned) */
  LoftIcalZone *zone; /* (owned) (nullable) of the start */
  LoftIcalRule *rule; /* (owned) (nullable) its UNTIL is on the wall */
  GArray *periods; /* of LoftIcalPeriodDate */
  LoftIcalDuration length;
  gboolean and_future; /* RANGE=THISANDFUTURE */
} LoftIcalEntry;

LoftIcalEntry *loft_ical_entry_read (LoftContentComponent *vevent, LoftIcalReading *reading);
void loft_ical_entry_free (LoftIcalEntry *self);

/* (transfer full) */
LoftTask *loft_ical_task_read (LoftContentComponent *vtodo, LoftIcalReading *reading);

/* (transfer full) UTF-8 with its escapes undone. */
char *loft_ical_read_text (LoftContentProperty *property);
int loft_ical_read_number (LoftContentProperty *property, int most);

/* FALSE: it is no time. zone (nullable, transfer none): of a time on its wall. */
gboolean loft_ical_read_time (LoftContentProperty *property, LoftIcalReading *reading,
                              LoftEventTime *time, LoftIcalZone **zone);

/* Appends to times, of LoftEventTime; of periods also to periods (nullable). */
void loft_ical_read_times (LoftContentProperty *property, LoftIcalReading *reading, GArray *times,
                           GArray *periods);

/* Seconds since 1970 of a value in UTC; 0: none. */
gint64 loft_ical_read_stamp (LoftContentProperty *property);

/* Takes categories and gives them with those of property. */
GStrv loft_ical_read_categories (LoftContentProperty *property, GStrv categories);
LoftClass loft_ical_read_class (LoftContentProperty *property);

/* (transfer full) */
LoftAttendee *loft_ical_attendee_read (LoftContentProperty *property);

/* (transfer full) The mail address of a URI, or the URI. */
char *loft_ical_address_read (const char *uri);
const char *loft_ical_role_to_name (LoftAttendeeRole role);
const char *loft_ical_cutype_to_name (LoftCutype cutype);

/* (transfer full) (nullable) NULL: not one that Loft shows. */
LoftAlarm *loft_ical_alarm_read (LoftContentComponent *valarm);
LoftEventAttachment *loft_ical_attachment_read (LoftContentProperty *property);

/* (transfer full) An https address that joins a meeting, found in what the event says, or "". */
char *loft_ical_meeting_find (const LoftEvent *event);

G_END_DECLS
