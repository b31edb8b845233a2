/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-occurrence-item.h"

G_BEGIN_DECLS

/* One way of showing a calendar around a day: month, week, day, agenda. The pane gives it what takes place
 * in its range; it tells what the person wants.
 *
 * Signals: "day-chosen" (gint64 day); "open" (LoftOccurrenceItem, GtkWidget that shows it); "create"
 * (gint64 start, gint64 end, gboolean all_day, GdkRectangle in the view: where); "move"
 * (LoftOccurrenceItem, gboolean copy, gboolean all_day, gint64 start, gint64 end); "show-day" (gint64 day:
 * alone); "moving" (const char *: where keys would put an event, "" when they are done). Times are on the
 * wall (loft-wall.h). Main thread only. */
#define LOFT_TYPE_CALENDAR_VIEW (loft_calendar_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (LoftCalendarView, loft_calendar_view, LOFT, CALENDAR_VIEW, GtkWidget)

struct _LoftCalendarViewClass {
  GtkWidgetClass parent_class;

  /* What to load for the day. */
  void (*get_range) (LoftCalendarView *self, gint64 *first_day, gint64 *n_days);
  /* The day that forward (1) or back (-1) go to. */
  gint64 (*step) (LoftCalendarView *self, int direction);
  /* (transfer full) */
  char *(*get_title) (LoftCalendarView *self);
  /* (transfer full) The same where there is little room. */
  char *(*get_short_title) (LoftCalendarView *self);
  /* Events, day or now are others. */
  void (*update) (LoftCalendarView *self);
  /* Shows where an item would be; item NULL: no more. */
  void (*preview) (LoftCalendarView *self, LoftOccurrenceItem *item, gint64 start, gint64 end);
  /* Seconds that Up and Down move an event by; 0: keys do not move any. */
  int key_step;
};

/* One event as views lay it out. */
typedef struct {
  LoftOccurrenceItem *item; /* (borrowed) from the model */
  gint64 start; /* on the wall */
  gint64 end;
  gint64 first_day;
  gint64 last_day;
  gboolean all_day; /* or as long as a day: what stands above the hours */
} LoftCalendarEntry;

/* (nullable) of LoftOccurrenceItem. */
void loft_calendar_view_set_events (LoftCalendarView *self, GListModel *events);

gint64 loft_calendar_view_get_day (LoftCalendarView *self);
void loft_calendar_view_set_day (LoftCalendarView *self, gint64 day);

/* The same, by the person: tells "day-chosen". */
void loft_calendar_view_choose_day (LoftCalendarView *self, gint64 day);

/* What the person works with. (transfer none) (nullable) */
LoftOccurrenceItem *loft_calendar_view_get_selected (LoftCalendarView *self);
void loft_calendar_view_select (LoftCalendarView *self, LoftOccurrenceItem *item);

void loft_calendar_view_get_range (LoftCalendarView *self, gint64 *first_day, gint64 *n_days);
gint64 loft_calendar_view_step (LoftCalendarView *self, int direction);
char *loft_calendar_view_get_title (LoftCalendarView *self);
char *loft_calendar_view_get_short_title (LoftCalendarView *self);

/* (transfer none) of LoftCalendarEntry in the order of being laid out: what stands above the hours first,
 * by first day, the longer first; until the next update. */
GArray *loft_calendar_view_get_entries (LoftCalendarView *self);

/* Now on the wall; moves on once a minute, with an update. */
gint64 loft_calendar_view_get_now (LoftCalendarView *self);

void loft_calendar_view_open (LoftCalendarView *self, LoftOccurrenceItem *item,
                              GtkWidget *shown_by);
void loft_calendar_view_create (LoftCalendarView *self, gint64 start, gint64 end, gboolean all_day,
                                const GdkRectangle *where);
void loft_calendar_view_move (LoftCalendarView *self, LoftOccurrenceItem *item, gboolean copy,
                              gboolean all_day, gint64 start, gint64 end);
/* For loft-key-move.h: */
void loft_calendar_view_preview (LoftCalendarView *self, LoftOccurrenceItem *item, gint64 start,
                                 gint64 end);
int loft_calendar_view_get_key_step (LoftCalendarView *self);
void loft_calendar_view_tell_moving (LoftCalendarView *self, const char *text);
/* Gives the focus to this event when it is shown at another time. */
void loft_calendar_view_follow (LoftCalendarView *self, LoftOccurrenceItem *item);

void loft_calendar_view_show_day (LoftCalendarView *self, gint64 day);

G_END_DECLS
