/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-draft-file.h"

G_BEGIN_DECLS

/* What goes with a message that is written, as cards below its text; not there without any.
 *
 * Signals: "changed"; "failed" (char *sentence: a file could not be attached). Main thread only. */
#define LOFT_TYPE_DRAFT_ATTACHMENTS (loft_draft_attachments_get_type ())
G_DECLARE_FINAL_TYPE (LoftDraftAttachments, loft_draft_attachments, LOFT, DRAFT_ATTACHMENTS,
                      GtkWidget)

GtkWidget *loft_draft_attachments_new (void);

void loft_draft_attachments_add_file (LoftDraftAttachments *self, GFile *file);
void loft_draft_attachments_add_files (LoftDraftAttachments *self, GListModel *files);
void loft_draft_attachments_add_part (LoftDraftAttachments *self, const LoftDraftPart *part);
/* A picture from the clipboard; as PNG. */
void loft_draft_attachments_add_picture (LoftDraftAttachments *self, GdkTexture *texture);

/* Asks which files. */
void loft_draft_attachments_choose (LoftDraftAttachments *self);

/* (transfer full) of LoftDraftPart */
GPtrArray *loft_draft_attachments_get_parts (LoftDraftAttachments *self);
guint loft_draft_attachments_get_n (LoftDraftAttachments *self);
/* Bytes, as they are in a message. */
guint64 loft_draft_attachments_get_size (LoftDraftAttachments *self);
/* What so many bytes take there: base64 in lines of 76 characters (RFC 2045, 6.8). */
guint64 loft_draft_attachments_encode_size (guint64 size);
/* Whether files are still being read. */
gboolean loft_draft_attachments_is_busy (LoftDraftAttachments *self);

/* (transfer full) of LoftDraftPart: what can be scaled of what the person attached, as it was before
 * that. replace(): others in their place, in the same order; of those that are gone by now nothing. */
GPtrArray *loft_draft_attachments_get_pictures (LoftDraftAttachments *self);
void loft_draft_attachments_replace_pictures (LoftDraftAttachments *self, GPtrArray *pictures,
                                              GPtrArray *with);

/* Looks whether files were changed since they were attached: (transfer full) (nullable) the name of
 * the first. reread(): takes them as they are now. */
void loft_draft_attachments_compare_async (LoftDraftAttachments *self, GAsyncReadyCallback callback,
                                           gpointer user_data);
char *loft_draft_attachments_compare_finish (LoftDraftAttachments *self, GAsyncResult *result);
void loft_draft_attachments_reread (LoftDraftAttachments *self);

G_END_DECLS
