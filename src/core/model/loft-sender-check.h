/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is odd about who a message says it is from. Facts only; what is worth a warning decides
 * who shows it: mailing lists have another Sender and another Reply-To by right. */
typedef enum {
  LOFT_SENDER_NO_AUTHOR = 1 << 0,         /* no From, or one without an address */
  LOFT_SENDER_SEVERAL_AUTHORS = 1 << 1,   /* several addresses or several From fields */
  LOFT_SENDER_OTHER_SENDER = 1 << 2,      /* Sender has another domain (RFC 5322, 3.6.2) */
  LOFT_SENDER_NAME_IS_ADDRESS = 1 << 3,   /* the name shows another address than the true one */
  LOFT_SENDER_HIDDEN_CHARACTERS = 1 << 4, /* the name had control, reordering or unseen ones */
  LOFT_SENDER_BAD_ADDRESS = 1 << 5,       /* encoded words, control or unseen characters in it */
  LOFT_SENDER_MIXED_DOMAIN = 1 << 6,      /* letters of several scripts in one name */
  LOFT_SENDER_LOOK_ALIKE_DOMAIN = 1 << 7, /* foreign letters that look like Latin ones */
  LOFT_SENDER_REPLY_ELSEWHERE = 1 << 8,   /* Reply-To has another domain */
} LoftSenderOddity;

typedef struct {
  LoftSenderOddity oddities;
  char *address;       /* of the first author, as it may be shown ("xn--…" where letters deceive) */
  char *domain;        /* of the only author, ASCII and lower case; "" unless there is exactly one */
  char *named_address; /* with NAME_IS_ADDRESS: what the name pretends; else "" */
  char *sender;        /* with OTHER_SENDER: the Sender's address; else "" */
  char *reply_to;      /* with REPLY_ELSEWHERE: the first such address; else "" */
} LoftSenderCheck;

void loft_sender_check_free (LoftSenderCheck *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSenderCheck, loft_sender_check_free)

G_END_DECLS
