/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-zone.h"

G_BEGIN_DECLS

/* The zone of an event as Exchange writes it: 172 bytes in base64 with names, offsets, and one rule for
 * each of the two changes of a year (MS-ASDTYPE 2.7.6, MS-DTYP 2.3.13). Pure but for the clock, the zone
 * database and a small memory of what was found; any thread. */

/* (transfer full) (nullable) A TZID: "UTC"; the Windows zone that it names, where the offset is right; else
 * a zone of the database that keeps the same time in this and the next year: reader_zone (nullable), the
 * one whose city it names, one that many live in. Where there is none: a name of our own, with its
 * VTIMEZONE in *vtimezone (transfer full), which is NULL otherwise. NULL: blob is no zone. */
char *loft_exchange_zone_find (const char *blob, const char *reader_zone,
                               LoftContentComponent **vtimezone);

/* (transfer full) (nullable) The same, to be kept: without what SOGo 5.8 leaves in places that nobody reads,
 * other bytes each time. NULL: blob is no zone. */
char *loft_exchange_zone_clean (const char *blob);

/* (transfer full) What zone does in the year of that moment. Names are left empty, as servers want. */
char *loft_exchange_zone_write (LoftIcalZone *zone, gint64 at);

G_END_DECLS
