/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"

G_BEGIN_DECLS

/* Messages by their age. By one covering index; rules of loft-mail-store.h hold. What waits to go to
 * another account is left out: it is on its way. */

typedef struct {
  gint64 folder_id;
  gint64 before; /* older than that */
  gboolean unread; /* those too */
  gboolean flagged;
} LoftAge;

typedef struct {
  guint n_messages;
  guint64 bytes;
  gint64 oldest; /* 0: none */
  gint64 newest;
} LoftAgeSum;

gboolean loft_age_store_sum (LoftMailStore *store, const LoftAge *age, LoftAgeSum *sum,
                             GError **error);

typedef struct {
  gint64 id;
  gint64 date;
} LoftAgedMessage;

/* (transfer full) of LoftAgedMessage, the oldest first; behind: (nullable) goes on behind it. */
GArray *loft_age_store_list (LoftMailStore *store, const LoftAge *age,
                             const LoftAgedMessage *behind, guint limit, GError **error);

G_END_DECLS
