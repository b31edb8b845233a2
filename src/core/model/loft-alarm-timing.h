/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-alarm.h"

G_BEGIN_DECLS

/* What an alarm has that nobody edits: only who reminds looks at it. */
typedef struct {
  gint64 days; /* as many days of its offset are days on the wall: one may have 23 hours */
  guint repeat; /* how often again, */
  gint64 repeat_after; /* each so many seconds later */
} LoftAlarmTiming;

/* (transfer none) Of one that loft_alarm_new() or loft_alarm_copy() made; at first all 0. */
LoftAlarmTiming *loft_alarm_get_timing (const LoftAlarm *self);

G_END_DECLS
