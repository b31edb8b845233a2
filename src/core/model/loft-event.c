/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event.h"

static GPtrArray *
copy_all (GPtrArray *array, GCopyFunc copy, GDestroyNotify free)
{
  GPtrArray *copies = g_ptr_array_new_full (array->len, free);

  for (guint i = 0; i < array->len; i++)
    g_ptr_array_add (copies, copy (g_ptr_array_index (array, i), NULL));
  return copies;
}

static gpointer
copy_attendee (gconstpointer attendee, gpointer unused)
{
  return loft_attendee_copy (attendee);
}

static gpointer
copy_alarm (gconstpointer alarm, gpointer unused)
{
  return loft_alarm_copy (alarm);
}

static gpointer
copy_attachment (gconstpointer source, gpointer unused)
{
  const LoftEventAttachment *self = source;

  return loft_event_attachment_new (self->uri, self->name, self->type, self->bytes);
}

LoftEvent *
loft_event_new (void)
{
  LoftEvent *self = g_new0 (LoftEvent, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->uid = g_strdup ("");
  self->summary = g_strdup ("");
  self->description = g_strdup ("");
  self->location = g_strdup ("");
  self->url = g_strdup ("");
  self->conference = g_strdup ("");
  self->color = g_strdup ("");
  self->rule = g_strdup ("");
  self->recurrence_id.zone = self->start.zone = self->end.zone = "";
  self->categories = g_new0 (char *, 1);
  self->dates = g_array_new (FALSE, FALSE, sizeof (LoftEventTime));
  self->exceptions = g_array_new (FALSE, FALSE, sizeof (LoftEventTime));
  self->attendees = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_attendee_free);
  self->alarms = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_alarm_free);
  self->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_event_attachment_free);
  return self;
}

LoftEvent *
loft_event_copy (const LoftEvent *self)
{
  LoftEvent *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->ref_count);
  copy->uid = g_strdup (self->uid);
  copy->summary = g_strdup (self->summary);
  copy->description = g_strdup (self->description);
  copy->location = g_strdup (self->location);
  copy->url = g_strdup (self->url);
  copy->conference = g_strdup (self->conference);
  copy->color = g_strdup (self->color);
  copy->rule = g_strdup (self->rule);
  copy->categories = g_strdupv (self->categories);
  copy->dates = g_array_copy (self->dates);
  copy->exceptions = g_array_copy (self->exceptions);
  copy->organizer = self->organizer != NULL ? loft_attendee_copy (self->organizer) : NULL;
  copy->attendees = copy_all (self->attendees, copy_attendee, (GDestroyNotify) loft_attendee_free);
  copy->alarms = copy_all (self->alarms, copy_alarm, (GDestroyNotify) loft_alarm_free);
  copy->attachments =
    copy_all (self->attachments, copy_attachment, (GDestroyNotify) loft_event_attachment_free);
  return copy;
}

LoftEvent *
loft_event_ref (LoftEvent *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_event_unref (LoftEvent *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->uid);
  g_free (self->summary);
  g_free (self->description);
  g_free (self->location);
  g_free (self->url);
  g_free (self->conference);
  g_free (self->color);
  g_free (self->rule);
  g_strfreev (self->categories);
  g_array_unref (self->dates);
  g_array_unref (self->exceptions);
  g_clear_pointer (&self->organizer, loft_attendee_free);
  g_ptr_array_unref (self->attendees);
  g_ptr_array_unref (self->alarms);
  g_ptr_array_unref (self->attachments);
  g_free (self);
}

LoftEventAttachment *
loft_event_attachment_new (const char *uri, const char *name, const char *type, GBytes *bytes)
{
  LoftEventAttachment *self = g_new0 (LoftEventAttachment, 1);

  self->uri = g_strdup (uri);
  self->name = g_strdup (name);
  self->type = g_strdup (type);
  self->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  return self;
}

void
loft_event_attachment_free (LoftEventAttachment *self)
{
  g_free (self->uri);
  g_free (self->name);
  g_free (self->type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

LoftAttendee *
loft_event_find_attendee (const LoftEvent *self, const char *address)
{
  for (guint i = 0; i < self->attendees->len; i++)
    {
      LoftAttendee *attendee = g_ptr_array_index (self->attendees, i);

      if (g_ascii_strcasecmp (attendee->address, address) == 0)
        return attendee;
    }
  return NULL;
}
