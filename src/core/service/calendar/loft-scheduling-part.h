/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a message says to a calendar program (RFC 6047). Pure; any thread. */

/* More is nobody's invitation, and people wait for what is made of it. */
#define LOFT_SCHEDULING_MOST_BYTES (4 * 1024 * 1024)

/* (transfer full) (nullable) UTF-8, of the first part that names a METHOD, or else of the first calendar.
 * *method (out): (transfer full) (nullable) of its Content-Type. Errors: LOFT_ERROR_LIMIT; NULL without
 * error: there is none. */
GBytes *loft_scheduling_part_find (GBytes *raw, char **method, GError **error);

G_END_DECLS
