/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-hours-grid-private.h"

#define THRESHOLD 6
#define EDGE      7 /* of a card, to take it by */
#define NEW_HOUR  3600

static LoftEventChip *
find_chip (LoftHoursGrid *self, double x, double y)
{
  GtkWidget *found = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return LOFT_IS_EVENT_CHIP (found) ? LOFT_EVENT_CHIP (found) : NULL;
}

static gint64
snap (gint64 wall, int step)
{
  gint64 rest = ((wall % step) + step) % step;

  return wall - rest;
}

/* Ends can be taken only where they are, not where the day was cut. */
static LoftHoursDrag
find_part (LoftHoursGrid *self, LoftEventChip *chip, double x, double y)
{
  int height = gtk_widget_get_height (GTK_WIDGET (chip));
  const LoftCalendarEntry *entry = loft_event_chip_get_entry (chip);
  gint64 day = loft_wall_get_day (loft_hours_grid_find_time (self, x, y));
  double chip_x = 0, chip_y = 0;

  gtk_widget_translate_coordinates (GTK_WIDGET (self), GTK_WIDGET (chip), x, y, &chip_x, &chip_y);
  if (height < 3 * EDGE)
    return chip_y > height - 5 && entry->last_day == day ? LOFT_HOURS_END : LOFT_HOURS_MOVE;
  if (chip_y < EDGE && entry->first_day == day)
    return LOFT_HOURS_START;
  return chip_y > height - EDGE && entry->last_day == day ? LOFT_HOURS_END : LOFT_HOURS_MOVE;
}

