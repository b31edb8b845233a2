/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-journal.h"
#include "loft-mail-store.h"
#include "loft-operation-store.h"

G_BEGIN_DECLS

/* What the journal file says of operations: each as a key file with the messages named by folder,
 * remote id and Message-ID, so that they are found again in a store that was made anew. */

/* The group of the event, task or contact: "remote-id", "uid", "removed", "text" in base64. */
#define LOFT_JOURNAL_RESOURCE "resource"

gboolean loft_operation_journal_append      (LoftJournal *journal, LoftMailStore *store,
                                             LoftOperationRecord *record, GError **error);
gboolean loft_operation_journal_append_done (LoftJournal *journal, const char *uuid,
                                             GError **error);

/* (transfer full) of LoftOperationRecord: those not done, oldest first, with the messages that the
 * store has now. */
GPtrArray *loft_operation_journal_list (LoftJournal *journal, LoftMailStore *store, GError **error);

/* (transfer full) set of the uuids that it says anything of. What it calls done may still wait in the
 * store: "done" is written before the store commits. */
GHashTable *loft_operation_journal_list_known (LoftJournal *journal, GError **error);

/* One by one, for who puts them back: (transfer full) of GKeyFile; whether the store has that one, waiting
 * or finished; what it says; the message that a group "message N" names, or what it is a copy of (prefix
 * "source-"), 0 none. */
GPtrArray           *loft_operation_journal_list_files (LoftJournal *journal, GError **error);
gboolean             loft_operation_journal_is_known   (LoftMailStore *store, GKeyFile *file,
                                                        gboolean *is_known, GError **error);
LoftOperationRecord *loft_operation_journal_parse      (LoftMailStore *store, GKeyFile *file);
gint64               loft_operation_journal_find       (LoftMailStore *store, GKeyFile *file,
                                                        const char *group, const char *prefix);

/* Rewrites the file: what waits in the store, and what the journal alone knows and could not be
 * put back yet. */
gboolean loft_operation_journal_compact (LoftJournal *journal, LoftMailStore *store,
                                         GError **error);

G_END_DECLS
