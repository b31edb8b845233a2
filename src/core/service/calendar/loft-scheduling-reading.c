/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-scheduling-reading.h"

#include "loft-event-reading.h"
#include "loft-folder-store.h"
#include "loft-ical-object.h"
#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-resource-store.h"
#include "loft-resources.h"
#include "loft-scheduling-part.h"
#include "loft-scheduling-telling.h"

#define DAY            86400
#define LONGEST        (31 * DAY) /* conflicts of what is longer say nothing */
#define MOST_CONFLICTS 50

void
loft_scheduling_reading_free (LoftSchedulingReading *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->service);
  g_object_unref (self->mail);
  loft_message_body_unref (self->body);
  g_ptr_array_unref (self->accounts);
  g_clear_pointer (&self->message, g_bytes_unref);
  g_free (self->method);
  g_free (self->sender);
  g_clear_pointer (&self->event, loft_event_unref);
  g_free (self->uid);
  g_free (self->join);
  g_strfreev (self->own);
  g_clear_object (&self->holder);
  g_clear_pointer (&self->present, g_bytes_unref);
  g_ptr_array_unref (self->conflicts);
  g_hash_table_unref (self->tellers);
  g_clear_pointer (&self->invitation, loft_ical_invitation_free);
  g_free (self);
}

/* ---- the message -------------------------------------------------------------------------- */

/* As an instant, where the reader is. */
static gint64
to_instant (const LoftEventTime *time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint interval;

  if (loft_event_time_is_instant (time))
    return time->at;
  interval = g_time_zone_find_interval (zone, G_TIME_TYPE_STANDARD, time->wall);
  return time->wall - g_time_zone_get_offset (zone, MAX (interval, 0));
}

static char *
find_join (LoftIcalObject *object, const LoftEvent *event)
{
  g_autoptr (GPtrArray) made =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);

  if (event->start.is_set)
    loft_ical_object_expand (object, event->start.at - DAY, event->start.at + 2 * DAY, 1, NULL,
                             made);
  return g_strdup (made->len > 0 ? ((LoftOccurrence *) g_ptr_array_index (made, 0))->join : "");
}

static gboolean
read_message (LoftSchedulingReading *self, GError **error)
{
  g_autoptr (LoftIcalObject) object = NULL;
  GPtrArray *events;

  self->message = loft_scheduling_part_find (self->body->raw, &self->method, error);
  object = self->message != NULL ? loft_ical_object_read (self->message, error) : NULL;
  if (object == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "There is no invitation in it");
      return FALSE;
    }
  self->uid = g_strdup (loft_ical_object_get_uid (object));
  events = loft_ical_object_get_events (object);
  if (events->len == 0)
    return TRUE;
  self->event = loft_event_ref (g_ptr_array_index (events, 0));
  self->join = find_join (object, self->event);
  if (self->event->start.is_set)
    self->from = to_instant (&self->event->start);
  if (self->event->end.is_set)
    self->to = to_instant (&self->event->end);
  return TRUE;
}

static void
read_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  LoftSchedulingReading *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (read_message (self, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Whom the mail is really from; what its server says is forged is from nobody. */
static char *
find_sender (const LoftMessageBody *body)
{
  if (body->message->from->len != 1 ||
      (body->authentication != NULL &&
       body->authentication->verdict == LOFT_AUTHENTICATION_REJECTED))
    return g_strdup ("");
  return g_strdup (((const LoftAddress *) g_ptr_array_index (body->message->from, 0))->email);
}

/* ---- the calendars ------------------------------------------------------------------------ */

static gboolean
is_conflict (const LoftSchedulingReading *self, const LoftOccurrence *occurrence)
{
  return !occurrence->is_transparent && occurrence->status != LOFT_EVENT_CANCELLED &&
         occurrence->partstat != LOFT_PARTSTAT_DECLINED &&
         !g_str_equal (occurrence->uid, self->uid);
}

static void
find_conflicts (LoftSchedulingReading *self, LoftMailReader *reader, GCancellable *cancellable)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GPtrArray) occurrences = NULL;

  if (self->to <= self->from || self->to - self->from > LONGEST)
    return;
  occurrences = loft_event_reading_list (reader, self->from, self->to, zone, cancellable, NULL);
  for (guint i = 0; occurrences != NULL && i < occurrences->len; i++)
    if (self->conflicts->len < MOST_CONFLICTS &&
        is_conflict (self, g_ptr_array_index (occurrences, i)))
      g_ptr_array_add (self->conflicts, loft_occurrence_ref (g_ptr_array_index (occurrences, i)));
}

