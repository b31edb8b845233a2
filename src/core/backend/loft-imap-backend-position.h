/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the listing of a mailbox stands: what the backend's token holds. */
typedef struct {
  guint32 uid_validity;   /* 0: no token */
  guint32 uid_next;       /* 0: a listing that was not finished */
  guint64 highest_modseq; /* 0: none */
  guint32 anchor_uid;     /* 0: none; of a message high in the mailbox … */
  gint64 anchor_date;     /* … and its INTERNALDATE, which never changes */
} LoftImapPosition;

/* token: (nullable). One that cannot be read is none. */
LoftImapPosition loft_imap_position_parse  (GBytes *token);
GBytes          *loft_imap_position_format (const LoftImapPosition *self);

gboolean loft_imap_position_equal (const LoftImapPosition *self, const LoftImapPosition *other);

G_END_DECLS
