/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-list-view-private.h"

/* A finger that wanders while it scrolls does not push a row. */
#define SWIPE_FROM   16
#define SWIPE_SLOPE  1.5
/* Of the width of the list, at least so many pixels. */
#define SWIPE_PART   0.25
#define SWIPE_MIN    72

/* What pushing a row does; one more is one line more. The first that fits is taken. */
typedef struct {
  int direction; /* 1 towards the end of the line, -1 its start */
  const char *action;
  const char *icon;
} SwipeAction;

static const SwipeAction swipe_actions[] = {
  { 1, "mail.toggle-read", "mail-read-symbolic" },
  { -1, "mail.toggle-flag", "loft-flag-symbolic" },
};

static const SwipeAction *
action_for (double offset)
{
  for (guint i = 0; i < G_N_ELEMENTS (swipe_actions); i++)
    {
      if ((offset > 0) == (swipe_actions[i].direction > 0))
        return &swipe_actions[i];
    }
  return NULL;
}

static gboolean
is_far (LoftMessageListView *self, double offset)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  return ABS (offset) >= MAX (SWIPE_MIN, width * SWIPE_PART);
}

static double
along (LoftMessageListView *self, double offset_x)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  return rtl ? -offset_x : offset_x;
}

void
loft_message_list_view_swipe (LoftMessageListView *self, double offset)
{
  const SwipeAction *action = action_for (offset);

  if (self->swiped == NULL || action == NULL)
    return;
  loft_message_list_row_set_swipe (self->swiped, offset, action->icon, is_far (self, offset));
}

static void
on_swipe_begin (LoftMessageListView *self, double x, double y)
{
  GtkListItem *item = self->checks ? NULL : loft_message_list_view_find_item (self, x, y);

  g_clear_weak_pointer (&self->swiped);
  if (item != NULL)
    g_set_weak_pointer (&self->swiped, LOFT_MESSAGE_LIST_ROW (gtk_list_item_get_child (item)));
  self->swiping = FALSE;
}

static void
on_swipe_update (LoftMessageListView *self, double offset_x, double offset_y, GtkGesture *gesture)
{
  if (self->swiped == NULL)
    return;
  if (!self->swiping)
    {
      if (ABS (offset_x) < SWIPE_FROM || ABS (offset_x) < ABS (offset_y) * SWIPE_SLOPE)
        return;
      self->swiping = TRUE;
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
    }
  loft_message_list_view_swipe (self, along (self, offset_x));
}

void
loft_message_list_view_end_swipe (LoftMessageListView *self, double offset)
{
  const SwipeAction *action = action_for (offset);
  LoftMessageRow *row = self->swiped == NULL ? NULL : loft_message_list_row_get_row (self->swiped);

  if (self->swiped != NULL)
    loft_message_list_row_set_swipe (self->swiped, 0, NULL, FALSE);
  if (row != NULL && action != NULL && is_far (self, offset))
    g_signal_emit_by_name (self, "swiped", row, action->action);
  g_clear_weak_pointer (&self->swiped);
  self->swiping = FALSE;
}

static void
on_swipe_end (LoftMessageListView *self, double offset_x, double offset_y)
{
  loft_message_list_view_end_swipe (self, self->swiping ? along (self, offset_x) : 0);
}

static void
on_swipe_cancel (LoftMessageListView *self)
{
  loft_message_list_view_end_swipe (self, 0);
}

/* Selection mode */

void
loft_message_list_view_set_checks (LoftMessageListView *self, gboolean checks)
{
  if (self->checks == checks)
    return;
  self->checks = checks;
  loft_message_list_view_refresh_checks (self);
  loft_message_list_view_selection_changed (self);
}

gboolean
loft_message_list_view_get_checks (LoftMessageListView *self)
{
  return self->checks;
}

void
loft_message_list_view_toggle_at (LoftMessageListView *self, guint position)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);

  if (gtk_selection_model_is_selected (model, position))
    gtk_selection_model_unselect_item (model, position);
  else
    gtk_selection_model_select_item (model, position, FALSE);
}

static void
on_long_press (LoftMessageListView *self, double x, double y, GtkGesture *gesture)
{
  GtkListItem *item = loft_message_list_view_find_item (self, x, y);

  if (item == NULL || self->swiping)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  loft_message_list_view_set_checks (self, TRUE);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection),
                                   gtk_list_item_get_position (item), FALSE);
}

/* While rows are chosen, a tap on one adds it or takes it away. */
static void
on_tap_pressed (LoftMessageListView *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkListItem *item = NULL;

  if (!self->checks)
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  item = loft_message_list_view_find_item (self, x, y);
  if (item == NULL)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  loft_message_list_view_toggle_at (self, gtk_list_item_get_position (item));
}

static void
add_to_list (LoftMessageListView *self, GtkGesture *gesture, GtkPropagationPhase phase)
{
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (gesture), phase);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
}

void
loft_message_list_view_add_touch_gestures (LoftMessageListView *self)
{
  GtkGesture *swipe = gtk_gesture_drag_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkGesture *tap = gtk_gesture_click_new ();

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (swipe), TRUE);
  g_signal_connect_swapped (swipe, "drag-begin", G_CALLBACK (on_swipe_begin), self);
  g_signal_connect_swapped (swipe, "drag-update", G_CALLBACK (on_swipe_update), self);
  g_signal_connect_swapped (swipe, "drag-end", G_CALLBACK (on_swipe_end), self);
  g_signal_connect_swapped (swipe, "cancel", G_CALLBACK (on_swipe_cancel), self);
  add_to_list (self, swipe, GTK_PHASE_CAPTURE);

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (on_long_press), self);
  add_to_list (self, press, GTK_PHASE_CAPTURE);

  g_signal_connect_swapped (tap, "pressed", G_CALLBACK (on_tap_pressed), self);
  add_to_list (self, tap, GTK_PHASE_CAPTURE);
}
