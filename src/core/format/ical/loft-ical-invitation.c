/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-invitation-private.h"

#include <string.h>

#include "loft-error.h"

/* A message of more is nobody's invitation; each is looked for among all that the calendar has. */
#define MAX_EVENTS 500

/* What is known when it is decided. */
typedef struct {
  LoftIcalInvitation *result; /* (borrowed) */
  GBytes *message;
  GBytes *present; /* (nullable) */
  const LoftEvent *event; /* the first of the message */
  const LoftEvent *other; /* (nullable) what the calendar has of the same */
  const LoftEvent *master; /* (nullable) the first of what the calendar has */
  const char *sender; /* (nullable) */
  const char *const *own;
} Case;

static gboolean
is_own (const Case *self, const char *address)
{
  for (guint i = 0; self->own != NULL && self->own[i] != NULL; i++)
    if (g_ascii_strcasecmp (self->own[i], address) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_person (const LoftAttendee *person, const char *sender)
{
  return person != NULL &&
         (sender == NULL || g_ascii_strcasecmp (person->address, sender) == 0 ||
          (*person->sent_by != '\0' && g_ascii_strcasecmp (person->sent_by, sender) == 0));
}

static LoftAttendee *
find_own (const Case *self, const LoftEvent *event)
{
  for (guint i = 0; i < event->attendees->len; i++)
    if (is_own (self, ((LoftAttendee *) event->attendees->pdata[i])->address))
      return g_ptr_array_index (event->attendees, i);
  return NULL;
}

/* A SENT-BY is only what the message says of itself: the calendar must know the organizer. */
static gboolean
is_from_organizer (const Case *self)
{
  const LoftAttendee *organizer = self->event->organizer;

  if (!is_person (organizer, self->sender))
    return FALSE;
  if (self->master == NULL)
    return self->sender == NULL || g_ascii_strcasecmp (organizer->address, self->sender) == 0;
  return self->master->organizer != NULL &&
         g_ascii_strcasecmp (self->master->organizer->address, organizer->address) == 0 &&
         (self->sender == NULL || is_person (self->master->organizer, self->sender));
}

/* RFC 5546 2.1.5: SEQUENCE, then DTSTAMP. */
static int
compare_age (const LoftEvent *event, const LoftEvent *other)
{
  if (event->sequence != other->sequence)
    return event->sequence > other->sequence ? 1 : -1;
  return (event->stamp > other->stamp) - (event->stamp < other->stamp);
}

static gboolean
has_time_changed (const Case *self)
{
  const LoftEvent *other = self->other != NULL ? self->other : self->master;

  if (other == NULL || !self->event->start.is_set)
    return FALSE;
  return self->event->start.at != other->start.at || self->event->end.at != other->end.at ||
         (!self->event->recurrence_id.is_set && strcmp (self->event->rule, other->rule) != 0);
}

static LoftIcalVerdict
decide_request (Case *self)
{
  const LoftAttendee *own = find_own (self, self->event);
  int age = self->other != NULL ? compare_age (self->event, self->other) : 1;

  if (self->event->organizer == NULL || !self->event->start.is_set)
    return LOFT_VERDICT_NOTHING;
  self->result->asks_for_answer = own != NULL && own->rsvp;
  if (is_own (self, self->event->organizer->address) && self->master != NULL &&
      is_from_organizer (self))
    return LOFT_VERDICT_KNOWN;
  if (is_from_organizer (self) && age < 0)
    return LOFT_VERDICT_OUTDATED;
  if (is_from_organizer (self) && age == 0)
    return LOFT_VERDICT_KNOWN;
  self->result->time_changed = has_time_changed (self);
  self->result->raw = loft_ical_take_request (self->message, self->present, self->own);
  if (!is_from_organizer (self))
    return LOFT_VERDICT_OTHER_SENDER;
  if (own == NULL)
    return LOFT_VERDICT_NOT_FOR_ME;
  return self->master != NULL ? LOFT_VERDICT_UPDATE : LOFT_VERDICT_ADD;
}

static LoftIcalVerdict
decide_publish (Case *self)
{
  int age = self->other != NULL ? compare_age (self->event, self->other) : 1;
  gboolean same_organizer =
    self->master == NULL ||
    g_strcmp0 (self->master->organizer != NULL ? self->master->organizer->address : NULL,
               self->event->organizer != NULL ? self->event->organizer->address : NULL) == 0;

  if (!self->event->start.is_set)
    return LOFT_VERDICT_NOTHING;
  if (same_organizer && age <= 0)
    return age < 0 ? LOFT_VERDICT_OUTDATED : LOFT_VERDICT_KNOWN;
  self->result->time_changed = has_time_changed (self);
  self->result->raw = loft_ical_take_request (self->message, self->present, self->own);
  if (self->event->organizer != NULL && self->master != NULL && !is_from_organizer (self))
    return LOFT_VERDICT_OTHER_SENDER;
  return same_organizer ? LOFT_VERDICT_PUBLISH : LOFT_VERDICT_OTHER_SENDER;
}

static LoftIcalVerdict
decide_cancel (Case *self)
{
  const LoftEvent *other = self->other != NULL ? self->other : self->master;

  if (self->event->organizer == NULL)
    return LOFT_VERDICT_NOTHING;
  if (self->master == NULL)
    return LOFT_VERDICT_UNKNOWN_EVENT;
  if (is_from_organizer (self))
    {
      if (self->event->sequence < other->sequence)
        return LOFT_VERDICT_OUTDATED;
      if (other->status == LOFT_EVENT_CANCELLED && compare_age (self->event, other) <= 0)
        return LOFT_VERDICT_KNOWN;
      /* Those who are no longer invited are named. */
      if (self->event->attendees->len > 0 && find_own (self, self->event) == NULL)
        return LOFT_VERDICT_NOT_FOR_ME;
    }
  self->result->raw = loft_ical_take_cancel (self->message, self->present);
  return is_from_organizer (self) ? LOFT_VERDICT_CANCEL : LOFT_VERDICT_OTHER_SENDER;
}

/* The one attendee of what attendees send. FALSE: that is none. */
static gboolean
take_attendee (Case *self)
{
  if (self->event->attendees->len == 0)
    return FALSE;
  /* A COUNTER has all of them: who sent it is meant. */
  for (guint i = 0; i < self->event->attendees->len && self->result->attendee == NULL; i++)
    if (self->event->attendees->len == 1 ||
        (self->sender != NULL && is_person (self->event->attendees->pdata[i], self->sender)))
      self->result->attendee = loft_attendee_copy (self->event->attendees->pdata[i]);
  return self->result->attendee != NULL;
}

static gboolean
is_mine (const Case *self)
{
  return self->master->organizer != NULL && is_own (self, self->master->organizer->address);
}

/* Of what an attendee says to the organizer; LOFT_VERDICT_NOTHING: nothing is against it. */
static LoftIcalVerdict
check_attendee (Case *self)
{
  const LoftEvent *other = self->other != NULL ? self->other : self->master;

  if (self->master == NULL)
    return LOFT_VERDICT_UNKNOWN_EVENT;
  if (!is_mine (self))
    return LOFT_VERDICT_NOT_FOR_ME;
  if (!is_person (self->result->attendee, self->sender))
    return LOFT_VERDICT_OTHER_SENDER;
  /* A SENT-BY that the calendar does not know is only a claim. */
  if (self->sender != NULL &&
      g_ascii_strcasecmp (self->result->attendee->address, self->sender) != 0 &&
      !is_person (loft_event_find_attendee (other, self->result->attendee->address), self->sender))
    return LOFT_VERDICT_OTHER_SENDER;
  if (loft_event_find_attendee (other, self->result->attendee->address) == NULL)
    return LOFT_VERDICT_PARTY_CRASHER;
  return LOFT_VERDICT_NOTHING;
}

static LoftIcalVerdict
decide_reply (Case *self)
{
  LoftIcalVerdict against;
  gint64 answered;

  if (self->event->attendees->len != 1 || !take_attendee (self))
    return LOFT_VERDICT_NOTHING;
  against = check_attendee (self);
  if (against == LOFT_VERDICT_UNKNOWN_EVENT || against == LOFT_VERDICT_NOT_FOR_ME)
    return against;
  if (against == LOFT_VERDICT_NOTHING)
    {
      const LoftEvent *other = self->other != NULL ? self->other : self->master;

      answered = loft_ical_get_answered (self->present, self->result->attendee->address,
                                         self->result->recurrence_id);
      if (self->event->sequence < other->sequence || self->event->stamp < answered)
        return LOFT_VERDICT_OUTDATED;
      if (answered != 0 && self->event->stamp == answered)
        return LOFT_VERDICT_KNOWN;
    }
  self->result->raw = loft_ical_take_reply (self->message, self->present);
  return against == LOFT_VERDICT_NOTHING ? LOFT_VERDICT_ANSWER : against;
}

static LoftIcalVerdict
decide_counter (Case *self)
{
  LoftIcalVerdict against;

  if (!self->event->start.is_set || !take_attendee (self))
    return LOFT_VERDICT_NOTHING;
  against = check_attendee (self);
  if (against == LOFT_VERDICT_UNKNOWN_EVENT || against == LOFT_VERDICT_NOT_FOR_ME)
    return against;
  if (self->event->sequence < self->master->sequence)
    return LOFT_VERDICT_OUTDATED;
  self->result->time_changed = has_time_changed (self);
  self->result->raw = loft_ical_take_counter (self->message, self->present);
  return against == LOFT_VERDICT_NOTHING ? LOFT_VERDICT_COUNTER : against;
}

static LoftIcalVerdict
decide_refresh (Case *self)
{
  LoftIcalVerdict against;

  if (!take_attendee (self))
    return LOFT_VERDICT_NOTHING;
  against = check_attendee (self);
  return against == LOFT_VERDICT_NOTHING ? LOFT_VERDICT_REFRESH : against;
}

static LoftIcalVerdict
decide_decline_counter (Case *self)
{
  if (self->master == NULL)
    return LOFT_VERDICT_UNKNOWN_EVENT;
  return is_from_organizer (self) ? LOFT_VERDICT_COUNTER_DECLINED : LOFT_VERDICT_OTHER_SENDER;
}

static LoftIcalVerdict
decide_addition (Case *self)
{
  if (self->event->organizer == NULL || !self->event->start.is_set)
    return LOFT_VERDICT_NOTHING;
  if (self->master == NULL)
    return LOFT_VERDICT_UNKNOWN_EVENT;
  if (is_from_organizer (self) && self->event->sequence < self->master->sequence)
    return LOFT_VERDICT_OUTDATED;
  self->result->raw = loft_ical_take_addition (self->message, self->present);
  if (self->result->raw == NULL)
    return LOFT_VERDICT_NOTHING;
  return is_from_organizer (self) ? LOFT_VERDICT_UPDATE : LOFT_VERDICT_OTHER_SENDER;
}

static const struct {
  const char *method;
  LoftIcalVerdict (*decide) (Case *self);
} methods[] = {
  { "REQUEST", decide_request },
  { "PUBLISH", decide_publish },
  { "CANCEL", decide_cancel },
  { "REPLY", decide_reply },
  { "COUNTER", decide_counter },
  { "REFRESH", decide_refresh },
  { "DECLINECOUNTER", decide_decline_counter },
  { "ADD", decide_addition },
};

/* (nullable) Borrowed. */
static const LoftEvent *
find_same (LoftIcalObject *present, const LoftEvent *event)
{
  GPtrArray *events = loft_ical_object_get_events (present);

  for (guint i = 0; i < events->len; i++)
    {
      const LoftEvent *other = g_ptr_array_index (events, i);

      if (other->recurrence_id.is_set == event->recurrence_id.is_set &&
          (!event->recurrence_id.is_set || other->recurrence_id.at == event->recurrence_id.at))
        return other;
    }
  return NULL;
}

static void
read_comment (LoftIcalInvitation *self, GBytes *message)
{
  g_autoptr (LoftContentComponent) root = loft_content_component_read (message, NULL);
  LoftContentComponent *calendar = loft_content_component_get_component (root, "VCALENDAR");
  LoftContentComponent *vevent = loft_content_component_get_component (calendar, "VEVENT");
  LoftContentProperty *comment =
    vevent != NULL ? loft_content_component_get_property (vevent, "COMMENT") : NULL;

  if (comment == NULL)
    return;
  g_free (self->comment);
  self->comment = loft_ical_read_text (comment);
}

static void
decide (Case *self, LoftIcalObject *present)
{
  GPtrArray *events = present != NULL ? loft_ical_object_get_events (present) : NULL;

  if (events != NULL && events->len > 0)
    self->master = g_ptr_array_index (events, 0);
  if (self->master != NULL)
    self->other = find_same (present, self->event);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (strcmp (methods[i].method, self->result->method) == 0)
      self->result->verdict = methods[i].decide (self);
}

static LoftIcalInvitation *
new_nothing (LoftIcalObject *object)
{
  LoftIcalInvitation *self = g_new0 (LoftIcalInvitation, 1);

  self->method = g_strdup (loft_ical_object_get_method (object));
  self->uid = g_strdup (loft_ical_object_get_uid (object));
  self->recurrence_id = g_strdup ("");
  self->comment = g_strdup ("");
  return self;
}

LoftIcalInvitation *
loft_ical_invitation_new (GBytes *message, const char *method, const char *sender, GBytes *present,
                          const char *const *own_addresses, GError **error)
{
  g_autoptr (LoftIcalObject) object = loft_ical_object_read (message, error);
  g_autoptr (LoftIcalObject) calendar = NULL;
  LoftIcalInvitation *self;
  GPtrArray *events;
  Case one = { .message = message, .sender = sender, .own = own_addresses };

  if (object == NULL)
    return NULL;
  if (loft_ical_object_get_events (object)->len > MAX_EVENTS)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "the message has too many events");
      return NULL;
    }
  self = new_nothing (object);
  events = loft_ical_object_get_events (object);
  if (present != NULL)
    calendar = loft_ical_object_read (present, NULL);
  if (calendar != NULL && strcmp (loft_ical_object_get_uid (calendar), self->uid) == 0)
    one.present = present;
  if (events->len == 0 || *self->uid == '\0' ||
      (method != NULL && g_ascii_strcasecmp (method, self->method) != 0))
    return self;
  one.result = self;
  one.event = g_ptr_array_index (events, 0);
  g_free (self->recurrence_id);
  self->recurrence_id = loft_ical_event_time_write_id (&one.event->recurrence_id);
  read_comment (self, message);
  decide (&one, one.present != NULL ? calendar : NULL);
  return self;
}

void
loft_ical_invitation_free (LoftIcalInvitation *self)
{
  g_free (self->method);
  g_free (self->uid);
  g_free (self->recurrence_id);
  g_free (self->comment);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_clear_pointer (&self->attendee, loft_attendee_free);
  g_free (self);
}
