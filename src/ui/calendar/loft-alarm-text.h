/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-alarm.h"

G_BEGIN_DECLS

/* (transfer full) When a reminder comes, in words: "15 minutes before", "When it starts", "The day before at
 * 17:00". all_day: the event takes whole days, so offsets are from midnight. Main thread only. */
char *loft_alarm_text (const LoftAlarm *alarm, gboolean all_day);

G_END_DECLS
