/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-local-account.h"
#include "loft-mail-account-private.h"
#include "loft-resources.h"
#include "loft-service.h"

/* Something goes from an account with a server to this computer, and may not go away there any more: then it
 * is not here either. */

typedef struct {
  char *profile;
  LoftService *service;
  LoftMailAccount *far; /* (borrowed) */
} Fixture;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* ---- an account with a server ---------------------------------------------------------------- */

static void
add_account (Fixture *fixture)
{
  g_autoptr (LoftAccount) account = loft_account_new ("dav");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  replace (&account->name, "far");
  replace (&account->address, "eva@x.test");
  replace (&account->incoming.host, "dav.x.test");
  loft_service_add_account_async (fixture->service, account, NULL, NULL, on_done, &result);
  wait_for (&result);
  fixture->far = loft_service_add_account_finish (fixture->service, result, &error);
  g_assert_no_error (error);
}

/* What the last listing said. Nobody is told when it says something else. */
static void
put_folder (Fixture *fixture, LoftFolderKinds kind, gboolean read_only)
{
  LoftFolderFacts facts = {
    .remote_id = "far", .path = "Far", .selectable = TRUE, .kinds = kind, .read_only = read_only
  };
  g_autofree char *path =
    g_build_filename (loft_mail_account_get_directory (fixture->far), "store.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailStore) store = loft_mail_store_open (path, LOFT_DATABASE_DURABLE, &error);
  gint64 id = 0;

  g_assert_no_error (error);
  loft_folder_store_put (store, &facts, &id, NULL, &error);
  g_assert_no_error (error);
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->profile = g_dir_make_tmp ("loft-backing-out-XXXXXX", NULL);
  fixture->service = loft_service_open (fixture->profile, &error);
  g_assert_no_error (error);
  add_account (fixture);
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
}

/* ---- steps ----------------------------------------------------------------------------------- */

/* (transfer full) */
static LoftCalendarItem *
find_place (GListModel *places, gboolean is_far)
{
  for (guint i = 0; i < g_list_model_get_n_items (places); i++)
    {
      g_autoptr (LoftCalendarItem) place = g_list_model_get_item (places, i);

      if (g_str_equal (loft_calendar_item_get_account_id (place), LOFT_LOCAL_ACCOUNT_ID) != is_far)
        return g_steal_pointer (&place);
    }
  g_assert_not_reached ();
}

/* (transfer full) The only one, once it is there. */
static gpointer
wait_for_item (GListModel *items)
{
  while (g_list_model_get_n_items (items) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 1);
  return g_list_model_get_item (items, 0);
}

static void
check_refused (const GError *error)
{
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

static void
check_places (Fixture *fixture, LoftFolderKinds kind)
{
  LoftMailAccount *here = loft_service_find_account_by_id (fixture->service, LOFT_LOCAL_ACCOUNT_ID);

  g_assert_cmpuint (loft_resources_count (fixture->far, kind), ==, 1);
  g_assert_cmpuint (loft_resources_count (here, kind), ==, 0);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void
change_task (LoftTaskActions *actions, const LoftTaskChange *wish, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  loft_task_actions_change_async (actions, wish, on_done, &result);
  wait_for (&result);
  loft_task_actions_change_finish (actions, result, NULL, error);
}

static void
test_task (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftTask) task = loft_task_new ();
  g_autoptr (LoftCalendarItem) far = NULL;
  g_autoptr (LoftCalendarItem) here = NULL;
  g_autoptr (LoftTaskItem) item = NULL;
  g_autoptr (GError) error = NULL;
  LoftTaskActions *actions;

  put_folder (fixture, LOFT_FOLDER_KIND_TASKS, FALSE);
  actions = loft_service_get_tasks (fixture->service);
  far = find_place (loft_task_actions_get_lists (actions), TRUE);
  here = find_place (loft_task_actions_get_lists (actions), FALSE);
  replace (&task->summary, "Bake a cake");
  change_task (actions, &(LoftTaskChange){ .kind = LOFT_TASK_ADD, .task = task, .list = far },
               &error);
  g_assert_no_error (error);
  item = wait_for_item (loft_task_actions_get_tasks (actions));

  put_folder (fixture, LOFT_FOLDER_KIND_TASKS, TRUE);
  change_task (actions, &(LoftTaskChange){ .kind = LOFT_TASK_MOVE, .item = item, .list = here },
               &error);
  check_refused (error);
  check_places (fixture, LOFT_FOLDER_KIND_TASKS);
}

static void
change_event (LoftCalendarActions *actions, const LoftCalendarChange *wish, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  loft_calendar_actions_change_async (actions, wish, NULL, on_done, &result);
  wait_for (&result);
  loft_calendar_actions_change_finish (actions, result, NULL, error);
}

static void
test_event (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftEvent) event = loft_event_new ();
  g_autoptr (LoftCalendarItem) far = NULL;
  g_autoptr (LoftCalendarItem) here = NULL;
  g_autoptr (LoftOccurrenceItem) item = NULL;
  g_autoptr (GListModel) day = NULL;
  g_autoptr (GError) error = NULL;
  LoftCalendarActions *actions;

  put_folder (fixture, LOFT_FOLDER_KIND_EVENTS, FALSE);
  actions = loft_service_get_calendar (fixture->service);
  far = find_place (loft_calendar_actions_get_calendars (actions), TRUE);
  here = find_place (loft_calendar_actions_get_calendars (actions), FALSE);
  replace (&event->summary, "Lunch");
  event->start = (LoftEventTime){ TRUE, FALSE, 1772445600, "UTC", 0 };
  event->end = (LoftEventTime){ TRUE, FALSE, 1772449200, "UTC", 0 };
  change_event (actions,
                &(LoftCalendarChange){ .kind = LOFT_CHANGE_ADD, .event = event, .calendar = far },
                &error);
  g_assert_no_error (error);
  day = loft_calendar_actions_list_events (actions, 1772409600, 1772496000);
  item = wait_for_item (day);

  put_folder (fixture, LOFT_FOLDER_KIND_EVENTS, TRUE);
  change_event (actions,
                &(LoftCalendarChange){
                  .kind = LOFT_CHANGE_EDIT, .item = item, .event = event, .calendar = here },
                &error);
  check_refused (error);
  check_places (fixture, LOFT_FOLDER_KIND_EVENTS);
}

static void
change_contact (LoftContactActions *actions, const LoftContactChange *wish, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  loft_contact_actions_change_async (actions, wish, 1, NULL, on_done, &result);
  wait_for (&result);
  loft_contact_actions_change_finish (actions, result, NULL, error);
}

static void
test_contact (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftContact) contact = loft_contact_new ();
  g_autoptr (LoftCalendarItem) far = NULL;
  g_autoptr (LoftCalendarItem) here = NULL;
  g_autoptr (LoftContactItem) item = NULL;
  g_autoptr (GError) error = NULL;
  LoftContactActions *actions;

  put_folder (fixture, LOFT_FOLDER_KIND_CONTACTS, FALSE);
  actions = loft_service_get_contacts (fixture->service);
  far = find_place (loft_contact_actions_get_books (actions), TRUE);
  here = find_place (loft_contact_actions_get_books (actions), FALSE);
  replace (&contact->name, "Eva Adler");
  change_contact (actions,
                  &(LoftContactChange){ .kind = LOFT_CONTACT_ADD, .after = contact, .book = far },
                  &error);
  g_assert_no_error (error);
  item = wait_for_item (G_LIST_MODEL (loft_contact_actions_get_list (actions)));

  put_folder (fixture, LOFT_FOLDER_KIND_CONTACTS, TRUE);
  change_contact (actions,
                  &(LoftContactChange){ .kind = LOFT_CONTACT_MOVE,
                                        .before = loft_contact_item_get (item),
                                        .book = here },
                  &error);
  check_refused (error);
  check_places (fixture, LOFT_FOLDER_KIND_CONTACTS);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/backing-out/task", Fixture, NULL, fixture_set_up, test_task, fixture_tear_down);
  g_test_add ("/backing-out/event", Fixture, NULL, fixture_set_up, test_event, fixture_tear_down);
  g_test_add ("/backing-out/contact", Fixture, NULL, fixture_set_up, test_contact,
              fixture_tear_down);
  return g_test_run ();
}
