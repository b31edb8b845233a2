/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-editor-private.h"

#include "config.h"
#include "loft-alarm-rows.h"
#include "loft-event-text.h"
#include "loft-repeat-rows.h"
#include "loft-time-row.h"
#include "loft-wall.h"
#include "loft-zone-chooser.h"
#include "loft-zone-list.h"

#include <glib/gi18n.h>

gboolean
loft_event_editor_is_all_day (LoftEventEditor *self)
{
  return gtk_switch_get_active (GTK_SWITCH (self->all_day));
}

static gint64
get_instant (GtkWidget *row, const char *zone_name)
{
  g_autoptr (GTimeZone) zone = loft_zone_list_open (zone_name);

  return loft_wall_to_instant (loft_time_row_get (LOFT_TIME_ROW (row)), zone);
}

gint64
loft_event_editor_measure (LoftEventEditor *self)
{
  if (!loft_event_editor_is_all_day (self))
    return get_instant (self->end, self->end_zone) - get_instant (self->start, self->start_zone);
  return (loft_wall_get_day (loft_time_row_get (LOFT_TIME_ROW (self->end))) -
          loft_wall_get_day (loft_time_row_get (LOFT_TIME_ROW (self->start)))) *
         LOFT_WALL_DAY;
}

/* Both are seen, and what that is here. */
static void
name_zones (LoftEventEditor *self)
{
  const char *local = loft_zone_list_get_local ();
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autofree char *title =
    loft_zone_list_get_title (*self->start_zone != '\0' ? self->start_zone : local);
  g_autofree char *clocks = NULL;
  g_autofree char *text = NULL;

  if (*self->start_zone == '\0')
    text = g_strdup (_ ("The same time wherever I am"));
  else if (self->start_zone == local && self->end_zone == local)
    text = g_strdup (title);
  else
    {
      gint64 start = loft_wall_from_instant (get_instant (self->start, self->start_zone), here);
      gint64 end = loft_wall_from_instant (get_instant (self->end, self->end_zone), here);

      clocks = loft_event_text_clocks (start, end);
      /* Translators: a time zone, and the times that an event has in the reader's own. */
      text = g_strdup_printf (_ ("%1$s; here %2$s"), title, clocks);
    }
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self->zones), text);
}

static void
follow_start (LoftEventEditor *self)
{
  gint64 start = loft_time_row_get (LOFT_TIME_ROW (self->start));
  gboolean all_day = loft_event_editor_is_all_day (self);
  g_autoptr (GTimeZone) zone = loft_zone_list_open (self->start_zone);

  loft_time_row_set_day_only (LOFT_TIME_ROW (self->start), all_day);
  loft_time_row_set_day_only (LOFT_TIME_ROW (self->end), all_day);
  gtk_widget_set_visible (self->zones, !all_day);
  gtk_widget_set_sensitive (self->end_zone_chooser, *self->start_zone != '\0');
  loft_repeat_rows_set_start (LOFT_REPEAT_ROWS (self->repeat), start, all_day ? NULL : zone);
  loft_alarm_rows_set_all_day (LOFT_ALARM_ROWS (self->alarms), all_day);
  name_zones (self);
  loft_event_editor_update (self);
}

static void
keep_length (LoftEventEditor *self)
{
  g_autoptr (GTimeZone) zone = loft_zone_list_open (self->end_zone);
  gint64 start = loft_time_row_get (LOFT_TIME_ROW (self->start));

  if (loft_event_editor_is_all_day (self))
    loft_time_row_set (LOFT_TIME_ROW (self->end), start + self->length);
  else
    loft_time_row_set (
      LOFT_TIME_ROW (self->end),
      loft_wall_from_instant (get_instant (self->start, self->start_zone) + self->length, zone));
}

void
loft_event_editor_on_start (LoftEventEditor *self)
{
  keep_length (self);
  follow_start (self);
}

void
loft_event_editor_on_end (LoftEventEditor *self)
{
  if (loft_event_editor_measure (self) >= 0)
    self->length = loft_event_editor_measure (self);
  follow_start (self);
}

/* What the clocks show stays; the end goes along while it was of the same zone. */
void
loft_event_editor_on_zone (LoftEventEditor *self)
{
  const char *start = loft_zone_chooser_get (LOFT_ZONE_CHOOSER (self->start_zone_chooser));

  if (start != self->start_zone &&
      (self->end_zone == self->start_zone || *start == '\0' || *self->start_zone == '\0'))
    loft_zone_chooser_set (LOFT_ZONE_CHOOSER (self->end_zone_chooser), start);
  self->start_zone = start;
  self->end_zone = loft_zone_chooser_get (LOFT_ZONE_CHOOSER (self->end_zone_chooser));
  if (loft_event_editor_measure (self) >= 0)
    self->length = loft_event_editor_measure (self);
  follow_start (self);
}

