/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Builds one command, without its tag and last CRLF. Whatever strings are given, nothing but this
 * one command can come out. Pure. */
typedef struct _LoftImapCommand LoftImapCommand;

/* What the server lets us do with strings that do not fit between quotes. */
typedef enum {
  LOFT_IMAP_LITERAL_SYNCHRONIZING, /* RFC 9051: wait for "+" */
  LOFT_IMAP_LITERAL_MINUS,         /* RFC 7888: no waiting up to 4,096 bytes */
  LOFT_IMAP_LITERAL_PLUS,          /* no waiting */
} LoftImapLiterals;

/* A run of bytes to send. */
typedef struct {
  const char *bytes;
  gsize length;
  gboolean secret; /* not for the trace */
  gboolean waits;  /* the server must say "+" before more is sent */
} LoftImapCommandPart;

/* words: "UID SEARCH", sent as they are. */
LoftImapCommand *loft_imap_command_new  (const char *words, LoftImapLiterals literals);
void             loft_imap_command_free (LoftImapCommand *self); /* wipes secrets */

/* A blank and text of our own making: numbers, sets, lists of constants. Text with controls
 * makes the command invalid. */
void loft_imap_command_add        (LoftImapCommand *self, const char *text);
void loft_imap_command_add_format (LoftImapCommand *self, const char *format,
                                   ...) G_GNUC_PRINTF (2, 3);

/* A blank and any string without NUL, as atom, quoted string or literal. */
void loft_imap_command_add_string (LoftImapCommand *self, const char *string);
/* As add_string, of UTF-8 that may stand between quotes (RFC 6855, RFC 9051). */
void loft_imap_command_add_utf8   (LoftImapCommand *self, const char *string);
void loft_imap_command_add_secret (LoftImapCommand *self, const char *string);

/* A blank and a whole message as a literal; not for the trace. utf8: as RFC 6855, 4 wants headers that
 * are not ASCII. */
void loft_imap_command_add_message (LoftImapCommand *self, GBytes *raw, gboolean utf8);

/* As loft_imap_command_add (), for base64 that the trace must not show. */
void loft_imap_command_add_secret_text (LoftImapCommand *self, const char *text);

/* Whether all words of a canonical keyword list can be sent: RFC 9051 "flag-keyword", an atom. */
gboolean loft_imap_command_allows_keywords (const char *keywords);

gboolean loft_imap_command_is_valid (LoftImapCommand *self);

/* The parts in order; FALSE after the last one. Borrowed from the command. */
gboolean loft_imap_command_get_part (LoftImapCommand *self, guint index,
                                     LoftImapCommandPart *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftImapCommand, loft_imap_command_free)

G_END_DECLS
