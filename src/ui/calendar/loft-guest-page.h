/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-guest-times.h"

G_BEGIN_DECLS

/* When guests have time, and the event among it: to be moved by hand or to the next time that suits
 * everybody. Signal "moved" (gint64 start, gint64 end): as in loft_guest_page_set_time(). Main thread
 * only. */
#define LOFT_TYPE_GUEST_PAGE (loft_guest_page_get_type ())
G_DECLARE_FINAL_TYPE (LoftGuestPage, loft_guest_page, LOFT, GUEST_PAGE, GtkBox)

GtkWidget *loft_guest_page_new (LoftCalendarActions *actions);

/* As loft_guest_times_set(). */
void loft_guest_page_set (LoftGuestPage *self, LoftCalendarItem *calendar, GPtrArray *guests,
                          const LoftEvent *event);

/* When the event is: instants; of all-day ones midnights on the wall, the end exclusive. */
void loft_guest_page_set_time (LoftGuestPage *self, gint64 start, gint64 end, gboolean all_day);

typedef enum {
  LOFT_FIND_HERE, /* at or behind where it is */
  LOFT_FIND_LATER,
  LOFT_FIND_EARLIER,
} LoftFindDirection;

/* Goes to a time that suits everybody, once it is known when they have time. */
void loft_guest_page_find (LoftGuestPage *self, LoftFindDirection direction);

/* (transfer none) */
LoftGuestTimes *loft_guest_page_get_times (LoftGuestPage *self);

G_END_DECLS
