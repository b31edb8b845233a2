/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-availability.h"

G_BEGIN_DECLS

/* VFREEBUSY (RFC 5545 3.6.4): when people have time, asked for and told. Pure; any thread. */

/* (transfer full) A request about some people's time (RFC 5546 3.3.2). organizer: who asks; addresses: of
 * char*; since, until: seconds since 1970. */
GBytes *loft_ical_free_busy_request (const char *organizer, GPtrArray *addresses, gint64 since,
                                     gint64 until, const char *uid);

/* Appends what an answer says of [since, until) to periods (of LoftBusyPeriod), settled with what is
 * there. FALSE: there is no VFREEBUSY in it, or it is no iCalendar. Periods that cannot be read are left
 * out; of more than 50,000 in a line, too. */
gboolean loft_ical_free_busy_read (GBytes *text, gint64 since, gint64 until, GArray *periods,
                                   GError **error);

G_END_DECLS
