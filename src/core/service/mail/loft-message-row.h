/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"
#include "loft-message.h"

G_BEGIN_DECLS

/* Somebody who wrote a message of a conversation. */
typedef struct {
  LoftAddress *address; /* (owned) */
  gboolean is_me; /* the account's own address */
  gboolean unread; /* a message of theirs is */
} LoftParticipant;

/* What a row tells of its conversation: of the messages in all folders, one's own replies among
 * them, without those in Trash and Junk (unless the row's own message is there) and each Message-ID
 * once. Of a row that is a message: of that message. */
typedef struct {
  guint n_messages;
  guint n_unread;
  gboolean flagged; /* any */
  gboolean attached; /* any has an attachment that is not only shown inside the text */
  char *keywords; /* (owned) of all of them, in the form of loft-flags.h; never NULL */
  GPtrArray *participants; /* (owned) of LoftParticipant, who wrote last first, each once */
} LoftConversationSummary;

/* One row of a LoftMessageList; stays the same object while somebody holds it, also when mail comes
 * to its conversation. "message" is notified when anything of the message or the conversation
 * changed. Main thread only. */
#define LOFT_TYPE_MESSAGE_ROW (loft_message_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageRow, loft_message_row, LOFT, MESSAGE_ROW, GObject)

/* What names the row in its list; see loft_message_list_find(). */
gint64 loft_message_row_get_key (LoftMessageRow *self);

/* (transfer none) */
LoftMailAccount *loft_message_row_get_account (LoftMessageRow *self);

/* Of its message: in the account only, and another when a conversation goes on. */
gint64 loft_message_row_get_id (LoftMessageRow *self);

/* (transfer none) (nullable) the message, or the newest of the conversation in this list. NULL only
 * if it has just gone. */
LoftMessage *loft_message_row_get_message (LoftMessageRow *self);

/* 0 when the row is a message. Its messages: loft_mail_reader_list_conversation(). */
gint64 loft_message_row_get_conversation_id (LoftMessageRow *self);

/* (transfer none) until the next "message"; never NULL. */
const LoftConversationSummary *loft_message_row_get_summary (LoftMessageRow *self);

G_END_DECLS
