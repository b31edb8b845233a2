/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-error.h"

G_BEGIN_DECLS

/* What a POP3 server says, line by line (RFC 1939, 3; RFC 2449). Pure; any thread. Lines come
 * without their line end and, within multi-line responses, without the stuffed dot; they may hold
 * anything. */

#define LOFT_POP3_MAX_LINE         16384 /* RFC 2449, 4: 512; SASL challenges are longer (RFC 5034, 4) */
#define LOFT_POP3_MAX_CAPABILITIES 1000
#define LOFT_POP3_MAX_UID          70 /* RFC 1939, 7 */

typedef enum {
  LOFT_POP3_STATUS_OK,
  LOFT_POP3_STATUS_ERR,
  LOFT_POP3_STATUS_CONTINUATION, /* "+" and a challenge, within AUTH (RFC 5034) */
} LoftPop3Status;

/* Response codes of -ERR (RFC 2449, 8; RFC 3206; RFC 6856). */
typedef enum {
  LOFT_POP3_CODE_NONE,
  LOFT_POP3_CODE_AUTH,        /* the name or the password is wrong */
  LOFT_POP3_CODE_IN_USE,      /* another session holds the mailbox */
  LOFT_POP3_CODE_LOGIN_DELAY, /* too soon after the last sign-in */
  LOFT_POP3_CODE_SYS_PERM,
  LOFT_POP3_CODE_SYS_TEMP,
  LOFT_POP3_CODE_UTF8,        /* the message cannot be had without UTF8 */
  LOFT_POP3_CODE_OTHER,
} LoftPop3Code;

typedef struct {
  LoftPop3Status status;
  LoftPop3Code code;
  char *text; /* of OK and ERR: for people, one line, without the code; else the challenge */
} LoftPop3Response;

/* LOFT_ERROR_PROTOCOL for a line that is no status. Fills self, which was zeroed. */
gboolean loft_pop3_response_parse (LoftPop3Response *self, const char *line, gsize length,
                                   GError **error);
void loft_pop3_response_clear (LoftPop3Response *self);

/* What an -ERR means: _TEMPORARY, _AUTH, or _REFUSED. */
LoftError loft_pop3_code_to_error (LoftPop3Code code);

/* (transfer full) (nullable) The time stamp of a greeting, "<…@…>", for APOP; NULL also for one
 * that is no address in printable ASCII, for with a free choice of bytes whoever pretends to be the
 * server learns the password (CVE-2007-1558). */
char *loft_pop3_greeting_get_timestamp (const char *text);

/* One line of CAPA: the tag in upper case and what follows it, "" for nothing. (transfer full) */
gboolean loft_pop3_capability_parse (const char *line, gsize length, char **tag, char **arguments);

/* "3 1200", of LIST and of STAT's text: message number (or how many) and octets; more may follow
 * (RFC 1939, 5). FALSE when it is something else. */
gboolean loft_pop3_numbers_parse (const char *line, gsize length, guint32 *number, guint64 *octets);

/* What is wrong with the unique-id of a message. */
typedef enum {
  LOFT_POP3_UID_GOOD,
  LOFT_POP3_UID_MISSING,   /* the server tells none */
  LOFT_POP3_UID_BROKEN,    /* other bytes than 0x21 … 0x7E */
  LOFT_POP3_UID_TOO_LONG,
  LOFT_POP3_UID_AMBIGUOUS, /* told twice for one number, and not the same */
  LOFT_POP3_UID_REPEATED,  /* another message has it too */
} LoftPop3UidFault;

/* A line of UIDL: number and unique-id, which points into line. FALSE without a number. */
gboolean loft_pop3_uid_parse (const char *line, gsize length, guint32 *number, const char **uid,
                              gsize *uid_length, LoftPop3UidFault *fault);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftPop3Response, loft_pop3_response_clear)

G_END_DECLS
