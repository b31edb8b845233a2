/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* Tells the desktop of new mail, as each account's settings say: one notification for a folder, with how
 * many; none for what was read already, came with a first download, or is looked at now; withdrawn
 * when it was read. A click calls the action "app.show-mail" with account, folder and message (0:
 * several). Main thread only. */
typedef struct _LoftMailNotifier LoftMailNotifier;

/* Whether a folder is looked at now. */
typedef gboolean (*LoftMailSeenFunc) (LoftMailAccount *account, gint64 folder_id,
                                      gpointer user_data);

/* application: borrowed. */
LoftMailNotifier *loft_mail_notifier_new (GApplication *application, LoftService *service,
                                          LoftMailSeenFunc is_seen, gpointer user_data);
void loft_mail_notifier_free (LoftMailNotifier *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMailNotifier, loft_mail_notifier_free)

G_END_DECLS
