/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminders-private.h"

#include "loft-clock.h"
#include "loft-file-lock.h"
#include "loft-ical-reminders.h"
#include "loft-mail-account-parts.h"
#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-reminder-reading.h"
#include "loft-reminding-store.h"
#include "loft-resource-watch.h"
#include "loft-resources.h"
#include "loft-wall-timer.h"

#define DAY        ((gint64) 24 * 60 * 60)
#define REFRESH_MS 200
#define LOOK_SECONDS                                                                               \
  3600 /* at least this often: another process may have ended, another zone begun */

/* One account. */
typedef struct {
  LoftReminders *reminders; /* (borrowed) */
  LoftMailAccount *account; /* (owned) */
  LoftReminderReading *reading; /* (nullable) NULL: a worker has it */
  GPtrArray *found; /* (owned) (nullable) of LoftReminder: as last read */
  gulong handler;
  gboolean is_stale; /* it changed while it was read */
} Follower;

struct _LoftReminders {
  GObject parent;

  GListModel *accounts; /* (owned) */
  char *lock_path;
  char *memory_path;
  LoftReminderMemory *memory; /* (nullable) NULL: this process does not remind */
  int lock;
  LoftWallTimer *timer; /* (nullable) NULL: not started */
  GCancellable *cancellable;
  GPtrArray *followers; /* of Follower */
  GPtrArray *items; /* of LoftReminderItem */
  GQueue dismissed; /* of LoftReminder: to be written into their events, one after the other */
  gboolean is_writing;
  guint refresh_source;
};

