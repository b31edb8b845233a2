/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-message-body.h"

G_BEGIN_DECLS

/* What is known of a message's origin in sentences for people. All are (transfer full); main
 * thread only. */

/* (nullable) Why the sender may not be who it seems. */
char *loft_message_notice_text_for_sender (LoftMessageBody *body);

/* (nullable) What the receiving server found out, for the details of the header. */
char *loft_message_notice_text_for_authentication (LoftMessageBody *body);

/* (nullable) What became of another message. */
char *loft_message_notice_text_for_report (LoftMessageBody *body);

/* (nullable) That it came by a list. */
char *loft_message_notice_text_for_list (LoftMessageBody *body);

/* How the list is called: its name, its id, or whose newsletter it is. */
char *loft_message_notice_text_list_name (LoftMessageBody *body);

G_END_DECLS
