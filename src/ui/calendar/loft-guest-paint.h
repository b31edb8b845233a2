/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-busy-periods.h"
#include "loft-guest-scale.h"

G_BEGIN_DECLS

/* Drawing that the rows of a grid of guests share. Main thread only. */

/* What the style says, for one widget. */
typedef struct {
  GtkWidget *widget;
  GtkSnapshot *snapshot;
  LoftGuestScale *scale;
  int width;
  int height;
  GdkRGBA text;
  GdkRGBA line;
  GdkRGBA accent;
  GdkRGBA now;
} LoftGuestPaint;

void loft_guest_paint_begin (LoftGuestPaint *self, GtkWidget *widget, GtkSnapshot *snapshot,
                             LoftGuestScale *scale);

/* What is no working time, and the lines of hours and days. */
void loft_guest_paint_hours (LoftGuestPaint *self);

/* The moment that is now, and the event: a band with its ends. */
void loft_guest_paint_now (LoftGuestPaint *self);
void loft_guest_paint_event (LoftGuestPaint *self);

/* A taken time, told apart by pattern as well as by colour. */
void loft_guest_paint_kind (LoftGuestPaint *self, LoftBusyKind kind, const graphene_rect_t *area);

/* FALSE: nothing of it is seen. */
gboolean loft_guest_paint_get_area (LoftGuestPaint *self, gint64 start, gint64 end, float inset,
                                    graphene_rect_t *area);

G_END_DECLS
