/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-message-content.h"

G_BEGIN_DECLS

/* Finds a text in all open messages of a conversation, one behind the other: each counts for itself,
 * one of them shows the match that is selected. Main thread only. */
typedef struct _LoftConversationFinder LoftConversationFinder;

/* (transfer container) of LoftMessageContent: the open ones, in the order of the conversation. */
typedef GPtrArray *(*LoftOpenContentsFunc) (gpointer user_data);
/* As LoftTextView has it: how many there are, and which is selected. */
typedef void (*LoftConversationFoundFunc) (guint n, guint at, gpointer user_data);

LoftConversationFinder *loft_conversation_finder_new (LoftOpenContentsFunc contents,
                                                      LoftConversationFoundFunc found,
                                                      gpointer user_data);
void loft_conversation_finder_free (LoftConversationFinder *self);

/* text: (nullable) ends finding */
void loft_conversation_finder_find (LoftConversationFinder *self, const char *text,
                                    gboolean forward);

/* Other messages are open now, or shown (nullable) has got another content. */
void loft_conversation_finder_update (LoftConversationFinder *self, LoftMessageContent *shown);

G_END_DECLS
