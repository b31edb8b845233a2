/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-untaken.h"

G_BEGIN_DECLS

/* (transfer full) What an import did not take and why, a line for each of the first and one that counts the
 * others, in the language of the window; "" for nothing. Any thread. */
char *loft_untaken_text_make (const LoftUntakenList *left_out);

G_END_DECLS
