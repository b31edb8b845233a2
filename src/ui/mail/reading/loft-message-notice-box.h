/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-body.h"

G_BEGIN_DECLS

/* Banners above a message: a sender that may not be who it seems, what became of another message,
 * the list it came by and how to leave it. Hidden while there is nothing to say. Main thread
 * only. */
#define LOFT_TYPE_MESSAGE_NOTICE_BOX (loft_message_notice_box_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageNoticeBox, loft_message_notice_box, LOFT, MESSAGE_NOTICE_BOX,
                      GtkWidget)

/* body: (nullable) */
void loft_message_notice_box_set_body (LoftMessageNoticeBox *self, LoftMessageBody *body);

G_END_DECLS
