/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-guest-scale.h"

#include "loft-wall.h"

#define THRESHOLD 6
#define EDGE      7 /* of the event, to take it by */

typedef enum {
  NOTHING,
  MOVE,
  START,
  END,
  PAN,
} Part;

typedef struct {
  LoftGuestScale *scale; /* (owned) */
  GtkWidget *widget; /* (borrowed) whose controllers these are */
  Part part;
  gboolean dragging; /* far enough to mean it */
  double begin_x;
  double begin_value; /* of the adjustment */
  gint64 start, end; /* of the event when it was taken */
} Drag;

static gint64
round_to (gint64 wall, int step)
{
  gint64 at = wall + step / 2;

  return at - ((at % step) + step) % step;
}

static Part
find_part (Drag *drag, double x)
{
  LoftGuestScale *scale = drag->scale;
  double start = loft_guest_scale_get_x (scale, drag->widget, loft_guest_scale_get_start (scale));
  double end = loft_guest_scale_get_x (scale, drag->widget, loft_guest_scale_get_end (scale));
  double low = MIN (start, end), high = MAX (start, end);

  if (x < low - EDGE || x > high + EDGE)
    return PAN;
  if (high - low > 3 * EDGE && ABS (x - start) <= EDGE)
    return START;
  if (ABS (x - end) <= EDGE)
    return END;
  return x >= low && x <= high ? MOVE : PAN;
}

static void
on_begin (GtkGestureDrag *gesture, double x, double y, Drag *drag)
{
  drag->part = find_part (drag, x);
  drag->dragging = FALSE;
  drag->begin_x = x;
  drag->begin_value = gtk_adjustment_get_value (loft_guest_scale_get_adjustment (drag->scale));
  drag->start = loft_guest_scale_get_start (drag->scale);
  drag->end = loft_guest_scale_get_end (drag->scale);
}

/* How far the event went, in seconds, by whole steps. */
static gint64
measure (Drag *drag, double by)
{
  gint64 from = loft_guest_scale_find_time (drag->scale, drag->widget, drag->begin_x);
  gint64 to = loft_guest_scale_find_time (drag->scale, drag->widget, drag->begin_x + by);

  return round_to (to - from, loft_guest_scale_get_step (drag->scale));
}

static void
pan (Drag *drag, double by)
{
  gboolean mirrored = gtk_widget_get_direction (drag->widget) == GTK_TEXT_DIR_RTL;

  gtk_adjustment_set_value (loft_guest_scale_get_adjustment (drag->scale),
                            drag->begin_value + (mirrored ? by : -by));
}

/* Its start stays within the days that are shown. */
static gint64
keep_inside (Drag *drag, gint64 far)
{
  gint64 first = loft_guest_scale_get_first_day (drag->scale) * LOFT_WALL_DAY;
  gint64 last = first + loft_guest_scale_get_n_days (drag->scale) * (gint64) LOFT_WALL_DAY;

  return MAX (MIN (far, last - loft_guest_scale_get_step (drag->scale) - drag->start),
              first - drag->start);
}

static void
drag_to (Drag *drag, double by)
{
  gint64 far = drag->part == PAN ? 0 : keep_inside (drag, measure (drag, by));
  int step = loft_guest_scale_get_step (drag->scale);

  if (drag->part == PAN)
    pan (drag, by);
  else if (drag->part == MOVE)
    loft_guest_scale_move_event (drag->scale, drag->start + far, drag->end + far);
  else if (drag->part == START)
    loft_guest_scale_move_event (drag->scale, MIN (drag->start + far, drag->end - step), drag->end);
  else if (drag->part == END)
    loft_guest_scale_move_event (drag->scale, drag->start, drag->end + far);
}

static void
on_update (GtkGestureDrag *gesture, double x, double y, Drag *drag)
{
  if (!drag->dragging && ABS (y) > THRESHOLD && ABS (y) > ABS (x))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  if (!drag->dragging && ABS (x) < THRESHOLD)
    return;
  if (!drag->dragging)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  drag->dragging = TRUE;
  drag_to (drag, x);
}

/* A click puts the start there. */
static void
on_end (GtkGestureDrag *gesture, double x, double y, Drag *drag)
{
  int step = MAX (loft_guest_scale_get_step (drag->scale), 30 * 60);

  if (!drag->dragging && drag->part == PAN && ABS (x) < THRESHOLD && ABS (y) < THRESHOLD)
    {
      gint64 at = loft_guest_scale_find_time (drag->scale, drag->widget, drag->begin_x);

      at -= ((at % step) + step) % step;
      loft_guest_scale_move_event (drag->scale, at, at + drag->end - drag->start);
    }
  drag->part = NOTHING;
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, Drag *drag)
{
  Part part = drag->part != NOTHING ? drag->part : find_part (drag, x);

  gtk_widget_set_cursor_from_name (drag->widget, part == MOVE                   ? "grab"
                                                 : part == START || part == END ? "ew-resize"
                                                                                : NULL);
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, Drag *drag)
{
  GtkAdjustment *adjustment = loft_guest_scale_get_adjustment (drag->scale);
  GdkModifierType keys =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  double by = dx != 0 ? dx : (keys & GDK_SHIFT_MASK) != 0 ? dy : 0;

  if (by == 0)
    return FALSE;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) +
                                          by * gtk_adjustment_get_step_increment (adjustment));
  return TRUE;
}

static void
drag_free (gpointer data, GClosure *closure)
{
  Drag *drag = data;

  g_object_unref (drag->scale);
  g_free (drag);
}

void
loft_guest_scale_add_controllers (LoftGuestScale *self, GtkWidget *widget)
{
  GtkGesture *gesture = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  Drag *drag = g_new0 (Drag, 1);

  drag->scale = g_object_ref (self);
  drag->widget = widget;
  /* The widget has all three until it goes: the first signal's closure keeps what they share. */
  g_signal_connect_data (gesture, "drag-begin", G_CALLBACK (on_begin), drag, drag_free, 0);
  g_signal_connect (gesture, "drag-update", G_CALLBACK (on_update), drag);
  g_signal_connect (gesture, "drag-end", G_CALLBACK (on_end), drag);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), drag);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), drag);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));
}
