/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-guest-scale.h"

#include "loft-wall.h"

#define HOUR_WIDTH 36.0 /* at least, of one day */
#define DAY_WIDTH  96.0 /* at least, of several */
#define STEP       (15 * 60)

struct _LoftGuestScale {
  GObject parent_instance;

  GtkAdjustment *adjustment;
  gint64 first_day;
  int n_days;
  gboolean all_day;
  gint64 start, end; /* of the event */
  int width; /* that is seen */
};

enum { CHANGED, MOVED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftGuestScale, loft_guest_scale, G_TYPE_OBJECT)

static void
tell (LoftGuestScale *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Pixels of a day. */
static double
day_width (LoftGuestScale *self)
{
  double least = self->n_days == 1 ? HOUR_WIDTH * 24 : DAY_WIDTH;

  return MAX (least, (double) self->width / self->n_days);
}

static void
configure (LoftGuestScale *self)
{
  double all = day_width (self) * self->n_days;
  double value = gtk_adjustment_get_value (self->adjustment);

  gtk_adjustment_configure (self->adjustment, CLAMP (value, 0, MAX (0, all - self->width)), 0, all,
                            day_width (self) / 24, self->width * 0.8, self->width);
  tell (self);
}

void
loft_guest_scale_set_days (LoftGuestScale *self, gint64 first, int n_days, gboolean all_day)
{
  self->first_day = first;
  self->n_days = n_days;
  self->all_day = all_day;
  configure (self);
}

gint64
loft_guest_scale_get_first_day (LoftGuestScale *self)
{
  return self->first_day;
}

int
loft_guest_scale_get_n_days (LoftGuestScale *self)
{
  return self->n_days;
}

gboolean
loft_guest_scale_is_all_day (LoftGuestScale *self)
{
  return self->all_day;
}

void
loft_guest_scale_set_event (LoftGuestScale *self, gint64 start, gint64 end)
{
  self->start = start;
  self->end = end;
  tell (self);
}

gint64
loft_guest_scale_get_start (LoftGuestScale *self)
{
  return self->start;
}

gint64
loft_guest_scale_get_end (LoftGuestScale *self)
{
  return self->end;
}

int
loft_guest_scale_get_step (LoftGuestScale *self)
{
  return self->all_day ? LOFT_WALL_DAY : STEP;
}

void
loft_guest_scale_move_event (LoftGuestScale *self, gint64 start, gint64 end)
{
  end = MAX (end, start + loft_guest_scale_get_step (self));
  if (start == self->start && end == self->end)
    return;
  self->start = start;
  self->end = end;
  tell (self);
  g_signal_emit (self, signals[MOVED], 0, start, end);
}

GtkAdjustment *
loft_guest_scale_get_adjustment (LoftGuestScale *self)
{
  return self->adjustment;
}

void
loft_guest_scale_set_width (LoftGuestScale *self, int width)
{
  if (width == self->width || width <= 0)
    return;
  self->width = width;
  configure (self);
}

void
loft_guest_scale_show (LoftGuestScale *self, gint64 wall)
{
  double at = (double) (wall - self->first_day * LOFT_WALL_DAY) / LOFT_WALL_DAY * day_width (self);

  gtk_adjustment_set_value (self->adjustment, at);
}

double
loft_guest_scale_get_x (LoftGuestScale *self, GtkWidget *widget, gint64 wall)
{
  double at = (double) (wall - self->first_day * LOFT_WALL_DAY) / LOFT_WALL_DAY * day_width (self);
  double x = at - gtk_adjustment_get_value (self->adjustment);

  return gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? gtk_widget_get_width (widget) - x
                                                               : x;
}

gint64
loft_guest_scale_find_time (LoftGuestScale *self, GtkWidget *widget, double x)
{
  double along =
    gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? gtk_widget_get_width (widget) - x : x;
  double at = (along + gtk_adjustment_get_value (self->adjustment)) / day_width (self);

  return self->first_day * LOFT_WALL_DAY + (gint64) (at * LOFT_WALL_DAY);
}

static void
loft_guest_scale_finalize (GObject *object)
{
  g_object_unref (LOFT_GUEST_SCALE (object)->adjustment);
  G_OBJECT_CLASS (loft_guest_scale_parent_class)->finalize (object);
}

static void
loft_guest_scale_class_init (LoftGuestScaleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_guest_scale_finalize;
  signals[CHANGED] = g_signal_new ("changed", LOFT_TYPE_GUEST_SCALE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVED] = g_signal_new ("moved", LOFT_TYPE_GUEST_SCALE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
}

static void
loft_guest_scale_init (LoftGuestScale *self)
{
  self->n_days = 1;
  self->width = 1;
  self->adjustment = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (tell), self,
                           G_CONNECT_SWAPPED);
}

LoftGuestScale *
loft_guest_scale_new (void)
{
  return g_object_new (LOFT_TYPE_GUEST_SCALE, NULL);
}
