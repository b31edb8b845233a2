/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-event-store.h"

G_BEGIN_DECLS

/* In event.facts: it has an alarm that Loft shows. */
#define LOFT_EVENT_FACT_ALARM (1 << 4)

/* In a transaction: the occurrences of a resource are these (nullable: none). */
gboolean loft_event_store_replace (LoftMailStore *store, gint64 resource_id,
                                   GPtrArray *occurrences, GError **error);

G_END_DECLS
