/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-item.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* Looks for changes on the servers of what a pane shows: the accounts of items (of LoftCalendarItem) that are
 * shown, or of chosen (nullable) alone. (transfer none) What a person is told of it. Main thread only. */
const char *loft_sync_shown (LoftService *service, GListModel *items, LoftCalendarItem *chosen);

G_END_DECLS
