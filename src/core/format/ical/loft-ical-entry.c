/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-ical-series-private.h"

#define DAY (24 * 60 * 60)

/* What stands in several properties and can only be told when all are read. */
typedef struct {
  LoftIcalReading *reading; /* (borrowed) */
  LoftIcalEntry *entry; /* (borrowed) */
  LoftIcalDuration duration;
  gboolean has_duration;
  gboolean has_transparency;
  gboolean is_all_day; /* as Outlook says it */
  gboolean is_unnamed_exception; /* of which occurrence cannot be read */
} Builder;

static const struct {
  const char *name;
  gsize offset;
} texts[] = {
  { "UID", G_STRUCT_OFFSET (LoftEvent, uid) },
  { "SUMMARY", G_STRUCT_OFFSET (LoftEvent, summary) },
  { "DESCRIPTION", G_STRUCT_OFFSET (LoftEvent, description) },
  { "LOCATION", G_STRUCT_OFFSET (LoftEvent, location) },
  { "URL", G_STRUCT_OFFSET (LoftEvent, url) },
  { "COLOR", G_STRUCT_OFFSET (LoftEvent, color) },
};

static void
read_start (Builder *self, LoftContentProperty *property)
{
  LoftIcalZone *zone;
  LoftEvent *event = self->entry->event;

  if (event->start.is_set)
    return;
  if (!loft_ical_read_time (property, self->reading, &event->start, &zone))
    {
      loft_ical_reading_warn (self->reading, "The start cannot be read.");
      return;
    }
  self->entry->zone = zone != NULL ? loft_ical_zone_ref (zone) : NULL;
  if (event->start.zone == g_intern_static_string ("UTC") && zone == NULL)
    self->entry->zone = loft_ical_zone_new_utc ();
}

static void
read_end (Builder *self, LoftContentProperty *property)
{
  LoftIcalZone *zone;

  if (!loft_ical_read_time (property, self->reading, &self->entry->event->end, &zone))
    loft_ical_reading_warn (self->reading, "The end cannot be read.");
}

static void
read_duration (Builder *self, LoftContentProperty *property)
{
  self->has_duration =
    loft_ical_duration_read (loft_content_property_get_value (property), &self->duration);
  if (!self->has_duration)
    loft_ical_reading_warn (self->reading, "The duration cannot be read.");
}

static void
read_recurrence_id (Builder *self, LoftContentProperty *property)
{
  g_autofree char *range = loft_content_property_dup_parameter (property, "RANGE");
  LoftIcalZone *zone;

  self->is_unnamed_exception =
    !loft_ical_read_time (property, self->reading, &self->entry->event->recurrence_id, &zone);
  self->entry->and_future = range != NULL && g_ascii_strcasecmp (range, "THISANDFUTURE") == 0;
}

static void
read_status (Builder *self, LoftContentProperty *property)
{
  const char *value = loft_content_property_get_value (property);

  if (g_ascii_strcasecmp (value, "TENTATIVE") == 0)
    self->entry->event->status = LOFT_EVENT_TENTATIVE;
  else if (g_ascii_strcasecmp (value, "CANCELLED") == 0)
    self->entry->event->status = LOFT_EVENT_CANCELLED;
}

static void
read_class (Builder *self, LoftContentProperty *property)
{
  self->entry->event->class = loft_ical_read_class (property);
}

static void
read_transparency (Builder *self, LoftContentProperty *property)
{
  self->has_transparency = TRUE;
  self->entry->event->is_transparent =
    g_ascii_strcasecmp (loft_content_property_get_value (property), "TRANSPARENT") == 0;
}

static void
read_busy_status (Builder *self, LoftContentProperty *property)
{
  if (!self->has_transparency)
    self->entry->event->is_transparent =
      g_ascii_strcasecmp (loft_content_property_get_value (property), "FREE") == 0;
}

