/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-alarm-timing.h"
#include "loft-ical-reader-private.h"

#define DAY        (24 * 60 * 60)
#define MAX_OFFSET ((gint64) 400 * DAY)
#define MAX_REPEAT 20 /* a nuisance from then on */

static gboolean
is_shown (LoftContentComponent *valarm)
{
  LoftContentProperty *action = loft_content_component_get_property (valarm, "ACTION");
  const char *value = action != NULL ? loft_content_property_get_value (action) : "DISPLAY";

  return g_ascii_strcasecmp (value, "DISPLAY") == 0 || g_ascii_strcasecmp (value, "AUDIO") == 0;
}

/* The value says which it is, whatever VALUE claims. */
static gboolean
read_trigger (LoftAlarm *self, LoftContentProperty *trigger)
{
  const char *value = loft_content_property_get_value (trigger);
  g_autofree char *related = loft_content_property_dup_parameter (trigger, "RELATED");
  LoftIcalDuration duration;
  LoftIcalTime time;

  if (loft_ical_duration_read (value, &duration))
    {
      self->offset = CLAMP (duration.days * DAY + duration.seconds, -MAX_OFFSET, MAX_OFFSET);
      loft_alarm_get_timing (self)->days = CLAMP (duration.days, -400, 400);
      self->from_end = related != NULL && g_ascii_strcasecmp (related, "END") == 0;
      return TRUE;
    }
  if (!loft_ical_time_read (value, &time))
    return FALSE;
  self->is_absolute = TRUE;
  self->at = loft_ical_time_get_seconds (&time);
  return TRUE;
}

/* One without the other is nothing (RFC 5545 3.8.6.2). */
static void
read_repetition (LoftAlarm *self, LoftContentComponent *valarm)
{
  LoftContentProperty *repeat = loft_content_component_get_property (valarm, "REPEAT");
  LoftContentProperty *after = loft_content_component_get_property (valarm, "DURATION");
  LoftAlarmTiming *timing = loft_alarm_get_timing (self);
  LoftIcalDuration duration;

  if (repeat == NULL || after == NULL ||
      !loft_ical_duration_read (loft_content_property_get_value (after), &duration))
    return;
  timing->repeat_after = CLAMP (duration.days * DAY + duration.seconds, 0, MAX_OFFSET);
  if (timing->repeat_after >= 60)
    timing->repeat =
      (guint) MIN (g_ascii_strtoull (loft_content_property_get_value (repeat), NULL, 10),
                   MAX_REPEAT);
}

static void
read_text (LoftContentComponent *valarm, const char *name, char **field)
{
  LoftContentProperty *property = loft_content_component_get_property (valarm, name);

  if (property == NULL)
    return;
  g_free (*field);
  *field = loft_ical_read_text (property);
}

LoftAlarm *
loft_ical_alarm_read (LoftContentComponent *valarm)
{
  LoftContentProperty *trigger = loft_content_component_get_property (valarm, "TRIGGER");
  LoftContentProperty *acknowledged = loft_content_component_get_property (valarm, "ACKNOWLEDGED");
  g_autoptr (LoftAlarm) self = loft_alarm_new (0);

  if (trigger == NULL || !is_shown (valarm) || !read_trigger (self, trigger))
    return NULL;
  if (acknowledged != NULL)
    self->acknowledged = loft_ical_read_stamp (acknowledged);
  read_repetition (self, valarm);
  read_text (valarm, "UID", &self->uid);
  read_text (valarm, "DESCRIPTION", &self->description);
  return g_steal_pointer (&self);
}
