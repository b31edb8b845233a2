/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The properties that mail may set, and what their values may hold. Pure; any thread. */

/* Appends "name:value;" with what is left of one declaration; nothing when it is not allowed.
 * value is trimmed and without comments. Returns whether a colour was set. */
gboolean loft_css_property_append (GString    *out,
                                   const char *name,
                                   gsize       name_length,
                                   const char *value);

/* Letters, digits, '-' and '_'. */
gboolean loft_css_is_word_char (char c);

G_END_DECLS
