/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-content-property.h"
#include "loft-event-time.h"
#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* Dates of tasks, which come in pairs: what the wall shows, and the instant (MS-ASTASK 2.2.2.11 and
 * others). Midnight is a day. Other servers than Exchange have times of day, which are the instant.
 * zone: (nullable) IANA name of the reader's. Pure; any thread. */

typedef struct {
  guint local; /* tags */
  guint utc;
  const char *name; /* of the property */
} LoftEasTaskTime;

/* (transfer full) (nullable) A property with a parameter that tells how the pair was written; NULL:
 * data has none. */
LoftContentProperty *loft_eas_task_time_read (const LoftEasTaskTime *self,
                                              const LoftWbxmlElement *data, const char *zone);

/* Adds both to data: as they were written, where time is what property (nullable) was made to say.
 * */
void loft_eas_task_time_add (const LoftEasTaskTime *self, LoftWbxmlElement *data,
                             const LoftEventTime *time, LoftContentProperty *property,
                             const char *zone);

/* Seconds since 1970 in UTC, offset seconds later on the reader's wall. */
gint64 loft_eas_task_time_get_instant (const LoftEventTime *time, gint64 offset, const char *zone);

G_END_DECLS
