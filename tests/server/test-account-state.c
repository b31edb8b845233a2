/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person says of an account while it runs: offline, cancel, a network that costs; and what
 * the server tells of a folder's room. */
#include <string.h>

#include "loft-fake-network.h"
#include "loft-mail-folder.h"
#include "loft-private-dovecot.h"
#include "loft-service.h"
#include "loft-test-profile.h"

#define N 30

typedef struct {
  LoftPrivateDovecot *server;
  LoftTestProfile *profile;
  LoftService *service;
  LoftMailAccount *account; /* the service's */
  GError *error;
  gboolean done;
  gboolean synced;
  guint n_left_out;
  LoftFolderUsage *usage;
} Fixture;

static void
deliver (Fixture *fixture, const char *folder)
{
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *message =
        g_strdup_printf ("From: b@example.test\r\nTo: a@example.test\r\nSubject: %u\r\n"
                         "Message-ID: <%s%u@example.test>\r\n\r\nx\r\n",
                         i, folder, i);

      loft_private_dovecot_deliver (fixture->server, "alice", folder, message, -1, "",
                                    1700000000 + i);
    }
}

static void
set_up (Fixture *fixture, gconstpointer profile)
{
  loft_fake_network_set (TRUE, FALSE);
  fixture->server = loft_private_dovecot_new (GPOINTER_TO_UINT (profile));
  fixture->profile = loft_test_profile_new ();
  deliver (fixture, "");
  deliver (fixture, ".Work");
  loft_test_profile_add_account (fixture->profile, "alice",
                                 loft_private_dovecot_get_imap_port (fixture->server),
                                 "--security none --window all");
  fixture->service = loft_service_open (loft_test_profile_get_directory (fixture->profile), NULL);
  fixture->account = loft_service_find_account (fixture->service, "Test");
}

static void
tear_down (Fixture *fixture, gconstpointer profile)
{
  loft_service_stop (fixture->service);
  g_clear_object (&fixture->service);
  g_clear_error (&fixture->error);
  g_free (fixture->usage);
  loft_test_profile_free (fixture->profile);
  loft_private_dovecot_free (fixture->server);
}

static void
wait_for (gboolean *flag)
{
  while (!*flag)
    g_main_context_iteration (NULL, TRUE);
  *flag = FALSE;
}

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_error (&fixture->error);
  loft_mail_account_sync_finish (LOFT_MAIL_ACCOUNT (source), result, &fixture->n_left_out,
                                 &fixture->error);
  fixture->synced = TRUE;
}

static void
start_sync (Fixture *fixture)
{
  loft_mail_account_sync_async (fixture->account, 0, NULL, on_synced, fixture);
}

static void
sync_now (Fixture *fixture)
{
  start_sync (fixture);
  wait_for (&fixture->synced);
}

static LoftFolder *
find_folder (Fixture *fixture, const char *path)
{
  GListModel *folders = loft_mail_account_get_folders (fixture->account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (folders, i);

      if (g_str_equal (loft_mail_folder_get (row)->path, path))
        return loft_mail_folder_get (row);
    }
  return NULL;
}

static guint
count_cached (Fixture *fixture)
{
  LoftFolder *inbox = find_folder (fixture, "INBOX");
  LoftFolder *work = find_folder (fixture, "Work");

  return (inbox != NULL ? inbox->cached : 0) + (work != NULL ? work->cached : 0);
}

static void
on_offline_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_error (&fixture->error);
  loft_service_set_account_offline_finish (LOFT_SERVICE (source), result, &fixture->error);
  fixture->done = TRUE;
}

static void
set_offline (Fixture *fixture, gboolean offline)
{
  loft_service_set_account_offline_async (fixture->service, fixture->account, offline, NULL,
                                          on_offline_kept, fixture);
  wait_for (&fixture->done);
  g_assert_no_error (fixture->error);
}

/* Held, remembered, and taken back; what runs ends at once. */
static void
test_offline (Fixture *fixture, gconstpointer profile)
{
  sync_now (fixture);
  g_assert_no_error (fixture->error);
  start_sync (fixture);
  set_offline (fixture, TRUE);
  wait_for (&fixture->synced);
  g_assert_cmpint (loft_mail_account_get_state (fixture->account), ==, LOFT_ACCOUNT_OFFLINE);
  sync_now (fixture);
  g_assert_error (fixture->error, LOFT_ERROR, LOFT_ERROR_OFFLINE);

  loft_service_stop (fixture->service);
  g_clear_object (&fixture->service);
  fixture->service = loft_service_open (loft_test_profile_get_directory (fixture->profile), NULL);
  fixture->account = loft_service_find_account (fixture->service, "Test");
  g_assert_true (loft_mail_account_get_account (fixture->account)->offline);
  loft_service_start (fixture->service);
  g_assert_cmpint (loft_mail_account_get_state (fixture->account), ==, LOFT_ACCOUNT_OFFLINE);

  set_offline (fixture, FALSE);
  while (loft_mail_account_get_state (fixture->account) != LOFT_ACCOUNT_IDLE)
    g_main_context_iteration (NULL, TRUE);
  loft_test_profile_expect (fixture->profile, 0, "--json account list");
  g_assert_null (strstr (loft_test_profile_get_output (fixture->profile), "\"offline\": \"true\""));
}

