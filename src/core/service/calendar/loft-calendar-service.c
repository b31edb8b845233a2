/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-service.h"

#include "loft-availability-asking.h"
#include "loft-calendar-arranging.h"
#include "loft-calendar-files.h"
#include "loft-calendar-plan.h"
#include "loft-calendars.h"
#include "loft-event-list.h"
#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-resource-store.h"
#include "loft-resource-undos.h"
#include "loft-resources.h"
#include "loft-scheduling-letter.h"
#include "loft-scheduling-post.h"
#include "loft-scheduling-telling.h"
#include "loft-unfinished.h"

struct _LoftCalendarService {
  GObject parent;

  LoftService *service; /* (borrowed) it owns this */
  LoftCalendars *calendars; /* (owned) */
  GHashTable *undos; /* guint64 -> GPtrArray of LoftResourceUndo */
  guint64 last_undo;
};

static void actions_init (LoftCalendarActionsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftCalendarService, loft_calendar_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_CALENDAR_ACTIONS, actions_init))

static GListModel *
get_calendars (LoftCalendarActions *actions)
{
  return G_LIST_MODEL (LOFT_CALENDAR_SERVICE (actions)->calendars);
}

static GListModel *
list_events (LoftCalendarActions *actions, gint64 from, gint64 to)
{
  LoftCalendarService *self = LOFT_CALENDAR_SERVICE (actions);

  return G_LIST_MODEL (
    loft_event_list_new (self->service, G_LIST_MODEL (self->calendars), from, to));
}

static void
set_shown (LoftCalendarActions *actions, LoftCalendarItem *calendar, gboolean shown)
{
  LoftCalendarService *self = LOFT_CALENDAR_SERVICE (actions);
  g_autoptr (GError) error = NULL;

  if (!loft_calendars_set_shown (self->calendars, calendar, shown, &error))
    g_message ("The choice of calendars is not kept: %s", error->message);
}

/* ---- in a worker -------------------------------------------------------------------------- */

/* What is asked for, and the text that it concerns. */
typedef struct {
  LoftCalendarWish *wish; /* (owned) (nullable) of a change */
  LoftOccurrence *occurrence; /* (owned) (nullable) */
  LoftCalendarScope scope;
  LoftMailAccount *source; /* (owned) (nullable) of the occurrence */
  LoftMailAccount *target; /* (owned) where something is added */
  LoftCalendarPlan *plan; /* (owned) (nullable) */
  GPtrArray *letters; /* (owned) (nullable) of LoftSchedulingLetter */
  GPtrArray *messages; /* (owned) (nullable) of LoftSchedulingMessage */
  gboolean tell;
  char *comment; /* (owned) (nullable) */
  GStrv own; /* (owned) (nullable) the person's addresses */
  gint64 not_before;
  GPtrArray *undos; /* (owned) of LoftResourceUndo */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->wish, loft_calendar_wish_free);
  g_clear_pointer (&work->occurrence, loft_occurrence_unref);
  g_clear_object (&work->source);
  g_clear_object (&work->target);
  g_clear_pointer (&work->plan, loft_calendar_plan_free);
  g_free (work->comment);
  g_strfreev (work->own);
  g_clear_pointer (&work->letters, g_ptr_array_unref);
  g_clear_pointer (&work->messages, g_ptr_array_unref);
  g_clear_pointer (&work->undos, g_ptr_array_unref);
  g_free (work);
}

static GBytes *
read_raw (LoftMailReader *reader, const LoftOccurrence *occurrence, GError **error)
{
  g_autoptr (LoftResource) resource =
    loft_resource_store_get (loft_mail_reader_current_store (reader)->mail, occurrence->resource_id,
                             error);

  if (resource == NULL)
    return NULL;
  if (!resource->removed)
    return g_bytes_ref (resource->raw);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "The event was deleted");
  return NULL;
}

static void
read_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  const Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) raw = read_raw (reader, work->occurrence, &error);
  LoftEvent *event = raw != NULL ? loft_calendar_plan_read (raw, work->occurrence->recurrence_id,
                                                            work->scope, &error)
                                 : NULL;

  if (event != NULL)
    g_task_return_pointer (task, event, (GDestroyNotify) loft_event_unref);
  else
    g_task_return_error (task, error);
}

static void
take_letters (Work *work, GPtrArray *letters)
{
  g_ptr_array_extend_and_steal (work->letters, letters);
}

