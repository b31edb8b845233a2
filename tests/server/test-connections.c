/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sync, clicks and new mail over two connections, or over the only one that a server allows: a click
 * is never behind a sync, and mail is noticed while a sync runs. */
#include <string.h>

#include "loft-cutting-proxy.h"
#include "loft-error.h"
#include "loft-mail-account-asking.h"
#include "loft-mail-folder.h"
#include "loft-service.h"
#include "loft-witness.h"

#define DEADLINE_SECONDS 120
#define N_MESSAGES       "1000"

typedef struct {
  LoftPrivateDovecot *server;
  LoftCuttingProxy *proxy;
  LoftTestProfile *profile;
  LoftService *service;
  LoftMailAccount *account; /* (borrowed) */
} Fixture;

/* Headers are here, bodies are not; window: what the next sync shall fetch of them. */
static Fixture
set_up (const char *max_connections, const char *window)
{
  Fixture fixture = { NULL };

  g_setenv ("MAX_CONNECTIONS", max_connections, TRUE);
  fixture.server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  fixture.proxy = loft_cutting_proxy_new (loft_private_dovecot_get_imap_port (fixture.server));
  fixture.profile = loft_test_profile_new ();
  loft_witness_fill (fixture.server, "alice", "--demo --count " N_MESSAGES " --now 1795300000");
  loft_test_profile_add_account (fixture.profile, "alice",
                                 loft_cutting_proxy_get_port (fixture.proxy),
                                 "--security none --window 0");
  loft_test_profile_expect (fixture.profile, 0, "sync");
  loft_test_profile_expect (fixture.profile, 0, "account set Test window=%s", window);
  fixture.service = loft_service_open (loft_test_profile_get_directory (fixture.profile), NULL);
  fixture.account = loft_service_find_account (fixture.service, "Test");
  return fixture;
}

static void
tear_down (Fixture *fixture)
{
  loft_service_stop (fixture->service);
  g_object_unref (fixture->service);
  loft_test_profile_expect (fixture->profile, 0, "doctor");
  loft_test_profile_free (fixture->profile);
  loft_cutting_proxy_free (fixture->proxy);
  loft_private_dovecot_free (fixture->server);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

typedef gboolean (*ConditionFunc) (Fixture *fixture, gpointer data);

static void
wait_until (Fixture *fixture, ConditionFunc is_so, gpointer data)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_SECONDS * G_USEC_PER_SEC;

  while (!is_so (fixture, data))
    {
      if (g_get_monotonic_time () > end)
        g_error ("waited %d seconds for nothing", DEADLINE_SECONDS);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (5000);
    }
}

static gboolean
is_finished (Fixture *fixture, gpointer result)
{
  return *(GAsyncResult **) result != NULL;
}

static gboolean
fetches_bodies (Fixture *fixture, gpointer data)
{
  const LoftProgress *progress = loft_mail_account_get_progress (fixture->account);

  return progress->kind == LOFT_PROGRESS_BODIES && progress->done > 0;
}

static gboolean
idles (Fixture *fixture, gpointer n)
{
  return loft_cutting_proxy_count_sent (fixture->proxy, " IDLE\r\n") >= GPOINTER_TO_UINT (n);
}

static gboolean
shows (Fixture *fixture, gpointer subject)
{
  LoftMailReader *reader = loft_mail_account_get_reader (fixture->account, NULL);
  g_autoptr (LoftFolder) inbox = loft_mail_reader_find_folder (reader, "INBOX", NULL);
  g_autoptr (GArray) ids = loft_mail_reader_list_ids (reader, inbox->id, G_MAXUINT, 0, NULL, NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (LoftMessage) message =
        loft_mail_reader_get_message (reader, g_array_index (ids, gint64, i), NULL);

      if (message != NULL && strcmp (message->subject, subject) == 0)
        return TRUE;
    }
  return FALSE;
}

/* One whose body is not here yet. */
static gint64
find_uncached (Fixture *fixture)
{
  LoftMailReader *reader = loft_mail_account_get_reader (fixture->account, NULL);
  g_autoptr (GPtrArray) folders = loft_mail_reader_list_folders (reader, NULL);

  for (guint i = folders->len; i > 0; i--)
    {
      LoftFolder *folder = g_ptr_array_index (folders, i - 1);
      g_autoptr (GArray) ids =
        loft_mail_reader_list_ids (reader, folder->id, G_MAXUINT, 0, NULL, NULL);

      for (guint j = ids->len; j > 0; j--)
        {
          gint64 id = g_array_index (ids, gint64, j - 1);
          g_autoptr (LoftMessage) message = loft_mail_reader_get_message (reader, id, NULL);

          if (!message->cached)
            return id;
        }
    }
  g_error ("every message is here already");
}

