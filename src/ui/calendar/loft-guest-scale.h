/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the rows of a grid of guests have in common: which days go across, how far they are scrolled, and
 * where the event is. Times are on the wall (loft-wall.h). Signals "changed" (draw again) and "moved"
 * (gint64 start, gint64 end: the person gave the event another time). Main thread only. */
#define LOFT_TYPE_GUEST_SCALE (loft_guest_scale_get_type ())
G_DECLARE_FINAL_TYPE (LoftGuestScale, loft_guest_scale, LOFT, GUEST_SCALE, GObject)

LoftGuestScale *loft_guest_scale_new (void);

/* The days that go across, and whether the event is of whole days. */
void loft_guest_scale_set_days (LoftGuestScale *self, gint64 first, int n_days, gboolean all_day);
gint64 loft_guest_scale_get_first_day (LoftGuestScale *self);
int loft_guest_scale_get_n_days (LoftGuestScale *self);
gboolean loft_guest_scale_is_all_day (LoftGuestScale *self);

void loft_guest_scale_set_event (LoftGuestScale *self, gint64 start, gint64 end);
gint64 loft_guest_scale_get_start (LoftGuestScale *self);
gint64 loft_guest_scale_get_end (LoftGuestScale *self);

/* A person gives it another time: nothing shorter than a step. */
void loft_guest_scale_move_event (LoftGuestScale *self, gint64 start, gint64 end);
/* What times of a person are rounded to: quarters of hours, or days. */
int loft_guest_scale_get_step (LoftGuestScale *self);

/* (transfer none) Pixels across, page-size being how many are seen. */
GtkAdjustment *loft_guest_scale_get_adjustment (LoftGuestScale *self);
/* As many pixels are seen. */
void loft_guest_scale_set_width (LoftGuestScale *self, int width);
/* So that a time is seen, with what is before it. */
void loft_guest_scale_show (LoftGuestScale *self, gint64 wall);

/* Where a time is in a widget of that width that shows what is seen; mirrored from right to left. */
double loft_guest_scale_get_x (LoftGuestScale *self, GtkWidget *widget, gint64 wall);
gint64 loft_guest_scale_find_time (LoftGuestScale *self, GtkWidget *widget, double x);

/* Drags and clicks in the widget move the event and the days. */
void loft_guest_scale_add_controllers (LoftGuestScale *self, GtkWidget *widget);

G_END_DECLS
