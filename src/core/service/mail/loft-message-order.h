/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-list-store.h"
#include "loft-message-arrangement.h"

G_BEGIN_DECLS

/* From the facts of messages to the rows of a list: filters, conversations, order. Pure. */

/* A row. The key names it in its list: the place of its account among those the list has known, then
 * the message or the conversation. Those of the first account's messages are their ids. */
typedef struct {
  gint64 key;
  gint64 message_id : 48; /* of a conversation, its newest message here */
  gint64 unread : 2; /* what it counts as: see loft_message_order_new() */
  gint64 has_unread : 2; /* what it is */
} LoftListEntry;

gint64 loft_list_key_new (guint slot, gboolean conversation, gint64 id);
guint loft_list_key_get_slot (gint64 key);
gint64 loft_list_key_get_id (gint64 key); /* of the message or the conversation */
gboolean loft_list_key_is_conversation (gint64 key);

/* The rows of one account, made message by message in any order. */
typedef struct _LoftMessageOrder LoftMessageOrder;

/* before: (nullable) of LoftListEntry, what the list shows: rows of it that the filter no longer
 * lets through stay, and those that stood among the unread stay among them. (The caller leaves it
 * out when another order is asked for.) */
LoftMessageOrder *loft_message_order_new (guint slot, const LoftMessageArrangement *arrangement,
                                          GArray *before);
void loft_message_order_free (LoftMessageOrder *self);

gboolean loft_message_order_is_by (LoftMessageOrder *self,
                                   const LoftMessageArrangement *arrangement);

/* Which text add() needs of a message. */
LoftListText loft_message_order_wants_text (const LoftMessageArrangement *arrangement);

void loft_message_order_add (LoftMessageOrder *self, const LoftListFacts *facts);

/* Once, after the last; any thread may go on with it then. */
void loft_message_order_finish (LoftMessageOrder *self);

/* (transfer full) of LoftListEntry: the finished rows of several accounts, all by the same
 * arrangement, as one list. */
GArray *loft_message_order_merge (LoftMessageOrder *const *orders, guint n_orders);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMessageOrder, loft_message_order_free)

G_END_DECLS
