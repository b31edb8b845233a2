/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For the query language only: the values behind before: after: larger: smaller:. FALSE: not
 * understood, nothing is set. Any thread. */

/* 2024, 2024-03, 2024/3/31, today, yesterday, 7d, 2w, 3m, 1y: the local midnight that begins it.
 * 2024-03-31T10:00+02:00: that moment. */
gboolean loft_search_value_date (const char *text, gint64 *seconds);

/* 12000, 500k, 1.5MB, 2G: thousands, as sizes are shown to people. */
gboolean loft_search_value_size (const char *text, guint64 *bytes);

G_END_DECLS
