/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-eas-backend.h"

#include <string.h>

#include "loft-eas-command.h"
#include "loft-error.h"

typedef struct {
  const char *fault; /* of any command */
  gint code; /* the class of what is told */
  const char *sentence; /* a part of it */
} Fault;

static const Fault faults[] = {
  { "'http': 401", LOFT_ERROR_AUTH, NULL },
  { "'http': 403", LOFT_ERROR_NOT_ALLOWED, "does not let this user or device" },
  { "'http': 404", LOFT_ERROR_PROTOCOL, "look at the server's address" },
  { "'http': 449", LOFT_ERROR_POLICY, "policy" },
  { "'http': 451", LOFT_ERROR_TEMPORARY, "another server" },
  { "'http': 451, 'headers': {'X-MS-Location': 'https://elsewhere.test/eas'}", LOFT_ERROR_AUTH,
    "elsewhere.test" },
  { "'http': 456", LOFT_ERROR_ACCOUNT_DISABLED, "blocked" },
  { "'http': 500", LOFT_ERROR_TEMPORARY, "trouble" },
  { "'http': 507", LOFT_ERROR_FULL, "full" },
  { "'html': true", LOFT_ERROR_PROTOCOL, "no ActiveSync" },
  { "'garbage': '03016a00455c4f4b03'", LOFT_ERROR_PROTOCOL, NULL },
  { "'garbage': '03016a00'", LOFT_ERROR_PROTOCOL, NULL },
  { "'status': 110", LOFT_ERROR_TEMPORARY, "some minutes" },
  { "'status': 111", LOFT_ERROR_TEMPORARY, "trouble" },
  { "'status': 126", LOFT_ERROR_NOT_ALLOWED, "may not use ActiveSync" },
  { "'status': 127", LOFT_ERROR_TEMPORARY, "moved" },
  { "'status': 128", LOFT_ERROR_TEMPORARY, "another server" },
  { "'status': 129", LOFT_ERROR_DEVICE_BLOCKED, "this device" },
  { "'status': 130", LOFT_ERROR_NOT_ALLOWED, "denies" },
  { "'status': 131", LOFT_ERROR_ACCOUNT_DISABLED, "disabled" },
  { "'status': 140", LOFT_ERROR_POLICY, "be deleted" },
  { "'status': 142", LOFT_ERROR_POLICY, "policy" },
  { "'status': 143", LOFT_ERROR_POLICY, "policy" },
  { "'status': 144", LOFT_ERROR_POLICY, "policy" },
  { "'status': 177", LOFT_ERROR_TOO_MANY_DEVICES, "devices" },
};

static const Fault sync_faults[] = {
  { "'status': 5, 'collection': '*'", LOFT_ERROR_TEMPORARY, "trouble" },
  { "'status': 13", LOFT_ERROR_TEMPORARY, NULL },
  { "'status': 16, 'collection': '*'", LOFT_ERROR_TEMPORARY, NULL },
};

static void
assert_told (const GError *error, const Fault *fault)
{
  if (error == NULL || !g_error_matches (error, LOFT_ERROR, fault->code) ||
      (fault->sentence != NULL && strstr (error->message, fault->sentence) == NULL))
    g_error ("%s: %s", fault->fault, error != NULL ? error->message : "no error");
}

static guint
n_requests (LoftEasWorld *world)
{
  return loft_eas_backend_get_n_requests (LOFT_EAS_BACKEND (world->backend), LOFT_EAS_N_COMMANDS);
}

/* A clear sentence, no loop, and the next time all is well. */
static void
assert_sync_fails (LoftEasWorld *world, const Fault *fault)
{
  g_autofree char *json = g_strdup_printf ("'command': 'Sync', 'times': 9, %s", fault->fault);
  g_autoptr (GError) error = NULL;
  guint before = n_requests (world);

  loft_eas_world_fail (world, json);
  loft_eas_world_try_mail (world, LOFT_EAS_WORLD_INBOX, &error);
  assert_told (error, fault);
  /* What it demands is dealt with twice in one call: another connection may have been faster once. */
  g_assert_cmpuint (n_requests (world), <=, before + (fault->code == LOFT_ERROR_POLICY ? 5 : 2));
  g_assert_cmpuint (world->n_batches, ==, 0);
  loft_eas_world_tell (world, "clear", "{}");
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (world->n_present, ==, 0);
  g_assert_cmpuint (g_hash_table_size (world->mail), ==, 1);
}

