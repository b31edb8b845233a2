/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-calendar-actions.h"

G_BEGIN_DECLS

/* An event in short: what, when here and there, where, who with their answers, my answer, join, the
 * contact of a birthday ("win.show-contact"). Signals "delete", "edit", "answer" (int LoftPartstat). Main
 * thread only. */
#define LOFT_TYPE_EVENT_POPOVER (loft_event_popover_get_type ())
G_DECLARE_FINAL_TYPE (LoftEventPopover, loft_event_popover, LOFT, EVENT_POPOVER, GtkPopover)

GtkWidget *loft_event_popover_new (LoftCalendarActions *actions, LoftOccurrenceItem *item);

/* (transfer none) */
LoftOccurrenceItem *loft_event_popover_get_item (LoftEventPopover *self);

G_END_DECLS
