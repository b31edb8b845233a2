/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-service.h"

G_BEGIN_DECLS

/* How fresh everything is, in one line of words for the foot of the sidebar: "Updated 2 min ago",
 * "Downloading Inbox: 1,200 of 3,000", "Offline, 3 changes waiting". (transfer full)
 * fraction: 0 … 1, or -1 when it is not known or nothing runs. Main thread only. */
char *loft_progress_text_for_service (LoftService *service,
                                      gint64       now,
                                      double      *fraction,
                                      gboolean    *offline);

/* (transfer full) the same for one account, never empty: "Updated 2 minutes ago", "Offline",
 * "Sign-in needed". fraction: (nullable). */
char *loft_progress_text_for_account (LoftMailAccount *account, gint64 now, double *fraction);

G_END_DECLS
