/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Says when the events, tasks and contacts of accounts may have changed: when an account comes or goes,
 * and when a store changes outside of its mail. Signal "changed" comes once for all that happened within
 * a short time, never from within a call, and not when the watch is made. Main thread. */
#define LOFT_TYPE_RESOURCE_WATCH (loft_resource_watch_get_type ())
G_DECLARE_FINAL_TYPE (LoftResourceWatch, loft_resource_watch, LOFT, RESOURCE_WATCH, GObject)

/* accounts: of LoftMailAccount; held. */
LoftResourceWatch *loft_resource_watch_new (GListModel *accounts);

/* Something else that "changed" is to stand for has happened. */
void loft_resource_watch_tell (LoftResourceWatch *self);

/* TRUE when a "messages-changed" of the account may be about something else than mail. */
gboolean loft_resource_watch_concerns (LoftMailAccount *account, gint64 folder_id);

G_END_DECLS
