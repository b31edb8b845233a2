/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a message to an event or a task, and back to it. */
#include "fake-calendar.h"
#include "fake-service.h"
#include "fake-tasks.h"
#include "loft-banner.h"
#include "loft-event-editor.h"
#include "loft-window.h"
#include "ui-test.h"

#include <adwaita.h>

#define MESSAGE                                                                                    \
  "From: Eva Adler <eva@example.org>\r\nTo: alice@example.test\r\n"                                \
  "Subject: Re: AW: Budget for the fair\r\nDate: Mon, 23 Nov 2026 03:00:00 +0000\r\n"              \
  "Message-ID: <b%1/x@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"             \
  "Here are the figures.\r\n"
#define LINK "mid:b%251%2Fx@example.org"

typedef struct {
  FakeCalendar *calendar;
  FakeTasks *tasks;
  LoftService *service;
  LoftMailAccount *account; /* (borrowed) */
  gint64 folder_id;
  gint64 message_id;
  GtkWindow *window;
} Fixture;

static gboolean
has_opened (gpointer window)
{
  GActionGroup *actions =
    G_ACTION_GROUP (loft_mail_pane_get_actions (loft_window_get_mail (window)));

  return g_action_group_get_action_enabled (actions, "new-task");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  LoftMailFolder *inbox;

  fixture->calendar = fake_calendar_new ();
  fixture->tasks = fake_tasks_new ();
  fake_calendar_add_calendar (fixture->calendar, "work", "Work", "#3584e4");
  fake_tasks_add_list (fixture->tasks, "work", "Tasks", "#3584e4");
  fixture->service = fake_service_new ();
  fake_service_set_calendar (LOFT_CALENDAR_ACTIONS (fixture->calendar));
  fake_service_set_tasks (LOFT_TASK_ACTIONS (fixture->tasks));
  fixture->account = fake_service_add_account (fixture->service, "work", "alice@example.test");
  inbox = fake_account_add_folder (fixture->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  fixture->folder_id = loft_mail_folder_get (inbox)->id;
  fixture->message_id =
    fake_account_add_message (fixture->account, inbox, MESSAGE, -1, LOFT_FLAG_SEEN, 0);
  fixture->window = GTK_WINDOW (loft_window_new (NULL, fixture->service, NULL));
  gtk_window_set_default_size (fixture->window, 1200, 780);
  gtk_window_present (fixture->window);
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  fake_service_set_calendar (NULL);
  fake_service_set_tasks (NULL);
  g_object_unref (fixture->service);
  g_object_unref (fixture->calendar);
  g_object_unref (fixture->tasks);
}

static void
open_message (Fixture *fixture)
{
  loft_mail_pane_show_mail (loft_window_get_mail (LOFT_WINDOW (fixture->window)),
                            loft_mail_account_get_account (fixture->account)->id,
                            fixture->folder_id, fixture->message_id);
  ui_test_wait_for (has_opened, fixture->window);
}

static void
act (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL));
  ui_test_settle ();
}

static const char *
get_pane (Fixture *fixture)
{
  return loft_window_get_pane (LOFT_WINDOW (fixture->window));
}

static gboolean
has_task (gpointer tasks)
{
  return fake_tasks_find (tasks, "Budget for the fair") != NULL;
}

static void
test_task (Fixture *fixture, gconstpointer data)
{
  const LoftTask *task;

  /* Nothing is open yet. */
  g_assert_false (has_opened (fixture->window));
  open_message (fixture);
  act (fixture, "mail.new-task");
  g_assert_cmpstr (get_pane (fixture), ==, "tasks");
  ui_test_wait_for (has_task, fixture->tasks);
  task = loft_task_item_get (fake_tasks_find (fixture->tasks, "Budget for the fair"));
  g_assert_cmpstr (task->url, ==, LINK);
  g_assert_cmpstr (task->description, ==, "Here are the figures.");
}

/* (nullable) */
static LoftEventEditor *
find_editor (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (LOFT_IS_EVENT_EDITOR (l->data))
      return l->data;
  return NULL;
}

static void
test_event (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftEvent) event = NULL;

  open_message (fixture);
  act (fixture, "mail.new-event");
  g_assert_cmpstr (get_pane (fixture), ==, "calendar");
  g_assert_nonnull (find_editor ());
  event = loft_event_editor_make_event (find_editor ());
  g_assert_cmpstr (event->summary, ==, "Budget for the fair");
  g_assert_cmpstr (event->description, ==, "Here are the figures.");
  g_assert_cmpstr (event->url, ==, LINK);
  g_assert_true (event->start.is_set);
  g_assert_cmpint (event->end.wall - event->start.wall, ==, 3600);
  gtk_window_destroy (GTK_WINDOW (find_editor ()));
}

/* From another pane; and what is gone is said to be. */
static void
test_back (Fixture *fixture, gconstpointer data)
{
  loft_window_show_pane (LOFT_WINDOW (fixture->window), "tasks");
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-message", "s", LINK));
  g_assert_cmpstr (get_pane (fixture), ==, "mail");
  ui_test_wait_for (has_opened, fixture->window);
  g_assert_null (ui_test_find_text (fixture->window, "The message is no longer here"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-message", "s",
                                             "mid:gone@example.org"));
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (fixture->window, "The message is no longer here"));
}