/* The organizer is told of an answer that is another one. */
static void
make_reply (Work *work, GBytes *raw, const char *const *own)
{
  gboolean whole = work->wish->scope == LOFT_SCOPE_ALL;
  const char *which = whole ? "" : work->occurrence->recurrence_id;
  LoftSchedulingLetter *letter = NULL;

  if (work->plan->changed == NULL || g_bytes_equal (work->plan->changed, raw))
    return;
  for (guint i = 0; own[i] != NULL && letter == NULL; i++)
    letter =
      loft_scheduling_letter_new_reply (work->plan->changed, which, own[i], work->wish->partstat,
                                        work->comment != NULL ? work->comment : "");
  if (letter != NULL)
    g_ptr_array_add (work->letters, letter);
}

/* What goes to another calendar stays the same meeting. */
static void
make_letters (Work *work, GBytes *raw, const char *const *own)
{
  LoftCalendarPlan *plan = work->plan;
  gboolean moves = plan->removed && plan->added->len == 1;
  GBytes *after = moves ? g_ptr_array_index (plan->added, 0) : plan->changed;

  if (work->wish->kind == LOFT_CHANGE_ANSWER)
    {
      make_reply (work, raw, own);
      return;
    }
  if (!work->tell)
    return;
  if (raw != NULL && work->wish->kind != LOFT_CHANGE_COPY)
    take_letters (work, loft_scheduling_letters_of_change (raw, after, own));
  for (guint i = moves ? 1 : 0; i < plan->added->len; i++)
    take_letters (work, loft_scheduling_letters_of_change (NULL, g_ptr_array_index (plan->added, i),
                                                           own));
}

static gboolean
make_plan (Work *work, LoftMailReader *reader, GError **error)
{
  LoftMailStore *store = loft_mail_reader_current_store (reader)->mail;
  g_autofree char *own_addresses = g_strjoinv ("\n", work->own);
  g_autofree char *tells = NULL;
  g_autoptr (GBytes) raw = NULL;

  if (work->occurrence != NULL)
    {
      raw = read_raw (reader, work->occurrence, error);
      if (raw == NULL)
        return FALSE;
    }
  if (!loft_mail_store_get_word (store, LOFT_SERVER_TELLS, &tells, error))
    return FALSE;
  work->plan = loft_calendar_plan_make (work->wish, raw, own_addresses, error);
  if (work->plan == NULL)
    return FALSE;
  work->letters = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_scheduling_letter_free);
  if (*tells == '\0')
    make_letters (work, raw, (const char *const *) work->own);
  return TRUE;
}

static void
plan_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (make_plan (work, reader, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* ---- reading ------------------------------------------------------------------------------ */

static LoftMailAccount *
find_account (LoftCalendarService *self, LoftCalendarItem *calendar)
{
  return calendar != NULL ? loft_calendars_find_account (self->calendars, calendar) : NULL;
}

static void
refuse_gone (GTask *task)
{
  g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_GONE, "The calendar is no longer there");
}

static void
on_event_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;
  LoftEvent *event = g_task_propagate_pointer (G_TASK (result), &error);

  if (event != NULL)
    g_task_return_pointer (client, event, (GDestroyNotify) loft_event_unref);
  else
    g_task_return_error (client, error);
}

static void
read_async (LoftCalendarActions *actions, LoftOccurrenceItem *item, LoftCalendarScope scope,
            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  LoftCalendarService *self = LOFT_CALENDAR_SERVICE (actions);
  g_autoptr (GTask) client = g_task_new (self, cancellable, callback, user_data);
  LoftMailAccount *account = find_account (self, loft_occurrence_item_get_calendar (item));
  g_autoptr (GTask) task = NULL;
  Work *work;

  if (account == NULL)
    {
      refuse_gone (client);
      return;
    }
  work = g_new0 (Work, 1);
  work->occurrence = loft_occurrence_ref ((LoftOccurrence *) loft_occurrence_item_get (item));
  work->scope = scope;
  task = g_task_new (account, cancellable, on_event_read, g_steal_pointer (&client));
  g_task_set_task_data (task, work, work_free);
  loft_mail_account_queue_read (account, LOFT_WORKER_URGENT, task, read_in_worker);
}

static LoftEvent *
read_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- changing ----------------------------------------------------------------------------- */

static void
finish_change (GTask *client)
{
  LoftCalendarService *self = g_task_get_source_object (client);
  Work *work = g_task_get_task_data (client);
  guint64 *id = g_new (guint64, 1);

  *id = ++self->last_undo;
  g_hash_table_insert (self->undos, g_memdup2 (id, sizeof *id), g_ptr_array_ref (work->undos));
  g_task_return_pointer (client, id, g_free);
}

static void act_next (GTask *client);

