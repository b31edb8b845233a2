/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-month-view-private.h"

#define THRESHOLD 6

static LoftEventChip *
find_chip (LoftMonthView *self, double x, double y)
{
  GtkWidget *found = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return LOFT_IS_EVENT_CHIP (found) ? LOFT_EVENT_CHIP (found) : NULL;
}

static gboolean
is_ours (LoftMonthView *self, double x, double y)
{
  GtkWidget *found = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return found == GTK_WIDGET (self) || LOFT_IS_EVENT_CHIP (found);
}

static void
end_drag (LoftMonthView *self)
{
  if (self->dragged != NULL)
    loft_event_chip_set_lifted (self->dragged, FALSE);
  g_clear_object (&self->dragged);
  self->dragging = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_begin (GtkGestureDrag *drag, double x, double y, LoftMonthView *self)
{
  end_drag (self);
  self->drag_from = self->drag_to = loft_month_view_find_day (self, x, y);
  if (!is_ours (self, x, y) || self->drag_from < 0)
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  g_set_object (&self->dragged, find_chip (self, x, y));
  if (self->dragged == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static gboolean
can_drag (LoftMonthView *self)
{
  LoftMonthShape shape;

  loft_month_view_get_shape (self, &shape);
  if (shape.small)
    return FALSE;
  return self->dragged == NULL ||
         loft_calendar_item_get_writable (
           loft_occurrence_item_get_calendar (loft_event_chip_get_item (self->dragged)));
}

static void
on_update (GtkGestureDrag *drag, double dx, double dy, LoftMonthView *self)
{
  double x = 0, y = 0;
  gint64 day;

  if (!self->dragging && dx * dx + dy * dy < THRESHOLD * THRESHOLD)
    return;
  if (!can_drag (self))
    return;
  gtk_gesture_drag_get_start_point (drag, &x, &y);
  day = loft_month_view_find_day (self, x + dx, y + dy);
  if (day < 0)
    return;
  self->dragging = TRUE;
  self->drag_to = day;
  if (self->dragged != NULL)
    {
      loft_event_chip_set_lifted (self->dragged, TRUE);
      /* Only where it goes is marked. */
      self->drag_from = day;
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
move_dragged (LoftMonthView *self, gint64 from, gboolean copy)
{
  const LoftCalendarEntry *entry = loft_event_chip_get_entry (self->dragged);
  g_autoptr (LoftOccurrenceItem) item = g_object_ref (loft_event_chip_get_item (self->dragged));
  gint64 by = (self->drag_to - from) * LOFT_WALL_DAY;

  if (by != 0 || copy)
    loft_calendar_view_move (LOFT_CALENDAR_VIEW (self), item, copy,
                             loft_occurrence_item_get (item)->all_day, entry->start + by,
                             entry->end + by);
}

static void
create (LoftMonthView *self, gint64 first, gint64 last)
{
  GdkRectangle area;

  loft_month_view_get_day_area (self, last, &area);
  loft_calendar_view_create (LOFT_CALENDAR_VIEW (self), first * LOFT_WALL_DAY,
                             (last + 1) * LOFT_WALL_DAY, TRUE, &area);
}

static void
click (LoftMonthView *self, gint64 day)
{
  LoftMonthShape shape;

  if (self->dragged != NULL)
    {
      loft_calendar_view_open (LOFT_CALENDAR_VIEW (self), loft_event_chip_get_item (self->dragged),
                               GTK_WIDGET (self->dragged));
      return;
    }
  loft_calendar_view_choose_day (LOFT_CALENDAR_VIEW (self), day);
  loft_month_view_get_shape (self, &shape);
  if (!shape.small)
    create (self, day, day);
}

static void
on_end (GtkGestureDrag *drag, double dx, double dy, LoftMonthView *self)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
  double x = 0, y = 0;
  gint64 from;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  from = loft_month_view_find_day (self, x, y);
  if (from < 0 || !is_ours (self, x, y))
    return;
  if (!self->dragging && dx * dx + dy * dy < THRESHOLD * THRESHOLD)
    click (self, from);
  else if (self->dragging && self->dragged != NULL)
    move_dragged (self, from, (state & GDK_CONTROL_MASK) != 0);
  else if (self->dragging)
    create (self, MIN (from, self->drag_to), MAX (from, self->drag_to));
  end_drag (self);
}

static void
on_cancel (GtkGesture *drag, GdkEventSequence *sequence, LoftMonthView *self)
{
  end_drag (self);
}

static gint64
day_by_key (LoftMonthView *self, guint key, gint64 day)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  switch (key)
    {
    case GDK_KEY_Left:
      return day + (mirrored ? 1 : -1);
    case GDK_KEY_Right:
      return day + (mirrored ? -1 : 1);
    case GDK_KEY_Up:
      return day - 7;
    case GDK_KEY_Down:
      return day + 7;
    case GDK_KEY_Page_Up:
      return loft_wall_day_add_months (day, -1);
    case GDK_KEY_Page_Down:
      return loft_wall_day_add_months (day, 1);
    case GDK_KEY_Home:
      return loft_wall_day_begin_month (day);
    case GDK_KEY_End:
      return loft_wall_day_add_months (loft_wall_day_begin_month (day), 1) - 1;
    default:
      return day;
    }
}

static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        LoftMonthView *self)
{
  gint64 day = loft_calendar_view_get_day (LOFT_CALENDAR_VIEW (self));
  gint64 other = day_by_key (self, key, day);

  if (key == GDK_KEY_Escape && self->dragging)
    {
      end_drag (self);
      return TRUE;
    }
  if (!gtk_widget_has_focus (GTK_WIDGET (self)) ||
      (state & gtk_accelerator_get_default_mod_mask ()))
    return FALSE;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_space)
    create (self, day, day);
  else if (other != day)
    loft_calendar_view_choose_day (LOFT_CALENDAR_VIEW (self), other);
  else
    return FALSE;
  return TRUE;
}

void
loft_month_view_add_controllers (LoftMonthView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_end), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (on_cancel), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
