/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminder-notifier.h"

#include "loft-reminder-text.h"
#include "loft-reminder-window.h"

/* More than these at once, after a long absence, are one notification: the window has them all. */
#define MOST_AT_ONCE 4

struct _LoftReminderNotifier {
  GApplication *application; /* (borrowed) */
  LoftService *service;
  LoftReminders *reminders; /* (borrowed) service has it */
  gint64 burst_began;
  guint n_in_burst;
};

static gint64
now_of (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static char *
id_of (LoftReminderItem *item)
{
  return g_strdup_printf ("reminder-%s", loft_reminder_item_get_key (item));
}

/* ---- telling ------------------------------------------------------------------------------ */

typedef struct {
  LoftReminders *reminders;
  LoftReminderItem *item;
} Told;

/* Only now it cannot get lost any more with this process. */
static void
on_flushed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Told *told = user_data;

  if (g_dbus_connection_flush_finish (G_DBUS_CONNECTION (source), result, NULL))
    loft_reminders_tell (told->reminders, told->item);
  g_object_unref (told->reminders);
  g_object_unref (told->item);
  g_free (told);
}

static gboolean
is_burst (LoftReminderNotifier *self)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->burst_began > 2 * G_USEC_PER_SEC)
    {
      self->burst_began = now;
      self->n_in_burst = 0;
    }
  return ++self->n_in_burst > MOST_AT_ONCE;
}

static void
on_due (LoftReminders *reminders, LoftReminderItem *item, gboolean is_again,
        LoftReminderNotifier *self)
{
  GDBusConnection *bus = g_application_get_dbus_connection (self->application);
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *id = id_of (item);
  Told *told;

  if (is_burst (self))
    {
      loft_reminders_tell (reminders, item);
      loft_reminder_window_present (self->application, reminders);
      return;
    }
  notification = loft_reminder_text_new_notification (loft_reminder_item_get (item),
                                                      loft_reminder_item_get_key (item), now_of ());
  g_application_send_notification (self->application, id, notification);
  if (bus == NULL)
    {
      loft_reminders_tell (reminders, item);
      return;
    }
  told = g_new0 (Told, 1);
  told->reminders = g_object_ref (reminders);
  told->item = g_object_ref (item);
  g_dbus_connection_flush (bus, NULL, on_flushed, told);
}

static void
on_over (LoftReminders *reminders, LoftReminderItem *item, LoftReminderNotifier *self)
{
  g_autofree char *id = id_of (item);

  g_application_withdraw_notification (self->application, id);
}

/* ---- answers ------------------------------------------------------------------------------ */

static void
on_show (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LoftReminderNotifier *self = user_data;

  loft_reminder_window_present (self->application, self->reminders);
}

static void
on_join (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LoftReminderNotifier *self = user_data;
  LoftReminderItem *item =
    loft_reminders_find (self->reminders, g_variant_get_string (parameter, NULL));
  const char *join =
    item != NULL ? loft_reminder_text_get_join (loft_reminder_item_get (item)) : NULL;

  if (join == NULL)
    return;
  g_app_info_launch_default_for_uri_async (join, NULL, NULL, NULL, NULL);
  loft_reminders_dismiss (self->reminders, item);
}

static void
on_snooze (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LoftReminderNotifier *self = user_data;
  const char *key = NULL;
  int minutes = 0;
  LoftReminderItem *item;

  g_variant_get (parameter, "(&si)", &key, &minutes);
  item = loft_reminders_find (self->reminders, key);
  if (item != NULL)
    loft_reminders_snooze (self->reminders, item, now_of () + CLAMP (minutes, 1, 10080) * 60);
}

static void
on_dismiss (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LoftReminderNotifier *self = user_data;
  LoftReminderItem *item =
    loft_reminders_find (self->reminders, g_variant_get_string (parameter, NULL));

  if (item != NULL)
    loft_reminders_dismiss (self->reminders, item);
}

static const GActionEntry entries[] = {
  { "show-reminders", on_show },
  { "join-reminder", on_join, "s" },
  { "snooze-reminder", on_snooze, "(si)" },
  { "dismiss-reminder", on_dismiss, "s" },
};

LoftReminderNotifier *
loft_reminder_notifier_new (GApplication *application, LoftService *service)
{
  LoftReminderNotifier *self = g_new0 (LoftReminderNotifier, 1);

  self->application = application;
  self->service = g_object_ref (service);
  self->reminders = loft_service_get_reminders (service);
  g_signal_connect (self->reminders, "due", G_CALLBACK (on_due), self);
  g_signal_connect (self->reminders, "over", G_CALLBACK (on_over), self);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   self);
  loft_reminders_start (self->reminders);
  return self;
}

void
loft_reminder_notifier_free (LoftReminderNotifier *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->application), entries[i].name);
  g_signal_handlers_disconnect_by_data (self->reminders, self);
  g_object_unref (self->service);
  g_free (self);
}
