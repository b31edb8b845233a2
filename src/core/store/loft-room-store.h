/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"

G_BEGIN_DECLS

/* What takes room. Rules of loft-mail-store.h hold. */

/* From here on a message is large enough to be named. */
#define LOFT_ROOM_LARGE (256 * 1024)

typedef struct {
  gint64 folder_id;
  guint n_messages;
  guint64 bytes; /* of all of them, wherever their content is */
} LoftRoomSum;

/* (transfer full) of LoftRoomSum, of folders with messages that are shown. One covering index. */
GArray *loft_room_store_sum (LoftMailStore *store, GCancellable *cancellable, GError **error);

/* (transfer full) of gint64: the largest messages that are shown, the largest first; none is smaller than
 * LOFT_ROOM_LARGE. */
GArray *loft_room_store_list_large (LoftMailStore *store, guint limit, GError **error);

G_END_DECLS