/* What did not come into the outbox waits, and is tried again at the next start. */
static void
on_posted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  g_autoptr (GError) error = NULL;

  if (!loft_scheduling_post_finish (result, &error))
    g_message ("An invitation or answer waits: %s", error->message);
  finish_change (client);
}

/* Takes client. */
static void
end_change (GTask *client)
{
  LoftCalendarService *self = g_task_get_source_object (client);
  Work *work = g_task_get_task_data (client);

  if (work->messages->len > 0)
    {
      loft_scheduling_post_async (self->service, work->target, on_posted, client);
      return;
    }
  finish_change (client);
  g_object_unref (client);
}

static void
on_acted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Work *work = g_task_get_task_data (client);
  LoftResourceUndo *undo = NULL;
  GError *error = NULL;

  if (!loft_resources_act_finish (LOFT_MAIL_ACCOUNT (source), result, NULL, &undo, &error))
    {
      loft_resource_undos_back_out (work->undos, g_steal_pointer (&client), error);
      return;
    }
  g_ptr_array_add (work->undos, undo);
  act_next (g_steal_pointer (&client));
}

static void
add_wish (GArray *wishes, gint64 resource_id, gint64 folder_id, GBytes *raw)
{
  LoftResourceWish wish = { resource_id, folder_id, raw };

  g_array_append_val (wishes, wish);
}

static void
add_additions (const Work *work, GArray *wishes)
{
  for (guint i = 0; i < work->plan->added->len; i++)
    add_wish (wishes, 0, work->wish->folder_id, g_ptr_array_index (work->plan->added, i));
}

static void
add_change (const Work *work, GArray *wishes)
{
  if (work->plan->changed != NULL || work->plan->removed)
    add_wish (wishes, work->occurrence->resource_id, 0,
              work->plan->removed ? NULL : work->plan->changed);
}

/* In one step where both are of one account. Else what is added comes first: then nothing is lost,
 * whatever happens in between. Takes client. */
static void
act_next (GTask *client)
{
  Work *work = g_task_get_task_data (client);
  g_autoptr (GArray) wishes = g_array_new (FALSE, FALSE, sizeof (LoftResourceWish));
  gboolean is_one = work->source == NULL || work->source == work->target;
  LoftMailAccount *account = work->target;

  if (work->undos->len == 0)
    add_additions (work, wishes);
  if (work->undos->len == 0 && is_one)
    add_change (work, wishes);
  if (wishes->len == 0 && !is_one && work->undos->len <= 1)
    {
      account = work->source;
      add_change (work, wishes);
    }
  if (wishes->len == 0 || work->undos->len > 1)
    {
      end_change (client);
      return;
    }
  loft_resources_act_telling_async (account, (const LoftResourceWish *) (gpointer) wishes->data,
                                    wishes->len, work->undos->len == 0 ? work->messages : NULL,
                                    on_acted, client);
}

static gboolean
seal_letters (LoftCalendarService *self, Work *work, GError **error)
{
  for (guint i = 0; i < work->letters->len; i++)
    {
      const LoftSchedulingLetter *letter = g_ptr_array_index (work->letters, i);
      LoftMailAccount *sender =
        loft_scheduling_choose_sender (self->service, work->target, NULL, letter->from->address);
      LoftSchedulingMessage *message = NULL;

      if (sender == NULL)
        {
          g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "No account sends mail as %s",
                       letter->from->address);
          return FALSE;
        }
      message = loft_scheduling_letter_seal (letter, loft_mail_account_get_account (sender),
                                             work->not_before, error);
      if (message == NULL)
        return FALSE;
      g_ptr_array_add (work->messages, message);
    }
  return TRUE;
}

static void
on_planned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Work *planned = g_task_get_task_data (G_TASK (result));
  Work *work = g_task_get_task_data (client);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (client, error);
      return;
    }
  work->plan = g_steal_pointer (&planned->plan);
  work->wish = g_steal_pointer (&planned->wish);
  work->letters = g_steal_pointer (&planned->letters);
  if (!seal_letters (g_task_get_source_object (client), work, &error))
    {
      g_task_return_error (client, error);
      return;
    }
  act_next (g_steal_pointer (&client));
}

/* Whoever invites is the organizer (RFC 5545, 3.8.4.3). */
static void
name_organizer (LoftCalendarService *self, LoftMailAccount *target, LoftEvent *event)
{
  LoftMailAccount *sender = NULL;
  const LoftAccount *settings = loft_mail_account_get_account (target);
  g_autoptr (GPtrArray) identities = NULL;
  const LoftIdentity *identity = NULL;

  if (event == NULL || event->attendees->len == 0 || event->organizer != NULL)
    return;
  sender = loft_scheduling_choose_sender (self->service, target, NULL, settings->address);
  sender = sender != NULL ? sender : loft_scheduling_choose_any (self->service);
  if (sender == NULL)
    return;
  identities = loft_account_list_identities (loft_mail_account_get_account (sender));
  identity = g_ptr_array_index (identities, 0);
  event->organizer = loft_attendee_new (identity->address, identity->name);
}

