/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-imap-command.h"
#include "loft-search-query.h"

G_BEGIN_DECLS

/* The words of a query as search keys (RFC 9051, 6.4.4). Only groups that are words alone: what a
 * message is (flags, dates, folders) the asker knows better, who has the operations that still wait.
 * Servers look for substrings or for words, as they like. Pure. */

/* Whether the server can be asked: there are words, and none is sought where IMAP cannot look
 * (names of attachments). */
gboolean loft_imap_search_can_ask (const LoftSearchQuery *query);

/* Whether a CHARSET is needed. */
gboolean loft_imap_search_needs_charset (const LoftSearchQuery *query);

/* Adds the keys to "UID SEARCH …". utf8: strings may hold UTF-8 between quotes. */
void loft_imap_search_add_keys (LoftImapCommand *command, const LoftSearchQuery *query,
                                gboolean utf8);

G_END_DECLS
