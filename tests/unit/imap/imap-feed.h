/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-imap-response.h"

G_BEGIN_DECLS

/* Bytes into a LoftImapReader as a connection would bring them, one at a time or many. */
typedef struct {
  LoftImapReader *reader;
  GString *line;
  GByteArray *literal;
  LoftImapNeed need;
} ImapFeed;

void imap_feed_init  (ImapFeed *self);
void imap_feed_clear (ImapFeed *self);

/* Takes bytes until a response is whole or broken; *used tells how many. LOFT_IMAP_NEED_LINE or
 * _LITERAL: all were used, more is needed. After NOTHING, imap_feed_next() before the next push. */
LoftImapNeed imap_feed_push (ImapFeed *self, const char *bytes, gsize length, gsize *used,
                             GError **error);
void         imap_feed_next (ImapFeed *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ImapFeed, imap_feed_clear)

/* (transfer full) All that a response says, on one line. */
char *imap_feed_describe (const LoftImapResponse *response);

G_END_DECLS
