/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A message that is written or on its way out, and what became of it. Plain values: whoever makes
 * one owns it. The numbers are kept in the store: new ones go to the end. */

typedef enum {
  LOFT_OUTGOING_DRAFT, /* being written: nobody sends it */
  LOFT_OUTGOING_QUEUED, /* waits for its time, or for the network */
  LOFT_OUTGOING_SENDING, /* certainly not delivered yet */
  LOFT_OUTGOING_AT_DOT, /* all but its end is sent: from here on it may be delivered */
  LOFT_OUTGOING_SENT, /* to everybody; perhaps the copy in Sent is still to be made */
  LOFT_OUTGOING_REFUSED, /* to some or all recipients: they have the reasons */
  LOFT_OUTGOING_UNCONFIRMED, /* perhaps delivered: only a person may send it again (RFC 1047) */
  LOFT_OUTGOING_HELD, /* not sent by itself: a person has to look at it first */
} LoftOutgoingState;

typedef enum {
  LOFT_RECIPIENT_WAITING,
  LOFT_RECIPIENT_AT_DOT, /* accepted; what follows decides */
  LOFT_RECIPIENT_ACCEPTED,
  LOFT_RECIPIENT_REFUSED,
} LoftRecipientState;

typedef struct {
  char *address; /* addr-spec */
  LoftRecipientState state;
  guint code; /* the server's answer to it, 0 for none */
  char *reason; /* why it was refused or put off, in a word: "no-such-user" …; "" unknown */
  char *text; /* the server's words, one line, or "" */
} LoftOutgoingRecipient;

LoftOutgoingRecipient *loft_outgoing_recipient_new (const char *address);
LoftOutgoingRecipient *loft_outgoing_recipient_copy (const LoftOutgoingRecipient *self);
void loft_outgoing_recipient_free (LoftOutgoingRecipient *self);

/* What a person decides about a message on its way out. Whatever does not fit its state is
 * LOFT_ERROR_CONFLICT: what is just being sent cannot be called back. */
typedef enum {
  LOFT_OUTGOING_CANCEL, /* back to being a draft: undo send, edit */
  LOFT_OUTGOING_SEND_NOW, /* without waiting for its time or for the end of a pause */
  LOFT_OUTGOING_SEND_AGAIN, /* refused, held or unconfirmed: to whom it did not arrive for sure */
  LOFT_OUTGOING_ARRIVED, /* unconfirmed: it did arrive */
  LOFT_OUTGOING_DISCARD,
} LoftOutgoingChange;

/* The copy in the folder of sent messages. */
typedef enum {
  LOFT_SENT_COPY_NONE, /* not ours to make: the server does it, or nobody shall */
  LOFT_SENT_COPY_WANTED,
  LOFT_SENT_COPY_DONE,
} LoftSentCopy;

typedef struct {
  gint64 id; /* in its account */
  char *uuid;
  LoftOutgoingState state;
  char *message_id; /* without <> */
  char *subject;
  char *people; /* packed addresses (loft_addresses_pack()): To, Cc, Bcc as people see them */
  char *sender; /* of the envelope */
  GPtrArray *recipients; /* of LoftOutgoingRecipient */
  gint64 not_before; /* seconds since the epoch */
  guint tries;
  gint64 first_try; /* 0: none yet */
  char *reason; /* why it waits or is held, in a word, or "" */
  char *error; /* the same in English, for details; "" */
  LoftSentCopy copy;
  gint64 created;
  gint64 changed;
  guint64 size; /* raw bytes */
} LoftOutgoing;

LoftOutgoing *loft_outgoing_new (void);
LoftOutgoing *loft_outgoing_copy (const LoftOutgoing *self);
void loft_outgoing_free (LoftOutgoing *self);

guint loft_outgoing_count (const LoftOutgoing *self, LoftRecipientState state);

/* Lower-case word for logs and JSON: "draft", "queued", "at-dot" … */
const char *loft_outgoing_state_name (LoftOutgoingState state);
const char *loft_recipient_state_name (LoftRecipientState state);

/* The form kept in the store. Control characters inside are replaced when it is made; a record that
 * makes no sense is left out when it is read. */
char *loft_outgoing_pack_recipients (GPtrArray *recipients);
GPtrArray *loft_outgoing_unpack_recipients (const char *packed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftOutgoingRecipient, loft_outgoing_recipient_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftOutgoing, loft_outgoing_free)

G_END_DECLS