enum { DUE, OVER, N_SIGNALS };

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);
static void refresh_soon (LoftReminders *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftReminders, loft_reminders, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return LOFT_TYPE_REMINDER_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return LOFT_REMINDERS (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *items = LOFT_REMINDERS (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* ---- showing ------------------------------------------------------------------------------ */

/* What cannot be kept is at least known to this run. */
static void
save (LoftReminders *self)
{
  g_autoptr (GError) error = NULL;

  if (!loft_reminder_memory_save (self->memory, loft_clock_now (), &error))
    g_message ("What became of reminders cannot be kept: %s", error->message);
}

LoftReminderItem *
loft_reminders_find (LoftReminders *self, const char *key)
{
  for (guint i = 0; i < self->items->len; i++)
    if (g_str_equal (loft_reminder_item_get_key (g_ptr_array_index (self->items, i)), key))
      return g_ptr_array_index (self->items, i);
  return NULL;
}

static void
drop (LoftReminders *self, LoftReminderItem *item)
{
  g_autoptr (LoftReminderItem) held = g_object_ref (item);
  guint position = 0;

  if (!g_ptr_array_find (self->items, item, &position))
    return;
  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  g_signal_emit (self, signals[OVER], 0, held);
}

static gboolean
is_same (const LoftReminder *a, const LoftReminder *b)
{
  return a->start == b->start && a->end == b->end && a->all_day == b->all_day &&
         a->resource_id == b->resource_id && a->folder_id == b->folder_id &&
         g_str_equal (a->summary, b->summary) && g_str_equal (a->location, b->location) &&
         g_str_equal (a->join, b->join);
}

/* What began longest ago, or begins first, goes first. */
static gint64
get_urgency (const LoftReminder *reminder)
{
  return reminder->has_time ? reminder->start : G_MAXINT64;
}

/* (transfer none) The item of a reminder: the one that is there, where it says the same. */
static LoftReminderItem *
show (LoftReminders *self, const LoftReminder *reminder)
{
  g_autoptr (LoftReminderItem) item = loft_reminder_item_new (reminder);
  LoftReminderItem *known = loft_reminders_find (self, loft_reminder_item_get_key (item));
  guint position = 0;

  if (known != NULL && is_same (loft_reminder_item_get (known), reminder))
    return known;
  if (known != NULL)
    {
      g_ptr_array_find (self->items, known, &position);
      g_object_unref (known);
      g_ptr_array_index (self->items, position) = g_object_ref (item);
      g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);
      return item; /* the list holds it */
    }
  while (position < self->items->len &&
         get_urgency (loft_reminder_item_get (g_ptr_array_index (self->items, position))) <=
           get_urgency (reminder))
    position++;
  g_ptr_array_insert (self->items, (int) position, g_object_ref (item));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  return item;
}

static gboolean
contains (GPtrArray *reminders, const char *key)
{
  for (guint i = 0; i < reminders->len; i++)
    {
      g_autofree char *its_key = loft_reminder_dup_key (g_ptr_array_index (reminders, i));

      if (g_str_equal (its_key, key))
        return TRUE;
    }
  return FALSE;
}

static void
drop_over (LoftReminders *self, const LoftReminderAgenda *agenda)
{
  for (guint i = self->items->len; i > 0; i--)
    {
      LoftReminderItem *item = g_ptr_array_index (self->items, i - 1);
      const char *key = loft_reminder_item_get_key (item);

      if (!contains (agenda->due, key) && !contains (agenda->shown, key))
        drop (self, item);
    }
}

/* Durable first: whatever happens from then on, it is told again under the same name or not at all. */
static void
show_agenda (LoftReminders *self, const LoftReminderAgenda *agenda)
{
  drop_over (self, agenda);
  for (guint i = 0; i < agenda->shown->len; i++)
    show (self, g_ptr_array_index (agenda->shown, i));
  for (guint i = 0; i < agenda->due->len; i++)
    {
      const LoftReminder *reminder = g_ptr_array_index (agenda->due, i);

      loft_reminder_memory_begin (self->memory, reminder, reminder->due, loft_clock_now ());
    }
  save (self);
  for (guint i = 0; i < agenda->due->len && self->memory != NULL; i++)
    {
      const LoftReminder *reminder = g_ptr_array_index (agenda->due, i);
      g_autofree char *key = loft_reminder_dup_key (reminder);
      gboolean is_again = loft_reminders_find (self, key) != NULL;
      g_autoptr (LoftReminderItem) item = g_object_ref (show (self, reminder));

      g_signal_emit (self, signals[DUE], 0, item, is_again);
    }
}

static gboolean
all_are_read (LoftReminders *self)
{
  for (guint i = 0; i < self->followers->len; i++)
    if (((Follower *) g_ptr_array_index (self->followers, i))->found == NULL)
      return FALSE;
  return TRUE;
}

/* One that cannot be read as yet does not take down what is shown of it. */
static void
check (LoftReminders *self)
{
  gint64 now = loft_clock_now ();
  g_autoptr (GPtrArray) reminders =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_reminder_unref);
  g_autoptr (LoftReminderAgenda) agenda = NULL;

  if (self->memory == NULL || !all_are_read (self))
    return;
  for (guint i = 0; i < self->followers->len; i++)
    {
      GPtrArray *found = ((Follower *) g_ptr_array_index (self->followers, i))->found;

      for (guint j = 0; j < found->len; j++)
        g_ptr_array_add (reminders, loft_reminder_ref (g_ptr_array_index (found, j)));
    }
  agenda = loft_reminder_agenda_new (self->memory, reminders, now);
  loft_wall_timer_set (self->timer, MIN (agenda->next, now + LOOK_SECONDS));
  show_agenda (self, agenda);
}

/* ---- reading ------------------------------------------------------------------------------ */

typedef struct {
  LoftReminderReading *reading; /* (owned) */
  gint64 from;
  gint64 to;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_clear_pointer (&wish->reading, loft_reminder_reading_free);
  g_free (wish);
}

static void
read_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  const Wish *wish = g_task_get_task_data (task);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  GError *error = NULL;
  GPtrArray *reminders = loft_reminder_reading_list (wish->reading, reader, wish->from, wish->to,
                                                     zone, cancellable, &error);

  if (reminders != NULL)
    g_task_return_pointer (task, reminders, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static Follower *
find_follower (LoftReminders *self, LoftMailAccount *account)
{
  for (guint i = 0; i < self->followers->len; i++)
    if (((Follower *) g_ptr_array_index (self->followers, i))->account == account)
      return g_ptr_array_index (self->followers, i);
  return NULL;
}

static void
see_folders (LoftReminders *self, LoftMailAccount *account)
{
  g_autoptr (GPtrArray) folders =
    loft_resources_list_folders (account, LOFT_FOLDER_KIND_EVENTS | LOFT_FOLDER_KIND_TASKS, NULL);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    loft_reminder_memory_see_folder (self->memory, loft_mail_account_get_account (account)->id,
                                     ((LoftFolder *) g_ptr_array_index (folders, i))->id,
                                     loft_clock_now ());
}

static void read_account (Follower *follower);

/* An account that cannot be read keeps what it reminded of: it says itself what is wrong with it. */
static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftReminders) self = user_data;
  Wish *wish = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  GPtrArray *found = g_task_propagate_pointer (G_TASK (result), &error);
  Follower *follower = find_follower (self, LOFT_MAIL_ACCOUNT (source));

  if (follower == NULL || self->memory == NULL)
    {
      g_clear_pointer (&found, g_ptr_array_unref);
      return;
    }
  follower->reading = g_steal_pointer (&wish->reading);
  if (found == NULL)
    g_message ("Reminders of an account cannot be read: %s", error->message);
  if (found == NULL && follower->found == NULL)
    found = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_reminder_unref);
  if (found != NULL)
    {
      g_clear_pointer (&follower->found, g_ptr_array_unref);
      follower->found = found;
      see_folders (self, follower->account);
    }
  if (follower->is_stale)
    read_account (follower);
  check (self);
}

