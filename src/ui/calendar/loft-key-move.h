/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-view.h"

G_BEGIN_DECLS

/* An event moved (arrows) and made longer or shorter (Shift and arrows) by keys while it has the focus: the
 * view shows where it would be and tells "moving"; Enter keeps it, Escape and leaving it do not. Main thread
 * only. */

/* Whether the key was taken. */
gboolean loft_key_move_press (LoftCalendarView *view, const LoftCalendarEntry *entry, guint key,
                              GdkModifierType state);

void loft_key_move_give_up (LoftCalendarView *view);

G_END_DECLS
