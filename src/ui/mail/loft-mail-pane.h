/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-service.h"

G_BEGIN_DECLS

/* Mail in three columns: folders, messages, one message. It joins the three and owns the actions
 * that work on them. Main thread only. */
#define LOFT_TYPE_MAIL_PANE (loft_mail_pane_get_type ())
G_DECLARE_FINAL_TYPE (LoftMailPane, loft_mail_pane, LOFT, MAIL_PANE, GtkWidget)

void loft_mail_pane_set_service (LoftMailPane *self, LoftService *service);

/* (transfer none) the "mail" actions, for the window to carry. */
/* Opens a folder, and a message of it (0: none). Nothing happens when they have gone. */
void loft_mail_pane_show_mail (LoftMailPane *self, const char *account_id, gint64 folder_id,
                               gint64 message_id);
/* The same for the message that uri (loft-message-link.h) leads to; says when it is not here. */
void loft_mail_pane_show_link (LoftMailPane *self, const char *uri);
/* Whether a folder is what is looked at, alone or among those of all accounts. */
gboolean loft_mail_pane_has_folder (LoftMailPane *self, LoftMailAccount *account,
                                    gint64 folder_id);
GActionGroup *loft_mail_pane_get_actions (LoftMailPane *self);

G_END_DECLS
