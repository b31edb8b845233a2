/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-event.h"
#include "loft-task.h"

G_BEGIN_DECLS

/* Calendar objects written and changed. What is changed touches only the lines that say what
 * differs; all other bytes stay. Pure but for the clock; any thread. Errors: as of
 * loft_ical_object_read (); LOFT_ERROR_GONE where what is to be changed is not there, or nothing is
 * left behind a removal: the object goes. */
typedef enum { LOFT_ICAL_THIS, LOFT_ICAL_THIS_AND_FUTURE, LOFT_ICAL_ALL } LoftIcalScope;

/* (transfer full) With a UID made where it has none, and the VTIMEZONEs of its zones. */
GBytes *loft_ical_new_event (const LoftEvent *event);
GBytes *loft_ical_new_task (const LoftTask *task);

/* (transfer full) before is what was shown, of loft_ical_object_get_occurrence (): with its
 * recurrence_id the occurrence that scope begins at; after is what became of it. Of a single event
 * scope has no meaning. THIS makes or changes an exception. ALL moves the whole series by as much
 * as the occurrence was moved, with its EXDATE, RDATE and exceptions; what no longer fits goes.
 * THIS_AND_FUTURE ends the series before the occurrence, and rest is the series from there on with
 * a UID of its own, to be stored beside it; NULL where the occurrence is the first: then all are
 * meant. SEQUENCE is raised where time, place, status or rule changed (RFC 5546 2.1.4). */
GBytes *loft_ical_change_event (GBytes *raw, const LoftEvent *before, const LoftEvent *after,
                                LoftIcalScope scope, GBytes **rest, GError **error);

/* (transfer full) recurrence_id as in LoftOccurrence. */
GBytes *loft_ical_remove_occurrence (GBytes *raw, const char *recurrence_id, LoftIcalScope scope,
                                     GError **error);

/* (transfer full) One that becomes completed gets COMPLETED and all of its percents; one that
 * recurs goes on to its next date instead, while there is one. */
GBytes *loft_ical_change_task (GBytes *raw, const LoftTask *before, const LoftTask *after,
                               GError **error);

/* (transfer full) An answer: PARTSTAT of the attendee, nothing else. recurrence_id "": of the series
 * and all of its exceptions; else an exception is made where there is none. */
GBytes *loft_ical_set_partstat (GBytes *raw, const char *address, LoftPartstat partstat,
                                const char *recurrence_id, GError **error);

G_END_DECLS