static Work *
work_new (LoftCalendarService *self, const LoftCalendarChange *change)
{
  Work *work = g_new0 (Work, 1);
  LoftCalendarItem *of_item =
    change->item != NULL ? loft_occurrence_item_get_calendar (change->item) : NULL;
  LoftMailAccount *source = find_account (self, of_item);
  LoftMailAccount *target =
    find_account (self, change->calendar != NULL ? change->calendar : of_item);

  if (change->item != NULL)
    work->occurrence =
      loft_occurrence_ref ((LoftOccurrence *) loft_occurrence_item_get (change->item));
  g_set_object (&work->source, source);
  g_set_object (&work->target, target);
  work->not_before = change->not_before;
  work->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_scheduling_message_free);
  work->undos = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_resource_undo_unref);
  return work;
}

static void
change_async (LoftCalendarActions *actions, const LoftCalendarChange *change,
              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  LoftCalendarService *self = LOFT_CALENDAR_SERVICE (actions);
  g_autoptr (GTask) client = g_task_new (self, cancellable, callback, user_data);
  Work *work = work_new (self, change);
  LoftMailAccount *account = work->source != NULL ? work->source : work->target;
  g_autoptr (GTask) task = NULL;
  Work *planned;

  g_task_set_task_data (client, work, work_free);
  loft_unfinished_add (self->service, client);
  if (work->target == NULL || (change->item != NULL && work->source == NULL))
    {
      refuse_gone (client);
      return;
    }
  planned = g_new0 (Work, 1);
  planned->wish = loft_calendar_wish_new (change);
  planned->tell = change->tell;
  planned->comment = g_strdup (change->comment);
  planned->own = loft_scheduling_list_own (self->service);
  name_organizer (self, work->target, planned->wish->event);
  if (work->occurrence != NULL)
    planned->occurrence = loft_occurrence_ref (work->occurrence);
  task = g_task_new (account, cancellable, on_planned, g_steal_pointer (&client));
  g_task_set_task_data (task, planned, work_free);
  loft_mail_account_queue_read (account, LOFT_WORKER_URGENT, task, plan_in_worker);
}

static gboolean
change_finish (LoftCalendarActions *actions, GAsyncResult *result, guint64 *undo, GError **error)
{
  g_autofree guint64 *id = g_task_propagate_pointer (G_TASK (result), error);

  if (undo != NULL)
    *undo = id != NULL ? *id : 0;
  return id != NULL;
}

/* ---- taking back -------------------------------------------------------------------------- */

static void
on_undone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (loft_resource_undos_run_finish (result, &error))
    g_task_return_boolean (client, TRUE);
  else
    g_task_return_error (client, error);
}

static void
undo_async (LoftCalendarActions *actions, guint64 undo, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  LoftCalendarService *self = LOFT_CALENDAR_SERVICE (actions);
  GTask *client = g_task_new (self, NULL, callback, user_data);
  GPtrArray *undos = g_hash_table_lookup (self->undos, &undo);

  if (undos == NULL)
    {
      g_task_return_new_error (client, LOFT_ERROR, LOFT_ERROR_GONE, "It was taken back already");
      g_object_unref (client);
      return;
    }
  loft_unfinished_add (self->service, client);
  loft_resource_undos_run_async (undos, self->service, on_undone, client);
  g_hash_table_remove (self->undos, &undo);
}

static gboolean
undo_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- the calendars themselves --------------------------------------------------------------- */

static void
on_arranged (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (loft_calendar_arranging_run_finish (LOFT_MAIL_ACCOUNT (source), result, &error))
    g_task_return_boolean (client, TRUE);
  else
    g_task_return_error (client, error);
}

static void
arrange_async (LoftCalendarActions *actions, const LoftCalendarArrangement *arrangement,
               GAsyncReadyCallback callback, gpointer user_data)
{
  LoftCalendarService *self = LOFT_CALENDAR_SERVICE (actions);
  g_autoptr (GTask) client = g_task_new (self, NULL, callback, user_data);
  LoftMailAccount *account = find_account (self, arrangement->calendar);

  if (account == NULL)
    refuse_gone (client);
  else
    loft_calendar_arranging_run_async (account, arrangement, on_arranged,
                                       g_steal_pointer (&client));
}

static gboolean
arrange_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- files ---------------------------------------------------------------------------------- */

