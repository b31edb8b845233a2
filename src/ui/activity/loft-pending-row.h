/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* A change that waits for the server: what and since when, with a way to try it at once and one to
 * take it back. Main thread only. */
GtkWidget *loft_pending_row_new (LoftMailAccount *account, const LoftPendingOperation *operation);

/* (transfer full) "Mark as read, flag" of "+seen +flagged", as LoftPendingOperation.what has it. */
char *loft_pending_row_words (const char *what);

G_END_DECLS
