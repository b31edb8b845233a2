/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminder-dismissals.h"

#include "loft-clock.h"
#include "loft-folder.h"
#include "loft-ical-reminders.h"
#include "loft-resources.h"

struct _LoftReminderDismissals {
  GObject parent;

  GQueue waiting; /* of Dismissal */
  gboolean is_writing;
};

G_DEFINE_FINAL_TYPE (LoftReminderDismissals, loft_reminder_dismissals, G_TYPE_OBJECT)

typedef struct {
  LoftMailAccount *account; /* (owned) */
  LoftReminder *reminder; /* (owned) */
} Dismissal;

static void
dismissal_free (Dismissal *dismissal)
{
  g_object_unref (dismissal->account);
  loft_reminder_unref (dismissal->reminder);
  g_free (dismissal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Dismissal, dismissal_free)

static void write_next (LoftReminderDismissals *self);

/* It was dismissed here all the same. */
static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftReminderDismissals) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!loft_resources_act_finish (LOFT_MAIL_ACCOUNT (source), result, NULL, NULL, &error))
    g_message ("A dismissed reminder is not told to others: %s", error->message);
  self->is_writing = FALSE;
  write_next (self);
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

/* Each reads the text that the one before it left. */
static void
write_next (LoftReminderDismissals *self)
{
  while (!self->is_writing && !g_queue_is_empty (&self->waiting))
    {
      g_autoptr (Dismissal) next = g_queue_pop_head (&self->waiting);
      const LoftReminder *reminder = next->reminder;
      g_autoptr (GBytes) raw = NULL;
      g_autoptr (GBytes) changed = NULL;
      LoftResourceWish wish = { reminder->resource_id, 0, NULL };

      if (!is_writable (next->account, reminder->folder_id))
        continue;
      raw = loft_resources_get_raw (next->account, reminder->resource_id, NULL, NULL);
      changed = raw != NULL
                  ? loft_ical_reminders_acknowledge (raw, reminder, loft_clock_now (), NULL)
                  : NULL;
      if (changed == NULL)
        continue;
      wish.raw = changed;
      self->is_writing = TRUE;
      loft_resources_act_async (next->account, &wish, 1, on_written, g_object_ref (self));
    }
}

void
loft_reminder_dismissals_add (LoftReminderDismissals *self, LoftMailAccount *account,
                              const LoftReminder *reminder)
{
  Dismissal *dismissal = g_new0 (Dismissal, 1);

  dismissal->account = g_object_ref (account);
  dismissal->reminder = loft_reminder_copy (reminder);
  g_queue_push_tail (&self->waiting, dismissal);
  write_next (self);
}

void
loft_reminder_dismissals_clear (LoftReminderDismissals *self)
{
  g_queue_clear_full (&self->waiting, (GDestroyNotify) dismissal_free);
}

static void
loft_reminder_dismissals_finalize (GObject *object)
{
  loft_reminder_dismissals_clear (LOFT_REMINDER_DISMISSALS (object));
  G_OBJECT_CLASS (loft_reminder_dismissals_parent_class)->finalize (object);
}

static void
loft_reminder_dismissals_class_init (LoftReminderDismissalsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_reminder_dismissals_finalize;
}

static void
loft_reminder_dismissals_init (LoftReminderDismissals *self)
{
  g_queue_init (&self->waiting);
}

LoftReminderDismissals *
loft_reminder_dismissals_new (void)
{
  return g_object_new (LOFT_TYPE_REMINDER_DISMISSALS, NULL);
}
