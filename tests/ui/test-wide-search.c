/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One search over everything. */
#include "fake-calendar.h"
#include "fake-contacts.h"
#include "fake-directory.h"
#include "fake-service.h"
#include "fake-tasks.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-month-view.h"
#include "loft-wide-row.h"
#include "loft-wide-search-window.h"
#include "loft-window.h"
#include "ui-test.h"

#include <string.h>

#define HOUR 3600
#define DAY  (24 * HOUR)

#define MESSAGE                                                                                    \
  "From: Eva Adler <eva@example.org>\r\nTo: alice@example.test\r\nSubject: Fair: budget\r\n"       \
  "Date: Mon, 23 Nov 2026 03:00:00 +0000\r\nMessage-ID: <b1@example.org>\r\n\r\nFigures.\r\n"

typedef struct {
  FakeCalendar *calendar;
  FakeTasks *tasks;
  FakeContacts *contacts;
  LoftService *service;
  LoftMailAccount *account; /* (borrowed) */
  LoftCalendarItem *work; /* (borrowed) */
  LoftCalendarItem *list; /* (borrowed) */
  gint64 today;
  GtkWindow *window;
  LoftWideSearchWindow *search; /* (nullable) once it is open; destroyed when it is closed */
} Fixture;

static void
add_contact (Fixture *fixture, const char *uid, const char *name)
{
  LoftContact *contact = loft_contact_new ();

  contact->folder_id = 1;
  g_free (contact->uid);
  contact->uid = g_strdup (uid);
  g_free (contact->name);
  contact->name = g_strdup (name);
  fake_contacts_add (fixture->contacts, contact);
}

