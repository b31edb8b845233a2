/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The body that Outlook keeps as compressed RTF. Linear; pure; any thread. */

/* (transfer full) (nullable) Takes the compression off (MS-OXRTFCP); NULL when it is none. *length
 * is at most limit. NUL-terminated. */
char *loft_rtf_decompress (const guint8 *bytes, gsize n_bytes, gsize limit, gsize *length);

/* (transfer full) The text of RTF, UTF-8, or with *is_html the HTML that it was made from
 * (MS-OXRTFEX). At most limit bytes come out; groups deeper than 200 are left out. */
char *loft_rtf_read (const char *rtf, gsize length, gsize limit, gboolean *is_html);

G_END_DECLS
