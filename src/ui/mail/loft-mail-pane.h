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
GActionGroup *loft_mail_pane_get_actions (LoftMailPane *self);

G_END_DECLS
