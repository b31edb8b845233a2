/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-scheduling.h"

#include "loft-mail-account-private.h"
#include "loft-resources.h"
#include "loft-scheduling-post.h"
#include "loft-scheduling-reading.h"
#include "loft-unfinished.h"

#define OF_SERVICE "loft-scheduling"

struct _LoftScheduling {
  GObject parent;

  LoftService *service; /* (borrowed) it owns this */
  GHashTable *undos; /* (owned) guint64 -> LoftResourceUndo */
  guint64 last_undo;
  gboolean started;
};

static void actions_init (LoftSchedulingActionsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftScheduling, loft_scheduling, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_SCHEDULING_ACTIONS, actions_init))

/* ---- reading ------------------------------------------------------------------------------ */

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;
  g_autoptr (LoftSchedulingReading) reading = loft_scheduling_reading_finish (result, &error);

  if (reading == NULL)
    g_task_return_error (client, error);
  else
    g_task_return_pointer (client, loft_scheduling_reading_make_card (reading),
                           (GDestroyNotify) loft_scheduling_card_free);
}

static void
read_async (LoftSchedulingActions *actions, LoftMailAccount *account, LoftMessageBody *body,
            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  LoftScheduling *self = LOFT_SCHEDULING (actions);

  loft_scheduling_reading_async (self->service, account, body, cancellable, on_read,
                                 g_task_new (self, cancellable, callback, user_data));
}

static LoftSchedulingCard *
read_finish (LoftSchedulingActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- who sends ---------------------------------------------------------------------------- */

static gboolean
writes_as (LoftMailAccount *account, const char *address)
{
  const LoftAccount *settings = loft_mail_account_get_account (account);
  g_autoptr (GPtrArray) identities = loft_account_list_identities (settings);

  if (!loft_account_can_send (settings))
    return FALSE;
  for (guint i = 0; i < identities->len; i++)
    if (g_ascii_strcasecmp (((LoftIdentity *) g_ptr_array_index (identities, i))->address,
                            address) == 0)
      return TRUE;
  return FALSE;
}

LoftMailAccount *
loft_scheduling_choose_sender (LoftService *service, LoftMailAccount *holder,
                               LoftMailAccount *fallback, const char *address)
{
  GListModel *accounts = loft_service_get_accounts (service);
  LoftMailAccount *bound = NULL;

  if (fallback != NULL && writes_as (fallback, address))
    return fallback;
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      if (writes_as (account, address))
        return account;
    }
  if (holder != NULL)
    bound = loft_service_find_account_by_id (service,
                                             loft_mail_account_get_account (holder)->mail_account);
  return bound != NULL ? bound : fallback;
}

LoftMailAccount *
loft_scheduling_choose_any (LoftService *service)
{
  GListModel *accounts = loft_service_get_accounts (service);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      const LoftAccount *settings = loft_mail_account_get_account (account);

      if (loft_account_can_send (settings) && *settings->address != '\0')
        return account;
    }
  return NULL;
}

/* ---- acting ------------------------------------------------------------------------------- */

typedef struct {
  LoftSchedulingWish wish; /* comment and calendar are owned */
  LoftSchedulingReading *reading; /* (owned) */
  LoftMailAccount *target; /* (owned) whose calendar it is or will be */
  LoftAccount *sender; /* (owned) (nullable) */
  gint64 folder_id;
  LoftSchedulingPlan *plan; /* (owned) (nullable) */
  GPtrArray *messages; /* (owned) of LoftSchedulingMessage */
  LoftResourceUndo *undo; /* (owned) (nullable) */
} Act;

static void
act_free (gpointer data)
{
  Act *self = data;

  g_free ((char *) self->wish.comment);
  g_clear_object (&self->wish.calendar);
  g_clear_pointer (&self->reading, loft_scheduling_reading_free);
  g_clear_object (&self->target);
  g_clear_pointer (&self->sender, loft_account_unref);
  g_clear_pointer (&self->plan, loft_scheduling_plan_free);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->undo, loft_resource_undo_unref);
  g_free (self);
}

static Act *
act_new (const LoftSchedulingWish *wish)
{
  Act *self = g_new0 (Act, 1);

  self->wish = *wish;
  self->wish.comment = g_strdup (wish->comment);
  if (wish->calendar != NULL)
    g_object_ref (wish->calendar);
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_scheduling_message_free);
  return self;
}

static void
finish (GTask *client)
{
  LoftScheduling *self = g_task_get_source_object (client);
  Act *act = g_task_get_task_data (client);
  guint64 *id = g_new0 (guint64, 1);

  if (act->undo != NULL)
    {
      *id = ++self->last_undo;
      g_hash_table_insert (self->undos, g_memdup2 (id, sizeof *id),
                           loft_resource_undo_ref (act->undo));
    }
  g_task_return_pointer (client, id, g_free);
}

