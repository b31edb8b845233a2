/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-message-view.h"
#include "loft-outbox.h"
#include "loft-reply.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* Where composing begins. Main thread only. */

/* Whose accounts are written with; once, when there is a service. */
void loft_compose_start (LoftService *service);

/* A new message in a window. account: (nullable) whose folder one is in. */
void loft_compose_new (LoftMailAccount *account);

/* What a mailto: address asks for, in a window. FALSE: it is none, or there is no account. */
gboolean loft_compose_mailto (const char *uri);

/* Whether there is an account to write with. */
gboolean loft_compose_is_possible (void);

/* An answer to the message that is read in a view, or to body there: in place, forwards and edited
 * ones in a window. Of one of which only the header is here the body is asked for first, and awaited
 * while that message stays open; why it does not come is told. */
void loft_compose_reply (LoftMessageView *view, LoftReplyKind kind);
void loft_compose_reply_to (LoftMessageView *view, LoftMailAccount *account, LoftMessageBody *body,
                            LoftReplyKind kind);

/* Goes on with what is kept in an account. */
void loft_compose_outgoing (LoftMailAccount *account, gint64 outgoing_id);

/* The same of the message in content, a part of a view, of which only the header is here. */
void loft_compose_reply_later (LoftMessageContent *content, LoftReplyKind kind);

/* Asks to whom a message is sent on as it is. */
void loft_compose_redirect (GtkWidget *parent, LoftMailAccount *account, LoftMessageBody *body);

/* Goes on with a message of a folder of drafts; begins a new one with one of a folder of templates. */
void loft_compose_draft (LoftMailAccount *account, LoftMessageBody *body);
void loft_compose_template (LoftMailAccount *account, LoftMessageBody *body);

/* Whether an answer to all goes to others than one to the sender. */
gboolean loft_compose_has_others (LoftMailAccount *account, LoftMessageBody *body);
/* As far as the header tells. */
gboolean loft_compose_seems_to_have_others (LoftMailAccount *account, LoftMessage *message);

/* Keeps what is written anywhere, and waits for that a moment: before the end of the program. */
void loft_compose_save_all (GtkApplication *application);

G_END_DECLS
