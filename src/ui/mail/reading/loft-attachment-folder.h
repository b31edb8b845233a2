/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-message-body.h"

G_BEGIN_DECLS

/* Several attachments into one folder. Names are made safe as loft-attachment-file.h says; nothing
 * that is there is replaced: a name that is taken gets a number, "a (2).pdf". */

typedef struct {
  char *name;
  GError *error;
} LoftUnsavedAttachment;

typedef struct {
  guint n_saved;
  guint n_all;
  gboolean is_cancelled; /* before all were tried */
  GPtrArray *unsaved; /* of LoftUnsavedAttachment, in the order of the message */
} LoftSavedAttachments;

void loft_saved_attachments_free (LoftSavedAttachments *self);

/* attachments: of LoftAttachment; they are decoded one after the other in a thread. n_tried: counted
 * up with each of them, read it with g_atomic_int_get(); it lives until the callback. Cancelling
 * keeps what is complete. */
void loft_attachment_folder_save_async (LoftMessageBody *body, GPtrArray *attachments,
                                        const char *folder, gint *n_tried,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer user_data);

/* (transfer full) never NULL: what could not be saved is told by file. */
LoftSavedAttachments *loft_attachment_folder_save_finish (GAsyncResult *result);

/* (transfer full) "a.pdf" as "a (2).pdf", no longer than other safe names. name: a safe one. */
char *loft_attachment_folder_number_name (const char *name, guint number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSavedAttachments, loft_saved_attachments_free)

G_END_DECLS
