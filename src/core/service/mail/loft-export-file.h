/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file that nobody sees before it is complete: written beside its place, made durable, then renamed. Any
 * thread. */
typedef struct _LoftExportFile LoftExportFile;

/* path: replaced at the end. LOFT_ERROR_STORE */
LoftExportFile *loft_export_file_new (const char *path, GError **error);
void loft_export_file_free (LoftExportFile *self); /* without commit nothing is left */

gboolean loft_export_file_write (LoftExportFile *self, GBytes *bytes, GError **error);
/* Everything that was written can be read now. */
gboolean loft_export_file_flush (LoftExportFile *self, GError **error);
/* (transfer none) while it is being written. */
int loft_export_file_get_fd (LoftExportFile *self);
/* time: (0: now) when it is said to have been written. durable: not left to the next sync of the disk. */
gboolean loft_export_file_commit (LoftExportFile *self, gint64 time, gboolean durable,
                                  GError **error);

/* (transfer full) Folder and file names for people's files: no "/", no name that means something, no
 * control characters, not too long. */
char *loft_export_file_safe_name (const char *name);
/* (transfer full) "2026-11-22 Budget for the fair", safe; "" when nothing of it is. */
char *loft_export_file_message_name (const char *subject, gint64 date);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftExportFile, loft_export_file_free)

G_END_DECLS
