/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-draft.h"

G_BEGIN_DECLS

/* Pictures that are made smaller before they are sent. Only of files that the person attached:
 * pictures of others are never decoded in this process. */

/* Whether there is a size to choose: JPEG and PNG of some hundred kilobytes. */
gboolean loft_draft_picture_can_scale (const LoftDraftPart *part);

/* parts: of LoftDraftPart, not changed meanwhile. longest: pixels of the longer side. Finishes with
 * (transfer full) as many parts in the same order: smaller, or shared bytes where nothing was won. A
 * picture that cannot be read stays as it is. The work is in a thread. */
void loft_draft_picture_scale_async (GPtrArray *parts, guint longest, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *loft_draft_picture_scale_finish (GAsyncResult *result, GError **error);

G_END_DECLS
