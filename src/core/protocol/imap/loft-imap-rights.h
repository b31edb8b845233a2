/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-flags.h"

G_BEGIN_DECLS

/* What the person may do in a mailbox (RFC 4314, 2.1). Pure. */
typedef enum {
  LOFT_IMAP_RIGHT_LOOKUP = 1 << 0, /* l: see it in lists */
  LOFT_IMAP_RIGHT_READ = 1 << 1, /* r */
  LOFT_IMAP_RIGHT_SEEN = 1 << 2, /* s: keep \Seen */
  LOFT_IMAP_RIGHT_WRITE = 1 << 3, /* w: flags but \Seen and \Deleted */
  LOFT_IMAP_RIGHT_INSERT = 1 << 4, /* i: put messages in */
  LOFT_IMAP_RIGHT_POST = 1 << 5, /* p */
  LOFT_IMAP_RIGHT_CREATE = 1 << 6, /* k: mailboxes below */
  LOFT_IMAP_RIGHT_DELETE = 1 << 7, /* x: the mailbox */
  LOFT_IMAP_RIGHT_DELETED = 1 << 8, /* t: keep \Deleted */
  LOFT_IMAP_RIGHT_EXPUNGE = 1 << 9, /* e */
  LOFT_IMAP_RIGHT_ADMINISTER = 1 << 10, /* a: rights of others */
} LoftImapRights;

/* The letters of a server, those of RFC 2086 ("c", "d") among them; others are left out. */
LoftImapRights loft_imap_rights_from_letters (const char *letters);

/* The rights that changing these flags and keywords takes. */
LoftImapRights loft_imap_rights_for_flags (LoftFlags flags, gboolean keywords);

/* (transfer full) "lr": for logs and messages. */
char *loft_imap_rights_to_letters (LoftImapRights rights);

G_END_DECLS
