/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-availability.h"

G_BEGIN_DECLS

/* (transfer full) What a server told of some people's time (of LoftAvailability), for a test to compare: a
 * line each, "bob@example.test Bob: b1.0-2.5 t4.0-5.0 (why)", in hours behind since. */
char *loft_told_times_describe (GPtrArray *availabilities, gint64 since);

G_END_DECLS
