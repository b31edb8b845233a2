/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many addresses a header field has, where loft_mime_addresses_read() keeps the first of them
 * only. value: raw, folded or not. Counted are the entries with an '@' outside of quotes and
 * comments. Linear, without memory of its own; pure; any thread. */
guint loft_mime_address_count (const char *value, gsize length);

G_END_DECLS
