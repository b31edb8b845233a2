/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-pane.h"
#include "loft-calendar-view.h"
#include "loft-columns.h"

#include <adwaita.h>

G_BEGIN_DECLS

struct _LoftCalendarPane {
  GtkWidget parent_instance;

  LoftCalendarActions *calendar;
  LoftService *service; /* (nullable) */
  GSimpleActionGroup *actions;
  GTimeZone *zone;
  AdwToastOverlay *toasts;
  LoftColumns *columns;
  GtkWidget *sidebar_header;
  GtkWidget *header;
  GtkWidget *title;
  GtkWidget *short_title; /* where that has no room */
  GtkWidget *sidebar_button;
  GtkWidget *back_button;
  GtkWidget *today_button;
  GtkWidget *new_button;
  GtkWidget *search_button;
  GtkWidget *menu_button;
  GtkStack *views;
  GtkStack *pages; /* "views", "search" */
  GtkWidget *search;
  GtkWidget *moving; /* where keys would put an event */
  LoftCalendarView *mini;
  gint64 day;
  guint64 undo; /* of the last change; 0: none */
  AdwToast *undo_toast; /* (weak) (nullable) */
  LoftOccurrenceItem *copied; /* (nullable) */
  GCancellable *cancellable;
  GtkWidget *popover; /* (nullable) that is open */
};

/* loft-calendar-pane.c */

/* (transfer none) */
LoftCalendarView *loft_calendar_pane_get_view (LoftCalendarPane *self);
gint64 loft_calendar_pane_get_today (LoftCalendarPane *self);

void loft_calendar_pane_search (LoftCalendarPane *self);
void loft_calendar_pane_end_search (LoftCalendarPane *self);
/* Asks for a printer; what the view shows now is printed. */
void loft_calendar_pane_print (LoftCalendarPane *self);

/* loft-calendar-pane-build.c: what it is made of */
void loft_calendar_pane_build (LoftCalendarPane *self);

/* loft-calendar-pane-actions.c */
void loft_calendar_pane_add_actions (LoftCalendarPane *self);

/* Mails of a change leave when its toast no longer offers to take it back. */
#define LOFT_CALENDAR_UNDO_SECONDS 8

/* loft-calendar-pane-change.c: changes, and taking them back */

/* done: what a toast says, with Undo. Where guests are concerned it is asked first whether they are told. */
void loft_calendar_pane_change (LoftCalendarPane *self, const LoftCalendarChange *change,
                                const char *done);
/* The same; told is called in any case, an error is only told by it. editor is held until then. */
typedef void (*LoftCalendarPaneTold) (const GError *error, gpointer editor);
void loft_calendar_pane_change_and_tell (LoftCalendarPane *self, const LoftCalendarChange *change,
                                         const char *done, LoftCalendarPaneTold told,
                                         gpointer editor);
void loft_calendar_pane_change_now (LoftCalendarPane *self, const LoftCalendarChange *change,
                                    const char *done, LoftCalendarPaneTold told, gpointer editor);
/* loft-calendar-pane-guests.c: FALSE: there is nobody to be told. Given up, told gets
 * G_IO_ERROR_CANCELLED. */
gboolean loft_calendar_pane_ask_guests (LoftCalendarPane *self, const LoftCalendarChange *change,
                                        const char *done, LoftCalendarPaneTold told,
                                        gpointer editor);
void loft_calendar_pane_undo (LoftCalendarPane *self);
void loft_calendar_pane_tell (LoftCalendarPane *self, const char *text);
void loft_calendar_pane_tell_error (LoftCalendarPane *self, const GError *error);
/* The selected event, to be pasted; another of it on the day that is shown. */
void loft_calendar_pane_copy (LoftCalendarPane *self);
void loft_calendar_pane_paste (LoftCalendarPane *self);
/* After asking which of a series. */
void loft_calendar_pane_remove (LoftCalendarPane *self, LoftOccurrenceItem *item);
void loft_calendar_pane_move (LoftCalendarPane *self, LoftOccurrenceItem *item, gboolean copy,
                              gboolean all_day, gint64 start, gint64 end);

/* loft-calendar-pane-popover.c: an event shown, a new one made */
void loft_calendar_pane_show_event (LoftCalendarPane *self, LoftOccurrenceItem *item,
                                    GtkWidget *shown_by);
void loft_calendar_pane_show_new (LoftCalendarPane *self, GtkWidget *parent, gint64 start,
                                  gint64 end, gboolean all_day, const GdkRectangle *where);

G_END_DECLS
