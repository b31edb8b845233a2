/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text of any labelled, mislabelled or unlabelled charset to UTF-8. Only charsets of a list are
 * handed to iconv: C libraries have had loops and assertions in rare ones. Linear; pure; any
 * thread. */

/* (transfer full) Valid UTF-8 without NUL, always something. label may be NULL or nonsense, then
 * the bytes are looked at: UTF-8, ISO-2022-JP by its escapes, else Windows-1252. Labels are read
 * as mailers mean them: iso-8859-1 as Windows-1252, gb2312 as GB18030, ks_c_5601-1987 as CP949.
 * UTF-7 is refused (it hides markup) and read as US-ASCII. Bad bytes become U+FFFD. */
char *loft_mime_charset_decode (const char *bytes, gsize length, const char *label);

/* Whether the label names a charset that is decoded as such. */
gboolean loft_mime_charset_is_known (const char *label);

/* (transfer full) (nullable) What <meta charset> or its http-equiv form at the start of an HTML
 * text says. */
char *loft_mime_charset_from_html (const char *html, gsize length);

G_END_DECLS