static void
on_imported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (loft_calendar_files_import_finish (LOFT_MAIL_ACCOUNT (source), result,
                                         g_task_get_task_data (client), &error))
    g_task_return_boolean (client, TRUE);
  else
    g_task_return_error (client, error);
}

static void
import_async (LoftCalendarActions *actions, LoftCalendarItem *calendar, GBytes *text,
              LoftCalendarProgress progress, gpointer progress_data, GCancellable *cancellable,
              GAsyncReadyCallback callback, gpointer user_data)
{
  LoftCalendarService *self = LOFT_CALENDAR_SERVICE (actions);
  g_autoptr (GTask) client = g_task_new (self, NULL, callback, user_data);
  LoftMailAccount *account = find_account (self, calendar);

  g_task_set_task_data (client, g_new0 (LoftCalendarImported, 1), g_free);
  if (account == NULL)
    refuse_gone (client);
  else
    loft_calendar_files_import_async (account, loft_calendar_item_get_folder_id (calendar), text,
                                      progress, progress_data, cancellable, on_imported,
                                      g_steal_pointer (&client));
}

static gboolean
import_finish (LoftCalendarActions *actions, GAsyncResult *result, LoftCalendarImported *imported,
               GError **error)
{
  *imported = *(LoftCalendarImported *) g_task_get_task_data (G_TASK (result));
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;
  GBytes *text = loft_calendar_files_export_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (text != NULL)
    g_task_return_pointer (client, text, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (client, error);
}

static void
export_async (LoftCalendarActions *actions, LoftCalendarItem *calendar, LoftOccurrenceItem *item,
              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  LoftCalendarService *self = LOFT_CALENDAR_SERVICE (actions);
  g_autoptr (GTask) client = g_task_new (self, cancellable, callback, user_data);
  LoftMailAccount *account = find_account (self, calendar);

  if (account == NULL)
    refuse_gone (client);
  else
    loft_calendar_files_export_async (account, loft_calendar_item_get_folder_id (calendar),
                                      item != NULL ? loft_occurrence_item_get (item)->resource_id
                                                   : 0,
                                      cancellable, on_exported, g_steal_pointer (&client));
}

static GBytes *
export_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- when others have time ---------------------------------------------------------------- */

static void
on_availability (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;
  GPtrArray *found = loft_availability_asking_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (found != NULL)
    g_task_return_pointer (client, found, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (client, error);
}

static void
read_availability_async (LoftCalendarActions *actions, LoftCalendarItem *calendar,
                         GPtrArray *addresses, gint64 since, gint64 until,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  LoftCalendarService *self = LOFT_CALENDAR_SERVICE (actions);
  g_autoptr (GTask) client = g_task_new (self, cancellable, callback, user_data);
  LoftMailAccount *account = find_account (self, calendar);

  if (account == NULL)
    refuse_gone (client);
  else
    loft_availability_asking_async (account, addresses, since, until, cancellable, on_availability,
                                    g_steal_pointer (&client));
}

static GPtrArray *
read_availability_finish (LoftCalendarActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
actions_init (LoftCalendarActionsInterface *iface)
{
  iface->get_calendars = get_calendars;
  iface->list_events = list_events;
  iface->set_shown = set_shown;
  iface->read_async = read_async;
  iface->read_finish = read_finish;
  iface->change_async = change_async;
  iface->change_finish = change_finish;
  iface->undo_async = undo_async;
  iface->undo_finish = undo_finish;
  iface->arrange_async = arrange_async;
  iface->arrange_finish = arrange_finish;
  iface->import_async = import_async;
  iface->import_finish = import_finish;
  iface->export_async = export_async;
  iface->export_finish = export_finish;
  iface->read_availability_async = read_availability_async;
  iface->read_availability_finish = read_availability_finish;
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_calendar_service_finalize (GObject *object)
{
  LoftCalendarService *self = LOFT_CALENDAR_SERVICE (object);

  g_object_unref (self->calendars);
  g_hash_table_unref (self->undos);
  G_OBJECT_CLASS (loft_calendar_service_parent_class)->finalize (object);
}

static void
loft_calendar_service_class_init (LoftCalendarServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_calendar_service_finalize;
}

static void
loft_calendar_service_init (LoftCalendarService *self)
{
  self->undos =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

LoftCalendarService *
loft_calendar_service_new (LoftService *service)
{
  LoftCalendarService *self = g_object_new (LOFT_TYPE_CALENDAR_SERVICE, NULL);

  self->service = service;
  self->calendars = loft_calendars_new (service, LOFT_FOLDER_KIND_EVENTS);
  return self;
}