static void
read_account (Follower *follower)
{
  LoftReminders *self = follower->reminders;
  gint64 now = loft_clock_now ();
  gint64 oldest = loft_reminder_memory_get_oldest (self->memory, now);
  g_autoptr (GTask) task = NULL;
  Wish *wish;

  follower->is_stale = follower->reading == NULL;
  if (follower->is_stale)
    return;
  wish = g_new0 (Wish, 1);
  wish->reading = g_steal_pointer (&follower->reading);
  wish->from = MIN (now - LOFT_REMINDER_MISSED_SECONDS, oldest) - DAY;
  wish->to = now + DAY;
  task = g_task_new (follower->account, self->cancellable, on_read, g_object_ref (self));
  g_task_set_task_data (task, wish, wish_free);
  g_task_set_check_cancellable (task, FALSE);
  loft_mail_account_queue_list (follower->account, LOFT_WORKER_BACKGROUND, task, read_in_worker);
}

/* ---- following ---------------------------------------------------------------------------- */

static void
follower_free (gpointer data)
{
  Follower *follower = data;

  g_signal_handler_disconnect (follower->account, follower->handler);
  g_object_unref (follower->account);
  g_clear_pointer (&follower->reading, loft_reminder_reading_free);
  g_clear_pointer (&follower->found, g_ptr_array_unref);
  g_free (follower);
}

static void
on_changed (LoftMailAccount *account, gint64 folder_id, LoftReminders *self)
{
  Follower *follower = find_follower (self, account);

  if (follower == NULL || !loft_resource_watch_concerns (account, folder_id))
    return;
  follower->is_stale = TRUE;
  refresh_soon (self);
}

static void
follow (LoftReminders *self, LoftMailAccount *account)
{
  Follower *follower = g_new0 (Follower, 1);

  follower->reminders = self;
  follower->account = g_object_ref (account);
  follower->reading = loft_reminder_reading_new (loft_mail_account_get_account (account)->id);
  follower->is_stale = TRUE;
  follower->handler = g_signal_connect (account, "messages-changed", G_CALLBACK (on_changed), self);
  g_ptr_array_add (self->followers, follower);
}

static gboolean
is_there (LoftReminders *self, LoftMailAccount *account)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++)
    {
      g_autoptr (LoftMailAccount) each = g_list_model_get_item (self->accounts, i);

      if (each == account)
        return TRUE;
    }
  return FALSE;
}

static void
follow_accounts (LoftReminders *self)
{
  for (guint i = self->followers->len; i > 0; i--)
    if (!is_there (self, ((Follower *) g_ptr_array_index (self->followers, i - 1))->account))
      g_ptr_array_remove_index (self->followers, i - 1);
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (self->accounts, i);

      if (find_follower (self, account) == NULL)
        follow (self, account);
    }
}

/* Whoever has the lock reminds; the others try again now and then. */
static gboolean
try_lock (LoftReminders *self)
{
  if (self->memory != NULL)
    return TRUE;
  self->lock = loft_file_lock_take (self->lock_path, LOFT_FILE_LOCK_EXCLUSIVE, FALSE);
  if (self->lock < 0)
    {
      loft_wall_timer_set (self->timer, loft_clock_now () + 60);
      return FALSE;
    }
  self->memory = loft_reminder_memory_new (self->memory_path);
  return TRUE;
}

