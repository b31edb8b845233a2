/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* RFC 5545 3.2.12 */
typedef enum {
  LOFT_PARTSTAT_NEEDS_ACTION,
  LOFT_PARTSTAT_ACCEPTED,
  LOFT_PARTSTAT_DECLINED,
  LOFT_PARTSTAT_TENTATIVE,
  LOFT_PARTSTAT_DELEGATED,
  LOFT_PARTSTAT_COMPLETED,
  LOFT_PARTSTAT_IN_PROCESS,
  LOFT_PARTSTAT_NONE, /* of a person who is not invited; never written */
} LoftPartstat;

/* RFC 5545 3.2.16 */
typedef enum {
  LOFT_ROLE_REQUIRED,
  LOFT_ROLE_OPTIONAL,
  LOFT_ROLE_CHAIR,
  LOFT_ROLE_NON_PARTICIPANT,
} LoftAttendeeRole;

/* RFC 5545 3.2.3 */
typedef enum {
  LOFT_CUTYPE_INDIVIDUAL,
  LOFT_CUTYPE_GROUP,
  LOFT_CUTYPE_RESOURCE,
  LOFT_CUTYPE_ROOM,
  LOFT_CUTYPE_UNKNOWN,
} LoftCutype;

/* Who takes part (ATTENDEE, ORGANIZER: RFC 5545 3.8.4.1, 3.8.4.3). Strings are never NULL. */
typedef struct {
  char *address;      /* mail address without "mailto:", or the URI as written */
  char *name;         /* CN, or "" */
  char *sent_by;      /* address, or "" */
  LoftPartstat partstat;
  LoftAttendeeRole role;
  LoftCutype cutype;
  gboolean rsvp;
} LoftAttendee;

LoftAttendee *loft_attendee_new  (const char *address, const char *name);
LoftAttendee *loft_attendee_copy (const LoftAttendee *self);
void          loft_attendee_free (LoftAttendee *self);
gboolean      loft_attendee_equal (const LoftAttendee *a, const LoftAttendee *b);

/* "NEEDS-ACTION" …; from_name gives NEEDS_ACTION for what it does not know (RFC 5545 3.2.12). */
const char  *loft_partstat_to_name   (LoftPartstat partstat);
LoftPartstat loft_partstat_from_name (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAttendee, loft_attendee_free)

G_END_DECLS
