/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-flags.h"
#include "loft-imap-token.h"

G_BEGIN_DECLS

/* What FETCH brought; only fields in valid are meaningful. (borrowed) during the callback. */
typedef enum {
  LOFT_IMAP_FETCH_FLAGS         = 1 << 0, /* flags, keywords */
  LOFT_IMAP_FETCH_SIZE          = 1 << 1, /* RFC822.SIZE */
  LOFT_IMAP_FETCH_INTERNAL_DATE = 1 << 2,
  LOFT_IMAP_FETCH_MODSEQ        = 1 << 3,
  LOFT_IMAP_FETCH_HEADER        = 1 << 4, /* BODY.PEEK[HEADER] */
  LOFT_IMAP_FETCH_BODY          = 1 << 5, /* BODY.PEEK[]; when both were asked for, only this */
  LOFT_IMAP_FETCH_RANGE         = 1 << 6, /* a piece of the body, from origin */
  LOFT_IMAP_FETCH_EMAIL_ID      = 1 << 7, /* EMAILID (RFC 8474), X-GM-MSGID: wherever it lies */
  LOFT_IMAP_FETCH_THREAD_ID     = 1 << 8, /* THREADID (RFC 8474), X-GM-THRID */
  LOFT_IMAP_FETCH_LABELS        = 1 << 9, /* X-GM-LABELS */
  LOFT_IMAP_FETCH_BEGINNING     = 1 << 10, /* to ask for: the first LOFT_IMAP_BEGINNING bytes of the
                                            * body; comes as RANGE (or BODY) */
} LoftImapFetchItems;

#define LOFT_IMAP_BEGINNING (1024 * 1024)

typedef struct {
  guint32 uid;
  LoftImapFetchItems valid;
  LoftFlags flags;
  char *keywords;          /* canonical form of loft-flags.h; system flags and \Recent not in it;
                            * $Forwarded is LOFT_FLAG_FORWARDED */
  guint64 size;
  gint64 internal_date;    /* seconds since the epoch */
  guint64 modseq;
  GBytes *data;            /* header or body; byte-exact */
  guint64 origin;          /* RANGE: where in the body data begins */
  char *email_id;
  char *thread_id;
  GPtrArray *labels;       /* of char*: UTF-8; Gmail's own begin with "\\" */
} LoftImapFetch;

/* Pure. The parenthesized list of a FETCH response; uid stays 0 when there is none. Items that
 * are unknown, NIL or out of their range are left out. FALSE when the syntax is broken. */
gboolean loft_imap_fetch_parse (LoftImapFetch *self, LoftImapLexer *lexer);
void     loft_imap_fetch_clear (LoftImapFetch *self);

/* Words of a flag list that mean something of their own. */
typedef enum {
  LOFT_IMAP_FLAGS_ANY_KEYWORD   = 1 << 0, /* "\*": new keywords can be made */
  LOFT_IMAP_FLAGS_OLD_FORWARDED = 1 << 1, /* "Forwarded" without "$", as older clients set it */
} LoftImapFlagsSpecial;

/* Pure. A parenthesized list of flags. keywords: (transfer full) canonical; at most 256 are
 * kept. special: (optional) */
gboolean loft_imap_flags_parse (LoftImapLexer *lexer, LoftFlags *flags, char **keywords,
                                LoftImapFlagsSpecial *special);

/* Pure. "17-Jul-1996 02:44:25 -0700" (RFC 9051 "date-time", without the quotes). */
gboolean loft_imap_date_parse (const char *text, gsize length, gint64 *seconds);

G_END_DECLS
