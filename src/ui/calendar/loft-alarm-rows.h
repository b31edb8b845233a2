/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The reminders of an event: a row each, and a menu to add one. Signal "changed" (by the person). Main
 * thread only. */
#define LOFT_TYPE_ALARM_ROWS (loft_alarm_rows_get_type ())
G_DECLARE_FINAL_TYPE (LoftAlarmRows, loft_alarm_rows, LOFT, ALARM_ROWS, AdwPreferencesGroup)

GtkWidget *loft_alarm_rows_new (void);

/* of LoftAlarm; copied. */
void loft_alarm_rows_set (LoftAlarmRows *self, GPtrArray *alarms);

/* (transfer full) of LoftAlarm. */
GPtrArray *loft_alarm_rows_get (LoftAlarmRows *self);

/* Of an event of whole days other times are offered and said. */
void loft_alarm_rows_set_all_day (LoftAlarmRows *self, gboolean all_day);

G_END_DECLS
