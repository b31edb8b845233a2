/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The words of one whole server response (RFC 9051, 9), as LoftImapReader puts it together: its
 * lines joined by "\n", its literals apart, each announced by "{n}" or "~{n}" at a line's end.
 * Pure, without allocation; what tokens point at is borrowed from the text. */

#define LOFT_IMAP_MAX_DEPTH 100 /* nested parentheses */

typedef enum {
  LOFT_IMAP_TOKEN_END,
  LOFT_IMAP_TOKEN_BROKEN, /* no token can begin so; or nested too deep; stays so */
  LOFT_IMAP_TOKEN_ATOM,   /* also numbers, NIL, flags with their "\" */
  LOFT_IMAP_TOKEN_QUOTED, /* text: between the quotes, escapes still there */
  LOFT_IMAP_TOKEN_LITERAL,
  LOFT_IMAP_TOKEN_OPEN,   /* "(" */
  LOFT_IMAP_TOKEN_CLOSE,  /* ")" */
} LoftImapTokenType;

typedef struct {
  LoftImapTokenType type;
  const char *text; /* NULL for a literal */
  gsize length;
  GBytes *literal;  /* (nullable) */
} LoftImapToken;

typedef struct {
  const char *position;
  const char *end;
  GPtrArray *literals; /* (nullable) of GBytes */
  guint next_literal;
  guint depth;
  gboolean broken;
  gboolean utf8_names; /* names of mailboxes are UTF-8, not modified UTF-7; FALSE at first */
} LoftImapLexer;

void loft_imap_lexer_init (LoftImapLexer *self, const char *text, gsize length,
                           GPtrArray *literals);

/* The next token, blanks before it skipped; returns its type. */
LoftImapTokenType loft_imap_lexer_next (LoftImapLexer *self, LoftImapToken *token);

/* As next, but an atom may hold a section: "BODY[HEADER.FIELDS (To)]<0>" is one. */
LoftImapTokenType loft_imap_lexer_next_item (LoftImapLexer *self, LoftImapToken *token);

/* Skips the rest of the value that begins with token: nothing, or up to the matching ")". */
gboolean loft_imap_lexer_skip (LoftImapLexer *self, const LoftImapToken *token);

/* Reads on to the ")" of the list that encloses the position; skips what is there. */
gboolean loft_imap_lexer_leave_list (LoftImapLexer *self);

/* Whether the token is this atom, any case. */
gboolean loft_imap_token_is (const LoftImapToken *token, const char *atom);

/* An unsigned decimal number up to max, digits only; FALSE for anything else. */
gboolean loft_imap_token_number (const LoftImapToken *token, guint64 max, guint64 *number);

/* nz-number of 32 bits: UIDs, UIDVALIDITY. */
gboolean loft_imap_token_uid (const LoftImapToken *token, guint32 *uid);

/* (transfer full) the bytes of an atom, quoted string or literal, escapes resolved; a literal is
 * shared, not copied. NULL for NIL, lists and END. */
GBytes *loft_imap_token_dup_bytes (const LoftImapToken *token);

/* (transfer full) the same as a string; NULL too when it holds NUL. Any encoding. */
char *loft_imap_token_dup_string (const LoftImapToken *token);

/* (transfer full) as dup_string, for the name of a mailbox: always modified UTF-7. A mailbox may
 * well be called NIL. */
char *loft_imap_token_dup_name (const LoftImapLexer *lexer, const LoftImapToken *token);

G_END_DECLS
