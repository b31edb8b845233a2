/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-day-layout.h"
#include "loft-event-chip.h"
#include "loft-hours-grid.h"
#include "loft-wall.h"

G_BEGIN_DECLS

/* Which part of an event is dragged. */
typedef enum {
  LOFT_HOURS_NOTHING,
  LOFT_HOURS_NEW,
  LOFT_HOURS_MOVE,
  LOFT_HOURS_START,
  LOFT_HOURS_END,
} LoftHoursDrag;

typedef struct {
  GtkWidget *widget; /* a chip, or the button of those that are hidden */
  int day; /* from the first */
  LoftDayPlace place;
} LoftHoursPiece;

struct _LoftHoursGrid {
  GtkWidget parent_instance;

  LoftWeekView *view; /* (borrowed) around it */
  GArray *pieces;
  GPtrArray *chips; /* the first n_chips are shown */
  guint n_chips;
  GPtrArray *more; /* of GtkButton, the first n_more are shown */
  guint n_more;
  guint max_columns; /* all was laid out for */
  guint relayout_source;
  GtkWidget *popover; /* (nullable) of a button */

  LoftHoursDrag drag;
  LoftEventChip *dragged; /* (nullable) */
  gboolean dragging; /* far enough to mean it */
  gint64 drag_offset; /* seconds from the start of the event to where it was taken */
  gint64 drag_anchor; /* on the wall */
  gint64 drag_start; /* what would be now */
  gint64 drag_end;
  gint64 cursor; /* on the wall: where keys are */
};

/* Steps of the mouse. */
#define LOFT_HOURS_STEP (15 * 60)
#define LOFT_HOURS_SLOT (30 * 60)

double loft_hours_grid_get_hour_height (LoftHoursGrid *self);
/* The area of a time of a day, clipped to it; FALSE: it is not of these days. */
gboolean loft_hours_grid_get_area (LoftHoursGrid *self, gint64 day, gint64 start, gint64 end,
                                   graphene_rect_t *area);
/* The time at a place, on the wall. */
gint64 loft_hours_grid_find_time (LoftHoursGrid *self, double x, double y);

/* loft-hours-grid-more.c: what there is no column for */

/* (transfer none) The next button, which lists what takes place between these times. */
GtkWidget *loft_hours_grid_take_more (LoftHoursGrid *self, gint64 start, gint64 end, guint n);
/* When its events begin; -1: the widget is no such button. */
gint64 loft_hours_grid_get_more_start (GtkWidget *button);
void loft_hours_grid_forget_popover (LoftHoursGrid *self);

/* loft-hours-grid-draw.c */
void loft_hours_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);

/* loft-hours-grid-drag.c */
void loft_hours_grid_add_controllers (LoftHoursGrid *self);

G_END_DECLS
