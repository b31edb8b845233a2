/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Finds the next link in plain text, from text on: http://…, https://…, mailto:…, www.… and
 * bare addresses. start and end point into text; uri is what to open. FALSE when there is none.
 * Linear time. Pure. uri: (transfer full) */
gboolean loft_link_finder_next (const char *text, const char **start, const char **end, char **uri);

G_END_DECLS
