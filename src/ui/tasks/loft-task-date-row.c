/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-date-row.h"

#include "config.h"
#include "loft-event-time-local.h"
#include "loft-task-text.h"
#include "loft-time-row.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define MORNING (9 * 3600)

struct _LoftTaskDateRow {
  AdwExpanderRow parent_instance;

  GtkWidget *when;
  GtkWidget *timed;
  const LoftTaskClock *clock;
  LoftEventTime time; /* as it was set, or chosen */
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (LoftTaskDateRow, loft_task_date_row, ADW_TYPE_EXPANDER_ROW)

static guint changed_signal;

LoftEventTime
loft_task_date_row_get (LoftTaskDateRow *self)
{
  return self->time;
}

static void
show_words (LoftTaskDateRow *self)
{
  g_autofree char *words = loft_task_text_time (&self->time, self->clock);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), words);
}

void
loft_task_date_row_set (LoftTaskDateRow *self, const LoftEventTime *time)
{
  gint64 today = loft_task_clock_get_today (self->clock) * LOFT_WALL_DAY;
  gboolean timed = time->is_set && !time->is_date;
  gint64 wall = time->is_set ? loft_task_clock_get_wall (self->clock, time) : today;

  self->showing = TRUE;
  self->time = *time;
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), time->is_set);
  gtk_switch_set_active (GTK_SWITCH (self->timed), timed);
  loft_time_row_set (LOFT_TIME_ROW (self->when), timed ? wall : wall + MORNING);
  loft_time_row_set_day_only (LOFT_TIME_ROW (self->when), !timed);
  if (!time->is_set)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), FALSE);
  show_words (self);
  self->showing = FALSE;
}

static void
on_changed (LoftTaskDateRow *self)
{
  gboolean is_set = adw_expander_row_get_enable_expansion (ADW_EXPANDER_ROW (self));
  gboolean timed = gtk_switch_get_active (GTK_SWITCH (self->timed));
  gint64 wall = loft_time_row_get (LOFT_TIME_ROW (self->when));

  if (self->showing)
    return;
  loft_time_row_set_day_only (LOFT_TIME_ROW (self->when), !timed);
  if (is_set)
    self->time = loft_event_time_local (timed ? wall : loft_wall_get_day (wall) * LOFT_WALL_DAY,
                                        !timed, self->clock->zone);
  else
    self->time = (LoftEventTime) LOFT_EVENT_TIME_NONE;
  show_words (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
loft_task_date_row_class_init (LoftTaskDateRowClass *klass)
{
  changed_signal = g_signal_new ("changed", LOFT_TYPE_TASK_DATE_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_task_date_row_init (LoftTaskDateRow *self)
{
  GtkWidget *row = adw_action_row_new ();

  /* What it is made with is no change. */
  self->showing = TRUE;
  self->when = loft_time_row_new (_ ("Day"));
  self->timed = gtk_switch_new ();
  gtk_widget_set_valign (self->timed, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("At a Time"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->timed);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->timed);
  adw_expander_row_set_show_enable_switch (ADW_EXPANDER_ROW (self), TRUE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->when);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_signal_connect_swapped (self->when, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->timed, "notify::active", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self, "notify::enable-expansion", G_CALLBACK (on_changed), self);
}

GtkWidget *
loft_task_date_row_new (const char *title, const LoftTaskClock *clock)
{
  LoftTaskDateRow *self = g_object_new (LOFT_TYPE_TASK_DATE_ROW, "title", title, NULL);

  self->clock = clock;
  loft_task_date_row_set (self, &(LoftEventTime) LOFT_EVENT_TIME_NONE);
  return GTK_WIDGET (self);
}