static gboolean
find_event (LoftSchedulingReading *self, LoftMailStore *store, GError **error)
{
  g_autoptr (GPtrArray) folders =
    loft_folder_store_list_kinds (store, LOFT_FOLDER_KIND_EVENTS, error);

  if (folders == NULL)
    return FALSE;
  for (guint i = 0; i < folders->len && self->present == NULL && *self->uid != '\0'; i++)
    {
      const LoftFolder *folder = g_ptr_array_index (folders, i);
      g_autoptr (LoftResource) resource =
        loft_resource_store_find_uid (store, folder->id, self->uid, NULL);

      if (resource == NULL || resource->removed || !folder->writable)
        continue;
      self->present = g_bytes_ref (resource->raw);
      self->resource_id = resource->id;
      self->folder_id = folder->id;
    }
  return TRUE;
}

/* Returns whether its server tells who takes part. */
static void
look_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  LoftSchedulingReading *self = g_task_get_task_data (task);
  LoftMailStore *store = loft_mail_reader_current_store (reader)->mail;
  g_autofree char *tells = NULL;
  GError *error = NULL;

  if (!find_event (self, store, &error) ||
      !loft_mail_store_get_word (store, LOFT_SERVER_TELLS, &tells, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  find_conflicts (self, reader, cancellable);
  g_task_return_int (task, *tells != '\0');
}

/* ---- both --------------------------------------------------------------------------------- */

/* (transfer none) "" for none */
static const char *
find_own (const LoftSchedulingReading *self, const LoftEvent *event)
{
  for (guint i = 0; event != NULL && self->own[i] != NULL; i++)
    if (loft_event_find_attendee (event, self->own[i]) != NULL)
      return self->own[i];
  return "";
}

static void
decide_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  LoftSchedulingReading *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->invitation =
    loft_ical_invitation_new (self->message, self->method, self->sender, self->present,
                              (const char *const *) self->own, &error);
  if (self->invitation == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->own_address = find_own (self, self->event);
  g_task_return_boolean (task, TRUE);
}

/* ---- one after the other ------------------------------------------------------------------ */

static void look_next (GTask *client);

static void
on_decided (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (client, error);
      return;
    }
  g_task_return_pointer (client, *(LoftSchedulingReading **) g_task_get_task_data (client),
                         (GDestroyNotify) loft_scheduling_reading_free);
  *(LoftSchedulingReading **) g_task_get_task_data (client) = NULL;
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  LoftSchedulingReading *self = *(LoftSchedulingReading **) g_task_get_task_data (client);
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);
  const LoftAccount *settings = loft_mail_account_get_account (account);
  g_autoptr (GError) error = NULL;
  gssize tells = g_task_propagate_int (G_TASK (result), &error);

  /* An account that cannot be read says so itself. */
  if (error == NULL && tells > 0)
    g_hash_table_add (self->tellers, g_strdup (settings->id));
  if (self->present != NULL && self->holder == NULL)
    self->holder = g_object_ref (account);
  look_next (g_steal_pointer (&client));
}

/* The reading belongs to client, which waits. Takes client. */
static void
queue (GTask *client, LoftMailAccount *account, LoftLocalReadFunc func,
       GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (account, NULL, callback, client);

  g_task_set_task_data (task, *(LoftSchedulingReading **) g_task_get_task_data (client), NULL);
  loft_mail_account_queue_read (account, LOFT_WORKER_URGENT, task, func);
}

/* Takes client. */
static void
look_next (GTask *client)
{
  LoftSchedulingReading *self = *(LoftSchedulingReading **) g_task_get_task_data (client);

  if (g_task_return_error_if_cancelled (client))
    {
      g_object_unref (client);
      return;
    }
  if (self->position < self->accounts->len)
    queue (client, g_ptr_array_index (self->accounts, self->position++), look_in_worker, on_looked);
  else
    queue (client, self->mail, decide_in_worker, on_decided);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    look_next (g_steal_pointer (&client));
  else
    g_task_return_error (client, error);
}

/* It goes to whoever finishes. */
static void
holder_free (gpointer data)
{
  LoftSchedulingReading **reading = data;

  loft_scheduling_reading_free (*reading);
  g_free (reading);
}

static GPtrArray *
list_accounts (LoftService *service)
{
  GListModel *accounts = loft_service_get_accounts (service);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      g_autoptr (GPtrArray) folders =
        loft_resources_list_folders (account, LOFT_FOLDER_KIND_EVENTS, NULL);

      if (folders != NULL && folders->len > 0)
        g_ptr_array_add (list, g_steal_pointer (&account));
    }
  return list;
}

void
loft_scheduling_reading_async (LoftService *service, LoftMailAccount *mail, LoftMessageBody *body,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *client = g_task_new (service, cancellable, callback, user_data);
  LoftSchedulingReading *self = g_new0 (LoftSchedulingReading, 1);

  self->service = g_object_ref (service);
  self->mail = g_object_ref (mail);
  self->body = loft_message_body_ref (body);
  self->accounts = list_accounts (service);
  self->sender = find_sender (body);
  self->own = loft_scheduling_list_own (service);
  self->own_address = "";
  self->conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);
  self->tellers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_task_set_task_data (client, g_memdup2 (&self, sizeof self), holder_free);
  queue (client, mail, read_in_worker, on_read);
}

