/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-eas-backend.h"

#include "loft-error.h"

#define LONG 3000 /* seconds that nobody waits here */

typedef struct {
  LoftEasWorld *world;
  GCancellable *cancellable; /* (nullable) instead of waking */
  const char *json; /* (nullable) for the server's change instead */
  guint pings; /* of which is waited for */
} Later;

/* Once the server waits. */
static gpointer
act_later (gpointer data)
{
  Later *later = data;
  LoftEasWorld *world = later->world;

  loft_fake_activesync_wait (world->fake, "Ping", later->pings);
  if (later->json != NULL)
    loft_fake_activesync_tell (world->fake, "put", later->json);
  else if (later->cancellable != NULL)
    g_cancellable_cancel (later->cancellable);
  else
    loft_backend_wake (world->backend);
  return NULL;
}

static gboolean
watch (LoftEasWorld *world, guint seconds, GCancellable *cancellable, GError **error)
{
  gboolean changed = FALSE;

  return loft_backend_watch (world->backend, LOFT_EAS_WORLD_INBOX, seconds, &changed, cancellable,
                             error) &&
         changed;
}

/* All folders have keys, as after a sync of the account. */
static void
begin (LoftEasWorld *world)
{
  static const char *const mail[] = { "1", "2", "3", "4" };
  static const char *const others[] = { "6", "7", "8" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (mail); i++)
    {
      g_clear_pointer (&world->token, g_bytes_unref);
      loft_eas_world_try_mail (world, mail[i], &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_clear_pointer (&world->token, g_bytes_unref);
      loft_eas_world_sync_resources (world, others[i]);
    }
}

static gboolean
watch_with (LoftEasWorld *world, Later *later, GCancellable *cancellable, GError **error)
{
  GThread *thread;
  gboolean changed;

  later->world = world;
  later->pings = loft_fake_activesync_get_count (world->fake, "Ping") + 1;
  thread = g_thread_new ("later", act_later, later);
  changed = watch (world, LONG, cancellable, error);
  g_thread_join (thread);
  return changed;
}

static void
test_changed (LoftEasWorld *world, gconstpointer data)
{
  Later here = { .json = "{'folder': 'Inbox', 'mime': 'Subject: x\\r\\n\\r\\nx\\r\\n'}" };
  Later elsewhere = { .json = "{'folder': 'Drafts', 'mime': 'Subject: x\\r\\n\\r\\nx\\r\\n'}" };
  g_autoptr (GError) error = NULL;

  begin (world);
  g_assert_false (watch_with (world, &elsewhere, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (loft_backend_changed_elsewhere (world->backend));
  begin (world);
  g_assert_true (watch_with (world, &here, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (loft_backend_changed_elsewhere (world->backend));
}

static void
test_nothing (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (world);
  loft_eas_world_fail (world, "'command': 'Ping', 'status': 1");
  g_assert_false (watch (world, LONG, NULL, &error));
  loft_eas_world_fail (world, "'command': 'Ping', 'empty': true");
  g_assert_false (watch (world, LONG, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (loft_backend_changed_elsewhere (world->backend));
}

/* Woken while the server waits, and before anybody waits at all. */
static void
test_woken (LoftEasWorld *world, gconstpointer data)
{
  Later wake = { 0 };
  g_autoptr (GError) error = NULL;

  begin (world);
  g_assert_false (watch_with (world, &wake, NULL, &error));
  loft_backend_wake (world->backend);
  g_assert_false (watch (world, LONG, NULL, &error));
  g_assert_no_error (error);
}

static void
test_cancelled (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Later cancel = { .cancellable = cancellable };
  g_autoptr (GError) error = NULL;

  begin (world);
  g_assert_false (watch_with (world, &cancel, cancellable, &error));
  g_assert_true (loft_error_is_cancelled (error));
  loft_eas_world_sync_mail (world);
}

static LoftWbxmlElement *
new_ping (guint status, guint tag, guint value)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_PING_PING);

  loft_wbxml_element_add_int (root, LOFT_EAS_PING_STATUS, status);
  loft_wbxml_element_add_int (root, tag, value);
  return root;
}

static guint
count_in_requests (LoftEasWorld *world, const char *text)
{
  g_autofree char *requests = loft_fake_activesync_ask (world->fake, "requests", NULL);
  g_auto (GStrv) parts = g_strsplit (requests, text, -1);

  return g_strv_length (parts) - 1;
}

/* What the server corrects is asked for as it wants; one that corrects without end is left. */
static void
test_limits (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (world);
  loft_eas_world_answer (world, "Ping", new_ping (5, LOFT_EAS_PING_HEARTBEAT_INTERVAL, 77));
  loft_eas_world_answer (world, "Ping", new_ping (6, LOFT_EAS_PING_MAX_FOLDERS, 2));
  loft_eas_world_fail (world, "'command': 'Ping', 'status': 1");
  g_assert_false (watch (world, LONG, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_in_requests (world, "Ping:HeartbeatInterval = 480"), ==, 1);
  g_assert_cmpuint (count_in_requests (world, "Ping:HeartbeatInterval = 77"), ==, 2);
  g_assert_cmpuint (count_in_requests (world, "Ping:Folder\\n"), ==, 7 + 7 + 2);
  for (guint i = 0; i < 9; i++)
    loft_eas_world_answer (world, "Ping", new_ping (5, LOFT_EAS_PING_HEARTBEAT_INTERVAL, 60 + i));
  g_assert_false (watch (world, LONG, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

static void
test_hierarchy (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (world);
  loft_eas_world_fail (world, "'command': 'Ping', 'status': 7");
  g_assert_false (watch (world, LONG, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (loft_backend_changed_elsewhere (world->backend));
}

void
loft_test_eas_add_watch (const char *version)
{
  LOFT_TEST_EAS_ADD ("watch-changed", version, test_changed);
  LOFT_TEST_EAS_ADD ("watch-nothing", version, test_nothing);
  LOFT_TEST_EAS_ADD ("watch-woken", version, test_woken);
  LOFT_TEST_EAS_ADD ("watch-cancelled", version, test_cancelled);
  LOFT_TEST_EAS_ADD ("watch-limits", version, test_limits);
  LOFT_TEST_EAS_ADD ("watch-hierarchy", version, test_hierarchy);
}
