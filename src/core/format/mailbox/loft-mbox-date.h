/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The first line of a message in an mbox: "From sender Sun Nov 22 14:45:35 2026", the date as of
 * asctime(), in UTC (RFC 4155); others put a zone before or behind the year. Pure. */

/* Whether the line ("From …", without its end) has a date: *date, in seconds since 1970. */
gboolean loft_mbox_date_find (const char *line, gsize length, gint64 *date);

/* (transfer full) The line, without its end. sender: an address, or anything. */
char *loft_mbox_date_line (const char *sender, gint64 date);

G_END_DECLS
