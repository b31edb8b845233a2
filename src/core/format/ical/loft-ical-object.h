/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-event.h"
#include "loft-folder.h"
#include "loft-occurrence.h"
#include "loft-task.h"

G_BEGIN_DECLS

/* A calendar object resource (RFC 4791 4.1): the event or task of one UID, a series with its
 * exceptions. The raw text stays with whoever has it; this is what it means. Immutable and counted
 * (atomic): any thread. */
typedef struct _LoftIcalObject LoftIcalObject;

/* What is more is refused (size, exceptions) or not shown (the others); the raw text has it. */
typedef struct {
  gsize size; /* 32 MiB */
  guint exceptions; /* 10,000 */
  guint attendees; /* 100,000 in all events */
  guint attendees_shown; /* 5,000 of an event */
  guint dates; /* 50,000 of RDATE and EXDATE */
  guint alarms; /* 100 */
  guint attachments; /* 500 */
  guint categories; /* 100 */
  guint zones; /* 100 names; what they define is read of 8 */
} LoftIcalLimits;

extern const LoftIcalLimits loft_ical_limits;

/* (transfer full) Linear in the size. Errors: LOFT_ERROR_LIMIT; LOFT_ERROR_PROTOCOL where it is no
 * iCalendar. An object of a kind that Loft does not show is read, and is empty. */
LoftIcalObject *loft_ical_object_read (GBytes *raw, GError **error);
LoftIcalObject *loft_ical_object_ref (LoftIcalObject *self);
void loft_ical_object_unref (LoftIcalObject *self);

/* "" where there is none; the first where there are several: the others are not shown. */
const char *loft_ical_object_get_uid (LoftIcalObject *self);

/* "REQUEST" …, or "". */
const char *loft_ical_object_get_method (LoftIcalObject *self);

/* (transfer none) Of LoftEvent: the series or single event first, then its exceptions. Without a
 * METHOD all have a start; a REPLY need not (RFC 5546 3.2.3). */
GPtrArray *loft_ical_object_get_events (LoftIcalObject *self);

/* (transfer none) Of LoftTask, the same. */
GPtrArray *loft_ical_object_get_tasks (LoftIcalObject *self);

/* Events or tasks; 0: neither. */
LoftFolderKinds loft_ical_object_get_kind (LoftIcalObject *self);

/* "", or the first thing that was not taken as it is written, in an English sentence. */
const char *loft_ical_object_get_warning (LoftIcalObject *self);

/* From the first start to the last end, as LoftOccurrence counts: on the wall where that is where
 * it is. last G_MAXINT64: without an end. Of a task its dates; G_MININT64 to G_MAXINT64 where it
 * has none. An object without events: first is behind last. */
void loft_ical_object_get_bounds (LoftIcalObject *self, gint64 *first, gint64 *last);

/* Appends the occurrences of events that overlap [from, to), ordered by their start; those on a
 * wall are compared as if it were in UTC, so whoever wants a day asks for a day more at both ends.
 * What takes no time belongs to the moment where it is. own_addresses (nullable): who the person
 * is. FALSE: there are more than max, or so much was looked at that nobody waits longer; what was
 * found until then is appended. */
gboolean loft_ical_object_expand (LoftIcalObject *self, gint64 from, gint64 to, guint max,
                                  const char *const *own_addresses, GPtrArray *occurrences);

/* (transfer full) (nullable) One occurrence as an event, to be shown or changed: its recurrence_id
 * is set, start and end are its own, the rule is that of the series. recurrence_id: as in
 * LoftOccurrence; whether it is one of the series is not looked at. NULL: there is no such text or
 * no series. "": the series or single event itself. */
LoftEvent *loft_ical_object_get_occurrence (LoftIcalObject *self, const char *recurrence_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftIcalObject, loft_ical_object_unref)

G_END_DECLS
