/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The other way round than loft_ical_split (): many objects (of GBytes) as one calendar for a file, each
 * VTIMEZONE once by its TZID; components are copied byte by byte. (transfer full) What cannot be read is
 * left out and counted in *n_left_out (out, optional). Pure; any thread. */
GBytes *loft_ical_join (GPtrArray *raws, guint *n_left_out);

G_END_DECLS
