/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-body.h"

G_BEGIN_DECLS

/* How a person wants to leave a mailing list. */
typedef enum {
  LOFT_MESSAGE_NOTICE_REQUEST, /* one request by https */
  LOFT_MESSAGE_NOTICE_PAGE,    /* the list's page in the browser */
  LOFT_MESSAGE_NOTICE_WRITE,   /* a message to its address */
} LoftMessageNoticeChoice;

typedef void (*LoftMessageNoticeFunc) (LoftMessageNoticeChoice choice,
                                       LoftMessageBody        *body,
                                       gpointer                user_data);

/* Asks before anything is sent anywhere, and says what it will tell whom. func is not called when
 * the answer is no, and owner must live until then (it is kept). Main thread only. */
void loft_message_notice_leave_ask (GtkWidget             *owner,
                                    LoftMessageBody       *body,
                                    gboolean               use_page,
                                    LoftMessageNoticeFunc  func,
                                    gpointer               user_data);

/* What the list offers, best first: request, page, address. */
LoftMessageNoticeChoice loft_message_notice_leave_choose (const LoftMailingList *list,
                                                          gboolean               use_page);

G_END_DECLS