/* The task ends, the account is at rest, and the next sync has all. */
static void
test_cancel (Fixture *fixture, gconstpointer profile)
{
  start_sync (fixture);
  g_assert_cmpint (loft_mail_account_get_state (fixture->account), ==, LOFT_ACCOUNT_CONNECTING);
  loft_mail_account_cancel_sync (fixture->account);
  wait_for (&fixture->synced);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (loft_mail_account_get_state (fixture->account), ==, LOFT_ACCOUNT_IDLE);
  g_assert_cmpint (loft_mail_account_get_last_success (fixture->account), ==, 0);

  /* In the middle, if it is not over by then. */
  start_sync (fixture);
  while (loft_mail_account_get_progress (fixture->account)->kind == LOFT_PROGRESS_NONE &&
         !fixture->synced)
    g_main_context_iteration (NULL, TRUE);
  loft_mail_account_cancel_sync (fixture->account);
  wait_for (&fixture->synced);
  g_assert_cmpint (loft_mail_account_get_state (fixture->account), ==, LOFT_ACCOUNT_IDLE);
  /* Nothing runs: nothing to end. */
  loft_mail_account_cancel_sync (fixture->account);
  sync_now (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (count_cached (fixture), ==, 2 * N);
}

/* Headers come, bodies wait for the click, or for the network to be free, or for the person's word. */
static void
test_metered (Fixture *fixture, gconstpointer profile)
{
  gint64 id;
  LoftMailReader *reader;
  g_autoptr (GArray) ids = NULL;

  loft_fake_network_set (TRUE, TRUE);
  loft_service_start (fixture->service);
  sync_now (fixture);
  g_assert_no_error (fixture->error);
  g_assert_true (loft_service_get_metered (fixture->service));
  g_assert_cmpuint (find_folder (fixture, "INBOX")->total, ==, N);
  g_assert_cmpuint (find_folder (fixture, "Work")->total, ==, N);
  g_assert_cmpuint (count_cached (fixture), ==, 0);

  reader = loft_mail_account_get_reader (fixture->account, NULL);
  ids = loft_mail_reader_list_ids (reader, find_folder (fixture, "INBOX")->id, 1, 0, NULL, NULL);
  id = g_array_index (ids, gint64, 0);
  loft_mail_account_open_message_async (fixture->account, id, NULL, NULL, NULL);
  while (count_cached (fixture) < 1)
    g_main_context_iteration (NULL, TRUE);
  sync_now (fixture);
  g_assert_cmpuint (count_cached (fixture), ==, 1);

  loft_service_set_metered_allowed (fixture->service, TRUE);
  while (count_cached (fixture) < 2 * N)
    g_main_context_iteration (NULL, TRUE);
  /* What is here stays when the network costs again. */
  loft_service_set_metered_allowed (fixture->service, FALSE);
  sync_now (fixture);
  g_assert_cmpuint (count_cached (fixture), ==, 2 * N);
}

static void
on_usage (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_error (&fixture->error);
  g_free (fixture->usage);
  fixture->usage =
    loft_mail_account_read_usage_finish (LOFT_MAIL_ACCOUNT (source), result, &fixture->error);
  fixture->done = TRUE;
}

static void
read_usage (Fixture *fixture, LoftMailAccount *account, gint64 folder_id)
{
  loft_mail_account_read_usage_async (account, folder_id, NULL, on_usage, fixture);
  wait_for (&fixture->done);
}

static void
assert_usage (Fixture *fixture)
{
  g_assert_no_error (fixture->error);
  g_assert_true (fixture->usage->has_size);
  g_assert_cmpuint (fixture->usage->n_messages, ==, N);
  g_assert_cmpuint (fixture->usage->bytes, >, 50 * N);
  g_assert_true (fixture->usage->has_quota);
  g_assert_cmpuint (fixture->usage->quota_limit, ==, 10 * 1024 * 1024);
}

/* Told to the owner, and by it to others. */
static void
test_usage (Fixture *fixture, gconstpointer profile)
{
  g_autoptr (LoftService) other = NULL;
  gint64 id;

  sync_now (fixture);
  id = find_folder (fixture, "Work")->id;
  read_usage (fixture, fixture->account, id);
  assert_usage (fixture);
  other = loft_service_open (loft_test_profile_get_directory (fixture->profile), NULL);
  read_usage (fixture, loft_service_find_account (other, "Test"), id);
  assert_usage (fixture);
  read_usage (fixture, fixture->account, 12345);
  g_assert_error (fixture->error, LOFT_ERROR, LOFT_ERROR_GONE);
  loft_service_set_forced_offline (fixture->service, TRUE);
  read_usage (fixture, fixture->account, id);
  g_assert_error (fixture->error, LOFT_ERROR, LOFT_ERROR_OFFLINE);
}

/* A server that knows nothing of the like says nothing, and that is no error. */
static void
test_usage_untold (Fixture *fixture, gconstpointer profile)
{
  sync_now (fixture);
  read_usage (fixture, fixture->account, find_folder (fixture, "Work")->id);
  g_assert_no_error (fixture->error);
  g_assert_false (fixture->usage->has_size);
  g_assert_false (fixture->usage->has_quota);
}

int
main (int argc, char **argv)
{
  gconstpointer full = GUINT_TO_POINTER (LOFT_PRIVATE_DOVECOT_FULL);

  loft_fake_network_install ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/server/account-state/offline", Fixture, full, set_up, test_offline, tear_down);
  g_test_add ("/server/account-state/cancel", Fixture, full, set_up, test_cancel, tear_down);
  g_test_add ("/server/account-state/metered", Fixture, full, set_up, test_metered, tear_down);
  g_test_add ("/server/account-state/usage", Fixture,
              GUINT_TO_POINTER (LOFT_PRIVATE_DOVECOT_EXTENDED), set_up, test_usage, tear_down);
  g_test_add ("/server/account-state/usage-untold", Fixture,
              GUINT_TO_POINTER (LOFT_PRIVATE_DOVECOT_PLAIN), set_up, test_usage_untold, tear_down);
  return g_test_run ();
}
