/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-event-editor.h"

G_BEGIN_DECLS

struct _LoftEventEditor {
  AdwWindow parent_instance;

  LoftEvent *event; /* as it was */
  LoftEvent *shown; /* as it was shown: what fields make of it */
  LoftCalendarItem *shown_calendar; /* (nullable) (borrowed) */
  gboolean with_repeat;
  gboolean showing; /* fields are filled: nobody has changed them */
  gboolean saving;
  gboolean closing; /* asked, or saved */
  LoftCalendarActions *actions; /* (nullable) by which guests are asked about */
  gint64 length; /* seconds: the end keeps it when the start is moved */
  const char *start_zone; /* interned; "" where the reader is */
  const char *end_zone;

  GtkWidget *stack; /* the form, and when guests have time */
  GtkWidget *guest_page; /* (nullable) made at first use */
  GtkWidget *find_time; /* row that leads there */
  GtkWidget *banner;
  GtkWidget *title;
  GtkWidget *location;
  GtkWidget *conference;
  GtkWidget *calendar;
  GtkWidget *all_day;
  GtkWidget *start;
  GtkWidget *end;
  GtkWidget *zones; /* row that holds both */
  GtkWidget *start_zone_chooser;
  GtkWidget *end_zone_chooser;
  GtkWidget *mistake;
  GtkWidget *repeat;
  GtkWidget *alarms;
  GtkWidget *busy;
  GtkWidget *class;
  GtkWidget *categories;
  GtkWidget *guests;
  GtkWidget *files;
  GtkWidget *text;
  GtkWidget *save;
};

/* loft-event-editor-build.c */
void loft_event_editor_build (LoftEventEditor *self, GListModel *calendars);

/* loft-event-editor-times.c */
gboolean loft_event_editor_is_all_day (LoftEventEditor *self);
void loft_event_editor_show_times (LoftEventEditor *self);
void loft_event_editor_take_times (LoftEventEditor *self, LoftEvent *event);
void loft_event_editor_on_start (LoftEventEditor *self);
void loft_event_editor_on_end (LoftEventEditor *self);
void loft_event_editor_on_zone (LoftEventEditor *self);
void loft_event_editor_on_all_day (LoftEventEditor *self);
/* How long: of whole days from the first midnight to the last; negative where it ends too early. */
gint64 loft_event_editor_measure (LoftEventEditor *self);

/* loft-event-editor-fields.c: the other fields */
void loft_event_editor_show_fields (LoftEventEditor *self);

/* loft-event-editor-guests.c: when guests have time */
GtkWidget *loft_event_editor_new_find_group (LoftEventEditor *self);
gboolean loft_event_editor_shows_guests (LoftEventEditor *self);
void loft_event_editor_leave_guests (LoftEventEditor *self);

/* loft-event-editor.c: something was changed */
void loft_event_editor_update (LoftEventEditor *self);

G_END_DECLS
