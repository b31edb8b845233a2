/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-event-time.h"

G_BEGIN_DECLS

/* A time on the wall of whoever looks, as events have it: a day, or a time of that zone. Pure. */
LoftEventTime loft_event_time_local (gint64 wall, gboolean is_date, GTimeZone *zone);

G_END_DECLS
