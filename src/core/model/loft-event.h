/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "loft-alarm.h"
#include "loft-attendee.h"
#include "loft-event-time.h"

G_BEGIN_DECLS

typedef enum {
  LOFT_EVENT_CONFIRMED, /* also where nothing is said */
  LOFT_EVENT_TENTATIVE,
  LOFT_EVENT_CANCELLED,
} LoftEventStatus;

typedef enum {
  LOFT_CLASS_PUBLIC,
  LOFT_CLASS_PRIVATE,
  LOFT_CLASS_CONFIDENTIAL,
} LoftClass;

/* A VEVENT (RFC 5545 3.6.1) as people read and edit it: a series, a single event, or (recurrence_id) one
 * occurrence of a series that differs from it. What Loft does not know of it stays in the raw text. Strings
 * are valid UTF-8 and never NULL. Immutable once published; counted (atomic). A change makes a copy. */
typedef struct {
  gatomicrefcount ref_count;
  char *uid;
  LoftEventTime recurrence_id; /* is_set FALSE: the series or single event itself */
  char *summary;
  char *description;
  char *location;
  char *url;
  char *conference;       /* (RFC 7986 5.11) address to join by, or "" */
  LoftEventTime start;
  LoftEventTime end;      /* exclusive; always set, also where DURATION or nothing was written */
  LoftEventStatus status;
  LoftClass class;
  gboolean is_transparent; /* takes no time in free/busy */
  GStrv categories;
  char *color;            /* (RFC 7986 5.9) as written, or "" */
  char *rule;             /* RRULE's value, or "" */
  GArray *dates;          /* of LoftEventTime: RDATE */
  GArray *exceptions;     /* of LoftEventTime: EXDATE */
  LoftAttendee *organizer; /* (nullable) */
  GPtrArray *attendees;   /* of LoftAttendee */
  GPtrArray *alarms;      /* of LoftAlarm */
  GPtrArray *attachments; /* of LoftEventAttachment */
  guint priority;         /* 0: none, 1 highest to 9 */
  guint sequence;
  gint64 stamp;           /* DTSTAMP, seconds since 1970; 0: none */
  gint64 modified;        /* LAST-MODIFIED, the same */
} LoftEvent;

typedef struct {
  char *uri;   /* "" where it is inside the raw text */
  char *name;  /* safe to show; "" for none */
  char *type;  /* "application/pdf", or "" */
  GBytes *bytes; /* (nullable) what is inside */
} LoftEventAttachment;

/* Empty, of no time. */
LoftEvent *loft_event_new   (void);
LoftEvent *loft_event_copy  (const LoftEvent *self);
LoftEvent *loft_event_ref   (LoftEvent *self);
void       loft_event_unref (LoftEvent *self);

LoftEventAttachment *loft_event_attachment_new  (const char *uri, const char *name,
                                                 const char *type, GBytes *bytes);
void                 loft_event_attachment_free (LoftEventAttachment *self);

/* (transfer none) (nullable) The attendee with this mail address, compared without case. */
LoftAttendee *loft_event_find_attendee (const LoftEvent *self, const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftEvent, loft_event_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftEventAttachment, loft_event_attachment_free)

G_END_DECLS
