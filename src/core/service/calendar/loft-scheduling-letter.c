/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-scheduling-letter.h"

#include <string.h>

#include "loft-draft.h"
#include "loft-event-reading.h"
#include "loft-ical-invitation.h"
#include "loft-ical-object.h"
#include "loft-mime-writer.h"
#include "loft-scheduling-words.h"

/* A meeting of more guests is told by mail to the first of them. */
#define MOST_GUESTS 1000

void
loft_scheduling_letter_free (LoftSchedulingLetter *self)
{
  if (self == NULL)
    return;
  g_free (self->method);
  g_free (self->about);
  g_clear_pointer (&self->calendar, g_bytes_unref);
  g_clear_pointer (&self->event, loft_event_unref);
  g_clear_pointer (&self->from, loft_attendee_free);
  g_ptr_array_unref (self->to);
  g_free (self->comment);
  g_free (self);
}

/* ---- who ---------------------------------------------------------------------------------- */

static gboolean
is_among (const char *const *addresses, const char *address)
{
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    if (g_ascii_strcasecmp (addresses[i], address) == 0)
      return TRUE;
  return FALSE;
}

/* calendar: (transfer full) (nullable) */
static LoftSchedulingLetter *
letter_new (const char *method, GBytes *calendar, LoftEvent *event, const LoftAttendee *from,
            const char *recurrence_id)
{
  LoftSchedulingLetter *self;

  if (calendar == NULL)
    return NULL;
  self = g_new0 (LoftSchedulingLetter, 1);
  self->method = g_strdup (method);
  self->calendar = calendar;
  self->event = loft_event_ref (event);
  self->from = loft_attendee_copy (from);
  self->to = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  self->about = g_strdup_printf ("%s %s %s %s", method, event->uid, recurrence_id, from->address);
  self->comment = g_strdup ("");
  return self;
}

/* Others than mail is sent to by nobody. */
static void
add_recipient (LoftSchedulingLetter *self, const LoftAttendee *person)
{
  if (loft_mime_is_address (person->address) && self->to->len < MOST_GUESTS)
    g_ptr_array_add (self->to, loft_address_new (person->name, person->address));
}

/* self: (transfer full) (nullable) */
static LoftSchedulingLetter *
unless_to_nobody (LoftSchedulingLetter *self)
{
  if (self != NULL && self->to->len > 0)
    return self;
  loft_scheduling_letter_free (self);
  return NULL;
}

/* ---- of who is invited -------------------------------------------------------------------- */

static LoftSchedulingLetter *
new_answer (const char *method, GBytes *calendar, LoftEvent *event, const char *recurrence_id,
            const char *address, LoftPartstat partstat, const char *comment)
{
  LoftAttendee *from = loft_event_find_attendee (event, address);
  LoftSchedulingLetter *self = NULL;

  if (from == NULL || event->organizer == NULL)
    {
      g_clear_pointer (&calendar, g_bytes_unref);
      return NULL;
    }
  self = letter_new (method, calendar, event, from, recurrence_id);
  if (self == NULL)
    return NULL;
  self->partstat = partstat;
  g_free (self->comment);
  self->comment = g_strdup (comment);
  add_recipient (self, event->organizer);
  return unless_to_nobody (self);
}

LoftSchedulingLetter *
loft_scheduling_letter_new_reply (GBytes *raw, const char *recurrence_id, const char *address,
                                  LoftPartstat partstat, const char *comment)
{
  g_autoptr (LoftEvent) event = loft_event_reading_find (raw, recurrence_id, NULL);

  if (event == NULL)
    return NULL;
  return new_answer ("REPLY", loft_ical_make_reply (raw, recurrence_id, address, partstat, comment),
                     event, recurrence_id, address, partstat, comment);
}

LoftSchedulingLetter *
loft_scheduling_letter_new_note (GBytes *raw, const char *recurrence_id, const char *address,
                                 LoftPartstat partstat, const char *comment)
{
  g_autoptr (LoftEvent) event = loft_event_reading_find (raw, recurrence_id, NULL);

  if (event == NULL || *comment == '\0')
    return NULL;
  return new_answer ("", g_bytes_new (NULL, 0), event, recurrence_id, address, partstat, comment);
}

