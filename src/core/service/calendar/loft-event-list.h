/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-occurrence-item.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* A GListModel of LoftOccurrenceItem: what takes place in [from, to) in all calendars that are shown, in the
 * order of loft_occurrence_compare (). Empty at first; read in workers, and again whenever a calendar has
 * changed. Main thread. */
#define LOFT_TYPE_EVENT_LIST (loft_event_list_get_type ())
G_DECLARE_FINAL_TYPE (LoftEventList, loft_event_list, LOFT, EVENT_LIST, GObject)

/* calendars: of LoftCalendarItem; what is in none of them is left out. */
LoftEventList *loft_event_list_new (LoftService *service, GListModel *calendars, gint64 from,
                                    gint64 to);

/* Whether everything was read at least once. Property "loaded". */
gboolean loft_event_list_get_loaded (LoftEventList *self);

/* Reads again, soon. */
void loft_event_list_refresh (LoftEventList *self);

G_END_DECLS