/* ---- searched for in the other panes ------------------------------------------------------- */

static GtkWidget *
find_button (Fixture *fixture, const char *label)
{
  GtkWidget *text = ui_test_find_text (fixture->window, label);

  return text != NULL ? gtk_widget_get_ancestor (text, GTK_TYPE_BUTTON) : NULL;
}

static gboolean
offers_mail (Fixture *fixture)
{
  return find_button (fixture, "Search in Mail") != NULL;
}

static gboolean
offers_tasks (Fixture *fixture)
{
  return find_button (fixture, "Search in Tasks") != NULL;
}

static void
search_in (Fixture *fixture, const char *label, const char *pane)
{
  g_assert_nonnull (find_button (fixture, label));
  g_signal_emit_by_name (find_button (fixture, label), "clicked");
  ui_test_settle ();
  g_assert_cmpstr (get_pane (fixture), ==, pane);
}

/* What one pane has not found is looked for in the next one, with the same words, by one key. */
static void
test_search (Fixture *fixture, gconstpointer data)
{
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.search-tasks", "s", "zither"));
  g_assert_cmpstr (get_pane (fixture), ==, "tasks");
  ui_test_wait_for (offers_mail, fixture);
  g_assert_null (find_button (fixture, "Search in Tasks"));
  g_assert_null (find_button (fixture, "Search in Contacts")); /* there are none */
  search_in (fixture, "Search in Calendar", "calendar");
  ui_test_wait_for (offers_mail, fixture);
  g_assert_null (find_button (fixture, "Search in Calendar"));
  search_in (fixture, "Search in Mail", "mail");
  ui_test_wait_for (offers_tasks, fixture);
  search_in (fixture, "Search in Tasks", "tasks");
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.search-tasks", "s", ""));
  ui_test_settle ();
  g_assert_false (offers_mail (fixture)); /* nothing is searched for */
}

/* ---- what was made, above its message ----------------------------------------------------- */

#define MADE "A task was made of this message: Budget for the fair"
#define DONE "The task made of this message is done: Budget for the fair"

static gboolean
says_made (gpointer window)
{
  return ui_test_find_text (window, MADE) != NULL;
}

static gboolean
says_done (gpointer window)
{
  return ui_test_find_text (window, DONE) != NULL;
}

static gboolean
says_two (gpointer window)
{
  return ui_test_find_text (window, "2 tasks were made of this message") != NULL;
}

static gboolean
says_nothing (gpointer window)
{
  LoftBanner *banner = ui_test_child (loft_window_get_mail (window), "made_banner");

  return *loft_banner_get_title (banner) == '\0';
}

/* Of a task that somebody made elsewhere, of any message. */
static void
add_task (Fixture *fixture, const char *summary, const char *url)
{
  g_autoptr (LoftTask) task = loft_task_new ();
  LoftTaskChange change = { .kind = LOFT_TASK_ADD, .task = task };
  g_autoptr (LoftCalendarItem) list =
    g_list_model_get_item (loft_task_actions_get_lists (LOFT_TASK_ACTIONS (fixture->tasks)), 0);

  g_free (task->uid);
  g_free (task->summary);
  g_free (task->url);
  task->uid = g_strdup (summary);
  task->summary = g_strdup (summary);
  task->url = g_strdup (url);
  change.list = list;
  loft_task_actions_change_async (LOFT_TASK_ACTIONS (fixture->tasks), &change, NULL, NULL);
}

static void
test_made (Fixture *fixture, gconstpointer data)
{
  LoftTaskChange change = { .kind = LOFT_TASK_COMPLETE };
  g_autoptr (LoftTaskItem) item = NULL;
  LoftBanner *banner;

  open_message (fixture);
  g_assert_true (says_nothing (fixture->window));
  add_task (fixture, "Of another one", "mid:other@example.org");
  add_task (fixture, "Of a page", "https://example.org/");
  ui_test_settle ();
  g_assert_true (says_nothing (fixture->window));
  add_task (fixture, "Budget for the fair", LINK);
  ui_test_wait_for (says_made, fixture->window);
  banner = ui_test_child (loft_window_get_mail (LOFT_WINDOW (fixture->window)), "made_banner");
  g_signal_emit_by_name (banner, "button-clicked");
  g_assert_cmpstr (get_pane (fixture), ==, "tasks");
  loft_window_show_pane (LOFT_WINDOW (fixture->window), "mail");
  item = g_object_ref (fake_tasks_find (fixture->tasks, "Budget for the fair"));
  change.item = item;
  loft_task_actions_change_async (LOFT_TASK_ACTIONS (fixture->tasks), &change, NULL, NULL);
  ui_test_wait_for (says_done, fixture->window);
  add_task (fixture, "And one more", LINK);
  ui_test_wait_for (says_two, fixture->window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/linking/task", test_task);
  ADD ("/linking/event", test_event);
  ADD ("/linking/back", test_back);
  ADD ("/linking/made", test_made);
  ADD ("/linking/search", test_search);
  return g_test_run ();
}