static void
fill (Fixture *fixture)
{
  gint64 now = loft_clock_now ();
  LoftMailFolder *inbox;

  fixture->work = fake_calendar_add_calendar (fixture->calendar, "work", "Work", "#3584e4");
  fixture->list = fake_tasks_add_list (fixture->tasks, "work", "Errands", "#3584e4");
  fake_contacts_add_book (fixture->contacts, "Personal");
  fixture->account = fake_service_add_account (fixture->service, "work", "alice@example.test");
  inbox = fake_account_add_folder (fixture->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  fake_account_add_message (fixture->account, inbox, MESSAGE, -1, LOFT_FLAG_SEEN, now);
  fake_calendar_add (fixture->calendar, fixture->work, "Fair, long ago", now - 40 * DAY,
                     now - 40 * DAY + HOUR);
  fake_calendar_add (fixture->calendar, fixture->work, "Fair, just over", now - 2 * DAY,
                     now - 2 * DAY + HOUR);
  fake_calendar_add (fixture->calendar, fixture->work, "Fair, soon", now + 3 * DAY,
                     now + 3 * DAY + HOUR);
  fake_calendar_add (fixture->calendar, fixture->work, "Fair, later", now + 30 * DAY,
                     now + 30 * DAY + HOUR);
  fake_calendar_add (fixture->calendar, fixture->work, "Dentist", now + DAY, now + DAY + HOUR);
  fake_tasks_add (fixture->tasks, fixture->list, "Fair: tent", "", fixture->today + 1);
  fake_tasks_add (fixture->tasks, fixture->list, "Milk", "", 0);
  add_contact (fixture, "f1", "Jan Fairweather");
  add_contact (fixture, "f2", "Mia Holm");
  fake_contacts_load (fixture->contacts);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->calendar = fake_calendar_new ();
  fixture->tasks = fake_tasks_new ();
  fixture->contacts = fake_contacts_new ();
  fixture->service = fake_service_new ();
  fixture->today = loft_clock_now () / DAY;
  fixture->search = NULL;
  fill (fixture);
  fake_service_set_calendar (LOFT_CALENDAR_ACTIONS (fixture->calendar));
  fake_service_set_tasks (LOFT_TASK_ACTIONS (fixture->tasks));
  fake_service_set_contacts (LOFT_CONTACT_ACTIONS (fixture->contacts));
  fixture->window = GTK_WINDOW (loft_window_new (NULL, fixture->service, NULL));
  gtk_window_set_default_size (fixture->window, 1200, 780);
  gtk_window_present (fixture->window);
  ui_test_settle ();
}

static void
close_search (Fixture *fixture)
{
  if (fixture->search == NULL)
    return;
  g_object_remove_weak_pointer (G_OBJECT (fixture->search), (gpointer *) &fixture->search);
  gtk_window_destroy (GTK_WINDOW (fixture->search));
  fixture->search = NULL;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_search (fixture);
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  fake_service_set_calendar (NULL);
  fake_service_set_tasks (NULL);
  fake_service_set_contacts (NULL);
  g_object_unref (fixture->service);
  g_object_unref (fixture->calendar);
  g_object_unref (fixture->tasks);
  g_object_unref (fixture->contacts);
}

/* ---- what is on screen -------------------------------------------------------------------- */

static void
open_search (Fixture *fixture)
{
  g_autoptr (GList) windows = NULL;

  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.search-everything", NULL));
  windows = gtk_window_list_toplevels ();
  for (GList *l = windows; l != NULL; l = l->next)
    if (LOFT_IS_WIDE_SEARCH_WINDOW (l->data))
      fixture->search = l->data;
  g_assert_nonnull (fixture->search);
  loft_wide_search_set_pause (loft_wide_search_window_get_search (fixture->search), 0);
  g_object_add_weak_pointer (G_OBJECT (fixture->search), (gpointer *) &fixture->search);
  ui_test_settle ();
}

static gboolean
is_open (Fixture *fixture)
{
  return fixture->search != NULL && gtk_widget_get_mapped (GTK_WIDGET (fixture->search));
}

static gboolean
is_closed (gpointer fixture)
{
  return !is_open (fixture);
}

static void
type_only (Fixture *fixture, const char *words)
{
  GtkEditable *entry = loft_wide_search_window_get_entry (fixture->search);

  gtk_editable_set_text (entry, words);
  g_signal_emit_by_name (entry, "search-changed");
}

static gboolean
is_searched (gpointer data)
{
  Fixture *fixture = data;

  return !loft_wide_search_is_searching (loft_wide_search_window_get_search (fixture->search));
}

static void
type (Fixture *fixture, const char *words)
{
  type_only (fixture, words);
  ui_test_wait (is_searched, fixture);
  ui_test_settle ();
}

static GtkListBox *
get_list (Fixture *fixture)
{
  return GTK_LIST_BOX (ui_test_find (fixture->search, GTK_TYPE_LIST_BOX));
}

/* (transfer full) The titles, a line each; the one that is selected has a ">". Pages that are not shown have
 * none. */
static char *
list_rows (Fixture *fixture)
{
  GtkListBox *list = get_list (fixture);
  GString *rows = g_string_new (NULL);
  GtkListBoxRow *row = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (gtk_widget_get_mapped (GTK_WIDGET (row)))
      g_string_append_printf (rows, "%s%s\n", gtk_list_box_row_is_selected (row) ? ">" : "",
                              loft_wide_row_get_result (LOFT_WIDE_ROW (row))->title);
  return g_string_free (rows, FALSE);
}

static void
assert_rows (Fixture *fixture, const char *expected)
{
  g_autofree char *rows = list_rows (fixture);

  g_assert_cmpstr (rows, ==, expected);
}

static gboolean
says (Fixture *fixture, const char *text)
{
  return ui_test_find_text (fixture->search, text) != NULL;
}

static void
press (Fixture *fixture, guint key, guint times)
{
  GtkWidget *entry = GTK_WIDGET (loft_wide_search_window_get_entry (fixture->search));
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (entry);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) each = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;

      for (guint n = 0; GTK_IS_EVENT_CONTROLLER_KEY (each) && n < times; n++)
        g_signal_emit_by_name (each, "key-pressed", key, 0, 0, &handled);
    }
}

static void
press_enter (Fixture *fixture)
{
  g_signal_emit_by_name (loft_wide_search_window_get_entry (fixture->search), "activate");
}

static const char *
get_pane (Fixture *fixture)
{
  return loft_window_get_pane (LOFT_WINDOW (fixture->window));
}

/* ---- what is found ------------------------------------------------------------------------ */

/* All four together; of events what comes first, then what was last. */
static void
test_found (Fixture *fixture, gconstpointer data)
{
  open_search (fixture);
  g_assert_true (says (fixture, "Messages, events, people, tasks and commands."));
  type (fixture, "fair");
  assert_rows (fixture, ">Fair: budget\nFair, soon\nFair, later\nFair, just over\nFair, long ago\n"
                        "Jan Fairweather\nFair: tent\n");
  g_assert_true (says (fixture, "Messages"));
  g_assert_true (says (fixture, "Events"));
  g_assert_true (says (fixture, "People"));
  g_assert_true (says (fixture, "Tasks"));
  type (fixture, "DENT");
  assert_rows (fixture, ">Dentist\n");
  g_assert_false (says (fixture, "Messages"));
  type (fixture, "");
  assert_rows (fixture, "");
  g_assert_true (says (fixture, "Messages, events, people, tasks and commands."));
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  open_search (fixture);
  type (fixture, "zither");
  assert_rows (fixture, "");
  g_assert_true (says (fixture, "No Results Found"));
  g_assert_true (says (fixture, "Everything that is on this computer was searched."));
}

