/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Search filters (RFC 4515). Pure; any thread. */

/* (transfer full) text as a value of a filter: what means something there, and what is no UTF-8, as \XX. */
char *loft_ldap_filter_escape (const char *text);

/* (transfer full) (nullable) People, groups with an address too, who have for each word a name or an
 * address that begins with it. NULL: there are no words. */
char *loft_ldap_filter_for_words (const char *words);

G_END_DECLS
