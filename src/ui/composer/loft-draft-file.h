/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-draft.h"

G_BEGIN_DECLS

/* A file that goes with a message: its bytes as they were when it was attached, and how to see
 * whether it has changed since. Main thread; the work is in threads. */
typedef struct {
  LoftDraftPart *part;
  GFile *file; /* (nullable) NULL: it was never a file */
  char *etag; /* (nullable) of what was read */
  gboolean is_own; /* the person attached it here; nobody else made it */
  LoftDraftPart *original; /* (nullable) what it was before it was scaled */
} LoftDraftFile;

LoftDraftFile *loft_draft_file_new (LoftDraftPart *part); /* part: (transfer full) */
void loft_draft_file_free (LoftDraftFile *self);

/* (transfer full) Errors: LOFT_ERROR_REFUSED (no regular file), _LIMIT (larger than anybody sends),
 * those of GIO. */
void loft_draft_file_read_async (GFile *file, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
LoftDraftFile *loft_draft_file_read_finish (GAsyncResult *result, GError **error);

/* Which of files (GFile) are no longer what was read: (transfer full) of GFile. etags: of char *, in
 * the same order. One that is gone has not changed: its bytes are here. */
void loft_draft_file_compare_async (GPtrArray *files, GPtrArray *etags,
                                    GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *loft_draft_file_compare_finish (GAsyncResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDraftFile, loft_draft_file_free)

G_END_DECLS
