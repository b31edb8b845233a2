/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-zone.h"

G_BEGIN_DECLS

/* When the clock is changed: the nth weekday of a month (5: the last), on the wall before the change. */
typedef struct {
  guint month; /* 0: never */
  guint nth;
  guint weekday; /* 1 Monday to 7 Sunday */
  int seconds; /* of the day; 86,400 where 23:59:59.999 was written */
} LoftExchangeChange;

/* The 172 bytes, with their traps smoothed. Offsets are seconds east of UTC. */
typedef struct {
  char *standard_name;
  char *daylight_name;
  int standard;
  int daylight; /* as standard where has_daylight is not */
  gboolean has_daylight;
  LoftExchangeChange to_standard;
  LoftExchangeChange to_daylight;
} LoftExchangeBlob;

/* (transfer full) (nullable) NULL: they are not. */
LoftExchangeBlob *loft_exchange_blob_read (const char *base64);
void loft_exchange_blob_free (LoftExchangeBlob *self);

/* (transfer full) In base64. */
char *loft_exchange_blob_write (const LoftExchangeBlob *self);

/* The changes of a year, in seconds since 1970. has_daylight. */
gint64 loft_exchange_blob_get_to_standard (const LoftExchangeBlob *self, int year);
gint64 loft_exchange_blob_get_to_daylight (const LoftExchangeBlob *self, int year);

/* The offset at a moment of that year. */
int loft_exchange_blob_get_offset (const LoftExchangeBlob *self, int year, gint64 at);

/* The wall of a change in a year; of 23:59:59.999 the second before it. */
LoftIcalTime loft_exchange_change_get_wall (const LoftExchangeChange *self, int year);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftExchangeBlob, loft_exchange_blob_free)

G_END_DECLS
