/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* operations.journal: an append-only, checksummed mirror of what waits for the server, so that a
 * lost store.db loses no intention. Records: length, CRC-32C, bytes. A torn tail is cut off. Several
 * processes append under an flock. Errors: LOFT_ERROR_STORE. */
typedef struct _LoftJournal LoftJournal;

LoftJournal *loft_journal_open  (const char *path, GError **error);
void         loft_journal_close (LoftJournal *self);

/* Appends and fsyncs one record; durable when it returns TRUE. */
gboolean loft_journal_append (LoftJournal *self, GBytes *record, GError **error);

/* Calls func for each sound record, oldest first. */
typedef void (*LoftJournalFunc) (GBytes *record, gpointer user_data);
gboolean loft_journal_read (LoftJournal *self, LoftJournalFunc func, gpointer user_data,
                            GError **error);

/* Replaces the file by these records (nullable: none), atomically: temporary file, fsync, rename,
 * fsync of the folder. */
gboolean loft_journal_rewrite (LoftJournal *self, GPtrArray *records, GError **error);

guint64 loft_journal_get_size (LoftJournal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftJournal, loft_journal_close)

G_END_DECLS