static void
read_all_day (Builder *self, LoftContentProperty *property)
{
  self->is_all_day = g_ascii_strcasecmp (loft_content_property_get_value (property), "TRUE") == 0;
}

static void
read_categories (Builder *self, LoftContentProperty *property)
{
  self->entry->event->categories =
    loft_ical_read_categories (property, self->entry->event->categories);
}

static void
read_conference (Builder *self, LoftContentProperty *property)
{
  LoftEvent *event = self->entry->event;
  g_autofree char *uri = loft_ical_read_text (property);

  if (g_ascii_strncasecmp (uri, "https://", 8) != 0 || *event->conference != '\0')
    return;
  g_free (event->conference);
  event->conference = g_steal_pointer (&uri);
}

static void
read_rule (Builder *self, LoftContentProperty *property)
{
  LoftEvent *event = self->entry->event;

  if (*event->rule != '\0')
    {
      loft_ical_reading_warn (self->reading, "Only the first of several rules is followed.");
      return;
    }
  g_free (event->rule);
  event->rule = loft_ical_read_text (property);
}

static void
read_excluding_rule (Builder *self, LoftContentProperty *property)
{
  loft_ical_reading_warn (self->reading, "A rule that takes dates away is not followed.");
}

static void
read_dates (Builder *self, LoftContentProperty *property)
{
  loft_ical_read_times (property, self->reading, self->entry->event->dates, self->entry->periods);
}

static void
read_exceptions (Builder *self, LoftContentProperty *property)
{
  loft_ical_read_times (property, self->reading, self->entry->event->exceptions, NULL);
}

static void
read_organizer (Builder *self, LoftContentProperty *property)
{
  if (self->entry->event->organizer == NULL)
    self->entry->event->organizer = loft_ical_attendee_read (property);
}

static void
read_attendee (Builder *self, LoftContentProperty *property)
{
  LoftEvent *event = self->entry->event;

  if (event->attendees->len >= loft_ical_limits.attendees_shown ||
      self->reading->n_attendees >= loft_ical_limits.attendees)
    {
      loft_ical_reading_warn (self->reading, "There are more guests than Loft shows.");
      return;
    }
  self->reading->n_attendees++;
  g_ptr_array_add (event->attendees, loft_ical_attendee_read (property));
}

static void
read_attachment (Builder *self, LoftContentProperty *property)
{
  GPtrArray *attachments = self->entry->event->attachments;
  LoftEventAttachment *attachment = NULL;

  if (attachments->len < loft_ical_limits.attachments)
    attachment = loft_ical_attachment_read (property);
  if (attachment != NULL)
    g_ptr_array_add (attachments, attachment);
}

static void
read_priority (Builder *self, LoftContentProperty *property)
{
  self->entry->event->priority = loft_ical_read_number (property, 9);
}

static void
read_sequence (Builder *self, LoftContentProperty *property)
{
  self->entry->event->sequence = loft_ical_read_number (property, G_MAXINT - 1);
}

static void
read_stamp (Builder *self, LoftContentProperty *property)
{
  self->entry->event->stamp = loft_ical_read_stamp (property);
}

static void
read_modified (Builder *self, LoftContentProperty *property)
{
  self->entry->event->modified = loft_ical_read_stamp (property);
}

static const struct {
  const char *name;
  void (*read) (Builder *self, LoftContentProperty *property);
} properties[] = {
  { "ATTENDEE", read_attendee },
  { "DTSTART", read_start },
  { "DTEND", read_end },
  { "DURATION", read_duration },
  { "RECURRENCE-ID", read_recurrence_id },
  { "RRULE", read_rule },
  { "EXRULE", read_excluding_rule },
  { "RDATE", read_dates },
  { "EXDATE", read_exceptions },
  { "STATUS", read_status },
  { "CLASS", read_class },
  { "TRANSP", read_transparency },
  { "CATEGORIES", read_categories },
  { "ORGANIZER", read_organizer },
  { "ATTACH", read_attachment },
  { "PRIORITY", read_priority },
  { "SEQUENCE", read_sequence },
  { "DTSTAMP", read_stamp },
  { "LAST-MODIFIED", read_modified },
  { "CONFERENCE", read_conference },
  { "X-GOOGLE-CONFERENCE", read_conference },
  { "X-MICROSOFT-SKYPETEAMSMEETINGURL", read_conference },
  { "X-MICROSOFT-ONLINEMEETINGCONFLINK", read_conference },
  { "X-MICROSOFT-CDO-ALLDAYEVENT", read_all_day },
  { "X-MICROSOFT-CDO-BUSYSTATUS", read_busy_status },
};

