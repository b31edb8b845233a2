/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words of reminders, their window, and the file that begins Loft with the session. */

#include <adwaita.h>
#include <string.h>

#include "fake-reminders.h"
#include "fake-service.h"
#include "loft-background.h"
#include "loft-reminder-row.h"
#include "loft-reminder-text.h"
#include "loft-reminder-window.h"
#include "ui-test.h"

#define NOW ((gint64) 1772442000) /* Monday 2026-03-02T09:00Z */

static void
test_distance (void)
{
  static const struct {
    gint64 seconds;
    gboolean all_day;
    const char *expected;
  } rows[] = {
    { 0, FALSE, "now" },
    { 20, FALSE, "now" },
    { -20, FALSE, "now" },
    { 60, FALSE, "in 1 minute" },
    { 890, FALSE, "in 15 minutes" },
    { 900, FALSE, "in 15 minutes" },
    { -600, FALSE, "10 minutes ago" },
    { 5400, FALSE, "in 2 hours" },
    { -7200, FALSE, "2 hours ago" },
    { 86400, FALSE, "tomorrow" },
    { 3 * 86400, FALSE, "in 3 days" },
    { -86400, FALSE, "yesterday" },
    { -3 * 86400, FALSE, "3 days ago" },
    { -9 * 3600, TRUE, "today" },
    { 15 * 3600, TRUE, "tomorrow" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftReminder) reminder = loft_reminder_new ();
      g_autofree char *text = NULL;

      reminder->has_time = TRUE;
      reminder->all_day = rows[i].all_day;
      reminder->start = reminder->end = NOW + rows[i].seconds;
      text = loft_reminder_text_distance (reminder, NOW);
      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

static void
test_without_time (void)
{
  g_autoptr (LoftReminder) reminder = loft_reminder_new ();
  g_autofree char *distance = loft_reminder_text_distance (reminder, NOW);
  g_autofree char *title = loft_reminder_text_title (reminder);
  g_autofree char *when = loft_reminder_text_when (reminder, NOW);

  g_assert_cmpstr (distance, ==, "");
  g_assert_cmpstr (title, ==, "(No Title)");
  g_assert_cmpstr (when, ==, "Task");
}

/* Only what a browser opens. */
static void
test_join (void)
{
  static const char *const bad[] = { "",           "file:///etc/passwd",
                                     "smb://x/y",  "javascript:alert(1)",
                                     "mailto:a@b", "https" };
  g_autoptr (LoftReminder) reminder = loft_reminder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_free (reminder->join);
      reminder->join = g_strdup (bad[i]);
      g_assert_null (loft_reminder_text_get_join (reminder));
    }
  g_free (reminder->join);
  reminder->join = g_strdup ("https://meet.example/abc");
  g_assert_cmpstr (loft_reminder_text_get_join (reminder), ==, "https://meet.example/abc");
}

static void
test_autostart (void)
{
  g_autofree char *text = loft_background_write_autostart ("/opt/a \"b\"/100%/loft", "icon");

  g_assert_nonnull (strstr (text, "Exec=\"/opt/a \\\\\"b\\\\\"/100%%/loft\" --background\n"));
}

/* ---- the window --------------------------------------------------------------------------- */

static GtkApplication *application;

static GtkWindow *
find_window (void)
{
  GList *windows = gtk_application_get_windows (application);

  while (windows != NULL && !LOFT_IS_REMINDER_WINDOW (windows->data))
    windows = windows->next;
  return windows != NULL ? windows->data : NULL;
}

static GtkWidget *
find_button (GtkWidget *root, const char *label)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0 &&
      gtk_widget_get_visible (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
click (const char *label)
{
  GtkWidget *button = find_button (GTK_WIDGET (find_window ()), label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  ui_test_settle ();
}

static LoftReminders *
fill (LoftService *service)
{
  LoftReminders *reminders = loft_service_get_reminders (service);

  fake_reminders_add (reminders, "Standup", "Room 4", "https://meet.example/abc", 890, FALSE);
  fake_reminders_add (reminders, "Dentist", "", "", -600, FALSE);
  fake_reminders_add (reminders, "Water the plants", "", "", 0, FALSE);
  loft_reminder_window_present (G_APPLICATION (application), reminders);
  ui_test_settle ();
  return reminders;
}

static void
test_window (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftReminders *reminders = fill (service);
  GtkWindow *window = find_window ();

  g_assert_nonnull (ui_test_find_text (window, "in 15 minutes"));
  g_assert_nonnull (ui_test_find_text (window, "10 minutes ago"));
  g_assert_nonnull (find_button (GTK_WIDGET (window), "Join"));
  click ("Dismiss");
  g_assert_cmpuint (fake_reminders_get_n_over (reminders), ==, 1);
  g_assert_null (ui_test_find_text (window, "Standup"));
  click ("15 Minutes");
  g_assert_cmpuint (fake_reminders_get_n_over (reminders), ==, 2);
  g_assert_cmpint (ABS (fake_reminders_get_until (reminders) - g_get_real_time () / G_USEC_PER_SEC -
                        900),
                   <=, 60);
  click ("Dismiss");
  g_assert_null (find_window ());
}

static void
test_all (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  LoftReminders *reminders = fill (service);

  click ("Dismiss All");
  g_assert_cmpuint (fake_reminders_get_n_over (reminders), ==, 3);
  g_assert_null (find_window ());
}

static void
test_empty (void)
{
  g_autoptr (LoftService) service = fake_service_new ();

  loft_reminder_window_present (G_APPLICATION (application), loft_service_get_reminders (service));
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (find_window (), "Nothing Is Due"));
  gtk_window_destroy (find_window ());
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  ui_test_init (&argc, &argv);
  application = gtk_application_new ("org.example.Reminders", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_test_add_func ("/reminders/distance", test_distance);
  g_test_add_func ("/reminders/without-time", test_without_time);
  g_test_add_func ("/reminders/join", test_join);
  g_test_add_func ("/reminders/autostart", test_autostart);
  g_test_add_func ("/reminders/window", test_window);
  g_test_add_func ("/reminders/all", test_all);
  g_test_add_func ("/reminders/empty", test_empty);
  return g_test_run ();
}