static gboolean
says_searching (gpointer data)
{
  return says (data, "Searching…");
}

static gboolean
has_rows (gpointer data)
{
  g_autofree char *rows = list_rows (data);

  return *rows != '\0';
}

/* What is found already is shown meanwhile. */
static void
test_searching (Fixture *fixture, gconstpointer data)
{
  open_search (fixture);
  fake_account_set_slow_lists (fixture->account);
  type_only (fixture, "zither");
  ui_test_wait (says_searching, fixture);
  g_assert_false (says (fixture, "No Results Found"));
  type_only (fixture, "dent");
  ui_test_wait (has_rows, fixture);
  ui_test_wait (says_searching, fixture);
  assert_rows (fixture, ">Dentist\n");
  press_enter (fixture); /* something else may come before it */
  ui_test_settle ();
  g_assert_true (is_open (fixture));
  press (fixture, GDK_KEY_Down, 1);
}

/* A few of a place, and the way to the others. */
static void
test_more (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 6; i++)
    {
      g_autofree char *summary = g_strdup_printf ("Errand %d", i);

      fake_tasks_add (fixture->tasks, fixture->list, summary, "", fixture->today + i);
    }
  open_search (fixture);
  type (fixture, "errand");
  assert_rows (fixture, ">Errand 0\nErrand 1\nErrand 2\nErrand 3\nMore in Tasks\n");
  press (fixture, GDK_KEY_Down, 9); /* no further than to the end */
  press_enter (fixture);
  ui_test_wait (is_closed, fixture);
  g_assert_cmpstr (get_pane (fixture), ==, "tasks");
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (fixture->window, "Errand 5"));
  g_assert_null (ui_test_find_text (fixture->window, "Milk"));
}

/* Where a pane is not there, nothing of it is looked for. */
static void
test_mail_alone (Fixture *fixture, gconstpointer data)
{
  fake_service_set_calendar (NULL);
  fake_service_set_tasks (NULL);
  fake_service_set_contacts (NULL);
  open_search (fixture);
  type (fixture, "fair");
  assert_rows (fixture, ">Fair: budget\n");
  type (fixture, "dentist");
  g_assert_true (says (fixture, "No Results Found"));
}

/* ---- people of servers -------------------------------------------------------------------- */

static gboolean
is_asked (gpointer data)
{
  Fixture *fixture = data;
  LoftWideSearch *search = loft_wide_search_window_get_search (fixture->search);

  return !loft_wide_search_is_asking (search) && !loft_wide_search_is_searching (search);
}

static FakeDirectory *
begin_with_directory (Fixture *fixture)
{
  FakeDirectory *directory = fake_directory_new ("Example");
  g_autoptr (LoftDirectories) all = fake_directory_new_directories (directory);

  fake_directory_add (directory, "Fay Fairbanks", "fay@example.net", "Buyer");
  fake_directory_add (directory, "Ute Fairholm", "ute@example.net", "");
  fake_service_set_directories (all);
  open_search (fixture);
  return directory;
}

/* Below what is here, and for three letters. */
static void
test_directory (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FakeDirectory) directory = begin_with_directory (fixture);

  type_only (fixture, "fa");
  ui_test_wait (is_asked, fixture);
  g_assert_cmpuint (fake_directory_get_n_asked (directory), ==, 0);
  type_only (fixture, "fairb");
  ui_test_wait (is_asked, fixture);
  ui_test_settle ();
  g_assert_cmpuint (fake_directory_get_n_asked (directory), ==, 1);
  assert_rows (fixture, ">Fay Fairbanks\n");
  type_only (fixture, "fair");
  ui_test_wait (is_asked, fixture);
  ui_test_settle ();
  assert_rows (fixture, ">Fair: budget\nFair, soon\nFair, later\nFair, just over\nFair, long ago\n"
                        "Jan Fairweather\nFair: tent\nFay Fairbanks\nUte Fairholm\n");
  g_assert_true (says (fixture, "People in Directories"));
  fake_service_set_directories (NULL);
}