/* What did not come into the outbox waits, and is tried again at the next start. */
static void
on_posted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  g_autoptr (GError) error = NULL;

  if (!loft_scheduling_post_finish (result, &error))
    g_message ("An answer waits: %s", error->message);
  finish (client);
}

static void
on_acted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  LoftScheduling *self = g_task_get_source_object (client);
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);
  Act *act = g_task_get_task_data (client);
  GError *error = NULL;

  if (!loft_resources_act_finish (account, result, NULL, &act->undo, &error))
    g_task_return_error (client, error);
  else if (act->messages->len > 0)
    loft_scheduling_post_async (self->service, account, on_posted, g_steal_pointer (&client));
  else
    finish (client);
}

/* The plan is made: it becomes true in one step. Takes client. */
static void
act (GTask *client)
{
  Act *self = g_task_get_task_data (client);
  gint64 resource_id = self->reading->present != NULL ? self->reading->resource_id : 0;
  LoftResourceWish wish = { resource_id, self->folder_id,
                            self->plan->removed ? NULL : self->plan->raw };
  gboolean changes = self->plan->raw != NULL || self->plan->removed;

  if (!changes && self->messages->len == 0)
    {
      finish (client);
      g_object_unref (client);
      return;
    }
  loft_resources_act_telling_async (self->target, &wish, changes ? 1 : 0, self->messages, on_acted,
                                    client);
}

static gboolean
seal (Act *self, GError **error)
{
  for (guint i = 0; i < self->plan->letters->len; i++)
    {
      LoftSchedulingMessage *message = NULL;

      if (self->sender == NULL)
        {
          g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                               "There is no account that could send the answer");
          return FALSE;
        }
      message = loft_scheduling_letter_seal (g_ptr_array_index (self->plan->letters, i),
                                             self->sender, self->wish.not_before, error);
      if (message == NULL)
        return FALSE;
      g_ptr_array_add (self->messages, message);
    }
  return TRUE;
}

static void
plan_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  Act *self = g_task_get_task_data (task);
  const LoftSchedulingReading *reading = self->reading;
  const LoftSchedulingCase one = {
    .wish = &self->wish,
    .invitation = reading->invitation,
    .message = reading->message,
    .present = reading->present,
    .own_address = reading->own_address,
    .own = (const char *const *) reading->own,
    .server_tells = loft_scheduling_reading_server_tells (reading, self->target),
  };
  GError *error = NULL;

  self->plan = loft_scheduling_plan_make (&one, &error);
  if (self->plan != NULL && seal (self, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_planned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    act (g_steal_pointer (&client));
  else
    g_task_return_error (client, error);
}

/* Where it is, else where the person wants it, else the best place. */
static gboolean
choose_target (Act *self, GError **error)
{
  g_autoptr (LoftSchedulingCard) card = loft_scheduling_reading_make_card (self->reading);
  LoftCalendarItem *calendar = self->wish.calendar;

  if (self->reading->holder != NULL)
    {
      self->target = g_object_ref (self->reading->holder);
      self->folder_id = self->reading->folder_id;
      return TRUE;
    }
  if (calendar == NULL && card->choice->len > 0)
    calendar = g_ptr_array_index (card->choice, 0);
  if (calendar != NULL)
    self->target = loft_service_find_account_by_id (self->reading->service,
                                                    loft_calendar_item_get_account_id (calendar));
  if (self->target == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "There is no calendar that could be written to");
      return FALSE;
    }
  g_object_ref (self->target);
  self->folder_id = loft_calendar_item_get_folder_id (calendar);
  return TRUE;
}

static void
choose_sender (Act *self)
{
  const LoftSchedulingReading *reading = self->reading;
  const char *address = reading->own_address;
  LoftMailAccount *sender;

  if (*address == '\0' && reading->event != NULL && reading->event->organizer != NULL)
    address = reading->event->organizer->address;
  sender = loft_scheduling_choose_sender (reading->service, self->target, reading->mail, address);
  if (sender != NULL)
    self->sender = loft_account_ref (loft_mail_account_get_account (sender));
}

static void
on_read_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Act *self = g_task_get_task_data (client);
  g_autoptr (GTask) task = NULL;
  LoftMailAccount *mail;
  GError *error = NULL;

  self->reading = loft_scheduling_reading_finish (result, &error);
  if (self->reading != NULL &&
      (LoftSchedulingState) self->reading->invitation->verdict != self->wish.seen)
    error =
      g_error_new_literal (LOFT_ERROR, LOFT_ERROR_CONFLICT, "The calendar has changed meanwhile");
  if (error != NULL || !choose_target (self, &error))
    {
      g_task_return_error (client, error);
      return;
    }
  choose_sender (self);
  mail = self->reading->mail;
  task = g_task_new (mail, NULL, on_planned, g_steal_pointer (&client));
  g_task_set_task_data (task, self, NULL);
  loft_mail_account_queue_read (mail, LOFT_WORKER_URGENT, task, plan_in_worker);
}

