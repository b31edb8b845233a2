/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-service.h"

G_BEGIN_DECLS

/* Once account's server demanded that all be deleted and was told so, it is stopped, leaves the service's
 * list, and is deleted (loft-account-wipe.h); the service does not end before. Main thread. */
void loft_wipe_watch_add (LoftService *service, LoftMailAccount *account);

/* (transfer none) of LoftRemovedItem, the oldest first: accounts that went so, and that nobody has put
 * away. One for each service. */
GListModel *loft_wipe_watch_get_removed (LoftService *service);

/* What became of one: id, name, when. */
#define LOFT_TYPE_REMOVED_ITEM (loft_removed_item_get_type ())
G_DECLARE_FINAL_TYPE (LoftRemovedItem, loft_removed_item, LOFT, REMOVED_ITEM, GObject)

const char *loft_removed_item_get_name (LoftRemovedItem *self);
gint64 loft_removed_item_get_time (LoftRemovedItem *self);
/* (transfer full) English. */
char *loft_removed_item_describe (LoftRemovedItem *self);

/* A person has read it: it leaves the list, for good. */
void loft_wipe_watch_put_away (LoftService *service, LoftRemovedItem *item);

G_END_DECLS
