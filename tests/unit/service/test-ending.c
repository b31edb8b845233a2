/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-error.h"
#include "loft-mail-account-private.h"
#include "loft-resources.h"
#include "loft-service.h"

/* A service is stopped while a change is planned by a reader that is busy: it is there at the next start. */

typedef struct {
  GMutex mutex;
  GCond opened;
  gboolean is_open;
} Gate;

typedef struct {
  char *profile;
  LoftService *service;
  Gate gate;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->profile = g_dir_make_tmp ("loft-ending-XXXXXX", NULL);
  fixture->service = loft_service_open (fixture->profile, &error);
  g_assert_no_error (error);
  g_mutex_init (&fixture->gate.mutex);
  g_cond_init (&fixture->gate.opened);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = { "rm", "-rf", fixture->profile, NULL };

  loft_service_stop (fixture->service);
  g_object_unref (fixture->service);
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->profile);
  g_mutex_clear (&fixture->gate.mutex);
  g_cond_clear (&fixture->gate.opened);
}

/* ---- a reader that is busy ------------------------------------------------------------------- */

static gboolean
open_gate (gpointer data)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  gate->is_open = TRUE;
  g_cond_broadcast (&gate->opened);
  g_mutex_unlock (&gate->mutex);
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *cancellable, gpointer gate)
{
  open_gate (gate);
}

static void
wait_at_gate (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  Gate *gate = g_task_get_task_data (task);

  g_mutex_lock (&gate->mutex);
  while (!gate->is_open)
    g_cond_wait (&gate->opened, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  g_task_return_boolean (task, TRUE);
}

static LoftMailAccount *
get_account (Fixture *fixture)
{
  g_autoptr (LoftMailAccount) account =
    g_list_model_get_item (loft_service_get_accounts (fixture->service), 0);

  return account; /* the list holds it */
}

/* Until the main context runs, or the reader is stopped. */
static void
occupy_reader (Fixture *fixture)
{
  LoftMailAccount *account = get_account (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (account, cancellable, NULL, NULL);

  g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), &fixture->gate, NULL);
  g_task_set_task_data (task, &fixture->gate, NULL);
  loft_mail_account_queue_read (account, LOFT_WORKER_URGENT, task, wait_at_gate);
  g_idle_add_full (G_PRIORITY_LOW, open_gate, &fixture->gate, NULL);
}

/* ---- changes -------------------------------------------------------------------------------- */

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
add_event (Fixture *fixture, GAsyncResult **result)
{
  LoftCalendarActions *actions = loft_service_get_calendar (fixture->service);
  g_autoptr (LoftCalendarItem) calendar =
    g_list_model_get_item (loft_calendar_actions_get_calendars (actions), 0);
  g_autoptr (LoftEvent) event = loft_event_new ();
  LoftCalendarChange wish = { .kind = LOFT_CHANGE_ADD, .event = event, .calendar = calendar };

  g_free (event->summary);
  event->summary = g_strdup ("Lunch");
  event->start = (LoftEventTime){ TRUE, FALSE, 1772445600, "UTC", 0 };
  event->end = (LoftEventTime){ TRUE, FALSE, 1772449200, "UTC", 0 };
  loft_calendar_actions_change_async (actions, &wish, NULL, on_done, result);
}

static void
add_task (Fixture *fixture, GAsyncResult **result)
{
  LoftTaskActions *actions = loft_service_get_tasks (fixture->service);
  g_autoptr (LoftCalendarItem) list =
    g_list_model_get_item (loft_task_actions_get_lists (actions), 0);
  g_autoptr (LoftTask) task = loft_task_new ();
  LoftTaskChange wish = { .kind = LOFT_TASK_ADD, .task = task, .list = list };

  g_free (task->summary);
  task->summary = g_strdup ("Bake a cake");
  loft_task_actions_change_async (actions, &wish, on_done, result);
}

static void
add_contact (Fixture *fixture, GAsyncResult **result)
{
  LoftContactActions *actions = loft_service_get_contacts (fixture->service);
  g_autoptr (LoftCalendarItem) book =
    g_list_model_get_item (loft_contact_actions_get_books (actions), 0);
  g_autoptr (LoftContact) contact = loft_contact_new ();
  LoftContactChange wish = { .kind = LOFT_CONTACT_ADD, .book = book, .after = contact };

  g_free (contact->name);
  contact->name = g_strdup ("Eva Adler");
  loft_contact_actions_change_async (actions, &wish, 1, NULL, on_done, result);
}

typedef struct {
  const char *path;
  LoftFolderKinds kind;
  void (*add) (Fixture *fixture, GAsyncResult **result);
} Kind;

static void
test_change (Fixture *fixture, gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  occupy_reader (fixture);
  kind->add (fixture, &result);
  loft_service_stop (fixture->service);
  g_assert_nonnull (result);
  g_assert_false (g_task_had_error (G_TASK (result)));
  g_clear_object (&result);
  g_object_unref (fixture->service);

  fixture->service = loft_service_open (fixture->profile, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loft_resources_count (get_account (fixture), kind->kind), ==, 1);
}

int
main (int argc, char **argv)
{
  static const Kind kinds[] = {
    { "/ending/event", LOFT_FOLDER_KIND_EVENTS, add_event },
    { "/ending/task", LOFT_FOLDER_KIND_TASKS, add_task },
    { "/ending/contact", LOFT_FOLDER_KIND_CONTACTS, add_contact },
  };

  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_test_add (kinds[i].path, Fixture, &kinds[i], fixture_set_up, test_change, fixture_tear_down);
  return g_test_run ();
}