static gboolean
refresh (gpointer user_data)
{
  LoftReminders *self = user_data;

  self->refresh_source = 0;
  if (!try_lock (self))
    return G_SOURCE_REMOVE;
  follow_accounts (self);
  for (guint i = 0; i < self->followers->len; i++)
    {
      Follower *follower = g_ptr_array_index (self->followers, i);

      if (follower->is_stale)
        read_account (follower);
    }
  check (self);
  return G_SOURCE_REMOVE;
}

static void
refresh_soon (LoftReminders *self)
{
  if (self->refresh_source == 0 && self->timer != NULL)
    self->refresh_source = g_timeout_add (REFRESH_MS, refresh, self);
}

/* The time has come, the clock was set, or the machine woke: what is known is judged at once, and then
 * read again, because it reaches only as far as it was asked for. */
void
loft_reminders_look (LoftReminders *self)
{
  check (self);
  for (guint i = 0; i < self->followers->len; i++)
    ((Follower *) g_ptr_array_index (self->followers, i))->is_stale = TRUE;
  refresh_soon (self);
}

static void
on_timer (gpointer user_data)
{
  g_autoptr (LoftReminders) self = g_object_ref (user_data);

  loft_wall_timer_set (self->timer, loft_clock_now () + LOOK_SECONDS);
  loft_reminders_look (self);
}

/* ---- what the person says ----------------------------------------------------------------- */

void
loft_reminders_tell (LoftReminders *self, LoftReminderItem *item)
{
  if (self->memory == NULL)
    return;
  loft_reminder_memory_tell (self->memory, loft_reminder_item_get (item));
  save (self);
}

void
loft_reminders_snooze (LoftReminders *self, LoftReminderItem *item, gint64 until)
{
  const LoftReminder *reminder = loft_reminder_item_get (item);
  gint64 now = loft_clock_now ();

  if (self->memory == NULL)
    return;
  if (until == LOFT_REMINDERS_AT_START)
    until = reminder->start;
  loft_reminder_memory_snooze (self->memory, reminder, MAX (until, now + 60));
  save (self);
  drop (self, item);
  check (self);
}

static void write_next (LoftReminders *self);

/* It was dismissed here all the same. */
static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftReminders) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!loft_resources_act_finish (LOFT_MAIL_ACCOUNT (source), result, NULL, NULL, &error))
    g_message ("A dismissed reminder is not told to others: %s", error->message);
  self->is_writing = FALSE;
  write_next (self);
}

static LoftMailAccount *
find_account (LoftReminders *self, const char *account_id)
{
  for (guint i = 0; i < self->followers->len; i++)
    {
      LoftMailAccount *account = ((Follower *) g_ptr_array_index (self->followers, i))->account;

      if (g_str_equal (loft_mail_account_get_account (account)->id, account_id))
        return account;
    }
  return NULL;
}

static gboolean
is_writable (LoftMailAccount *account, gint64 folder_id)
{
  g_autoptr (GPtrArray) folders =
    loft_resources_list_folders (account, LOFT_FOLDER_KIND_EVENTS | LOFT_FOLDER_KIND_TASKS, NULL);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    if (((LoftFolder *) g_ptr_array_index (folders, i))->id == folder_id)
      return ((LoftFolder *) g_ptr_array_index (folders, i))->writable;
  return FALSE;
}

/* One at a time: each reads the text that the one before it left. */
static void
write_next (LoftReminders *self)
{
  while (!self->is_writing && !g_queue_is_empty (&self->dismissed))
    {
      g_autoptr (LoftReminder) reminder = g_queue_pop_head (&self->dismissed);
      LoftMailAccount *account = find_account (self, reminder->account_id);
      g_autoptr (GBytes) raw = NULL;
      g_autoptr (GBytes) changed = NULL;
      LoftResourceWish wish = { reminder->resource_id, 0, NULL };

      if (account == NULL || !is_writable (account, reminder->folder_id))
        continue;
      raw = loft_resources_get_raw (account, reminder->resource_id, NULL, NULL);
      changed = raw != NULL
                  ? loft_ical_reminders_acknowledge (raw, reminder, loft_clock_now (), NULL)
                  : NULL;
      if (changed == NULL)
        continue;
      wish.raw = changed;
      self->is_writing = TRUE;
      loft_resources_act_async (account, &wish, 1, on_written, g_object_ref (self));
    }
}