LoftSchedulingLetter *
loft_scheduling_letter_new_counter (GBytes *raw, const char *recurrence_id, const char *address,
                                    const LoftEventTime *start, const LoftEventTime *end,
                                    const char *comment)
{
  g_autoptr (LoftEvent) event = loft_event_reading_find (raw, recurrence_id, NULL);
  g_autoptr (LoftEvent) proposed = event != NULL ? loft_event_copy (event) : NULL;

  if (proposed == NULL)
    return NULL;
  proposed->start = *start;
  proposed->end = *end;
  return new_answer ("COUNTER",
                     loft_ical_make_counter (raw, recurrence_id, address, start, end, comment),
                     proposed, recurrence_id, address, LOFT_PARTSTAT_TENTATIVE, comment);
}

/* ---- of who organizes --------------------------------------------------------------------- */

static void
add_guests (LoftSchedulingLetter *self, const char *const *own, const char *const *only)
{
  for (guint i = 0; i < self->event->attendees->len; i++)
    {
      const LoftAttendee *guest = g_ptr_array_index (self->event->attendees, i);

      if (!is_among (own, guest->address) && (only == NULL || is_among (only, guest->address)))
        add_recipient (self, guest);
    }
}

/* (transfer full) (nullable) Of what the person organizes. */
static LoftEvent *
read_own (GBytes *raw, const char *recurrence_id, const char *const *own)
{
  g_autoptr (LoftEvent) event = loft_event_reading_find (raw, recurrence_id, NULL);

  if (event == NULL || event->organizer == NULL || !is_among (own, event->organizer->address))
    return NULL;
  return g_steal_pointer (&event);
}

LoftSchedulingLetter *
loft_scheduling_letter_new_request (GBytes *raw, const char *const *own, const char *const *only)
{
  g_autoptr (LoftEvent) event = read_own (raw, "", own);
  LoftSchedulingLetter *self =
    event != NULL
      ? letter_new ("REQUEST", loft_ical_make_request (raw, ""), event, event->organizer, "")
      : NULL;

  if (self != NULL)
    add_guests (self, own, only);
  return unless_to_nobody (self);
}

/* One that was told last does not take the place of one to others. */
static void
name_those (LoftSchedulingLetter *self)
{
  GString *about = g_string_new (self->about);

  for (guint i = 0; i < self->to->len; i++)
    g_string_append_printf (about, " %s",
                            ((const LoftAddress *) g_ptr_array_index (self->to, i))->email);
  g_free (self->about);
  self->about = g_string_free (about, FALSE);
}

LoftSchedulingLetter *
loft_scheduling_letter_new_cancel (GBytes *raw, const char *recurrence_id, const char *const *own,
                                   const char *const *only)
{
  g_autoptr (LoftEvent) event = read_own (raw, recurrence_id, own);
  LoftSchedulingLetter *self =
    event != NULL ? letter_new ("CANCEL", loft_ical_make_cancel (raw, recurrence_id, only), event,
                                event->organizer, recurrence_id)
                  : NULL;

  if (self == NULL)
    return NULL;
  add_guests (self, own, only);
  name_those (self);
  return unless_to_nobody (self);
}

LoftSchedulingLetter *
loft_scheduling_letter_new_decline_counter (GBytes *counter, const char *const *own,
                                            const LoftAttendee *to, const char *comment)
{
  g_autoptr (LoftEvent) event = read_own (counter, "", own);
  LoftSchedulingLetter *self =
    event != NULL ? letter_new ("DECLINECOUNTER", loft_ical_make_decline_counter (counter, comment),
                                event, event->organizer, to->address)
                  : NULL;

  if (self == NULL)
    return NULL;
  g_free (self->comment);
  self->comment = g_strdup (comment);
  add_recipient (self, to);
  return unless_to_nobody (self);
}

/* (transfer container) (nullable) Who was invited and is no more. */
static GPtrArray *
list_dropped (const LoftEvent *before, const LoftEvent *after)
{
  g_autoptr (GPtrArray) dropped = g_ptr_array_new ();

  for (guint i = 0; i < before->attendees->len; i++)
    {
      const LoftAttendee *guest = g_ptr_array_index (before->attendees, i);

      if (loft_event_find_attendee (after, guest->address) == NULL)
        g_ptr_array_add (dropped, guest->address);
    }
  g_ptr_array_add (dropped, NULL);
  return dropped->len > 1 ? g_steal_pointer (&dropped) : NULL;
}

