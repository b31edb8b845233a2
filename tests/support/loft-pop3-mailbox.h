/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A POP3 server on loopback with one mailbox in memory, for whoever signs in with USER and PASS. It
 * does what RFC 1939 says, or what it is told to do instead. It serves from a thread of its own; calls
 * may be made at any time from one other thread. */
typedef struct _LoftPop3Mailbox LoftPop3Mailbox;

typedef enum {
  LOFT_POP3_MAILBOX_NO_UIDL = 1 << 0,
  LOFT_POP3_MAILBOX_NO_TOP = 1 << 1,
  LOFT_POP3_MAILBOX_NO_PIPELINING = 1 << 2,
  LOFT_POP3_MAILBOX_NO_CAPA = 1 << 3,
  LOFT_POP3_MAILBOX_IN_USE = 1 << 4, /* nobody is let in: [IN-USE] */
  LOFT_POP3_MAILBOX_LOGIN_DELAY = 1 << 5,
  LOFT_POP3_MAILBOX_SYS_TEMP = 1 << 6,
  LOFT_POP3_MAILBOX_KEEPS = 1 << 7, /* says +OK to DELE and QUIT, and deletes nothing */
  LOFT_POP3_MAILBOX_NUMBERED = 1 << 8, /* unique-ids are the numbers of this session */
  LOFT_POP3_MAILBOX_NOTES_STATUS = 1 << 9, /* writes "Status: RO" into what was retrieved */
  LOFT_POP3_MAILBOX_EXPIRES = 1 << 10, /* CAPA says EXPIRE 30 USER */
  LOFT_POP3_MAILBOX_TELLS_DELAY = 1 << 11, /* CAPA says LOGIN-DELAY 600 after sign-in, 1 before */
  LOFT_POP3_MAILBOX_SHORT_DELAY = 1 << 12, /* LOGIN-DELAY 1 USER */
} LoftPop3MailboxOptions;

/* How it dies at one command. */
typedef enum {
  LOFT_POP3_MAILBOX_DROPS, /* instead of doing it */
  LOFT_POP3_MAILBOX_LOSES, /* having done it, without a reply */
  LOFT_POP3_MAILBOX_CUTS, /* having done it, in the middle of the reply */
} LoftPop3MailboxDeath;

LoftPop3Mailbox *loft_pop3_mailbox_new (void);
void loft_pop3_mailbox_free (LoftPop3Mailbox *self);
guint16 loft_pop3_mailbox_get_port (LoftPop3Mailbox *self);

void loft_pop3_mailbox_set_options (LoftPop3Mailbox *self, LoftPop3MailboxOptions options);

/* Dies at the n-th command from now on, counted over all connections; 0: not. Once. */
void loft_pop3_mailbox_die_at (LoftPop3Mailbox *self, guint nth, LoftPop3MailboxDeath how);
/* Commands since the last die_at(). */
guint loft_pop3_mailbox_count_commands (LoftPop3Mailbox *self);

/* text: with LF line ends, sent with CRLF. uid: NULL for one made by the server. */
void loft_pop3_mailbox_add (LoftPop3Mailbox *self, const char *uid, const char *text);
void loft_pop3_mailbox_remove (LoftPop3Mailbox *self, guint index);
/* uid NULL: it has none any more. */
void loft_pop3_mailbox_set_uid (LoftPop3Mailbox *self, guint index, const char *uid);
guint loft_pop3_mailbox_count (LoftPop3Mailbox *self);
gboolean loft_pop3_mailbox_has (LoftPop3Mailbox *self, const char *text);

/* RETR that were answered, and connections, since the start. */
guint loft_pop3_mailbox_count_retrieved (LoftPop3Mailbox *self);
/* The number of the first of them. */
guint loft_pop3_mailbox_get_first_retrieved (LoftPop3Mailbox *self);
guint loft_pop3_mailbox_count_connections (LoftPop3Mailbox *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftPop3Mailbox, loft_pop3_mailbox_free)

G_END_DECLS