static void
test_sync (LoftEasWorld *world, gconstpointer data)
{
  g_free (loft_eas_world_put_mail (world, "one"));
  loft_eas_world_sync_mail (world);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    assert_sync_fails (world, &faults[i]);
  for (guint i = 0; i < G_N_ELEMENTS (sync_faults); i++)
    assert_sync_fails (world, &sync_faults[i]);
}

static void
test_folder_sync (LoftEasWorld *world, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *json =
        g_strdup_printf ("'command': 'FolderSync', 'times': 9, %s", faults[i].fault);
      g_autoptr (GPtrArray) folders = NULL;
      g_autoptr (GError) error = NULL;

      loft_eas_world_fail (world, json);
      g_assert_null (loft_backend_list_folders (world->backend, NULL, &error));
      assert_told (error, &faults[i]);
      loft_eas_world_tell (world, "clear", "{}");
      folders = loft_backend_list_folders (world->backend, NULL, NULL);
      g_assert_cmpuint (folders->len, ==, 7);
    }
}

/* Nobody says that it was done, or that anything is gone. */
static void
assert_silence (LoftEasWorld *world, const char *command, const char *id)
{
  g_autofree char *json = g_strdup_printf ("'command': '%s', 'empty': true", command);
  g_autoptr (GPtrArray) ids = loft_eas_world_list_ids (id, NULL);
  g_autoptr (LoftRemoteIds) present = loft_remote_ids_new ();
  const LoftRemoteFlagChange change = {
    LOFT_EAS_WORLD_INBOX, world->token, ids, LOFT_FLAG_SEEN, 0, "", "",
  };
  const LoftRemoteTransfer transfer = { LOFT_EAS_WORLD_INBOX, world->token, ids,
                                        LOFT_EAS_WORLD_DELETED };
  g_auto (LoftTransferred) transferred;
  g_autoptr (GError) error = NULL;
  gboolean done;

  loft_transferred_init (&transferred);
  loft_eas_world_fail (world, json);
  if (strcmp (command, "Sync") == 0)
    done = loft_backend_change_flags (world->backend, &change, NULL, &error);
  else if (strcmp (command, "MoveItems") == 0)
    done = loft_backend_move (world->backend, &transfer, &transferred, NULL, &error);
  else
    done = loft_backend_find_present (world->backend, LOFT_EAS_WORLD_INBOX, world->token, ids,
                                      present, NULL, &error);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_false (done);
}

static void
test_empty (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *one = loft_eas_world_put_mail (world, "one");

  loft_eas_world_sync_mail (world);
  assert_silence (world, "Sync", one);
  assert_silence (world, "MoveItems", one);
  assert_silence (world, "ItemOperations", one);
  /* Of a listing it says that nothing happened. */
  loft_eas_world_fail (world, "'command': 'Sync', 'empty': true");
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (g_hash_table_size (world->mail), ==, 1);
}

