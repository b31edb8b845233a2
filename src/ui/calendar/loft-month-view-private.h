/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-day-list.h"
#include "loft-event-chip.h"
#include "loft-month-layout.h"
#include "loft-month-view.h"
#include "loft-wall.h"

G_BEGIN_DECLS

#define LOFT_MONTH_WEEKS 6

/* Where a chip or a "more" button stands. */
typedef struct {
  GtkWidget *widget;
  int week;
  int first;
  int last;
  guint line;
} LoftMonthPiece;

struct _LoftMonthView {
  LoftCalendarView parent_instance;

  GArray *pieces; /* of LoftMonthPiece */
  GPtrArray *chips; /* of LoftEventChip, the first n_chips are shown */
  GPtrArray *more; /* of GtkButton, the first n_more are shown */
  guint n_chips;
  guint n_more;
  GtkWidget *day_list; /* below, where days are narrow */
  GtkWidget *popover; /* (nullable) of "more" */
  int n_weeks;
  guint n_lines; /* the chips were made for */
  gboolean small; /* the same */
  guint relayout_source;

  LoftEventChip *dragged; /* (nullable) chip that is dragged */
  gboolean dragging;
  gint64 drag_from; /* days */
  gint64 drag_to;
};

/* Where things are, in pixels. */
typedef struct {
  int head; /* height of the names of days */
  int left; /* width of the numbers of weeks */
  int bottom; /* where the last week ends */
  double day_width;
  double week_height;
  int number; /* height of the line of a day's number */
  int line;
  gboolean small; /* dots instead of words */
  gboolean mirrored;
} LoftMonthShape;

void loft_month_view_get_shape (LoftMonthView *self, LoftMonthShape *shape);
gint64 loft_month_view_get_first_day (LoftMonthView *self);

/* -1: none is there. */
gint64 loft_month_view_find_day (LoftMonthView *self, double x, double y);
void loft_month_view_get_day_area (LoftMonthView *self, gint64 day, GdkRectangle *area);

/* loft-month-view-draw.c */
void loft_month_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);

/* loft-month-view-drag.c: click, create and move by the mouse; keys */
void loft_month_view_add_controllers (LoftMonthView *self);

G_END_DECLS