/* The first of a name that says anything. */
static gboolean
read_text_property (Builder *self, const char *name, LoftContentProperty *property)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_ascii_strcasecmp (texts[i].name, name) == 0)
      {
        char **field = &G_STRUCT_MEMBER (char *, self->entry->event, texts[i].offset);

        if (**field != '\0')
          return TRUE;
        g_free (*field);
        *field = loft_ical_read_text (property);
        return TRUE;
      }
  return FALSE;
}

static void
read_property (Builder *self, LoftContentProperty *property)
{
  g_autofree char *name = loft_content_property_dup_name (property);

  if (read_text_property (self, name, property))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    if (g_ascii_strcasecmp (properties[i].name, name) == 0)
      {
        properties[i].read (self, property);
        return;
      }
}

static void
read_alarms (LoftEvent *event, LoftContentComponent *vevent)
{
  LoftContentComponent *valarm;
  guint position = 0;

  while (event->alarms->len < loft_ical_limits.alarms &&
         (valarm = loft_content_component_next_component (vevent, &position, "VALARM")) != NULL)
    {
      LoftAlarm *alarm = loft_ical_alarm_read (valarm);

      if (alarm != NULL)
        g_ptr_array_add (event->alarms, alarm);
    }
}

static LoftEventTime
make_date (gint64 wall)
{
  gint64 midnight = wall - ((wall % DAY) + DAY) % DAY;

  return (LoftEventTime){ TRUE, TRUE, midnight, "", midnight };
}

/* Start and end are both dates, or both times. */
static void
fit_end (Builder *self)
{
  LoftEvent *event = self->entry->event;

  if (event->start.is_date && !event->end.is_date)
    event->end = make_date (event->end.wall + DAY - 1);
  else if (!event->start.is_date && event->end.is_date)
    {
      LoftIcalTime midnight = loft_ical_time_from_seconds (event->end.wall);

      midnight.is_utc = g_str_equal (event->start.zone, "UTC");
      event->end = loft_ical_event_time_new (&midnight, self->entry->zone);
    }
}

/* Days are of the wall, hours are exact (RFC 5545 3.3.6). */
LoftEventTime
loft_ical_entry_get_end (const LoftIcalEntry *self, const LoftEventTime *start)
{
  LoftIcalTime wall = loft_ical_time_from_seconds (start->wall + self->length.days * DAY);
  LoftEventTime end;

  if (start->is_date)
    return make_date (start->wall + self->length.days * DAY);
  wall.is_utc = g_str_equal (start->zone, "UTC");
  end = self->length.days == 0 ? *start : loft_ical_event_time_new (&wall, self->zone);
  end.at += self->length.seconds;
  if (self->zone != NULL && loft_event_time_is_instant (&end))
    end.wall = end.at + loft_ical_zone_get_offset (self->zone, end.at);
  else
    end.wall = end.at;
  return end;
}

static void
set_length_of_duration (Builder *self)
{
  LoftIcalEntry *entry = self->entry;
  LoftIcalDuration length = self->duration;

  if (length.days < 0 || length.seconds < 0)
    {
      loft_ical_reading_warn (self->reading, "The end is before the start.");
      length = (LoftIcalDuration){ 0 };
    }
  if (entry->event->start.is_date)
    length = (LoftIcalDuration){ MAX (length.days + (length.seconds + DAY - 1) / DAY, 1), 0 };
  entry->length = length;
}

