/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"

G_BEGIN_DECLS

/* Which resources in store.db may remind, and of which folders the person does not want it. Rules of
 * loft-mail-store.h hold. */
typedef struct {
  gint64 resource_id;
  gint64 folder_id;
  char *version; /* another one when the text is another */
} LoftRemindingResource;

void loft_reminding_resource_free (LoftRemindingResource *self);

/* (transfer full) of LoftRemindingResource: tasks, and events with an alarm that take place at or after
 * from; of calendars that are not shown too. Without those of silent folders. */
GPtrArray *loft_reminding_store_list (LoftMailStore *store, gint64 from, GError **error);

/* The person's choice for a folder; at first it reminds. */
gboolean loft_reminding_store_is_silent (LoftMailStore *store, gint64 folder_id);
gboolean loft_reminding_store_set_silent (LoftMailStore *store, gint64 folder_id, gboolean silent,
                                          GError **error);

G_END_DECLS
