/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F5 outside the mail: which accounts are asked for changes, and what is said of it. */
#include "fake-calendar.h"
#include "fake-contacts.h"
#include "fake-service.h"
#include "fake-tasks.h"
#include "loft-calendar-pane.h"
#include "loft-contacts-pane.h"
#include "loft-pane.h"
#include "loft-sync-shown.h"
#include "loft-tasks-pane.h"
#include "ui-test.h"

#include <adwaita.h>

typedef struct {
  LoftService *service;
  LoftMailAccount *team; /* (borrowed) */
  LoftMailAccount *home; /* (borrowed) */
  GListStore *items;
} Fixture;

static void
add (GListStore *items, LoftMailAccount *account, const char *name)
{
  const char *id = account != NULL ? loft_mail_account_get_account (account)->id : "";
  g_autoptr (LoftCalendarItem) item = loft_calendar_item_new (id, 1, "", name, "#3584e4");

  g_list_store_append (items, item);
}

static LoftCalendarItem *
item_at (Fixture *fixture, guint position)
{
  g_autoptr (LoftCalendarItem) item =
    g_list_model_get_item (G_LIST_MODEL (fixture->items), position);

  return item; /* the store holds it */
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->service = fake_service_new ();
  fixture->team =
    fake_service_add_dav_account (fixture->service, "dav", "team", "https://dav.example.org/");
  fixture->home =
    fake_service_add_dav_account (fixture->service, "dav", "home", "https://home.example.org/");
  fixture->items = g_list_store_new (LOFT_TYPE_CALENDAR_ITEM);
  add (fixture->items, fixture->team, "Plans");
  add (fixture->items, fixture->team, "Rooms");
  add (fixture->items, fixture->home, "Home");
  add (fixture->items, NULL, "Birthdays");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->items);
  g_object_unref (fixture->service);
}

static const char *
ask (Fixture *fixture, LoftCalendarItem *chosen)
{
  return loft_sync_shown (fixture->service, G_LIST_MODEL (fixture->items), chosen);
}

/* Each once; those whose calendars are not shown, not at all. */
static void
test_accounts (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (ask (fixture, NULL), ==, "Looking for changes…");
  g_assert_cmpuint (fake_account_get_n_syncs (fixture->team), ==, 1);
  g_assert_cmpuint (fake_account_get_n_syncs (fixture->home), ==, 1);
  loft_calendar_item_set_shown (item_at (fixture, 2), FALSE);
  ask (fixture, NULL);
  g_assert_cmpuint (fake_account_get_n_syncs (fixture->team), ==, 2);
  g_assert_cmpuint (fake_account_get_n_syncs (fixture->home), ==, 1);
  ask (fixture, item_at (fixture, 2));
  g_assert_cmpuint (fake_account_get_n_syncs (fixture->team), ==, 2);
  g_assert_cmpuint (fake_account_get_n_syncs (fixture->home), ==, 2);
  ui_test_settle ();
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (ask (fixture, item_at (fixture, 3)), ==, "Nothing here is on a server");
  fake_service_set_online (fixture->service, FALSE);
  g_assert_cmpstr (ask (fixture, NULL), ==, "Offline: changes come when there is a network");
  g_assert_cmpuint (fake_account_get_n_syncs (fixture->team), ==, 0);
}

/* Takes pane. */
static void
check_pane (GtkWidget *pane)
{
  GtkWindow *window = ui_test_show (pane, 1100, 760);

  ui_test_settle ();
  g_action_group_activate_action (loft_pane_get_actions (LOFT_PANE (pane)), "sync", NULL);
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (window, "Nothing here is on a server"));
  gtk_window_destroy (window);
  ui_test_settle ();
}

static void
test_panes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FakeCalendar) calendar = fake_calendar_new ();
  g_autoptr (FakeContacts) contacts = fake_contacts_new ();
  g_autoptr (FakeTasks) tasks = fake_tasks_new ();
  GtkWidget *pane = loft_calendar_pane_new (LOFT_CALENDAR_ACTIONS (calendar));

  loft_calendar_pane_set_service (LOFT_CALENDAR_PANE (pane), fixture->service);
  check_pane (pane);
  pane = loft_contacts_pane_new (LOFT_CONTACT_ACTIONS (contacts));
  loft_contacts_pane_set_service (LOFT_CONTACTS_PANE (pane), fixture->service);
  check_pane (pane);
  pane = loft_tasks_pane_new (LOFT_TASK_ACTIONS (tasks));
  loft_tasks_pane_set_service (LOFT_TASKS_PANE (pane), fixture->service);
  check_pane (pane);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/sync-shown/accounts", Fixture, NULL, set_up, test_accounts, tear_down);
  g_test_add ("/sync-shown/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/sync-shown/panes", Fixture, NULL, set_up, test_panes, tear_down);
  return g_test_run ();
}
