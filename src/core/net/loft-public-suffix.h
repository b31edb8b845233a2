/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The public suffix list (publicsuffix.org), private section included. host: ASCII, lower case.
 * Pure; any thread. */

/* (transfer full) "example.co.uk" for "imap.example.co.uk"; "" for a public suffix, a single label
 * or an address. */
char *loft_public_suffix_registrable (const char *host);

G_END_DECLS