static void
set_length_of_end (Builder *self)
{
  LoftIcalEntry *entry = self->entry;
  LoftEvent *event = entry->event;
  gint64 length;

  fit_end (self);
  /* One of both may be floating: then walls are compared. */
  length = loft_event_time_is_instant (&event->start) == loft_event_time_is_instant (&event->end)
             ? event->end.at - event->start.at
             : event->end.wall - event->start.wall;
  if (length < 0)
    loft_ical_reading_warn (self->reading, "The end is before the start.");
  if (event->start.is_date)
    entry->length = (LoftIcalDuration){ MAX (length / DAY, 1), 0 };
  else
    entry->length = (LoftIcalDuration){ 0, MAX (length, 0) };
  if (length <= 0 ||
      loft_event_time_is_instant (&event->start) != loft_event_time_is_instant (&event->end))
    event->end = loft_ical_entry_get_end (entry, &event->start);
}

static void
set_end (Builder *self)
{
  LoftEvent *event = self->entry->event;

  if (!event->start.is_set)
    return;
  if (event->end.is_set)
    {
      set_length_of_end (self);
      return;
    }
  set_length_of_duration (self);
  event->end = loft_ical_entry_get_end (self->entry, &event->start);
}

/* Outlook writes whole days as from midnight to midnight in its zone. */
static void
make_all_day (Builder *self)
{
  LoftEvent *event = self->entry->event;

  if (!self->is_all_day || !event->start.is_set || event->start.is_date ||
      event->start.wall % DAY != 0 || event->end.wall % DAY != 0 ||
      event->end.wall <= event->start.wall)
    return;
  event->start = make_date (event->start.wall);
  event->end = make_date (event->end.wall);
  self->entry->length = (LoftIcalDuration){ (event->end.wall - event->start.wall) / DAY, 0 };
}

/* An UNTIL in UTC is moved to the wall of the series, where its rule is followed. */
static void
set_rule (Builder *self)
{
  LoftIcalEntry *entry = self->entry;

  if (*entry->event->rule == '\0' || !entry->event->start.is_set)
    return;
  entry->rule = loft_ical_rule_read (entry->event->rule, NULL);
  if (entry->rule == NULL)
    loft_ical_reading_warn (self->reading, "The rule of the series cannot be followed.");
  else if (entry->rule->has_until && entry->rule->until.is_utc && entry->zone != NULL)
    entry->rule->until =
      loft_ical_zone_from_unix (entry->zone, loft_ical_time_get_seconds (&entry->rule->until));
}

LoftIcalEntry *
loft_ical_entry_read (LoftContentComponent *vevent, LoftIcalReading *reading)
{
  LoftIcalEntry *self = g_new0 (LoftIcalEntry, 1);
  Builder builder = { .reading = reading, .entry = self };
  LoftContentProperty *property;
  guint position = 0;

  self->event = loft_event_new ();
  self->periods = g_array_new (FALSE, FALSE, sizeof (LoftIcalPeriodDate));
  while ((property = loft_content_component_next_property (vevent, &position, NULL)) != NULL)
    read_property (&builder, property);
  read_alarms (self->event, vevent);
  if (builder.is_unnamed_exception && !self->event->recurrence_id.is_set)
    {
      loft_ical_reading_warn (reading, "Which of the series an exception is cannot be read.");
      self->event->recurrence_id = self->event->start;
    }
  set_end (&builder);
  make_all_day (&builder);
  set_rule (&builder);
  return self;
}

void
loft_ical_entry_free (LoftIcalEntry *self)
{
  loft_event_unref (self->event);
  g_clear_pointer (&self->zone, loft_ical_zone_unref);
  g_clear_pointer (&self->rule, loft_ical_rule_free);
  g_array_unref (self->periods);
  g_free (self);
}
