/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* What the window shows while the stores of its only accounts are repaired or brought to a new schema,
 * or when none of them can be opened. It follows the service. Main thread only. */
GtkWidget *loft_preparing_page_new (LoftService *service);

/* Whether there are accounts that are not shown yet, or cannot be. */
gboolean loft_preparing_page_is_needed (LoftService *service);

/* (transfer full) (nullable) the same in a sentence; NULL: nothing to say. */
char *loft_preparing_page_describe (LoftService *service);

G_END_DECLS