static void
open_message (Fixture *fixture, gint64 id)
{
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GError) error = NULL;
  LoftMessageBody *body;

  loft_mail_account_open_message_async (fixture->account, id, NULL, on_done, &opened);
  wait_until (fixture, is_finished, &opened);
  body = loft_mail_account_open_message_finish (fixture->account, opened, &error);
  g_assert_no_error (error);
  loft_message_body_unref (body);
}

static void
test_click_during_sync (gconstpointer max_connections)
{
  Fixture fixture = set_up (max_connections, "all");
  g_autoptr (GAsyncResult) synced = NULL;

  loft_mail_account_sync_async (fixture.account, 0, NULL, on_done, &synced);
  wait_until (&fixture, fetches_bodies, NULL);
  open_message (&fixture, find_uncached (&fixture));
  g_assert_null (synced);
  wait_until (&fixture, is_finished, &synced);
  g_assert_true (loft_mail_account_sync_finish (fixture.account, synced, NULL, NULL));
  tear_down (&fixture);
}

/* A window: it syncs by itself, idles, notices mail, and opens messages in between. */
static void
test_watch (gconstpointer max_connections)
{
  Fixture fixture = set_up (max_connections, "0");
  guint n_idle;

  loft_cutting_proxy_arm (fixture.proxy, 0);
  loft_service_start (fixture.service);
  wait_until (&fixture, idles, GUINT_TO_POINTER (1));
  loft_witness_deliver (fixture.server, "alice", "", "Unasked for", "here it is");
  wait_until (&fixture, shows, "Unasked for");
  n_idle = loft_cutting_proxy_count_sent (fixture.proxy, " IDLE\r\n");
  open_message (&fixture, find_uncached (&fixture));
  wait_until (&fixture, idles, GUINT_TO_POINTER (n_idle + 1));
  loft_witness_deliver (fixture.server, "alice", "", "And another", "here it is");
  wait_until (&fixture, shows, "And another");
  g_test_message ("%u connections, %u times IDLE",
                  loft_cutting_proxy_get_n_connections (fixture.proxy),
                  loft_cutting_proxy_count_sent (fixture.proxy, " IDLE\r\n"));
  tear_down (&fixture);
}

/* What arrives in the middle of a long sync is listed before that ends. */
static void
test_mail_during_sync (void)
{
  Fixture fixture = set_up ("100", "all");

  loft_service_start (fixture.service);
  wait_until (&fixture, fetches_bodies, NULL);
  wait_until (&fixture, idles, GUINT_TO_POINTER (1));
  loft_witness_deliver (fixture.server, "alice", "", "In the middle", "here it is");
  wait_until (&fixture, shows, "In the middle");
  tear_down (&fixture);
}

static guint n_freed;

static void
count_freed (gpointer data)
{
  n_freed++;
  g_free (data);
}

static gpointer
tell_capabilities (LoftBackend *backend, gpointer data, GCancellable *cancellable, GError **error)
{
  return g_strdup_printf ("%s %d", (const char *) data,
                          (loft_backend_get_capabilities (backend) & LOFT_BACKEND_CAN_CHANGE) != 0);
}

static gpointer
find_people (LoftBackend *backend, gpointer data, GCancellable *cancellable, GError **error)
{
  gboolean more;

  return loft_backend_find_people (backend, data, 10, &more, cancellable, error);
}

static gpointer
ask (Fixture *fixture, LoftBackendAskFunc func, const char *data, GError **error)
{
  g_autoptr (LoftBackendAsk) question =
    loft_backend_ask_new (func, g_strdup (data), count_freed, count_freed);
  g_autoptr (GAsyncResult) answered = NULL;

  loft_mail_account_ask_async (fixture->account, question, NULL, on_done, &answered);
  wait_until (fixture, is_finished, &answered);
  return loft_mail_account_ask_finish (fixture->account, answered, error);
}

/* A question goes to a connected backend; what nobody takes of question and answer is freed. */
static void
test_question (gconstpointer max_connections)
{
  Fixture fixture = set_up (max_connections, "0");
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = ask (&fixture, tell_capabilities, "asked", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (answer, ==, "asked 1");
  g_assert_null (ask (&fixture, find_people, "Eva", &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  tear_down (&fixture);
  g_assert_cmpuint (n_freed, ==, 2);
  n_freed = 0;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/server/connections/click-during-sync", "100", test_click_during_sync);
  g_test_add_data_func ("/server/connections/click-during-sync-one", "1", test_click_during_sync);
  g_test_add_data_func ("/server/connections/watch", "100", test_watch);
  g_test_add_data_func ("/server/connections/watch-one", "1", test_watch);
  g_test_add_data_func ("/server/connections/question", "100", test_question);
  g_test_add_data_func ("/server/connections/question-one", "1", test_question);
  g_test_add_func ("/server/connections/mail-during-sync", test_mail_during_sync);
  return g_test_run ();
}
