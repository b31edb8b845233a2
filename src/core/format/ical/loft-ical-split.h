/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-content-salvage.h"

G_BEGIN_DECLS

/* (transfer full) Of GBytes: a calendar of many as one object for each UID, in the order in which
 * they stand, each with the VTIMEZONEs that it names and without METHOD; components are copied byte
 * by byte. What has no UID gets one that is made of its bytes: the same at each import. Pure; any
 * thread. Errors: LOFT_ERROR_LIMIT (more than 200,000, or parts that would grow without measure);
 * LOFT_ERROR_PROTOCOL where it is no iCalendar. */
GPtrArray *loft_ical_split (GBytes *raw, GError **error);

/* (transfer full) The same of a file as people get them: UTF-16 is read, and what is damaged is left
 * out and added to damages (of LoftContentDamage); all else is there. *is_cut (out, optional): its
 * end is missing, and nobody knows what else stood there. */
GPtrArray *loft_ical_split_file (GBytes *file, GPtrArray *damages, gboolean *is_cut,
                                 GError **error);

G_END_DECLS