/* It wants to be left alone: nothing is asked meanwhile. */
static void
test_left_alone (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint asked;

  g_free (loft_eas_world_put_mail (world, "one"));
  loft_eas_world_fail (world,
                       "'command': 'FolderSync', 'http': 503, 'headers': {'Retry-After': '600'}");
  g_assert_false (loft_eas_world_try_mail (world, LOFT_EAS_WORLD_INBOX, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_nonnull (strstr (error->message, "600 seconds"));
  g_clear_error (&error);
  asked = loft_fake_activesync_get_count (world->fake, "FolderSync");
  g_assert_false (loft_eas_world_try_mail (world, LOFT_EAS_WORLD_INBOX, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_cmpuint (loft_fake_activesync_get_count (world->fake, "FolderSync"), ==, asked);
}

/* To another address of the same server, when it is asked what it is and when it is asked anything. */
static void
test_moved (LoftEasWorld *world, gconstpointer data)
{
  static const char *const commands[] = { "Sync", "OPTIONS" };

  g_free (loft_eas_world_put_mail (world, "one"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      loft_eas_world_tell (world, "fault",
                           "{'command': '%s', 'http': 451, 'headers': {'X-MS-Location': '%s?x=y'}}",
                           commands[i], loft_fake_activesync_get_url (world->fake));
      g_hash_table_remove (world->notes, "server");
      loft_eas_world_restart (world);
      loft_eas_world_sync_mail (world);
      g_assert_cmpuint (g_hash_table_size (world->mail), ==, 1);
    }
}

/* (transfer full) The same server below a folder of its own. */
static char *
url_at_new (LoftEasWorld *world)
{
  return g_strconcat (loft_fake_activesync_get_root (world->fake),
                      "/new/Microsoft-Server-ActiveSync", NULL);
}

static void
send_to_new (LoftEasWorld *world, const char *command)
{
  g_autofree char *url = url_at_new (world);

  loft_eas_world_tell (world, "fault",
                       "{'command': '%s', 'at': '', 'http': 451, 'headers': "
                       "{'X-MS-Location': '%s'}}",
                       command, url);
}

static guint
count (LoftEasWorld *world, const char *what)
{
  return loft_fake_activesync_get_count (world->fake, what);
}

/* What it told is known after a start: it is asked nothing but for the folder, where it said. */
static void
test_remembers_address (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *url = url_at_new (world);
  guint options, syncs, at_new;

  g_free (loft_eas_world_put_mail (world, "one"));
  send_to_new (world, "Sync");
  loft_eas_world_sync_mail (world);
  g_assert_nonnull (strstr (g_hash_table_lookup (world->notes, "server"), url));
  options = count (world, "OPTIONS");
  loft_eas_world_restart (world);
  syncs = count (world, "Sync");
  at_new = count (world, "at /new");
  g_free (loft_eas_world_put_mail (world, "two"));
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (g_hash_table_size (world->mail), ==, 2);
  g_assert_cmpuint (count (world, "OPTIONS"), ==, options);
  g_assert_cmpuint (count (world, "at /new") - at_new, >=, count (world, "Sync") - syncs);
  /* The person gives another address: nothing holds of what was said about this one. */
  g_free (world->account->url);
  world->account->url = g_strconcat (loft_fake_activesync_get_root (world->fake),
                                     "/own/Microsoft-Server-ActiveSync", NULL);
  at_new = count (world, "at /new");
  loft_eas_world_restart (world);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (count (world, "at /new"), ==, at_new);
  g_assert_cmpuint (count (world, "at /own"), >, 0);
}

/* It is another one to go back from: where it answers badly, the account's own address is asked, and it is
 * forgotten; where it only wants time, it is not. */
static void
test_drops_address (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_free (loft_eas_world_put_mail (world, "one"));
  send_to_new (world, "Sync");
  loft_eas_world_sync_mail (world);
  loft_eas_world_fail (world, "'command': 'Sync', 'at': '/new', 'http': 503");
  g_free (loft_eas_world_put_mail (world, "two"));
  g_assert_false (loft_eas_world_try_mail (world, LOFT_EAS_WORLD_INBOX, &error));
  g_assert_nonnull (g_hash_table_lookup (world->notes, "server"));
  g_clear_error (&error);
  loft_eas_world_fail (world, "'command': 'Sync', 'at': '/new', 'http': 404");
  g_assert_false (loft_eas_world_try_mail (world, LOFT_EAS_WORLD_INBOX, &error));
  g_assert_null (g_hash_table_lookup (world->notes, "server"));
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (g_hash_table_size (world->mail), ==, 2);
}

/* When it is asked what it can do, the account's own address is asked at once. */
static void
test_drops_at_start (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *url = url_at_new (world);
  g_autofree char *note = g_strdup_printf ("%s\n%s\n0\n0\n0\n", world->account->url, url);

  g_hash_table_replace (world->notes, g_strdup ("server"), g_steal_pointer (&note));
  loft_eas_world_fail (world, "'command': 'OPTIONS', 'at': '/new', 'html': true");
  loft_eas_world_restart (world);
  g_assert_cmpuint (count (world, "at /new"), ==, 1);
  g_assert_null (strstr (g_hash_table_lookup (world->notes, "server"), url));
  loft_eas_world_sync_mail (world);
}

/* An address without TLS is none, whoever noted it. */
static void
test_plain_address (LoftEasWorld *world, gconstpointer data)
{
  char *note = g_strdup_printf ("%s\nhttp://localhost:1/plain\n141\n0\n%" G_GINT64_FORMAT "\n",
                                world->account->url, g_get_real_time () / G_USEC_PER_SEC);

  g_hash_table_replace (world->notes, g_strdup ("server"), note);
  loft_eas_world_restart (world);
  loft_eas_world_sync_mail (world);
}

/* A server that has changed: it says so, or does not take the version any more. */
static void
test_remembers_version (LoftEasWorld *world, gconstpointer data)
{
  static const char *const others[] = { "14.0", "12.1" };
  g_autoptr (GError) error = NULL;

  g_free (loft_eas_world_put_mail (world, "one"));
  loft_eas_world_sync_mail (world);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      loft_eas_world_tell (world, "versions", "{'versions': ['%s']}", others[i]);
      loft_eas_world_restart (world);
      g_assert_false (loft_eas_world_try_mail (world, LOFT_EAS_WORLD_INBOX, &error));
      g_clear_error (&error);
      loft_eas_world_sync_mail (world);
      g_assert_cmpuint (g_hash_table_size (world->mail), ==, 1);
    }
}

static void
test_connect (LoftEasWorld *world, gconstpointer data)
{
  static const Fault at_first[] = {
    { "'http': 403", LOFT_ERROR_NOT_ALLOWED, "does not let" },
    { "'http': 503", LOFT_ERROR_TEMPORARY, NULL },
    { "'http': 451, 'headers': {'X-MS-Location': 'https://elsewhere.test/'}", LOFT_ERROR_AUTH,
      "elsewhere.test" },
    { "'html': true", LOFT_ERROR_PROTOCOL, "no ActiveSync" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (at_first); i++)
    {
      g_autoptr (LoftBackend) backend =
        loft_eas_backend_new (world->account, loft_eas_world_sign_in, loft_eas_world_get_memory (),
                              world);
      g_autofree char *json = g_strdup_printf ("'command': 'OPTIONS', %s", at_first[i].fault);
      g_autoptr (GError) error = NULL;

      g_hash_table_remove (world->notes, "server");
      loft_eas_world_fail (world, json);
      g_assert_false (loft_backend_connect (backend, NULL, &error));
      assert_told (error, &at_first[i]);
      g_clear_error (&error);
      loft_backend_connect (backend, NULL, &error);
      g_assert_no_error (error);
    }
}

void
loft_test_eas_add_faults (const char *version)
{
  LOFT_TEST_EAS_ADD ("sync", version, test_sync);
  LOFT_TEST_EAS_ADD ("empty", version, test_empty);
  LOFT_TEST_EAS_ADD ("left-alone", version, test_left_alone);
  LOFT_TEST_EAS_ADD ("moved", version, test_moved);
  LOFT_TEST_EAS_ADD ("remembers-address", version, test_remembers_address);
  LOFT_TEST_EAS_ADD ("drops-address", version, test_drops_address);
  LOFT_TEST_EAS_ADD ("drops-at-start", version, test_drops_at_start);
  LOFT_TEST_EAS_ADD ("plain-address", version, test_plain_address);
  LOFT_TEST_EAS_ADD ("remembers-version", version, test_remembers_version);
  LOFT_TEST_EAS_ADD ("connect", version, test_connect);
  /* The same of any version. */
  if (strcmp (version, "14.1") == 0)
    LOFT_TEST_EAS_ADD ("folder-sync", version, test_folder_sync);
}
