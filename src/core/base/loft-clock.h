/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one clock of the core, so that tests can set it. Any thread. */

/* Wall clock, seconds since the epoch. */
gint64 loft_clock_now (void);

/* Monotonic microseconds, for timers; never set by tests. */
gint64 loft_clock_monotonic (void);

/* Tests only: a fixed wall clock, or 0 for the real one. */
void loft_clock_set_for_test (gint64 seconds);

G_END_DECLS
