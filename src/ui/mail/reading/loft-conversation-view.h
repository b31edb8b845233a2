/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-mail-account.h"
#include "loft-message-content.h"

G_BEGIN_DECLS

/* A conversation as cards in one column, oldest first: the newest unread message open, else the
 * newest; the others folded to a line, and of a long one the older behind a button. At most a
 * handful of cards holds HTML at a time: the one that was opened longest ago is folded for it.
 *
 * Signals: "changed" (another card is the current one, or something of it); "found" (guint, guint) and
 * "link-hovered" (char *or NULL) as LoftMessageContent has them. Main thread only. */
#define LOFT_TYPE_CONVERSATION_VIEW (loft_conversation_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftConversationView, loft_conversation_view, LOFT, CONVERSATION_VIEW,
                      GtkWidget)

/* parts: of LoftConversationMessage, oldest first; the messages are read when their card is made.
 * read: the message to open; 0: the newest unread one, else the newest. */
void loft_conversation_view_open (LoftConversationView *self, LoftMailAccount *account,
                                  GArray *parts, gint64 read);

/* The same conversation went on, lost messages or has other flags. */
void loft_conversation_view_update (LoftConversationView *self, GArray *parts);

void loft_conversation_view_close (LoftConversationView *self);

/* (transfer none) (nullable) of the card that is read: what source, print and the like are for. */
LoftMessageContent *loft_conversation_view_get_content (LoftConversationView *self);

/* Finds in all cards that are open, one behind the other. text: (nullable) ends finding. The answer is
 * "found". */
void loft_conversation_view_find (LoftConversationView *self, const char *text, gboolean forward);

/* To the next or previous card, and opens it. */
void loft_conversation_view_move (LoftConversationView *self, int step);

/* A reply that is written in place, below the card of its message, which is opened. It leaves with
 * the conversation; whoever keeps it brings it again. FALSE: there is no such card. */
gboolean loft_conversation_view_place_reply (LoftConversationView *self, gint64 message_id,
                                             GtkWidget *reply);

void loft_conversation_view_set_zoom (LoftConversationView *self, double zoom);
void loft_conversation_view_focus (LoftConversationView *self);
void loft_conversation_view_retry (LoftConversationView *self);

G_END_DECLS
