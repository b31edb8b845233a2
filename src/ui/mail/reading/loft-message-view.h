/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-content.h"
#include "loft-message-list.h"

G_BEGIN_DECLS

/* The main column: one message with its header, or a conversation as cards, or one of their
 * attachments, and a line to find text. A single message that gets an answer becomes a conversation.
 *
 * Signals: "shown" (LoftMessageRow: the body of a single message is on screen; a conversation
 * counts its cards as read by itself); "changed" (another message, or none, or text instead of
 * HTML). Main thread only. */
#define LOFT_TYPE_MESSAGE_VIEW (loft_message_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageView, loft_message_view, LOFT, MESSAGE_VIEW, GtkWidget)

/* Opens the message or the conversation of row; what was open is cancelled. */
void loft_message_view_open (LoftMessageView *self, LoftMailAccount *account, LoftMessageRow *row);

/* Nothing is open: n_selected messages are selected, 0 for none. */
void loft_message_view_close (LoftMessageView *self, guint n_selected);

/* What opens there to choose a category for several messages. */
void loft_message_view_set_categories (LoftMessageView *self, GMenuModel *menu);

/* (transfer none) (nullable) the row that is open or being opened. */
LoftMessageRow *loft_message_view_get_row (LoftMessageView *self);
/* (transfer none) (nullable) once it was opened; of a conversation, of the card that is read: what
 * source, print, find and the like are about. */
LoftMessageBody *loft_message_view_get_body (LoftMessageView *self);

/* (transfer none) (nullable) where that one is, or comes: of a conversation, in the card that is read. */
LoftMessageContent *loft_message_view_get_content (LoftMessageView *self);

/* (transfer none) (nullable) whose message is open. */
LoftMailAccount *loft_message_view_get_account (LoftMessageView *self);

/* A reply that is written in place, below its message. FALSE: that one is not open. */
gboolean loft_message_view_place_reply (LoftMessageView *self, gint64 message_id, GtkWidget *reply);

gboolean loft_message_view_has_html (LoftMessageView *self);
gboolean loft_message_view_get_plain_text (LoftMessageView *self);
void loft_message_view_set_plain_text (LoftMessageView *self, gboolean plain_text);

/* step: 1 larger, -1 smaller, 0 normal */
void loft_message_view_zoom (LoftMessageView *self, int step);

/* To the next or previous message of a conversation. */
void loft_message_view_move (LoftMessageView *self, int step);
gboolean loft_message_view_is_conversation (LoftMessageView *self);

void loft_message_view_print (LoftMessageView *self);

/* Shows attachment n of body, which is open here (also one that is attached itself), in the place of
 * its message. */
void loft_message_view_show_attachment (LoftMessageView *self, LoftMessageBody *body, guint n);
/* From an attachment to where it was opened. Returns whether there was one. */
gboolean loft_message_view_go_back (LoftMessageView *self);

/* Opens the line to find text in the message. */
void loft_message_view_start_find (LoftMessageView *self);

/* Puts the keyboard focus on the text. */
void loft_message_view_focus_body (LoftMessageView *self);

/* Tries again what could not be opened, as when the network is back. */
void loft_message_view_retry (LoftMessageView *self);

G_END_DECLS
