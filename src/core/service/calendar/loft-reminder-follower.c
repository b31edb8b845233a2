/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminder-follower.h"

#include "loft-mail-account-private.h"
#include "loft-reminder-reading.h"
#include "loft-resource-watch.h"

struct _LoftReminderFollower {
  GObject parent;

  LoftMailAccount *account; /* (owned) */
  GCancellable *cancellable; /* (owned) cancelled: stopped */
  LoftReminderReading *reading; /* (nullable) NULL: a worker has it */
  GPtrArray *found; /* (owned) (nullable) of LoftReminder */
  gboolean is_stale;
};

enum { CHANGED, READ, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftReminderFollower, loft_reminder_follower, G_TYPE_OBJECT)

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

/* An account that cannot be read keeps what it reminded of: it says itself what is wrong with it. */
static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftReminderFollower) self = user_data;
  Wish *wish = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean is_new;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->reading = g_steal_pointer (&wish->reading);
  if (found == NULL)
    g_message ("Reminders of an account cannot be read: %s", error->message);
  if (found == NULL && self->found == NULL)
    found = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_reminder_unref);
  is_new = found != NULL;
  if (is_new)
    {
      g_clear_pointer (&self->found, g_ptr_array_unref);
      self->found = g_steal_pointer (&found);
    }
  g_signal_emit (self, signals[READ], 0, is_new);
}

void
loft_reminder_follower_read (LoftReminderFollower *self, gint64 from, gint64 to)
{
  g_autoptr (GTask) task = NULL;
  Wish *wish;

  self->is_stale = self->reading == NULL;
  if (self->is_stale)
    return;
  wish = g_new0 (Wish, 1);
  wish->reading = g_steal_pointer (&self->reading);
  wish->from = from;
  wish->to = to;
  task = g_task_new (self->account, self->cancellable, on_read, g_object_ref (self));
  g_task_set_task_data (task, wish, wish_free);
  g_task_set_check_cancellable (task, FALSE);
  loft_mail_account_queue_list (self->account, LOFT_WORKER_BACKGROUND, task, read_in_worker);
}

/* ---- following ---------------------------------------------------------------------------- */

static void
on_changed (LoftMailAccount *account, gint64 folder_id, LoftReminderFollower *self)
{
  if (!loft_resource_watch_concerns (account, folder_id))
    return;
  self->is_stale = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

LoftMailAccount *
loft_reminder_follower_get_account (LoftReminderFollower *self)
{
  return self->account;
}

GPtrArray *
loft_reminder_follower_get_found (LoftReminderFollower *self)
{
  return self->found;
}

gboolean
loft_reminder_follower_is_stale (LoftReminderFollower *self)
{
  return self->is_stale;
}

void
loft_reminder_follower_set_stale (LoftReminderFollower *self)
{
  self->is_stale = TRUE;
}

void
loft_reminder_follower_stop (LoftReminderFollower *self)
{
  g_cancellable_cancel (self->cancellable);
  g_signal_handlers_disconnect_by_data (self->account, self);
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_reminder_follower_dispose (GObject *object)
{
  loft_reminder_follower_stop (LOFT_REMINDER_FOLLOWER (object));
  G_OBJECT_CLASS (loft_reminder_follower_parent_class)->dispose (object);
}

static void
loft_reminder_follower_finalize (GObject *object)
{
  LoftReminderFollower *self = LOFT_REMINDER_FOLLOWER (object);

  g_object_unref (self->account);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->reading, loft_reminder_reading_free);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  G_OBJECT_CLASS (loft_reminder_follower_parent_class)->finalize (object);
}

static void
loft_reminder_follower_class_init (LoftReminderFollowerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = loft_reminder_follower_dispose;
  object_class->finalize = loft_reminder_follower_finalize;
  signals[CHANGED] = g_signal_new ("changed", LOFT_TYPE_REMINDER_FOLLOWER, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[READ] = g_signal_new ("read", LOFT_TYPE_REMINDER_FOLLOWER, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
loft_reminder_follower_init (LoftReminderFollower *self)
{
  self->cancellable = g_cancellable_new ();
  self->is_stale = TRUE;
}

LoftReminderFollower *
loft_reminder_follower_new (LoftMailAccount *account)
{
  LoftReminderFollower *self = g_object_new (LOFT_TYPE_REMINDER_FOLLOWER, NULL);

  self->account = g_object_ref (account);
  self->reading = loft_reminder_reading_new (loft_mail_account_get_account (account)->id);
  g_signal_connect (account, "messages-changed", G_CALLBACK (on_changed), self);
  return self;
}
