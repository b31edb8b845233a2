/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* When a message can be sent instead of now. Pure but for the time zone. */
#define LOFT_SEND_TIMES 4

/* Seconds since the epoch of choice i (0 to LOFT_SEND_TIMES - 1), after now: in an hour, this evening
 * (tomorrow's when it is late), tomorrow morning, Monday morning. */
gint64 loft_send_time_get (guint i, gint64 now);

/* (transfer full) for a menu: "Tomorrow at 08:00". */
char *loft_send_time_describe (guint i, gint64 now);

/* That hour of that day where the person is; of an hour that the clocks leave out the one after it,
 * of one that comes twice the first. 0: there is no such day. */
gint64 loft_send_time_at (int year, int month, int day, int hour, int minute);

/* (transfer full) "Monday, 12 March 2027 at 08:00, in 3 days". */
char *loft_send_time_words (gint64 when, gint64 now);

/* (transfer full) "18:00", "Mon 08:00", "12 Mar 08:00": behind "Send at". */
char *loft_send_time_short (gint64 when, gint64 now);

G_END_DECLS
