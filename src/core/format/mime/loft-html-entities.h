/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Character references of HTML. Pure; any thread. */

/* Reads the reference at text (which points to '&'): its character goes to *c and its length is
 * returned, 0 when it is none. */
gsize loft_html_entity_read (const char *text, const char *end, gunichar *c);

/* Appends text with its references decoded. */
void loft_html_entities_decode (GString *out, const char *text, gsize length);

G_END_DECLS