LoftSchedulingReading *
loft_scheduling_reading_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
loft_scheduling_reading_server_tells (const LoftSchedulingReading *self, LoftMailAccount *account)
{
  return account != NULL &&
         g_hash_table_contains (self->tellers, loft_mail_account_get_account (account)->id);
}

/* ---- the card ----------------------------------------------------------------------------- */

static int
rank (const LoftSchedulingReading *self, LoftCalendarItem *calendar)
{
  LoftMailAccount *account = NULL;
  const char *mail = loft_mail_account_get_account (self->mail)->id;
  const LoftAccount *settings;

  for (guint i = 0; i < self->accounts->len && account == NULL; i++)
    if (g_str_equal (loft_mail_account_get_account (g_ptr_array_index (self->accounts, i))->id,
                     loft_calendar_item_get_account_id (calendar)))
      account = g_ptr_array_index (self->accounts, i);
  if (account == NULL)
    return 9;
  settings = loft_mail_account_get_account (account);
  if (g_str_equal (settings->id, mail) || g_str_equal (settings->mail_account, mail))
    return 0;
  return loft_account_kind_is_local (settings->kind) ? 2 : 1;
}

static int
compare_calendars (gconstpointer a, gconstpointer b, gpointer self)
{
  return rank (self, *(LoftCalendarItem *const *) a) - rank (self, *(LoftCalendarItem *const *) b);
}

static void
add_calendars (const LoftSchedulingReading *self, LoftSchedulingCard *card)
{
  LoftCalendarActions *actions = loft_service_get_calendar (self->service);
  GListModel *calendars = actions != NULL ? loft_calendar_actions_get_calendars (actions) : NULL;

  for (guint i = 0; calendars != NULL && i < g_list_model_get_n_items (calendars); i++)
    {
      g_autoptr (LoftCalendarItem) calendar = g_list_model_get_item (calendars, i);

      if (loft_calendar_item_get_writable (calendar))
        g_ptr_array_add (card->choice, g_steal_pointer (&calendar));
    }
  g_ptr_array_sort_with_data (card->choice, compare_calendars, (gpointer) self);
  if (calendars != NULL && self->holder != NULL)
    g_set_object (&card->calendar,
                  loft_calendar_item_find (calendars,
                                           loft_mail_account_get_account (self->holder)->id,
                                           self->folder_id));
}

static gboolean
best_tells (const LoftSchedulingReading *self, const LoftSchedulingCard *card)
{
  LoftCalendarItem *best = card->choice->len > 0 ? g_ptr_array_index (card->choice, 0) : NULL;

  if (self->holder != NULL)
    return loft_scheduling_reading_server_tells (self, self->holder);
  return best != NULL &&
         g_hash_table_contains (self->tellers, loft_calendar_item_get_account_id (best));
}

static gboolean
is_own (const LoftSchedulingReading *self, const LoftAttendee *person)
{
  return person != NULL && g_strv_contains ((const char *const *) self->own, person->address);
}

static int
compare_conflicts (gconstpointer a, gconstpointer b, gpointer zone)
{
  return loft_occurrence_compare (*(LoftOccurrence *const *) a, *(LoftOccurrence *const *) b, zone);
}

LoftSchedulingCard *
loft_scheduling_reading_make_card (const LoftSchedulingReading *self)
{
  LoftSchedulingCard *card = g_new0 (LoftSchedulingCard, 1);
  const LoftIcalInvitation *invitation = self->invitation;
  const LoftAttendee *own = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  card->state = (LoftSchedulingState) invitation->verdict;
  card->method = g_strdup (invitation->method);
  card->event = self->event != NULL ? loft_event_ref (self->event) : NULL;
  if (self->present != NULL)
    card->present = loft_event_reading_find (self->present, invitation->recurrence_id, NULL);
  card->recurrence_id = g_strdup (invitation->recurrence_id);
  card->attendee = invitation->attendee != NULL ? loft_attendee_copy (invitation->attendee) : NULL;
  card->comment = g_strdup (invitation->comment);
  card->join = g_strdup (self->join != NULL ? self->join : "");
  card->is_mine = self->event != NULL && is_own (self, self->event->organizer);
  card->asks_for_answer = invitation->asks_for_answer;
  card->time_changed = invitation->time_changed;
  card->can_be_taken = invitation->raw != NULL;
  card->own_address = g_strdup (self->own_address);
  if (card->present != NULL && *self->own_address != '\0')
    own = loft_event_find_attendee (card->present, self->own_address);
  card->answer = own != NULL ? own->partstat : LOFT_PARTSTAT_NONE;
  card->conflicts = g_ptr_array_ref (self->conflicts);
  g_ptr_array_sort_with_data (card->conflicts, compare_conflicts, zone);
  card->choice = g_ptr_array_new_with_free_func (g_object_unref);
  add_calendars (self, card);
  card->server_tells = best_tells (self, card);
  return card;
}
