/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-mapping.h"

G_BEGIN_DECLS

/* Events of Exchange ActiveSync (MS-ASCAL) <-> iCalendar objects: a series with its exceptions, or a single
 * event. Pure but for the clock, which says by which year's rules zones are compared; any thread. */

/* One occurrence of a series that differs from it, as 16.0 and later are told of it. */
typedef struct {
  char *instance_id; /* AirSyncBase:InstanceId: its original start */
  LoftWbxmlElement *data; /* (nullable) AirSync:ApplicationData of a Change; NULL: a Delete */
} LoftEasInstance;

LoftEasInstance *loft_eas_instance_new (const char *instance_id, LoftWbxmlElement *data);
void loft_eas_instance_free (LoftEasInstance *self);

/* (transfer full) data: what is in an AirSync:ApplicationData. uid_otherwise: used where it has no UID. The
 * same data gives the same text. What iCalendar has no place for stays in X-LOFT-EAS- properties, and is
 * given back as long as what it belongs to is not changed. Errors: LOFT_ERROR_PROTOCOL (no start that can be
 * read), LOFT_ERROR_LIMIT (exceptions, attendees, size: as loft_ical_limits). */
char *loft_eas_event_to_ical (const LoftWbxmlElement *data, const char *uid_otherwise,
                              const LoftEasMapping *how, GError **error);

/* (transfer full) An AirSync:ApplicationData, whole, as an Add has it. Up to 14.1 the exceptions are inside;
 * from 16.0 on they are told one by one afterwards: *instances (transfer full, of LoftEasInstance; empty
 * up to 14.1), and ClientUid is in it instead of UID.
 *
 * Left out without a word, for Exchange has no place for it: SEQUENCE, CREATED, LAST-MODIFIED, PRIORITY,
 * COLOR, GEO, COMMENT, CONTACT, RELATED-TO, names of others (X-), the zone of an end that is not the
 * start's, ACKNOWLEDGED of an alarm. Left out with a sentence where how takes such: a web address, attached
 * links, files up to 14.1 and of single occurrences (the others: loft-eas-event-files.h), links of meetings,
 * reminders beside the first or of other kinds. Errors: LOFT_ERROR_REFUSED
 * with a sentence for these otherwise, and for what would be lost and matters (RDATE, rules …);
 * LOFT_ERROR_PROTOCOL, LOFT_ERROR_LIMIT where it cannot be read. */
LoftWbxmlElement *loft_eas_event_from_ical (const char *ical, const LoftEasMapping *how,
                                            GPtrArray **instances, GError **error);

/* (transfer full) (nullable) The ApplicationData of a Change, of two of from_ical (): up to 14.1 all of
 * after, from 16.0 on what differs; with an empty element for what is gone. NULL: nothing differs. */
LoftWbxmlElement *loft_eas_event_changes (const LoftWbxmlElement *before,
                                          const LoftWbxmlElement *after, const LoftEasMapping *how);

/* (transfer full) Of after, the instances that before has not, or not so. One that was deleted and is there
 * again cannot be brought back by ActiveSync: it is not in it. */
GPtrArray *loft_eas_event_instance_changes (GPtrArray *before, GPtrArray *after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftEasInstance, loft_eas_instance_free)

G_END_DECLS
