/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-settings.h"
#include "loft-folder-store.h"
#include "loft-mail-account-parts.h"
#include "loft-reminder-follower.h"
#include "loft-resource-watch.h"
#include "loft-service.h"

/* What counts as a change of events, tasks and contacts, and how often it is told. */

typedef struct {
  char *profile;
  LoftService *service;
  LoftMailAccount *account; /* (borrowed) */
  GListStore *accounts; /* those watched: at first the one */
  gint64 inbox;
  gint64 calendar;
  LoftResourceWatch *watch;
  guint n_told;
} Fixture;

static void
save_settings (const char *profile)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");

  g_free (account->id);
  account->id = g_strdup ("number-one");
  g_free (account->name);
  account->name = g_strdup ("one");
  g_free (account->incoming.host);
  account->incoming.host = g_strdup ("localhost");
  account->incoming.port = 1;
  account->secret = LOFT_SECRET_FILE;
  g_assert_true (loft_account_settings_save (profile, account, NULL));
}

static void
make_folders (Fixture *fixture)
{
  g_autofree char *path =
    g_build_filename (loft_mail_account_get_directory (fixture->account), "store.db", NULL);
  LoftMailStore *store = loft_mail_store_open (path, LOFT_DATABASE_WRITE, NULL);
  LoftFolderFacts inbox = {
    .remote_id = "INBOX", .path = "INBOX", .role = LOFT_FOLDER_ROLE_INBOX, .selectable = TRUE
  };
  LoftFolderFacts calendar = {
    .remote_id = "/cal/", .path = "Calendar", .kinds = LOFT_FOLDER_KIND_EVENTS, .selectable = TRUE
  };

  g_assert_nonnull (store);
  g_assert_true (loft_folder_store_put (store, &inbox, &fixture->inbox, NULL, NULL));
  g_assert_true (loft_folder_store_put (store, &calendar, &fixture->calendar, NULL, NULL));
  loft_mail_store_close (store);
  loft_mail_account_follow_store (fixture->account, 0);
}

static void
count_told (LoftResourceWatch *watch, Fixture *fixture)
{
  fixture->n_told++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->profile = g_dir_make_tmp ("loft-watch-XXXXXX", NULL);
  save_settings (fixture->profile);
  fixture->service = loft_service_open (fixture->profile, &error);
  g_assert_no_error (error);
  fixture->account = loft_service_find_account (fixture->service, "one");
  make_folders (fixture);
  fixture->accounts = g_list_store_new (LOFT_TYPE_MAIL_ACCOUNT);
  g_list_store_append (fixture->accounts, fixture->account);
  fixture->watch = loft_resource_watch_new (G_LIST_MODEL (fixture->accounts));
  g_signal_connect (fixture->watch, "changed", G_CALLBACK (count_told), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = { "rm", "-rf", fixture->profile, NULL };

  g_clear_object (&fixture->watch);
  g_object_unref (fixture->accounts);
  loft_service_stop (fixture->service);
  g_object_unref (fixture->service);
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->profile);
}

/* ------------------------------------------------------------------------------------------- */

static void
on_told (LoftResourceWatch *watch, gboolean *told)
{
  *told = TRUE;
}

/* How often it was told since the last time: one that was asked later gathers no longer than it, so
 * whatever was on its way is there when that one tells. */