/* An Enter for what is here waits for nobody. */
static void
test_slow_directory (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FakeDirectory) directory = begin_with_directory (fixture);

  fake_directory_set_slow (directory, TRUE);
  type (fixture, "fair: tent");
  press_enter (fixture);
  ui_test_wait (is_closed, fixture);
  g_assert_cmpstr (get_pane (fixture), ==, "tasks");
  fake_directory_set_slow (directory, FALSE);
  fake_service_set_directories (NULL);
}

static gboolean
says_failure (gpointer data)
{
  return says (data, "The server did not let the account in");
}

static void
test_directory_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FakeDirectory) directory = begin_with_directory (fixture);
  g_autoptr (GError) error = g_error_new_literal (LOFT_ERROR, LOFT_ERROR_AUTH, "no");

  fake_directory_set_error (directory, error);
  type_only (fixture, "fairw");
  ui_test_wait (says_failure, fixture);
  assert_rows (fixture, ">Jan Fairweather\n");
  fake_service_set_directories (NULL);
}

static gboolean
shows_fay (gpointer data)
{
  return ui_test_find_text (((Fixture *) data)->window, "fay@example.net") != NULL;
}

static void
test_directory_way (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FakeDirectory) directory = begin_with_directory (fixture);

  type_only (fixture, "fairb");
  ui_test_wait (is_asked, fixture);
  ui_test_settle ();
  press_enter (fixture);
  ui_test_wait (is_closed, fixture);
  g_assert_cmpstr (get_pane (fixture), ==, "contacts");
  ui_test_wait (shows_fay, fixture);
  fake_service_set_directories (NULL);
}

/* ---- what the window can do --------------------------------------------------------------- */

static gboolean
shows_work_week (gpointer data)
{
  LoftShell *shell = ui_test_find (((Fixture *) data)->window, LOFT_TYPE_SHELL);
  GActionGroup *actions = loft_pane_get_actions (loft_shell_get_pane (shell, "calendar"));
  g_autoptr (GVariant) view = g_action_group_get_action_state (actions, "view");

  return g_str_equal (g_variant_get_string (view, NULL), "work-week");
}

static void
test_commands (Fixture *fixture, gconstpointer data)
{
  open_search (fixture);
  type (fixture, "n");
  g_assert_false (says (fixture, "Commands"));
  type (fixture, "new ev");
  assert_rows (fixture, ">New event\nNew event in one line\n");
  g_assert_true (says (fixture, "Commands"));
  type (fixture, "archive"); /* no message is chosen */
  assert_rows (fixture, "");
  type (fixture, "WORK we");
  assert_rows (fixture, ">Work week\n");
  press_enter (fixture);
  ui_test_wait (is_closed, fixture);
  g_assert_cmpstr (get_pane (fixture), ==, "calendar");
  ui_test_wait (shows_work_week, fixture);
}

static void
test_commands_of_panes (Fixture *fixture, gconstpointer data)
{
  fake_service_set_calendar (NULL);
  open_search (fixture);
  type (fixture, "new");
  assert_rows (fixture, ">New message\nNew task\nNew contact\nCheck for new mail\n");
}

/* ---- what is typed ------------------------------------------------------------------------ */

static void
test_conditions (Fixture *fixture, gconstpointer data)
{
  LoftWideSearch *search = NULL;

  open_search (fixture);
  search = loft_wide_search_window_get_search (fixture->search);
  type (fixture, "fair is:unread");
  g_assert_true (says (fixture, "Conditions are for messages"));
  g_assert_cmpstr (loft_wide_search_get_words (search, LOFT_WIDE_TASKS), ==, "");
  type (fixture, "fair before:someday");
  g_assert_true (says (fixture, "“someday” is no date."));
  g_assert_cmpuint (loft_wide_search_get_results (search, LOFT_WIDE_TASKS)->len, ==, 0);
  type (fixture, "-fair");
  g_assert_true (says (fixture, "Conditions are for messages"));
  type (fixture, "\"fair: tent\"");
  g_assert_false (says (fixture, "Conditions"));
  g_assert_cmpuint (loft_wide_search_get_results (search, LOFT_WIDE_TASKS)->len, ==, 1);
  type (fixture, "\"");
  type (fixture, "((( : -");
  type (fixture, "fair");
  g_assert_false (says (fixture, "Conditions"));
  g_assert_cmpuint (loft_wide_search_get_results (search, LOFT_WIDE_TASKS)->len, ==, 1);
}

/* ---- going there -------------------------------------------------------------------------- */

