/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-time.h"
#include "loft-ical-zone.h"

G_BEGIN_DECLS

/* Times of ActiveSync (MS-ASDTYPE 2.7.2): "2026-11-21T10:00:00.000Z" in most places,
 * "20261121T100000Z" in calendars. Pure; any thread. */

/* Either form, with or without fractions. FALSE: no time. */
gboolean loft_eas_date_read (const char *text, gint64 *unix_seconds);

/* (transfer full) The longer form, and that of calendars. */
char *loft_eas_date_write (gint64 unix_seconds);
char *loft_eas_date_write_compact (gint64 unix_seconds);

/* An instant that means a day, as birthdays do: writers take midnight of their own wall, midnight
 * or noon of UTC. The nearest day, where zone (nullable, IANA name) is the reader's. FALSE: no
 * time. */
gboolean loft_eas_date_read_day (const char *text, const char *zone, LoftIcalTime *day);

/* (transfer full) "1985-04-12T00:00:00.000Z" */
char *loft_eas_date_write_day (const LoftIcalTime *day);

/* (transfer full) (nullable) A zone of the database, as loft_ical_zone_find (). Each thread
 * keeps a few, since the items of a folder ask for the same ones and reading one takes a millisecond. */
LoftIcalZone *loft_eas_date_find_zone (const char *name);

G_END_DECLS