static guint
take_told (Fixture *fixture)
{
  g_autoptr (LoftResourceWatch) later = loft_resource_watch_new (G_LIST_MODEL (fixture->accounts));
  gboolean told = FALSE;
  guint n_told;

  g_signal_connect (later, "changed", G_CALLBACK (on_told), &told);
  loft_resource_watch_tell (later);
  while (!told || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
  n_told = fixture->n_told;
  fixture->n_told = 0;
  return n_told;
}

static void
change (Fixture *fixture, gint64 folder_id)
{
  g_signal_emit_by_name (fixture->account, "messages-changed", folder_id);
}

static void
test_concerns (Fixture *fixture, gconstpointer data)
{
  g_assert_false (loft_resource_watch_concerns (fixture->account, fixture->inbox));
  g_assert_true (loft_resource_watch_concerns (fixture->account, fixture->calendar));
  g_assert_true (loft_resource_watch_concerns (fixture->account, fixture->calendar + 7));
  g_assert_true (loft_resource_watch_concerns (fixture->account, 0));
}

static void
test_mail (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (take_told (fixture), ==, 0);
  change (fixture, fixture->inbox);
  g_assert_cmpuint (take_told (fixture), ==, 0);
  change (fixture, fixture->calendar);
  g_assert_cmpuint (fixture->n_told, ==, 0);
  g_assert_cmpuint (take_told (fixture), ==, 1);
}

static void
test_gathers (Fixture *fixture, gconstpointer data)
{
  change (fixture, fixture->calendar);
  change (fixture, fixture->inbox);
  change (fixture, 0);
  loft_resource_watch_tell (fixture->watch);
  g_assert_cmpuint (take_told (fixture), ==, 1);
  loft_resource_watch_tell (fixture->watch);
  g_assert_cmpuint (take_told (fixture), ==, 1);
}

static void
test_accounts (Fixture *fixture, gconstpointer data)
{
  g_list_store_remove (fixture->accounts, 0);
  g_assert_cmpuint (take_told (fixture), ==, 1);
  change (fixture, fixture->calendar);
  g_assert_cmpuint (take_told (fixture), ==, 0);
  g_list_store_append (fixture->accounts, fixture->account);
  g_assert_cmpuint (take_told (fixture), ==, 1);
  change (fixture, fixture->calendar);
  g_assert_cmpuint (take_told (fixture), ==, 1);
}

/* What it still had to tell goes with it. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  loft_resource_watch_tell (fixture->watch);
  g_clear_object (&fixture->watch);
  change (fixture, fixture->calendar);
  g_assert_cmpuint (take_told (fixture), ==, 0);
}

static void
on_read (LoftReminderFollower *follower, gboolean is_new, guint *n_read)
{
  g_assert_true (is_new);
  (*n_read)++;
}

static gboolean
on_patience_ended (gpointer timed_out)
{
  *(gboolean *) timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

static void
read_reminders (LoftReminderFollower *follower)
{
  guint n_read = 0;
  gboolean timed_out = FALSE;
  guint source = g_timeout_add_seconds (20, on_patience_ended, &timed_out);
  gulong handler = g_signal_connect (follower, "read", G_CALLBACK (on_read), &n_read);

  loft_reminder_follower_read (follower, 0, 1);
  g_assert_false (loft_reminder_follower_is_stale (follower));
  while (n_read == 0 && !timed_out)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_read, ==, 1);
  g_signal_handler_disconnect (follower, handler);
  g_source_remove (source);
}

static void
count_changed (LoftReminderFollower *follower, guint *n_changed)
{
  (*n_changed)++;
}

/* Mail is no reason to read what an account reminds of again. */
static void
test_reminders (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftReminderFollower) follower = loft_reminder_follower_new (fixture->account);
  guint n_changed = 0;

  g_signal_connect (follower, "changed", G_CALLBACK (count_changed), &n_changed);
  g_assert_true (loft_reminder_follower_is_stale (follower));
  g_assert_null (loft_reminder_follower_get_found (follower));
  read_reminders (follower);
  g_assert_cmpuint (loft_reminder_follower_get_found (follower)->len, ==, 0);
  change (fixture, fixture->inbox);
  g_assert_false (loft_reminder_follower_is_stale (follower));
  g_assert_cmpuint (n_changed, ==, 0);
  change (fixture, fixture->calendar);
  g_assert_true (loft_reminder_follower_is_stale (follower));
  g_assert_cmpuint (n_changed, ==, 1);
}

/* One that was stopped while it was read says no more; another that began after it has ended. */
static void
test_reminders_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftReminderFollower) stopped = loft_reminder_follower_new (fixture->account);
  g_autoptr (LoftReminderFollower) other = loft_reminder_follower_new (fixture->account);
  guint n_told = 0;

  g_signal_connect (stopped, "read", G_CALLBACK (on_read), &n_told);
  g_signal_connect (stopped, "changed", G_CALLBACK (count_changed), &n_told);
  loft_reminder_follower_read (stopped, 0, 1);
  loft_reminder_follower_stop (stopped);
  change (fixture, 0);
  read_reminders (other);
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (n_told, ==, 0);
  g_assert_null (loft_reminder_follower_get_found (stopped));
}

static void
test_by_id (Fixture *fixture, gconstpointer data)
{
  g_assert_true (loft_service_find_account_by_id (fixture->service, "number-one") ==
                 fixture->account);
  g_assert_null (loft_service_find_account_by_id (fixture->service, "one"));
  g_assert_null (loft_service_find_account_by_id (fixture->service, ""));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "concerns", test_concerns },
    { "mail", test_mail },
    { "gathers", test_gathers },
    { "accounts", test_accounts },
    { "gone", test_gone },
    { "reminders", test_reminders },
    { "reminders-stopped", test_reminders_stopped },
    { "account-by-id", test_by_id },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/resource-watch/%s", tests[i].name);

      g_test_add (path, Fixture, NULL, set_up, tests[i].func, tear_down);
    }
  return g_test_run ();
}