static gboolean
shows_message (gpointer data)
{
  Fixture *fixture = data;
  LoftMailPane *mail = loft_window_get_mail (LOFT_WINDOW (fixture->window));

  return g_action_group_get_action_enabled (loft_mail_pane_get_actions (mail), "new-task");
}

static gboolean
shows_event (gpointer data)
{
  LoftCalendarView *view = ui_test_find (((Fixture *) data)->window, LOFT_TYPE_MONTH_VIEW);
  LoftOccurrenceItem *item = view != NULL ? loft_calendar_view_get_selected (view) : NULL;

  return item != NULL && g_str_equal (loft_occurrence_item_get (item)->summary, "Fair, soon") &&
         loft_calendar_view_get_day (view) == ((Fixture *) data)->today + 3;
}

static gboolean
shows_contact (gpointer data)
{
  return ui_test_find_text (((Fixture *) data)->window, "Jan Fairweather") != NULL;
}

static gboolean
shows_task (gpointer data)
{
  return ui_test_find_text (((Fixture *) data)->window, "Fair: tent") != NULL;
}

static void
test_ways (Fixture *fixture, gconstpointer data)
{
  static const struct {
    guint down;
    const char *pane;
    UiTestCondition shown;
  } ways[] = {
    { 1, "calendar", shows_event },
    { 0, "mail", shows_message },
    { 5, "contacts", shows_contact },
    { 6, "tasks", shows_task },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      open_search (fixture);
      type (fixture, "fair");
      press (fixture, GDK_KEY_Down, ways[i].down);
      press_enter (fixture);
      ui_test_wait (is_closed, fixture);
      g_assert_cmpstr (get_pane (fixture), ==, ways[i].pane);
      ui_test_wait (ways[i].shown, fixture);
    }
}

/* Enter right behind the last letter opens what was meant, not what was there before. */
static void
test_quick (Fixture *fixture, gconstpointer data)
{
  open_search (fixture);
  type (fixture, "fair");
  gtk_editable_set_text (loft_wide_search_window_get_entry (fixture->search), "milk");
  press_enter (fixture);
  ui_test_wait (is_closed, fixture);
  g_assert_cmpstr (get_pane (fixture), ==, "tasks");
}

/* Arrows stay in the list, and with what they chose when something else comes. */
static void
test_arrows (Fixture *fixture, gconstpointer data)
{
  gint64 now = loft_clock_now ();

  open_search (fixture);
  type (fixture, "fair");
  press (fixture, GDK_KEY_Up, 1);
  assert_rows (fixture, ">Fair: budget\nFair, soon\nFair, later\nFair, just over\nFair, long ago\n"
                        "Jan Fairweather\nFair: tent\n");
  press (fixture, GDK_KEY_Down, 6);
  /* As the entry does a moment after the words. */
  g_signal_emit_by_name (loft_wide_search_window_get_entry (fixture->search), "search-changed");
  fake_calendar_add (fixture->calendar, fixture->work, "Fair, at last", now + 60 * DAY,
                     now + 60 * DAY + HOUR);
  ui_test_settle ();
  ui_test_wait (is_searched, fixture);
  assert_rows (fixture, "Fair: budget\nFair, soon\nFair, later\nFair, at last\nFair, just over\n"
                        "More in Calendar\nJan Fairweather\n>Fair: tent\n");
}

static void
test_back (Fixture *fixture, gconstpointer data)
{
  loft_window_show_pane (LOFT_WINDOW (fixture->window), "contacts");
  open_search (fixture);
  type (fixture, "fair");
  g_signal_emit_by_name (loft_wide_search_window_get_entry (fixture->search), "stop-search");
  ui_test_wait (is_closed, fixture);
  g_assert_cmpstr (get_pane (fixture), ==, "contacts");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, function)                                                                        \
  g_test_add ("/wide-search/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("found", test_found);
  ADD ("nothing", test_nothing);
  ADD ("searching", test_searching);
  ADD ("more", test_more);
  ADD ("mail-alone", test_mail_alone);
  ADD ("conditions", test_conditions);
  ADD ("directory", test_directory);
  ADD ("slow-directory", test_slow_directory);
  ADD ("directory-fails", test_directory_fails);
  ADD ("directory-way", test_directory_way);
  ADD ("commands", test_commands);
  ADD ("commands-of-panes", test_commands_of_panes);
  ADD ("ways", test_ways);
  ADD ("quick", test_quick);
  ADD ("arrows", test_arrows);
  ADD ("back", test_back);
  return g_test_run ();
}
