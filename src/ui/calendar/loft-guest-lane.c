/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-guest-lane.h"

#include "loft-guest-paint.h"
#include "loft-wall.h"

#define INSET         7
#define SAMPLE_WIDTH  22
#define SAMPLE_HEIGHT 14

struct _LoftGuestLane {
  GtkWidget parent_instance;

  LoftGuestScale *scale; /* (nullable) of a sample: none */
  LoftGuestTime *guest; /* (nullable) */
  GTimeZone *zone;
  LoftBusyKind sample;
};

G_DEFINE_FINAL_TYPE (LoftGuestLane, loft_guest_lane, GTK_TYPE_WIDGET)

static void
append_period (LoftGuestLane *self, LoftGuestPaint *paint, const LoftBusyPeriod *period)
{
  graphene_rect_t area;

  if (loft_guest_paint_get_area (paint, loft_wall_from_instant (period->start, self->zone),
                                 loft_wall_from_instant (period->end, self->zone), INSET, &area))
    loft_guest_paint_kind (paint, period->kind, &area);
}

static void
append_guest (LoftGuestLane *self, LoftGuestPaint *paint)
{
  GArray *periods = loft_guest_time_get_periods (self->guest);
  graphene_rect_t all =
    GRAPHENE_RECT_INIT (0, INSET, (float) paint->width, (float) paint->height - 2 * INSET);

  if (loft_guest_time_get_state (self->guest) == LOFT_GUEST_UNKNOWN)
    loft_guest_paint_kind (paint, LOFT_BUSY_UNKNOWN, &all);
  for (guint i = 0; i < periods->len; i++)
    append_period (self, paint, &g_array_index (periods, LoftBusyPeriod, i));
}

static void
loft_guest_lane_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LoftGuestLane *self = LOFT_GUEST_LANE (widget);
  LoftGuestPaint paint;
  graphene_rect_t all;

  loft_guest_paint_begin (&paint, widget, snapshot, self->scale);
  all = GRAPHENE_RECT_INIT (0, 0, (float) paint.width, (float) paint.height);
  if (self->scale == NULL)
    {
      loft_guest_paint_kind (&paint, self->sample, &all);
      return;
    }
  gtk_snapshot_push_clip (snapshot, &all);
  loft_guest_paint_hours (&paint);
  if (self->guest != NULL)
    append_guest (self, &paint);
  loft_guest_paint_now (&paint);
  loft_guest_paint_event (&paint);
  gtk_snapshot_pop (snapshot);
}

static void
loft_guest_lane_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean is_sample = LOFT_GUEST_LANE (widget)->scale == NULL;

  *minimum = *natural = 0;
  if (is_sample)
    *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? SAMPLE_WIDTH : SAMPLE_HEIGHT;
}

void
loft_guest_lane_set_guest (LoftGuestLane *self, LoftGuestTime *guest)
{
  if (self->guest != NULL)
    g_signal_handlers_disconnect_by_func (self->guest, gtk_widget_queue_draw, self);
  g_set_object (&self->guest, guest);
  if (guest != NULL)
    g_signal_connect_object (guest, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                             G_CONNECT_SWAPPED);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
loft_guest_lane_dispose (GObject *object)
{
  LoftGuestLane *self = LOFT_GUEST_LANE (object);

  loft_guest_lane_set_guest (self, NULL);
  G_OBJECT_CLASS (loft_guest_lane_parent_class)->dispose (object);
}

static void
loft_guest_lane_finalize (GObject *object)
{
  LoftGuestLane *self = LOFT_GUEST_LANE (object);

  g_clear_object (&self->scale);
  g_time_zone_unref (self->zone);
  G_OBJECT_CLASS (loft_guest_lane_parent_class)->finalize (object);
}

static void
loft_guest_lane_class_init (LoftGuestLaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_guest_lane_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_guest_lane_finalize;
  widget_class->snapshot = loft_guest_lane_snapshot;
  widget_class->measure = loft_guest_lane_measure;
  gtk_widget_class_set_css_name (widget_class, "guestlane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
loft_guest_lane_init (LoftGuestLane *self)
{
  self->zone = g_time_zone_new_local ();
}

GtkWidget *
loft_guest_lane_new (LoftGuestScale *scale)
{
  LoftGuestLane *self = g_object_new (LOFT_TYPE_GUEST_LANE, "hexpand", TRUE, NULL);

  self->scale = g_object_ref (scale);
  g_signal_connect_object (scale, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  loft_guest_scale_add_controllers (scale, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

GtkWidget *
loft_guest_lane_new_sample (LoftBusyKind kind)
{
  LoftGuestLane *self =
    g_object_new (LOFT_TYPE_GUEST_LANE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                  "valign", GTK_ALIGN_CENTER, NULL);

  self->sample = kind;
  return GTK_WIDGET (self);
}
