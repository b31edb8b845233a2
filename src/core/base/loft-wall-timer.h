/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Wakes at a time of the wall clock: also when the machine slept over it (then as it wakes), and at
 * once when the clock is set, so that whoever waits looks again. Main thread. */
typedef struct _LoftWallTimer LoftWallTimer;

typedef void (*LoftWallTimerFunc) (gpointer user_data);

LoftWallTimer *loft_wall_timer_new (LoftWallTimerFunc func, gpointer user_data);
void loft_wall_timer_free (LoftWallTimer *self);

/* Once, at seconds since 1970 (or soon, when that is past); replaces what was set before. */
void loft_wall_timer_set (LoftWallTimer *self, gint64 at);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftWallTimer, loft_wall_timer_free)

G_END_DECLS
