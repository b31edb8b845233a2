/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-folder.h"
#include "loft-imap-rights.h"
#include "loft-imap-token.h"

G_BEGIN_DECLS

/* One mailbox of LIST. */
typedef struct {
  char *name;            /* in modified UTF-7, whatever the wire has; the key for all other calls */
  char *path;            /* UTF-8, delimiter made "/", "/" inside a level made "∕" (U+2215);
                          * INBOX in any case is "INBOX"; the personal namespace's prefix kept */
  char delimiter;        /* 0 for none */
  gboolean selectable;   /* not \Noselect, not \NonExistent */
  gboolean subscribed;
  LoftFolderRole role;   /* from SPECIAL-USE only; NONE otherwise (INBOX has its role) */
  gboolean has_status;   /* the following are there */
  guint32 uid_validity;
  guint32 uid_next;
  guint32 messages;
  guint32 unseen;
  guint64 highest_modseq; /* 0 unknown */
  char *mailbox_id;      /* (nullable) MAILBOXID (RFC 8474): the same after a rename */
  gboolean has_size;     /* the following is there */
  guint64 size;          /* SIZE (RFC 8438): bytes of all its messages */
  guint64 append_limit;  /* APPENDLIMIT (RFC 7889): bytes of a message; 0 unknown or none */
  gboolean has_rights;   /* the following is there */
  LoftImapRights rights;
} LoftImapMailbox;

void loft_imap_mailbox_free (LoftImapMailbox *self);

/* Pure. After "LIST" or "LSUB": attributes, delimiter, name. FALSE when the syntax is broken.
 * mailbox: (transfer full), or NULL for a name that is left out: empty, over 4,096 bytes, with
 * NUL, controls, an empty level, or over 100 levels. */
gboolean loft_imap_mailbox_parse (LoftImapLexer *lexer, LoftImapMailbox **mailbox);

/* Pure. After "STATUS": name and values. (transfer full) only name and status filled in. */
gboolean loft_imap_mailbox_parse_status (LoftImapLexer *lexer, LoftImapMailbox **mailbox);

/* Pure. After "MYRIGHTS": name and letters. (transfer full) only name and rights filled in. */
gboolean loft_imap_mailbox_parse_rights (LoftImapLexer *lexer, LoftImapMailbox **mailbox);

/* Pure. Only a name. (transfer full) */
gboolean loft_imap_mailbox_parse_name (LoftImapLexer *lexer, LoftImapMailbox **mailbox);

/* Pure. (transfer full) the path as above; NULL for a name that is left out. */
char *loft_imap_mailbox_name_to_path (const char *name, char delimiter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftImapMailbox, loft_imap_mailbox_free)

G_END_DECLS
