/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-reader-private.h"
#include "loft-ical-series-private.h"
#include "loft-ical-vtimezone.h"

G_BEGIN_DECLS

/* A calendar object that is being changed: its lines, and what is needed to know what they mean.
 * Not thread-safe. */
typedef struct {
  LoftContentComponent *root; /* (owned) */
  LoftContentComponent *calendar; /* (borrowed) */
  LoftIcalZones *zones; /* (owned) */
  LoftIcalReading reading;
} LoftIcalDocument;

/* (transfer full) Errors as of loft_ical_object_read (). */
LoftIcalDocument *loft_ical_document_open (GBytes *raw, GError **error);

/* (transfer full) Empty, of Loft. */
LoftIcalDocument *loft_ical_document_new (void);
void loft_ical_document_free (LoftIcalDocument *self);

/* (transfer full) With the VTIMEZONEs of what was changed. */
GBytes *loft_ical_document_write (LoftIcalDocument *self);

/* (transfer none) (nullable) The series itself: what has no RECURRENCE-ID. */
LoftContentComponent *loft_ical_document_find_master (LoftIcalDocument *self, const char *kind);

/* (transfer full) The series of all VEVENTs as they are now. */
LoftIcalSeries *loft_ical_document_read_series (LoftIcalDocument *self);

/* (transfer none) (nullable) The exception for an occurrence of series. */
LoftContentComponent *loft_ical_document_find_exception (LoftIcalDocument *self,
                                                         LoftIcalSeries *series,
                                                         const LoftEventTime *id);

/* (transfer none) An exception, added; series has a master. */
LoftContentComponent *loft_ical_document_make_exception (LoftIcalDocument *document,
                                                         LoftIcalSeries *series,
                                                         const LoftEventTime *id);

/* FALSE: component has none. */
gboolean loft_ical_document_get_recurrence_id (LoftIcalDocument *self,
                                               LoftContentComponent *component, LoftEventTime *id);

/* DTSTAMP and LAST-MODIFIED are now; SEQUENCE one more where raise. */
void loft_ical_document_stamp (LoftContentComponent *component, gboolean raise);

/* The time is written in the words of the property: with its TZID where that means the zone. One
 * that says so already is not touched. */
void loft_ical_document_set_time (LoftIcalDocument *self, LoftContentComponent *component,
                                  const char *name, const LoftEventTime *time);

/* RDATE or EXDATE become what times (of LoftEventTime) has: values that stay are not touched. */
void loft_ical_document_set_times (LoftIcalDocument *self, LoftContentComponent *component,
                                   const char *name, GArray *times);

/* Touches what differs between before and after, but for recurrence_id. TRUE: what others must be
 * told of (RFC 5546 2.1.4): time, place, rule. */
gboolean loft_ical_document_apply (LoftIcalDocument *self, LoftContentComponent *vevent,
                                   const LoftEvent *before, const LoftEvent *after);

/* Parts of it. */
void loft_ical_document_apply_people (LoftContentComponent *component, const LoftEvent *before,
                                      const LoftEvent *after);
void loft_ical_document_apply_alarms (LoftContentComponent *component, GPtrArray *before,
                                      GPtrArray *after);
void loft_ical_document_set_text (LoftContentComponent *component, const char *name,
                                  const char *text);
void loft_ical_document_set_number (LoftContentComponent *component, const char *name,
                                    guint number);
void loft_ical_document_set_categories (LoftContentComponent *component, const GStrv categories);
void loft_ical_document_set_word (LoftContentComponent *component, const char *name,
                                  const char *word, gboolean is_default);
char *loft_ical_document_write_stamp (gint64 seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftIcalDocument, loft_ical_document_free)

G_END_DECLS
