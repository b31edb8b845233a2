/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-draft.h"

G_BEGIN_DECLS

/* A picture for the text of a message. Main thread; the work is in threads. */

/* By its name: PNG, JPEG, GIF or WebP. */
gboolean loft_inline_picture_is_picture (GFile *file);

/* Reads file or else texture (one is NULL). One that is wider than a screen is offered smaller, asked
 * over window (nullable). (transfer full) The part, with a Content-ID of its own; width: (out) to
 * show it in. Errors: LOFT_ERROR_REFUSED (no such picture), _LIMIT, those of GIO. */
void loft_inline_picture_read_async (GFile *file, GdkTexture *texture, GtkWindow *window,
                                     GAsyncReadyCallback callback, gpointer user_data);
LoftDraftPart *loft_inline_picture_read_finish (GAsyncResult *result, int *width, GError **error);

G_END_DECLS
