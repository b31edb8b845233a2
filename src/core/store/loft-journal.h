/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* operations.journal: an append-only, checksummed mirror of what waits for the server, so that a
 * lost store.db loses no intention. Records: length, CRC-32C, bytes; at most 64 MiB each, more is
 * LOFT_ERROR_LIMIT. A torn tail is cut off; a damaged record before sound ones is left out. Several
 * processes append under an flock. One thread at a time. Other errors: LOFT_ERROR_STORE. */
typedef struct _LoftJournal LoftJournal;

LoftJournal *loft_journal_open  (const char *path, GError **error);
void         loft_journal_close (LoftJournal *self);

/* Appends and fsyncs one record; durable when it returns TRUE, taken back when it returns FALSE. */
gboolean loft_journal_append (LoftJournal *self, GBytes *record, GError **error);

/* Calls func for each sound record, oldest first; func must not call back into this journal. */
typedef void (*LoftJournalFunc) (GBytes *record, gpointer user_data);
gboolean loft_journal_read (LoftJournal *self, LoftJournalFunc func, gpointer user_data,
                            GError **error);

/* Replaces the file by these records (nullable: none), atomically: temporary file, fsync, rename,
 * fsync of the folder. What others append between the reading of records and this is lost, so both
 * happen within one write transaction of store.db, as every append does. */
gboolean loft_journal_rewrite (LoftJournal *self, GPtrArray *records, GError **error);

/* Bytes of records; 0 when there is none. */
guint64 loft_journal_get_size (LoftJournal *self);

/* Whether what stands at path is no journal at all, so that it cannot be opened. A damaged record in
 * one is not: it is left out, or cut off at the end. */
gboolean loft_journal_is_file_damaged (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftJournal, loft_journal_close)

G_END_DECLS
