/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-event-private.h"

G_BEGIN_DECLS

/* An iCalendar object on its way to the server. */
typedef struct {
  LoftEasWall wall;
  LoftContentComponent *calendar; /* (borrowed) */
  LoftContentComponent *master; /* (borrowed) */
  GHashTable *zones; /* TZID → LoftIcalZone or NULL, owned */
  GPtrArray *exceptions; /* of LoftContentComponent (borrowed) */
  LoftWbxmlElement *data; /* (owned) */
  gint64 start;
  gboolean is_date;
} LoftEasReading;

/* FALSE with LOFT_ERROR_REFUSED: Exchange has no place for what would be lost and matters. */
gboolean loft_eas_reading_check (LoftEasReading *self, LoftContentComponent *vevent,
                                 GError **error);

/* FALSE: there is no such time. */
gboolean loft_eas_reading_get_time (LoftEasReading *self, LoftContentComponent *vevent,
                                    const char *name, gint64 *at, gboolean *is_date);

/* (transfer full) (nullable) What an event is but for zone, identity, rule and exceptions. */
LoftWbxmlElement *loft_eas_reading_make_fields (LoftEasReading *self, LoftContentComponent *vevent,
                                                gint64 *start, GError **error);

/* Adds the exceptions to data, or from 16.0 on to instances. */
gboolean loft_eas_reading_add_exceptions (LoftEasReading *self, GPtrArray *instances,
                                          GError **error);

G_END_DECLS