void
loft_reminders_dismiss (LoftReminders *self, LoftReminderItem *item)
{
  const LoftReminder *reminder = loft_reminder_item_get (item);

  if (self->memory == NULL)
    return;
  loft_reminder_memory_dismiss (self->memory, reminder);
  save (self);
  g_queue_push_tail (&self->dismissed, loft_reminder_copy (reminder));
  drop (self, item);
  write_next (self);
}

/* ---- folders ------------------------------------------------------------------------------ */

gboolean
loft_reminders_is_silent (LoftMailAccount *account, gint64 folder_id)
{
  LoftMailReader *reader = loft_mail_account_get_reader (account, NULL);

  return reader != NULL &&
         loft_reminding_store_is_silent (loft_mail_reader_current_store (reader)->mail, folder_id);
}

gboolean
loft_reminders_set_silent (LoftMailAccount *account, gint64 folder_id, gboolean silent,
                           GError **error)
{
  g_autofree char *path =
    g_build_filename (loft_mail_account_get_directory (account), "store.db", NULL);
  g_autoptr (LoftMailStore) store = loft_mail_store_open (path, LOFT_DATABASE_DURABLE, error);

  if (store == NULL || !loft_reminding_store_set_silent (store, folder_id, silent, error))
    return FALSE;
  loft_mail_account_follow_store (account, folder_id);
  return TRUE;
}

/* ---- object ------------------------------------------------------------------------------- */

void
loft_reminders_start (LoftReminders *self)
{
  if (self->timer != NULL)
    return;
  self->timer = loft_wall_timer_new (on_timer, self);
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (self->accounts, "items-changed", G_CALLBACK (refresh_soon), self,
                           G_CONNECT_SWAPPED);
  refresh_soon (self);
}

void
loft_reminders_stop (LoftReminders *self)
{
  if (self->timer == NULL)
    return;
  g_signal_handlers_disconnect_by_func (self->accounts, refresh_soon, self);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_pointer (&self->timer, loft_wall_timer_free);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_ptr_array_set_size (self->followers, 0);
  g_queue_clear_full (&self->dismissed, (GDestroyNotify) loft_reminder_unref);
  g_clear_pointer (&self->memory, loft_reminder_memory_free);
  loft_file_lock_release (self->lock);
  self->lock = -1;
}

static void
loft_reminders_dispose (GObject *object)
{
  loft_reminders_stop (LOFT_REMINDERS (object));
  G_OBJECT_CLASS (loft_reminders_parent_class)->dispose (object);
}

static void
loft_reminders_finalize (GObject *object)
{
  LoftReminders *self = LOFT_REMINDERS (object);

  g_object_unref (self->accounts);
  g_ptr_array_unref (self->followers);
  g_ptr_array_unref (self->items);
  g_free (self->lock_path);
  g_free (self->memory_path);
  G_OBJECT_CLASS (loft_reminders_parent_class)->finalize (object);
}

static void
loft_reminders_class_init (LoftRemindersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = loft_reminders_dispose;
  object_class->finalize = loft_reminders_finalize;
  signals[DUE] = g_signal_new ("due", LOFT_TYPE_REMINDERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, LOFT_TYPE_REMINDER_ITEM, G_TYPE_BOOLEAN);
  signals[OVER] = g_signal_new ("over", LOFT_TYPE_REMINDERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, LOFT_TYPE_REMINDER_ITEM);
}

static void
loft_reminders_init (LoftReminders *self)
{
  self->lock = -1;
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->followers = g_ptr_array_new_with_free_func (follower_free);
  g_queue_init (&self->dismissed);
}

LoftReminders *
loft_reminders_new (GListModel *accounts, const char *profile_dir)
{
  LoftReminders *self = g_object_new (LOFT_TYPE_REMINDERS, NULL);

  self->accounts = g_object_ref (accounts);
  self->lock_path = g_build_filename (profile_dir, "reminders.lock", NULL);
  self->memory_path = g_build_filename (profile_dir, "reminders.ini", NULL);
  return self;
}