static void
take (GPtrArray *letters, LoftSchedulingLetter *letter)
{
  if (letter != NULL)
    g_ptr_array_add (letters, letter);
}

GPtrArray *
loft_scheduling_letters_of_change (GBytes *before, GBytes *after, const char *const *own)
{
  GPtrArray *letters =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_scheduling_letter_free);
  g_autoptr (LoftEvent) was = before != NULL ? loft_event_reading_find (before, "", NULL) : NULL;
  g_autoptr (LoftEvent) is = after != NULL ? loft_event_reading_find (after, "", NULL) : NULL;
  g_autoptr (GPtrArray) dropped = was != NULL && is != NULL ? list_dropped (was, is) : NULL;

  if (after == NULL && before != NULL)
    take (letters, loft_scheduling_letter_new_cancel (before, "", own, NULL));
  if (after != NULL)
    take (letters, loft_scheduling_letter_new_request (after, own, NULL));
  if (dropped != NULL)
    take (letters, loft_scheduling_letter_new_cancel (before, "", own,
                                                      (const char *const *) dropped->pdata));
  return letters;
}

/* ---- the mail ----------------------------------------------------------------------------- */

/* The name that the account writes under where the address is one of its own. */
static LoftAddress *
make_from (const LoftSchedulingLetter *self, const LoftAccount *account)
{
  g_autoptr (GPtrArray) identities = loft_account_list_identities (account);

  for (guint i = 0; i < identities->len; i++)
    {
      const LoftIdentity *identity = g_ptr_array_index (identities, i);

      if (g_ascii_strcasecmp (identity->address, self->from->address) == 0)
        return loft_address_new (identity->name, identity->address);
    }
  return loft_address_new (self->from->name, self->from->address);
}

/* Programs that know nothing of calendars in mail save it as a file. */
static void
add_file (LoftDraft *draft, GBytes *calendar)
{
  g_ptr_array_add (draft->parts,
                   loft_draft_part_new ("invite.ics", "application/ics", NULL, calendar));
}

static char *
make_message_id (const char *address)
{
  g_autofree char *uuid = g_uuid_string_random ();
  const char *at = strrchr (address, '@');

  return g_strconcat (uuid, at != NULL ? at : "@localhost", NULL);
}

static LoftDraft *
make_draft (const LoftSchedulingLetter *self, const LoftAccount *account)
{
  LoftDraft *draft = loft_draft_new (make_from (self, account));
  g_autofree char *type = g_strconcat ("text/calendar; method=", self->method, NULL);
  const LoftSchedulingSaying saying = { self->method, self->event, self->partstat, self->comment };

  for (guint i = 0; i < self->to->len; i++)
    {
      const LoftAddress *to = g_ptr_array_index (self->to, i);

      g_ptr_array_add (draft->to, loft_address_new (to->name, to->email));
    }
  g_clear_pointer (&draft->subject, g_free);
  g_clear_pointer (&draft->text, g_free);
  loft_scheduling_words_make (&saying, &draft->subject, &draft->text);
  /* Made here, so that it is the same however often it is given to the outbox. */
  g_free (draft->message_id);
  draft->message_id = make_message_id (draft->from->email);
  if (*self->method == '\0')
    return draft;
  g_ptr_array_add (draft->parts, loft_draft_part_new ("", type, NULL, self->calendar));
  if (strcmp (self->method, "REPLY") != 0)
    add_file (draft, self->calendar);
  return draft;
}

LoftSchedulingMessage *
loft_scheduling_letter_seal (const LoftSchedulingLetter *self, const LoftAccount *account,
                             gint64 not_before, GError **error)
{
  g_autoptr (LoftDraft) draft = make_draft (self, account);
  g_autoptr (GBytes) raw = loft_mime_write (draft, 0, error);

  if (raw == NULL)
    return NULL;
  return loft_scheduling_message_new (self->about, account->id, draft->from->email, not_before,
                                      raw);
}
