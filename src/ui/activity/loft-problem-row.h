/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-mail-actions.h"

G_BEGIN_DECLS

/* A row for something that came to nothing: what it was, when and why; it can be tried again, its message
 * be opened (action app.show-mail) or saved as a file, the row be dismissed. What is only here goes with
 * it, which is asked. Its actions are the group "problem". Main thread only. */

/* problem: what it says is copied. */
GtkWidget *loft_problem_row_new (LoftMailAccount *account, const LoftProblem *problem);

/* (transfer full) what was to be done, in words: "Move to Archive". */
char *loft_problem_row_words (const LoftProblem *problem);

G_END_DECLS
