/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-calendar-view.h"

G_BEGIN_DECLS

typedef enum {
  LOFT_CHIP_LINE, /* in the month: a dot, the time, what */
  LOFT_CHIP_BAR, /* of whole days: tinted, one line */
  LOFT_CHIP_CARD, /* among the hours: tinted, as many lines as fit */
} LoftChipStyle;

/* An event in a view: a leaf that draws itself, takes the focus and has a name for screen readers. It opens
 * by Enter, Space and click. Main thread only. */
#define LOFT_TYPE_EVENT_CHIP (loft_event_chip_get_type ())
G_DECLARE_FINAL_TYPE (LoftEventChip, loft_event_chip, LOFT, EVENT_CHIP, GtkWidget)

/* view: (borrowed) to be told what is done. */
GtkWidget *loft_event_chip_new (LoftCalendarView *view);

/* goes_on: it began before, or ends after, what is shown of it here. */
void loft_event_chip_set (LoftEventChip *self, const LoftCalendarEntry *entry, LoftChipStyle style,
                          gboolean from_before, gboolean goes_on);

/* (transfer none) */
const LoftCalendarEntry *loft_event_chip_get_entry (LoftEventChip *self);
LoftOccurrenceItem *loft_event_chip_get_item (LoftEventChip *self);
LoftChipStyle loft_event_chip_get_style (LoftEventChip *self);

/* Too narrow for its words, so they stand from top to bottom. */
gboolean loft_event_chip_reads_down (LoftEventChip *self);

/* The height of one line, of bars and lines. */
int loft_event_chip_get_line_height (GtkWidget *widget);

/* While it is dragged about. */
void loft_event_chip_set_lifted (LoftEventChip *self, gboolean lifted);

/* The colour of an item to draw with, and a tint of it on the background. */
void loft_event_chip_get_colors (GtkWidget *widget, LoftOccurrenceItem *item, GdkRGBA *color,
                                 GdkRGBA *tint);

G_END_DECLS
