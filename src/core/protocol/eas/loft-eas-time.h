/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Moments as commands say them (MS-ASDTYPE 2.3): in UTC, as seconds since 1970. Pure; any thread. */

/* (transfer full) "2026-11-23T09:00:00.000Z" */
char *loft_eas_time_to_dashed (gint64 seconds);
/* (transfer full) "20261123T090000Z" */
char *loft_eas_time_to_compact (gint64 seconds);

/* Reads either. FALSE for anything else; text: (nullable). */
gboolean loft_eas_time_read (const char *text, gint64 *seconds);

G_END_DECLS
