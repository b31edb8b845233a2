/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"

G_BEGIN_DECLS

/* Messages that by their row are the same as one from elsewhere, where no id of its own tells. Rules of
 * loft-mail-store.h hold. */
typedef struct {
  const char *message_id; /* "": only those of the folder, by date and size */
  const char *subject; /* (nullable) any */
  gint64 date;
  guint64 size;
  gint64 folder_id;
} LoftTwin;

/* (transfer full) of gint64, the newest first, at most 100: those that the server has, or that need not
 * be on one; neither what waits to be uploaded nor what is out of sight. */
GArray *loft_twin_store_list (LoftMailStore *store, const LoftTwin *twin, GError **error);

G_END_DECLS
