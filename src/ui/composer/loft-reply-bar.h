/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-content.h"

G_BEGIN_DECLS

/* Reply, Reply All, Forward below a message in a LoftMessageView, with the rest in a menu. Not there
 * before it is known which message; what needs its body waits for that. Main thread only. */
#define LOFT_TYPE_REPLY_BAR (loft_reply_bar_get_type ())
G_DECLARE_FINAL_TYPE (LoftReplyBar, loft_reply_bar, LOFT, REPLY_BAR, GtkWidget)

GtkWidget *loft_reply_bar_new (void);

void loft_reply_bar_set_body (LoftReplyBar *self, LoftMailAccount *account, LoftMessageBody *body);

/* Of a message of which only the header is here. content: where its body comes, which is in the same
 * view and lives as long as the bar. message: (nullable) none. */
void loft_reply_bar_await (LoftReplyBar *self, LoftMailAccount *account, LoftMessage *message,
                           LoftMessageContent *content);

G_END_DECLS
