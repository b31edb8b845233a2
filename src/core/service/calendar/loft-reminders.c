/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminders-private.h"

#include "loft-clock.h"
#include "loft-file-lock.h"
#include "loft-reminder-dismissals.h"
#include "loft-reminder-follower.h"
#include "loft-resources.h"
#include "loft-wall-timer.h"

#define DAY        ((gint64) 24 * 60 * 60)
#define REFRESH_MS 200
#define LOOK_SECONDS                                                                               \
  3600 /* at least this often: another process may have ended, another zone begun */

struct _LoftReminders {
  GObject parent;

  GListModel *accounts; /* (owned) */
  char *lock_path;
  char *memory_path;
  LoftReminderMemory *memory; /* (nullable) NULL: this process does not remind */
  int lock;
  LoftWallTimer *timer; /* (nullable) NULL: not started */
  GPtrArray *followers; /* of LoftReminderFollower */
  GPtrArray *items; /* of LoftReminderItem */
  LoftReminderDismissals *dismissals; /* (owned) */
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
    if (loft_reminder_follower_get_found (g_ptr_array_index (self->followers, i)) == NULL)
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
      GPtrArray *found = loft_reminder_follower_get_found (g_ptr_array_index (self->followers, i));

      for (guint j = 0; j < found->len; j++)
        g_ptr_array_add (reminders, loft_reminder_ref (g_ptr_array_index (found, j)));
    }
  agenda = loft_reminder_agenda_new (self->memory, reminders, now);
  loft_wall_timer_set (self->timer, MIN (agenda->next, now + LOOK_SECONDS));
  show_agenda (self, agenda);
}

/* ---- reading ------------------------------------------------------------------------------ */

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

static void
read_account (LoftReminders *self, LoftReminderFollower *follower)
{
  gint64 now = loft_clock_now ();
  gint64 oldest = loft_reminder_memory_get_oldest (self->memory, now);

  loft_reminder_follower_read (follower, MIN (now - LOFT_REMINDER_MISSED_SECONDS, oldest) - DAY,
                               now + DAY);
}

static void
on_read (LoftReminderFollower *follower, gboolean is_new, LoftReminders *self)
{
  if (self->memory == NULL)
    return;
  if (is_new)
    see_folders (self, loft_reminder_follower_get_account (follower));
  if (loft_reminder_follower_is_stale (follower))
    read_account (self, follower);
  check (self);
}

/* ---- following ---------------------------------------------------------------------------- */

static void
leave (gpointer data)
{
  loft_reminder_follower_stop (data);
  g_object_unref (data);
}

static void
follow (LoftReminders *self, LoftMailAccount *account)
{
  LoftReminderFollower *follower = loft_reminder_follower_new (account);

  g_signal_connect_object (follower, "changed", G_CALLBACK (refresh_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (follower, "read", G_CALLBACK (on_read), self, 0);
  g_ptr_array_add (self->followers, follower);
}

static gboolean
is_followed (LoftReminders *self, LoftMailAccount *account)
{
  for (guint i = 0; i < self->followers->len; i++)
    if (loft_reminder_follower_get_account (g_ptr_array_index (self->followers, i)) == account)
      return TRUE;
  return FALSE;
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
    if (!is_there (self,
                   loft_reminder_follower_get_account (g_ptr_array_index (self->followers, i - 1))))
      g_ptr_array_remove_index (self->followers, i - 1);
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (self->accounts, i);

      if (!is_followed (self, account))
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
      LoftReminderFollower *follower = g_ptr_array_index (self->followers, i);

      if (loft_reminder_follower_is_stale (follower))
        read_account (self, follower);
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
    loft_reminder_follower_set_stale (g_ptr_array_index (self->followers, i));
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

static LoftMailAccount *
find_account (LoftReminders *self, const char *account_id)
{
  for (guint i = 0; i < self->followers->len; i++)
    {
      LoftMailAccount *account =
        loft_reminder_follower_get_account (g_ptr_array_index (self->followers, i));

      if (g_str_equal (loft_mail_account_get_account (account)->id, account_id))
        return account;
    }
  return NULL;
}

void
loft_reminders_dismiss (LoftReminders *self, LoftReminderItem *item)
{
  const LoftReminder *reminder = loft_reminder_item_get (item);
  LoftMailAccount *account = find_account (self, reminder->account_id);

  if (self->memory == NULL)
    return;
  loft_reminder_memory_dismiss (self->memory, reminder);
  save (self);
  if (account != NULL)
    loft_reminder_dismissals_add (self->dismissals, account, reminder);
  drop (self, item);
}

/* ---- object ------------------------------------------------------------------------------- */

void
loft_reminders_start (LoftReminders *self)
{
  if (self->timer != NULL)
    return;
  self->timer = loft_wall_timer_new (on_timer, self);
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
  g_ptr_array_set_size (self->followers, 0);
  loft_reminder_dismissals_clear (self->dismissals);
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
  g_object_unref (self->dismissals);
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
  self->followers = g_ptr_array_new_with_free_func (leave);
  self->dismissals = loft_reminder_dismissals_new ();
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
