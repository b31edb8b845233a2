/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-imap-response.h"

G_BEGIN_DECLS

/* The part after OK, NO, BAD, BYE, PREAUTH: "[CODE arguments] text" (RFC 9051 "resp-text").
 * Pure; for loft-imap-response.c. */

gboolean loft_imap_status_from_word (const LoftImapToken *word, LoftImapStatus *status);

/* Fills code, its values and text. A code that is unknown or whose arguments are broken is
 * LOFT_IMAP_CODE_OTHER: people's text must not stop the connection. Always TRUE. */
gboolean loft_imap_status_text_parse (LoftImapResponse *self, LoftImapLexer *lexer);

G_END_DECLS
