/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-attachment-kind.h"
#include "loft-message-body.h"

G_BEGIN_DECLS

/* What is shown of an attachment, once its bytes were looked at. */
typedef struct {
  LoftAttachmentKind kind; /* OTHER: it is not what its name says, or too large */
  char *text; /* (nullable) TEXT */
  GBytes *pdf; /* (nullable) PDF */
  LoftMessageBody *message; /* (nullable) MESSAGE; PAGE too, as a message of that HTML alone */
} LoftAttachmentReading;

void loft_attachment_reading_free (LoftAttachmentReading *self);

/* Decodes and reads attachment n in a thread. (transfer full) LOFT_ERROR_GONE. */
void loft_attachment_reading_start (LoftMessageBody *body, guint n, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
LoftAttachmentReading *loft_attachment_reading_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAttachmentReading, loft_attachment_reading_free)

G_END_DECLS
