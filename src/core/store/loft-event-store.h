/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"
#include "loft-occurrence.h"

G_BEGIN_DECLS

/* The times at which events take place, in store.db. Rules of loft-mail-store.h hold. */

/* Instants, and what the reader's wall shows then: all-day and floating ones are asked by that. */
typedef struct {
  gint64 from;
  gint64 to; /* exclusive */
  gint64 wall_from;
  gint64 wall_to;
} LoftEventRange;

/* (transfer full) of LoftOccurrence that overlap the range, in no order, of the folders that are shown;
 * one without length counts where it begins. */
GPtrArray *loft_event_store_list (LoftMailStore *store, const LoftEventRange *range,
                                  GError **error);

/* (transfer full) of LoftOccurrence: all of one resource. */
GPtrArray *loft_event_store_list_resource (LoftMailStore *store, gint64 resource_id,
                                           GError **error);

/* (transfer full) gint64: resources that are shown and whose occurrences of this range are not all here. */
GArray *loft_event_store_list_incomplete (LoftMailStore *store, const LoftEventRange *range,
                                          GError **error);

G_END_DECLS
