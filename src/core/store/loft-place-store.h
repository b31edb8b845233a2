/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-content-store.h"
#include "loft-mail-store.h"

G_BEGIN_DECLS

/* Where messages are that no server has, as their content's record in content.db shall say. Rules of
 * loft-mail-store.h hold. */

/* (transfer full) ids of messages whose place has changed since it was written there, at most limit. */
GArray *loft_place_store_list_changed (LoftMailStore *store, guint limit, GError **error);
gboolean loft_place_store_clear_changed (LoftMailStore *store, gint64 message_id, GError **error);

/* place: (out caller-allocates). *is_local FALSE, and nothing in place, for what a server has and for
 * what is gone. */
gboolean loft_place_store_get (LoftMailStore *store, gint64 message_id, LoftContentPlace *place,
                               gboolean *is_local, GError **error);

G_END_DECLS
