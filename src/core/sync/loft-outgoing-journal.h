/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-journal.h"
#include "loft-outgoing.h"

G_BEGIN_DECLS

/* outgoing.journal: what store.db says of messages on their way out, once more, so that a damaged
 * store neither loses one nor sends one again. Written inside the transaction that says the same, so
 * the journal is never behind: its last word on a message counts. */

gboolean loft_outgoing_journal_append (LoftJournal *journal, const LoftOutgoing *outgoing,
                                       GError **error);
/* Removed: sent, or discarded. */
gboolean loft_outgoing_journal_append_gone (LoftJournal *journal, const LoftOutgoing *outgoing,
                                            GError **error);

/* The last word on each message, by uuid. (transfer full) (element-type utf8 LoftOutgoing): NULL for
 * those that are gone. gone: of gint64, their ids are appended. */
GHashTable *loft_outgoing_journal_read (LoftJournal *journal, GArray *gone, GError **error);

/* Makes it equal to the list (of LoftOutgoing). In a transaction of store.db. */
gboolean loft_outgoing_journal_rewrite (LoftJournal *journal, GPtrArray *list, GError **error);

G_END_DECLS
