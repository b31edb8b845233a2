/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Address lists (RFC 5322, 3.4 and 4.4) as mailers write them. Our own reader because GMime's
 * recurses by nested groups until the stack ends and decodes or drops parts of odd addresses;
 * this one only counts. Linear; pure; any thread.
 *
 * Appends LoftAddress to addresses until it holds loft_mime_limits.addresses. The address is what
 * stands in the last <>; encoded words in it stay as they are. Of a group its members count; an
 * empty one ("undisclosed-recipients:;") gives an entry with a name only. text is an unfolded
 * raw header value; charset (nullable) reads unlabelled bytes. */
void loft_mime_addresses_read (GPtrArray  *addresses,
                               const char *text,
                               gsize       length,
                               const char *charset);

G_END_DECLS
