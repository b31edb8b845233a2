/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "loft-attendee.h"
#include "loft-event.h"

G_BEGIN_DECLS

/* One time that an event takes place: what a view of a calendar shows of it. Strings are valid UTF-8 and
 * never NULL. Immutable once published; counted (atomic). */
typedef struct {
  gatomicrefcount ref_count;
  gint64 resource_id;    /* of the store: what `loftctl event show` takes; 0: in no store */
  gint64 folder_id;      /* its calendar */
  char *uid;
  char *recurrence_id;   /* which of a series, as RECURRENCE-ID has it ("20261122T090000Z" in UTC where it
                          * is an instant, "20261122" or "20261122T090000" else); "": not of a series */
  gboolean all_day;
  gboolean is_wall;      /* start and end are on the reader's wall (all-day and floating), not in UTC */
  gint64 start;          /* seconds since 1970 */
  gint64 end;            /* exclusive; not before start */
  const char *zone;      /* interned, as in LoftEventTime */
  char *summary;
  char *location;
  char *join;            /* address of a meeting found in conference, location, URL or text, or "" */
  char *color;           /* of the event alone, or "" */
  char *categories;      /* joined with "," */
  LoftEventStatus status;
  LoftPartstat partstat; /* the person's own answer; NONE: not invited */
  gboolean is_organizer; /* the person is */
  gboolean is_transparent;
  LoftClass class;
  gboolean is_recurring;
  gboolean has_alarm;
  gboolean has_attendees;
} LoftOccurrence;

LoftOccurrence *loft_occurrence_new   (void);
LoftOccurrence *loft_occurrence_copy  (const LoftOccurrence *self);
LoftOccurrence *loft_occurrence_ref   (LoftOccurrence *self);
void            loft_occurrence_unref (LoftOccurrence *self);

/* Start and end as instants, where zone is the reader's. */
gint64 loft_occurrence_get_start (const LoftOccurrence *self, GTimeZone *zone);
gint64 loft_occurrence_get_end   (const LoftOccurrence *self, GTimeZone *zone);

/* By start; all-day ones first; then the longer; then what they are called. */
int loft_occurrence_compare (const LoftOccurrence *a, const LoftOccurrence *b, GTimeZone *zone);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftOccurrence, loft_occurrence_unref)

G_END_DECLS
