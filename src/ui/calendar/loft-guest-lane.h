/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-guest-scale.h"
#include "loft-guest-time.h"

G_BEGIN_DECLS

/* How somebody's time is taken, across; with the event over it, which can be dragged. Main thread only. */
#define LOFT_TYPE_GUEST_LANE (loft_guest_lane_get_type ())
G_DECLARE_FINAL_TYPE (LoftGuestLane, loft_guest_lane, LOFT, GUEST_LANE, GtkWidget)

GtkWidget *loft_guest_lane_new (LoftGuestScale *scale);

/* guest: (nullable) */
void loft_guest_lane_set_guest (LoftGuestLane *self, LoftGuestTime *guest);

/* A small piece of how a kind looks, for a legend. (transfer floating) */
GtkWidget *loft_guest_lane_new_sample (LoftBusyKind kind);

G_END_DECLS