static void
end_drag (LoftHoursGrid *self)
{
  if (self->dragged != NULL)
    loft_event_chip_set_lifted (self->dragged, FALSE);
  g_clear_object (&self->dragged);
  self->drag = LOFT_HOURS_NOTHING;
  self->dragging = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
is_writable (LoftEventChip *chip)
{
  return loft_calendar_item_get_writable (
    loft_occurrence_item_get_calendar (loft_event_chip_get_item (chip)));
}

static void
on_begin (GtkGestureDrag *drag, double x, double y, LoftHoursGrid *self)
{
  GtkWidget *found = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  end_drag (self);
  /* On the button of what is hidden. */
  if (found != GTK_WIDGET (self) && !LOFT_IS_EVENT_CHIP (found))
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->drag_anchor = loft_hours_grid_find_time (self, x, y);
  g_set_object (&self->dragged, find_chip (self, x, y));
  if (self->dragged == NULL)
    {
      self->drag = LOFT_HOURS_NEW;
      self->cursor = snap (self->drag_anchor, LOFT_HOURS_SLOT);
      gtk_widget_grab_focus (GTK_WIDGET (self));
      return;
    }
  self->drag = find_part (self, self->dragged, x, y);
  self->drag_offset = self->drag_anchor - loft_event_chip_get_entry (self->dragged)->start;
}

static void
set_times (LoftHoursGrid *self, gint64 at)
{
  const LoftCalendarEntry *entry =
    self->dragged != NULL ? loft_event_chip_get_entry (self->dragged) : NULL;

  if (self->drag == LOFT_HOURS_NEW)
    {
      self->drag_start = snap (MIN (at, self->drag_anchor), LOFT_HOURS_STEP);
      self->drag_end = snap (MAX (at, self->drag_anchor), LOFT_HOURS_STEP) + LOFT_HOURS_STEP;
      return;
    }
  self->drag_start = entry->start;
  self->drag_end = entry->end;
  if (self->drag == LOFT_HOURS_MOVE)
    {
      self->drag_start = snap (at - self->drag_offset + LOFT_HOURS_STEP / 2, LOFT_HOURS_STEP);
      self->drag_end = self->drag_start + entry->end - entry->start;
    }
  else if (self->drag == LOFT_HOURS_START)
    self->drag_start =
      MIN (snap (at + LOFT_HOURS_STEP / 2, LOFT_HOURS_STEP), entry->end - LOFT_HOURS_STEP);
  else
    self->drag_end =
      MAX (snap (at + LOFT_HOURS_STEP / 2, LOFT_HOURS_STEP), entry->start + LOFT_HOURS_STEP);
}

static void
on_update (GtkGestureDrag *drag, double dx, double dy, LoftHoursGrid *self)
{
  double x = 0, y = 0;

  if (self->drag == LOFT_HOURS_NOTHING ||
      (!self->dragging && dx * dx + dy * dy < THRESHOLD * THRESHOLD))
    return;
  if (self->dragged != NULL && !is_writable (self->dragged))
    return;
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_gesture_drag_get_start_point (drag, &x, &y);
  self->dragging = TRUE;
  if (self->dragged != NULL)
    loft_event_chip_set_lifted (self->dragged, TRUE);
  set_times (self, loft_hours_grid_find_time (self, x + dx, y + dy));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
create (LoftHoursGrid *self, gint64 start, gint64 end)
{
  GdkRectangle where = { 0, 0, 1, 1 };
  graphene_rect_t area;
  graphene_point_t point;

  if (!loft_hours_grid_get_area (self, loft_wall_get_day (start), start, end, &area))
    return;
  if (gtk_widget_compute_point (GTK_WIDGET (self), GTK_WIDGET (self->view), &area.origin, &point))
    where =
      (GdkRectangle){ (int) point.x, (int) point.y, (int) area.size.width, (int) area.size.height };
  loft_calendar_view_create (LOFT_CALENDAR_VIEW (self->view), start, end, FALSE, &where);
}

static void
drop (LoftHoursGrid *self, double x, double y, gboolean copy)
{
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (self->view);
  const LoftCalendarEntry *entry = loft_event_chip_get_entry (self->dragged);
  g_autoptr (LoftOccurrenceItem) item = g_object_ref (loft_event_chip_get_item (self->dragged));

  if (self->drag == LOFT_HOURS_MOVE &&
      loft_week_view_is_in_head (self->view, GTK_WIDGET (self), x, y))
    {
      gint64 day = loft_wall_get_day (loft_hours_grid_find_time (self, x, y));

      loft_calendar_view_move (view, item, copy, TRUE, day * LOFT_WALL_DAY,
                               (day + 1) * LOFT_WALL_DAY);
      return;
    }
  if (self->drag_start != entry->start || self->drag_end != entry->end || copy)
    loft_calendar_view_move (view, item, copy && self->drag == LOFT_HOURS_MOVE, FALSE,
                             self->drag_start, self->drag_end);
}

static void
click (LoftHoursGrid *self)
{
  gint64 start = snap (self->drag_anchor, LOFT_HOURS_SLOT);

  if (self->dragged != NULL)
    {
      loft_calendar_view_open (LOFT_CALENDAR_VIEW (self->view),
                               loft_event_chip_get_item (self->dragged),
                               GTK_WIDGET (self->dragged));
      return;
    }
  loft_calendar_view_choose_day (LOFT_CALENDAR_VIEW (self->view), loft_wall_get_day (start));
  create (self, start, start + NEW_HOUR);
}

static void
on_end (GtkGestureDrag *drag, double dx, double dy, LoftHoursGrid *self)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
  double x = 0, y = 0;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  if (self->drag == LOFT_HOURS_NOTHING)
    return;
  if (!self->dragging && dx * dx + dy * dy < THRESHOLD * THRESHOLD)
    click (self);
  else if (self->dragging && self->dragged != NULL)
    drop (self, x + dx, y + dy, (state & GDK_CONTROL_MASK) != 0);
  else if (self->dragging)
    create (self, self->drag_start, self->drag_end);
  end_drag (self);
}

static void
on_cancel (GtkGesture *drag, GdkEventSequence *sequence, LoftHoursGrid *self)
{
  end_drag (self);
}

void
loft_hours_grid_preview (LoftHoursGrid *self, gboolean shown, gint64 start, gint64 end)
{
  end_drag (self);
  self->dragging = shown;
  self->drag_start = start;
  self->drag_end = end;
}

static gint64
cursor_by_key (LoftHoursGrid *self, guint key)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  switch (key)
    {
    case GDK_KEY_Left:
      return self->cursor + (mirrored ? LOFT_WALL_DAY : -LOFT_WALL_DAY);
    case GDK_KEY_Right:
      return self->cursor + (mirrored ? -LOFT_WALL_DAY : LOFT_WALL_DAY);
    case GDK_KEY_Up:
      return self->cursor - LOFT_HOURS_SLOT;
    case GDK_KEY_Down:
      return self->cursor + LOFT_HOURS_SLOT;
    case GDK_KEY_Page_Up:
      return loft_calendar_view_step (LOFT_CALENDAR_VIEW (self->view), -1) * LOFT_WALL_DAY +
             loft_wall_get_seconds (self->cursor);
    case GDK_KEY_Page_Down:
      return loft_calendar_view_step (LOFT_CALENDAR_VIEW (self->view), 1) * LOFT_WALL_DAY +
             loft_wall_get_seconds (self->cursor);
    default:
      return self->cursor;
    }
}

static void
move_cursor (LoftHoursGrid *self, gint64 cursor)
{
  gboolean other_day = loft_wall_get_day (cursor) != loft_wall_get_day (self->cursor);

  self->cursor = cursor;
  if (other_day)
    loft_calendar_view_choose_day (LOFT_CALENDAR_VIEW (self->view), loft_wall_get_day (cursor));
  loft_week_view_reveal (self->view, loft_wall_get_seconds (cursor));
  loft_hours_grid_update (self);
}

static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        LoftHoursGrid *self)
{
  gint64 cursor = cursor_by_key (self, key);

  if (key == GDK_KEY_Escape && self->dragging)
    {
      end_drag (self);
      return TRUE;
    }
  if (!gtk_widget_has_focus (GTK_WIDGET (self)) ||
      (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_space)
    create (self, self->cursor, self->cursor + NEW_HOUR);
  else if (cursor != self->cursor)
    move_cursor (self, cursor);
  else
    return FALSE;
  return TRUE;
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, LoftHoursGrid *self)
{
  LoftEventChip *chip = find_chip (self, x, y);
  gboolean at_end =
    chip != NULL && is_writable (chip) && find_part (self, chip, x, y) != LOFT_HOURS_MOVE;

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), at_end ? "ns-resize" : NULL);
}

void
loft_hours_grid_add_controllers (LoftHoursGrid *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_end), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (on_cancel), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}
