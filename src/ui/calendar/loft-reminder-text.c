/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminder-text.h"

#include "config.h"
#include "loft-event-text.h"
#include "loft-mail-notification.h"
#include "loft-text.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define MINUTE   ((gint64) 60)
#define HOUR     (60 * MINUTE)
#define DAY      (24 * HOUR)
#define MAX_LINE 120
#define SNOOZE   5 /* minutes, by the notification's button */

char *
loft_reminder_text_title (const LoftReminder *reminder)
{
  return loft_text_one_line (*reminder->summary != '\0' ? reminder->summary : _ ("(No Title)"),
                             MAX_LINE);
}

static gint64
wall_of (gint64 at)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return loft_wall_from_instant (at, zone);
}

static gint64
day_of (gint64 at)
{
  return loft_wall_get_day (wall_of (at));
}

static char *
text_of_days (gint64 days)
{
  if (days == 0)
    return g_strdup (_ ("today"));
  if (days == 1)
    return g_strdup (_ ("tomorrow"));
  if (days == -1)
    return g_strdup (_ ("yesterday"));
  if (days > 0)
    return g_strdup_printf (ngettext ("in %u day", "in %u days", (gulong) days), (guint) days);
  return g_strdup_printf (ngettext ("%u day ago", "%u days ago", (gulong) -days), (guint) -days);
}

/* Half a minute late is on time. */
static char *
text_of_minutes (gint64 minutes)
{
  if (minutes == 0)
    return g_strdup (_ ("now"));
  if (minutes > 0 && minutes < 90)
    return g_strdup_printf (ngettext ("in %u minute", "in %u minutes", (gulong) minutes),
                            (guint) minutes);
  if (minutes > 0)
    return g_strdup_printf (ngettext ("in %u hour", "in %u hours", (gulong) ((minutes + 30) / 60)),
                            (guint) ((minutes + 30) / 60));
  if (minutes > -90)
    return g_strdup_printf (ngettext ("%u minute ago", "%u minutes ago", (gulong) -minutes),
                            (guint) -minutes);
  return g_strdup_printf (ngettext ("%u hour ago", "%u hours ago", (gulong) ((30 - minutes) / 60)),
                          (guint) ((30 - minutes) / 60));
}

char *
loft_reminder_text_distance (const LoftReminder *reminder, gint64 now)
{
  gint64 seconds = reminder->start - now;
  gint64 days = day_of (reminder->start) - day_of (now);

  if (!reminder->has_time)
    return g_strdup ("");
  if (reminder->all_day || seconds >= DAY || seconds <= -DAY)
    return text_of_days (days);
  return text_of_minutes ((seconds + (seconds >= 0 ? 29 : -29)) / MINUTE);
}

char *
loft_reminder_text_when (const LoftReminder *reminder, gint64 now)
{
  gint64 start = wall_of (reminder->start);
  gint64 end = wall_of (reminder->end);

  if (!reminder->has_time)
    return g_strdup (_ ("Task"));
  if (reminder->kind == LOFT_FOLDER_KIND_TASKS)
    {
      g_autofree char *due = loft_event_text_when (start, start, reminder->all_day, day_of (now));

      /* Translators: a task, and when it is due. */
      return g_strdup_printf (_ ("Task, due %s"), due);
    }
  return loft_event_text_when (start, end, reminder->all_day, day_of (now));
}

const char *
loft_reminder_text_get_join (const LoftReminder *reminder)
{
  g_autofree char *scheme = g_uri_parse_scheme (reminder->join);

  return g_strcmp0 (scheme, "https") == 0 || g_strcmp0 (scheme, "http") == 0 ? reminder->join
                                                                             : NULL;
}

GNotification *
loft_reminder_text_new_notification (const LoftReminder *reminder, const char *key, gint64 now)
{
  g_autofree char *title = loft_reminder_text_title (reminder);
  g_autofree char *plain = loft_mail_notification_plain (title, MAX_LINE);
  g_autofree char *distance = loft_reminder_text_distance (reminder, now);
  g_autofree char *when = loft_reminder_text_when (reminder, now);
  g_autofree char *place = loft_mail_notification_plain (reminder->location, MAX_LINE);
  GNotification *notification = g_notification_new (plain);
  g_autofree char *body = g_strdup_printf ("%s%s%s%s%s", distance, *distance != '\0' ? " · " : "",
                                           when, *place != '\0' ? "\n" : "", place);

  g_notification_set_body (notification, body);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_category (notification, "x-gnome.event.reminder");
  g_notification_set_default_action (notification, "app.show-reminders");
  if (loft_reminder_text_get_join (reminder) != NULL)
    g_notification_add_button_with_target (notification, _ ("Join"), "app.join-reminder", "s", key);
  g_notification_add_button_with_target (notification, _ ("Snooze"), "app.snooze-reminder", "(si)",
                                         key, SNOOZE);
  g_notification_add_button_with_target (notification, _ ("Dismiss"), "app.dismiss-reminder", "s",
                                         key);
  return notification;
}