/* Whole days get hours of the working day, an hour becomes its day. */
void
loft_event_editor_on_all_day (LoftEventEditor *self)
{
  gint64 start = loft_time_row_get (LOFT_TIME_ROW (self->start));
  gint64 end = loft_time_row_get (LOFT_TIME_ROW (self->end));

  if (loft_event_editor_is_all_day (self))
    self->length =
      MAX (0, loft_wall_get_last_day (start, end) - loft_wall_get_day (start)) * LOFT_WALL_DAY;
  else if (loft_wall_get_seconds (start) == 0)
    {
      self->length = self->length == 0 ? 3600 : self->length;
      loft_time_row_set (LOFT_TIME_ROW (self->start), start + 9 * 3600);
    }
  else
    self->length = self->length == 0 ? 3600 : self->length;
  keep_length (self);
  follow_start (self);
}

/* The event's times, and back */

static gboolean
is_known (const LoftEventTime *time)
{
  g_autoptr (GTimeZone) zone =
    *time->zone != '\0' ? g_time_zone_new_identifier (time->zone) : g_time_zone_new_local ();

  return zone != NULL;
}

/* A zone that only the event itself defines is shown as it is here. */
static void
show_time (GtkWidget *row, const LoftEventTime *time, const char **zone_name)
{
  g_autoptr (GTimeZone) zone = NULL;

  if (!loft_event_time_is_instant (time))
    {
      loft_time_row_set (LOFT_TIME_ROW (row), time->wall);
      *zone_name = time->is_date ? loft_zone_list_get_local () : "";
      return;
    }
  *zone_name = is_known (time) ? time->zone : loft_zone_list_get_local ();
  zone = loft_zone_list_open (*zone_name);
  loft_time_row_set (LOFT_TIME_ROW (row), loft_wall_from_instant (time->at, zone));
}

void
loft_event_editor_show_times (LoftEventEditor *self)
{
  const LoftEvent *event = self->event;

  gtk_switch_set_active (GTK_SWITCH (self->all_day), event->start.is_date);
  show_time (self->start, &event->start, &self->start_zone);
  show_time (self->end, &event->end, &self->end_zone);
  if (event->start.is_date)
    loft_time_row_set (LOFT_TIME_ROW (self->end),
                       MAX (event->start.wall, event->end.wall - LOFT_WALL_DAY));
  if (*self->start_zone == '\0' || *self->end_zone == '\0')
    self->end_zone = self->start_zone;
  loft_zone_chooser_set (LOFT_ZONE_CHOOSER (self->start_zone_chooser), self->start_zone);
  loft_zone_chooser_set (LOFT_ZONE_CHOOSER (self->end_zone_chooser), self->end_zone);
  self->start_zone = loft_zone_chooser_get (LOFT_ZONE_CHOOSER (self->start_zone_chooser));
  self->end_zone = loft_zone_chooser_get (LOFT_ZONE_CHOOSER (self->end_zone_chooser));
  self->length = MAX (0, loft_event_editor_measure (self));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->zones),
                                 self->start_zone != self->end_zone);
  follow_start (self);
}

static LoftEventTime
make_time (gint64 wall, const char *zone_name)
{
  g_autoptr (GTimeZone) zone = loft_zone_list_open (zone_name);
  LoftEventTime time = { TRUE, FALSE, wall, zone_name, wall };

  if (*zone_name != '\0')
    time.at = loft_wall_to_instant (wall, zone);
  return time;
}

/* As it was written where nothing else is meant: a zone that nobody knows would be lost. */
static gboolean
is_same_time (const LoftEventTime *before, const LoftEventTime *after)
{
  if (before->is_date != after->is_date || !before->is_set)
    return FALSE;
  if (before->is_date || !loft_event_time_is_instant (before))
    return loft_event_time_equal (before, after);
  return before->at == after->at && loft_event_time_is_instant (after) &&
         (g_str_equal (before->zone, after->zone) || !is_known (before));
}

void
loft_event_editor_take_times (LoftEventEditor *self, LoftEvent *event)
{
  gint64 start = loft_time_row_get (LOFT_TIME_ROW (self->start));
  gint64 end = loft_time_row_get (LOFT_TIME_ROW (self->end));
  LoftEventTime from = make_time (start, self->start_zone), to = make_time (end, self->end_zone);

  if (loft_event_editor_is_all_day (self))
    {
      from = (LoftEventTime){ TRUE, TRUE, loft_wall_get_day (start) * LOFT_WALL_DAY, "", 0 };
      to = (LoftEventTime){ TRUE, TRUE, (loft_wall_get_day (end) + 1) * LOFT_WALL_DAY, "", 0 };
      from.at = from.wall;
      to.at = to.wall;
    }
  event->start = is_same_time (&self->event->start, &from) ? self->event->start : from;
  event->end = is_same_time (&self->event->end, &to) ? self->event->end : to;
}
