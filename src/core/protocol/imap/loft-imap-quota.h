/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-imap-token.h"

G_BEGIN_DECLS

/* How full a quota root is (RFC 2087, RFC 9208). */
typedef struct {
  char *root; /* valid UTF-8, for people; may be "" */
  guint64 storage_used; /* bytes */
  guint64 storage_limit; /* bytes; 0: no limit */
  guint64 messages_used;
  guint64 messages_limit; /* 0: no limit */
} LoftImapQuota;

void loft_imap_quota_free (LoftImapQuota *self);

/* Pure. After "QUOTA": root and its resources; unknown ones are skipped. FALSE when the syntax is
 * broken. quota: (transfer full) */
gboolean loft_imap_quota_parse (LoftImapLexer *lexer, LoftImapQuota **quota);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftImapQuota, loft_imap_quota_free)

G_END_DECLS