static void
act_async (LoftSchedulingActions *actions, LoftMailAccount *account, LoftMessageBody *body,
           const LoftSchedulingWish *wish, GAsyncReadyCallback callback, gpointer user_data)
{
  LoftScheduling *self = LOFT_SCHEDULING (actions);
  GTask *client = g_task_new (self, NULL, callback, user_data);

  g_task_set_task_data (client, act_new (wish), act_free);
  loft_unfinished_add (self->service, client);
  loft_scheduling_reading_async (self->service, account, body, NULL, on_read_again, client);
}

static gboolean
act_finish (LoftSchedulingActions *actions, GAsyncResult *result, guint64 *undo, GError **error)
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

  if (loft_resources_act_finish (LOFT_MAIL_ACCOUNT (source), result, NULL, NULL, &error))
    g_task_return_boolean (client, TRUE);
  else
    g_task_return_error (client, error);
}

static void
on_withdrawn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  LoftResourceUndo *undo = g_task_get_task_data (client);
  GError *error = NULL;

  if (loft_scheduling_withdraw_finish (result, &error))
    loft_resources_undo_async (undo, on_undone, g_steal_pointer (&client));
  else
    g_task_return_error (client, error);
}

static void
undo_async (LoftSchedulingActions *actions, guint64 id, GAsyncReadyCallback callback,
            gpointer user_data)
{
  LoftScheduling *self = LOFT_SCHEDULING (actions);
  g_autoptr (GTask) client = g_task_new (self, NULL, callback, user_data);
  g_autofree guint64 *key = NULL;
  LoftResourceUndo *undo = NULL;

  if (!g_hash_table_steal_extended (self->undos, &id, (gpointer *) &key, (gpointer *) &undo))
    {
      g_task_return_new_error (client, LOFT_ERROR, LOFT_ERROR_GONE, "That was taken back already");
      return;
    }
  g_task_set_task_data (client, undo, (GDestroyNotify) loft_resource_undo_unref);
  loft_unfinished_add (self->service, client);
  loft_scheduling_withdraw_async (self->service, loft_resource_undo_get_messages (undo),
                                  on_withdrawn, g_steal_pointer (&client));
}

static gboolean
undo_finish (LoftSchedulingActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
actions_init (LoftSchedulingActionsInterface *iface)
{
  iface->read_async = read_async;
  iface->read_finish = read_finish;
  iface->act_async = act_async;
  iface->act_finish = act_finish;
  iface->undo_async = undo_async;
  iface->undo_finish = undo_finish;
}

/* ---- accounts ----------------------------------------------------------------------------- */

static void
on_post_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!loft_scheduling_post_finish (result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("What is to be told of events waits: %s", error->message);
}

static void
take_accounts (LoftScheduling *self, guint position, guint removed, guint added,
               GListModel *accounts)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      loft_scheduling_actions_attach (LOFT_SCHEDULING_ACTIONS (self), account);
      if (self->started)
        loft_scheduling_post_async (self->service, account, on_post_ended, NULL);
    }
}

void
loft_scheduling_start (LoftScheduling *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  self->started = TRUE;
  take_accounts (self, 0, 0, g_list_model_get_n_items (accounts), accounts);
}

static void
loft_scheduling_finalize (GObject *object)
{
  g_hash_table_unref (LOFT_SCHEDULING (object)->undos);
  G_OBJECT_CLASS (loft_scheduling_parent_class)->finalize (object);
}

static void
loft_scheduling_class_init (LoftSchedulingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_scheduling_finalize;
}

static void
loft_scheduling_init (LoftScheduling *self)
{
  self->undos = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                       (GDestroyNotify) loft_resource_undo_unref);
}

LoftScheduling *
loft_scheduling_of (LoftService *service)
{
  LoftScheduling *self = g_object_get_data (G_OBJECT (service), OF_SERVICE);
  GListModel *accounts = loft_service_get_accounts (service);

  if (self != NULL)
    return self;
  self = g_object_new (LOFT_TYPE_SCHEDULING, NULL);
  self->service = service;
  g_object_set_data_full (G_OBJECT (service), OF_SERVICE, self, g_object_unref);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (take_accounts), self,
                           G_CONNECT_SWAPPED);
  take_accounts (self, 0, 0, g_list_model_get_n_items (accounts), accounts);
  return self;
}
