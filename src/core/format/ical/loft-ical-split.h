/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full) Of GBytes: a calendar of many as one object for each UID, in the order in which
 * they stand, each with the VTIMEZONEs that it names and without METHOD; components are copied byte
 * by byte. What has no UID gets one that is made of its bytes: the same at each import. Pure; any
 * thread. Errors: LOFT_ERROR_LIMIT (more than 200,000, or parts that would grow without measure);
 * LOFT_ERROR_PROTOCOL where it is no iCalendar. */
GPtrArray *loft_ical_split (GBytes *raw, GError **error);

G_END_DECLS
