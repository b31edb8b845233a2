/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-content-component.h"
#include "loft-ical-time.h"

G_BEGIN_DECLS

/* A wall where times are read (RFC 5545 3.2.19, 3.6.5). Immutable and counted: any thread. */
typedef struct _LoftIcalZone LoftIcalZone;

/* (transfer full) UTC; where the reader is, for floating times. */
LoftIcalZone *loft_ical_zone_new_utc (void);
LoftIcalZone *loft_ical_zone_new_local (void);

/* (transfer full) (nullable) What a TZID means. A name that the time zone database or Windows knows
 * is theirs, whatever the calendar says of it, also behind somebody's prefix; else it is the
 * VTIMEZONE of that name in calendar (nullable), read up to 2100. NULL: nobody knows; whoever
 * shows such a time takes it as floating and says so. */
LoftIcalZone *loft_ical_zone_find (const char *tzid, LoftContentComponent *calendar);

LoftIcalZone *loft_ical_zone_ref (LoftIcalZone *self);
void loft_ical_zone_unref (LoftIcalZone *self);

/* "Europe/Vienna" where the database has it, else the TZID. */
const char *loft_ical_zone_get_name (LoftIcalZone *self);

/* Seconds since 1970 in UTC. One that the wall skips is read as before the gap, one that comes twice
 * is the first (RFC 5545 3.3.5). A time that is UTC itself is not of the wall. */
gint64 loft_ical_zone_to_unix (LoftIcalZone *self, const LoftIcalTime *time);
LoftIcalTime loft_ical_zone_from_unix (LoftIcalZone *self, gint64 unix_seconds);

/* Seconds east of UTC. */
int loft_ical_zone_get_offset (LoftIcalZone *self, gint64 unix_seconds);

/* The second at which the offset changes, between two moments that have different ones and at most one
 * change between them. */
gint64 loft_ical_zone_find_change (LoftIcalZone *self, gint64 low, gint64 high);

/* (transfer full) Which edition of the time zone database is installed: times computed with another may be
 * off. "" where it does not say. Reads a file. */
char *loft_ical_zone_dup_edition (void);

/* (transfer none) (nullable) The name in the time zone database of a Windows zone. */
const char *loft_ical_zone_find_windows (const char *name);

/* (transfer none) (nullable) The same of the nth of all Windows zones, in no meaningful order; NULL behind
 * the last. */
const char *loft_ical_zone_get_windows (guint nth);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftIcalZone, loft_ical_zone_unref)

G_END_DECLS
