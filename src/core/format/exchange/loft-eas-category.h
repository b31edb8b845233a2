/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Categories of Exchange, which are called as people like, as keywords, which are words, and back:
 * "Spring fair" is Spring_fair, "Grün" is Gr=C3=BCn; "Important", "Work", "Personal", "To Do" and
 * "Later" are $label1 to $label5, as everywhere in Loft. Any name comes back as it was. Pure; any
 * thread. */

/* (transfer full) */
char *loft_eas_category_to_keyword (const char *category);

/* (transfer full) (nullable) NULL: a keyword of the mail system ("$Forwarded", "$MDNSent"), which
 * is no category. */
char *loft_eas_category_from_keyword (const char *keyword);

G_END_DECLS
