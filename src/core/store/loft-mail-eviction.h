/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"

G_BEGIN_DECLS

/* Which contents the window has left behind. As LoftMailStore in all the rest. */

/* A person opened a message that the window has left behind, at that time. */
gboolean loft_mail_store_note_opened (LoftMailStore *self, gint64 id, gint64 at, GError **error);
gboolean loft_mail_store_forget_opened (LoftMailStore *self, gint64 before, GError **error);

/* (transfer full) ids of a folder with content, dated before, and not opened at opened_before or
 * later; at most limit. */
GArray *loft_mail_store_list_evictable (LoftMailStore *self, gint64 folder_id, gint64 before,
                                        gint64 opened_before, guint limit, GError **error);

/* *received: when the server got the newest message of the folder; 0 for an empty one. What tells
 * a clock that runs ahead. */
gboolean loft_mail_store_get_newest (LoftMailStore *self, gint64 folder_id, gint64 *received,
                                     GError **error);

G_END_DECLS
