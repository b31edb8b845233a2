/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-alarm-timing.h"

typedef struct {
  LoftAlarm alarm;
  LoftAlarmTiming timing;
} TimedAlarm;

LoftAlarm *
loft_alarm_new (gint64 offset)
{
  LoftAlarm *self = &(g_new0 (TimedAlarm, 1))->alarm;

  self->uid = g_strdup ("");
  self->description = g_strdup ("");
  self->offset = offset;
  return self;
}

LoftAlarm *
loft_alarm_copy (const LoftAlarm *self)
{
  LoftAlarm *copy = g_memdup2 (self, sizeof (TimedAlarm));

  copy->uid = g_strdup (self->uid);
  copy->description = g_strdup (self->description);
  return copy;
}

void
loft_alarm_free (LoftAlarm *self)
{
  g_free (self->uid);
  g_free (self->description);
  g_free (self);
}

gboolean
loft_alarm_equal (const LoftAlarm *a, const LoftAlarm *b)
{
  return g_str_equal (a->uid, b->uid) && a->is_absolute == b->is_absolute && a->at == b->at &&
         a->offset == b->offset && a->from_end == b->from_end &&
         a->acknowledged == b->acknowledged && g_str_equal (a->description, b->description);
}

LoftAlarmTiming *
loft_alarm_get_timing (const LoftAlarm *self)
{
  return &((TimedAlarm *) self)->timing;
}
