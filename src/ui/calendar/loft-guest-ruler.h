/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-guest-scale.h"

G_BEGIN_DECLS

/* The hours or days above a grid of guests; with the focus, keys move the event: left and right by quarters
 * of hours (or days), with Shift its end, up and down by days. Main thread only. */
#define LOFT_TYPE_GUEST_RULER (loft_guest_ruler_get_type ())
G_DECLARE_FINAL_TYPE (LoftGuestRuler, loft_guest_ruler, LOFT, GUEST_RULER, GtkWidget)

GtkWidget *loft_guest_ruler_new (LoftGuestScale *scale);

/* What screen readers say of where the event is. */
void loft_guest_ruler_set_spoken (LoftGuestRuler *self, const char *text);

G_END_DECLS
