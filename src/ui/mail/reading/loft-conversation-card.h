/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-mail-account.h"
#include "loft-message-content.h"

G_BEGIN_DECLS

/* One message of a conversation: folded to a line, or open with header, text and attachments. What
 * is folded holds no text and no web view. An unread message that is open on screen counts as read
 * after the delay of the settings.
 *
 * Signals: "unfolded"; "folded"; "shown" (its text is on screen); "changed" and
 * "link-hovered" (char *or NULL) as LoftMessageContent has them; "took-focus". Main thread only. */
#define LOFT_TYPE_CONVERSATION_CARD (loft_conversation_card_get_type ())
G_DECLARE_FINAL_TYPE (LoftConversationCard, loft_conversation_card, LOFT, CONVERSATION_CARD,
                      GtkWidget)

/* Folded. */
GtkWidget *loft_conversation_card_new (LoftMailAccount *account, LoftMessage *message);

LoftMessage *loft_conversation_card_get_message (LoftConversationCard *self);
/* The same message with other flags. */
void         loft_conversation_card_set_message (LoftConversationCard *self, LoftMessage *message);

gboolean loft_conversation_card_is_open  (LoftConversationCard *self);
void     loft_conversation_card_set_open (LoftConversationCard *self, gboolean open);

/* (transfer none) (nullable) while it is open. */
LoftMessageContent *loft_conversation_card_get_content (LoftConversationCard *self);

void loft_conversation_card_set_zoom (LoftConversationCard *self, double zoom);

/* Puts the keyboard focus on its line or header. */
void loft_conversation_card_focus (LoftConversationCard *self);

G_END_DECLS
