/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Plain text is mostly broken at 72 to 78 characters, which reads badly in a column of another
 * width. This joins lines of a paragraph again where the break was made for width: the line is
 * long, and the next word would not have fitted. Lists, tables, quotes, verse, addresses and code
 * stay as they are. Ends with the line that makes it longer than most bytes: nobody is shown more of
 * it. (transfer full) Linear time; text must be valid UTF-8. Pure. */
char *loft_text_reflow (const char *text, gsize most);

G_END_DECLS
