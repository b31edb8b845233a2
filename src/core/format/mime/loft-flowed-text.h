/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) text/plain; format=flowed (RFC 3676) with its soft line breaks taken out, quote
 * marks kept as "> " in front of each joined line. delsp: the parameter DelSp=yes. Line ends
 * become LF. text must be valid UTF-8. Linear; pure; any thread. */
char *loft_flowed_text_join (const char *text, gboolean delsp);

/* (transfer full) The other way: lines of at most 72 columns where blanks allow it, soft breaks
 * where a line goes on, stuffed where it must be (4.4). Blanks at the end of a line of text are
 * dropped, as they would make it flow on; the signature separator stands. What join gives comes
 * back equal. text: valid UTF-8, LF. Linear; pure; any thread. */
char *loft_flowed_text_split (const char *text);

G_END_DECLS
