/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-reader.h"
#include "loft-occurrence.h"

G_BEGIN_DECLS

/* (transfer full) of LoftOccurrence of an account that overlap [from, to), instants; what is on a wall is
 * asked by the wall of zone. In no order. What the store keeps no occurrences of for that
 * time, because it lies far away, is made from the events themselves. In a worker; reader's thread. */
GPtrArray *loft_event_reading_list (LoftMailReader *reader, gint64 from, gint64 to,
                                    GTimeZone *zone, GCancellable *cancellable, GError **error);

/* (transfer full) of LoftOccurrence: those of one event that are kept, by their start. */
GPtrArray *loft_event_reading_list_resource (LoftMailReader *reader, gint64 resource_id,
                                             GError **error);

/* (transfer full) What a text says of the occurrence of this recurrence id ("": the series, or the single
 * event): its exception where there is one, else the series. LOFT_ERROR_GONE: it has no events. Pure. */
LoftEvent *loft_event_reading_find (GBytes *raw, const char *recurrence_id, GError **error);

G_END_DECLS
