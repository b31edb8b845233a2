/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-imap-code.h"
#include "loft-imap-copied.h"
#include "loft-imap-fetch.h"
#include "loft-imap-mailbox.h"
#include "loft-imap-quota.h"
#include "loft-imap-reader.h"
#include "loft-imap-uid-set.h"

G_BEGIN_DECLS

#define LOFT_IMAP_MAX_WORDS 1000 /* capabilities kept; the longest list in the wild has 80 */

/* One response of the server, understood (RFC 9051 7; 7162; 5161; 2342; 2971;
 * 9208; 4314; 5464). Pure. */
typedef enum {
  LOFT_IMAP_RESPONSE_UNKNOWN, /* nothing we know: to be skipped; also an empty line */
  LOFT_IMAP_RESPONSE_CONTINUATION, /* text (raw) */
  LOFT_IMAP_RESPONSE_TAGGED,  /* tag, status (OK, NO, BAD), code …, text */
  LOFT_IMAP_RESPONSE_STATUS,  /* untagged; status, code …, text */
  LOFT_IMAP_RESPONSE_CAPABILITY, /* words */
  LOFT_IMAP_RESPONSE_ENABLED, /* words */
  LOFT_IMAP_RESPONSE_ID,      /* words: names and values in turn; NIL is "" */
  LOFT_IMAP_RESPONSE_NAMESPACE, /* words: the prefixes of other users' and shared namespaces */
  LOFT_IMAP_RESPONSE_FLAGS,   /* keywords */
  LOFT_IMAP_RESPONSE_LIST,    /* mailbox (nullable: left out) */
  LOFT_IMAP_RESPONSE_LSUB,    /* mailbox (nullable: left out) */
  LOFT_IMAP_RESPONSE_MAILBOX_STATUS, /* mailbox */
  LOFT_IMAP_RESPONSE_SEARCH,  /* uids */
  LOFT_IMAP_RESPONSE_ESEARCH, /* tag (nullable), uids, by_uid */
  LOFT_IMAP_RESPONSE_EXISTS,  /* number */
  LOFT_IMAP_RESPONSE_RECENT,  /* number */
  LOFT_IMAP_RESPONSE_EXPUNGE, /* number */
  LOFT_IMAP_RESPONSE_VANISHED, /* uids, earlier */
  LOFT_IMAP_RESPONSE_FETCH,   /* number, fetch */
  LOFT_IMAP_RESPONSE_QUOTA,   /* quota */
  LOFT_IMAP_RESPONSE_MYRIGHTS, /* mailbox (nullable), with its rights */
  LOFT_IMAP_RESPONSE_METADATA, /* mailbox (nullable), words: entries and values in turn; NIL, and
                                * what is no text, is "" */
} LoftImapResponseKind;

typedef enum {
  LOFT_IMAP_STATUS_OK,
  LOFT_IMAP_STATUS_NO,
  LOFT_IMAP_STATUS_BAD,
  LOFT_IMAP_STATUS_BYE,
  LOFT_IMAP_STATUS_PREAUTH,
} LoftImapStatus;

typedef struct {
  LoftImapResponseKind kind;
  char *tag;
  LoftImapStatus status;
  LoftImapCode code;
  guint64 code_number;   /* UIDVALIDITY, UIDNEXT, HIGHESTMODSEQ; the UIDVALIDITY of APPENDUID and
                          * COPYUID */
  LoftImapCopied copied; /* COPYUID */
  LoftImapUidSet *uids;  /* APPENDUID: in the destination; SEARCH, ESEARCH, VANISHED */
  char *text;            /* valid UTF-8 on one line, at most 500 characters */
  GPtrArray *words;      /* of char *; of CAPABILITY too when it is a code */
  char *keywords;        /* FLAGS, PERMANENTFLAGS: canonical */
  LoftFlags flags;       /* the same */
  LoftImapFlagsSpecial special; /* the same */
  gboolean earlier;
  gboolean by_uid;
  guint32 number;
  LoftImapMailbox *mailbox;
  LoftImapQuota *quota;
  LoftImapFetch fetch;
} LoftImapResponse;

/* Fills self (cleared or zeroed before) from a whole response. LOFT_ERROR_PROTOCOL when one that
 * we know is broken. */
gboolean loft_imap_response_parse (LoftImapResponse *self, LoftImapReader *reader,
                                   GError **error);
void     loft_imap_response_clear (LoftImapResponse *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftImapResponse, loft_imap_response_clear)

G_END_DECLS
