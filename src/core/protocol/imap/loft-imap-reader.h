/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-imap-token.h"

G_BEGIN_DECLS

/* Puts one response together from the lines and literals of a connection, in the order they
 * come, and says after each what it needs next. Pure: the caller fetches the bytes, so that a
 * body goes from the socket into its own memory once. Time linear in the bytes.
 *
 * Only responses with data have literals; the free text after OK, NO, BAD, BYE, PREAUTH and "+"
 * may end in "{5}" and means nothing by it. */
typedef struct _LoftImapReader LoftImapReader;

#define LOFT_IMAP_MAX_LINE    (1024 * 1024)      /* all lines of one response together */
#define LOFT_IMAP_MAX_LIST    (16 * 1024 * 1024) /* the same where sets of a mailbox are awaited:
                                                  * SEARCH of 2,000,000 messages */
#define LOFT_IMAP_MAX_LITERAL (1024 * 1024)      /* all literals but BODY[…] of one response */

typedef enum {
  LOFT_IMAP_NEED_LINE,
  LOFT_IMAP_NEED_LITERAL, /* loft_imap_reader_get_literal_size() bytes */
  LOFT_IMAP_NEED_NOTHING, /* the response is whole */
  LOFT_IMAP_NEED_BROKEN,  /* error is set; the connection cannot go on */
} LoftImapNeed;

LoftImapReader *loft_imap_reader_new  (void);
void            loft_imap_reader_free (LoftImapReader *self);

/* Forgets the response; limits stay. */
void loft_imap_reader_reset (LoftImapReader *self);

/* line_limit: bytes of all lines of a response. body_limit: bytes of all BODY[…] literals of one
 * FETCH. At first LOFT_IMAP_MAX_LINE and LOFT_IMAP_MAX_LITERAL. */
void  loft_imap_reader_set_limits     (LoftImapReader *self, gsize line_limit, gsize body_limit);
gsize loft_imap_reader_get_line_limit (LoftImapReader *self); /* for the next line */

/* Whether names of mailboxes come as UTF-8 (RFC 6855, RFC 9051); FALSE at first. */
void loft_imap_reader_set_utf8_names (LoftImapReader *self, gboolean utf8_names);

/* A line without its line end. Errors: LOFT_ERROR_LIMIT, LOFT_ERROR_PROTOCOL. */
LoftImapNeed loft_imap_reader_add_line (LoftImapReader *self,
                                        const char     *line,
                                        gsize           length,
                                        GError        **error);

/* The literal that was needed; a line is needed next. */
void loft_imap_reader_add_literal (LoftImapReader *self, GBytes *literal);

gsize    loft_imap_reader_get_literal_size (LoftImapReader *self);
gboolean loft_imap_reader_literal_is_body  (LoftImapReader *self);

/* A lexer over the whole response; borrowed until reset. */
void loft_imap_reader_init_lexer (LoftImapReader *self, LoftImapLexer *lexer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftImapReader, loft_imap_reader_free)

G_END_DECLS
