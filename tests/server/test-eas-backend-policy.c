/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-eas-backend.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-eas-command.h"
#include "loft-error.h"
#include "loft-policy.h"

/* The server's policy: asked for once, accepted by a person alone, remembered by its contents. */

#define KEPT "AttachmentsEnabled=0 MaxEmailAgeFilter=3"

static void
set_policy (LoftEasWorld *world, const char *rules)
{
  loft_eas_world_tell (world, "set", "{'policy': ['EASProvisionDoc', %s]}", rules);
}

static void
set_kept_policy (LoftEasWorld *world)
{
  set_policy (world, "['MaxEmailAgeFilter', 3], ['AttachmentsEnabled', 0]");
}

static const char *
note (LoftEasWorld *world, const char *name)
{
  return g_hash_table_lookup (world->notes, name);
}

static void
set_note (LoftEasWorld *world, const char *name, const char *value)
{
  loft_eas_world_get_memory ()->set_note (name, value, world);
}

static guint
n_provisions (LoftEasWorld *world)
{
  return loft_fake_activesync_get_count (world->fake, "Provision");
}

static void
assert_waits (LoftEasWorld *world, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (loft_eas_world_try_mail (world, LOFT_EAS_WORLD_INBOX, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_POLICY);
  g_assert_nonnull (note (world, LOFT_POLICY_NOTE_OFFERED));
  g_assert_true (g_str_has_suffix (note (world, LOFT_POLICY_NOTE_OFFERED), text));
  g_assert_null (note (world, LOFT_POLICY_NOTE_KEY));
  g_assert_cmpuint (g_hash_table_size (world->mail), ==, 0);
}

/* As the person does it. */
static void
accept (LoftEasWorld *world, LoftPolicyAnswer answer, const char *text)
{
  g_autofree char *accepted = loft_policy_write_note (answer, text);

  set_note (world, LOFT_POLICY_NOTE_ACCEPTED, accepted);
}

static void
test_accepted (LoftEasWorld *world, gconstpointer data)
{
  g_free (loft_eas_world_put_mail (world, "one"));
  set_kept_policy (world);
  assert_waits (world, KEPT);
  g_assert_cmpuint (n_provisions (world), ==, 1);
  g_assert_false (loft_eas_world_has (world, "devices", NULL, "\"policy-key\": \"1"));

  accept (world, LOFT_POLICY_ANSWER_ALL, KEPT);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (g_hash_table_size (world->mail), ==, 1);
  g_assert_cmpuint (n_provisions (world), ==, 3);
  g_assert_null (note (world, LOFT_POLICY_NOTE_OFFERED));
  g_assert_nonnull (note (world, LOFT_POLICY_NOTE_KEY));
  g_assert_true (loft_eas_world_has (world, "devices", NULL, note (world, LOFT_POLICY_NOTE_KEY)));
}

/* Whoever has not decided is not asked for, nor is the server, until hours later. */
static void
test_no_repetition (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint asked;

  set_kept_policy (world);
  assert_waits (world, KEPT);
  asked = n_provisions (world);
  assert_waits (world, KEPT);
  g_assert_cmpuint (n_provisions (world), ==, asked);

  /* A new connection asks nothing at all. */
  g_clear_object (&world->backend);
  world->backend = loft_eas_backend_new (world->account, loft_eas_world_sign_in,
                                         loft_eas_world_get_memory (), world);
  asked = loft_fake_activesync_get_count (world->fake, "OPTIONS");
  g_assert_false (loft_backend_connect (world->backend, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_POLICY);
  g_assert_cmpuint (loft_fake_activesync_get_count (world->fake, "OPTIONS"), ==, asked);
  g_clear_error (&error);

  /* Long after, it may have been taken back. */
  loft_eas_world_tell (world, "set", "{'policy': null}");
  loft_clock_set_for_test (loft_clock_now () + 7 * 60 * 60);
  loft_backend_connect (world->backend, NULL, &error);
  g_assert_no_error (error);
  loft_eas_world_sync_mail (world);
  loft_clock_set_for_test (0);
}

/* A new key for the same demands: nobody is asked again. Other demands: they are. */
static void
test_issued_again (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *key = NULL;

  set_kept_policy (world);
  accept (world, LOFT_POLICY_ANSWER_ALL, KEPT);
  loft_eas_world_sync_mail (world);
  key = g_strdup (note (world, LOFT_POLICY_NOTE_KEY));
  loft_eas_world_tell (world, "set",
                       "{'policy-version': 2, 'policy': ['EASProvisionDoc', "
                       "['AttachmentsEnabled', 0], ['MaxEmailAgeFilter', 3]]}");
  loft_eas_world_sync_mail (world);
  g_assert_cmpstr (note (world, LOFT_POLICY_NOTE_KEY), !=, key);

  loft_eas_world_tell (world, "set", "{'policy-version': 3}");
  set_policy (world, "['MaxEmailAgeFilter', 2], ['AttachmentsEnabled', 0]");
  assert_waits (world, "AttachmentsEnabled=0 MaxEmailAgeFilter=2");
}

/* The key outlives the connection; one that the server does not know is dropped. */
static void
test_key_kept (LoftEasWorld *world, gconstpointer data)
{
  guint asked;

  set_kept_policy (world);
  accept (world, LOFT_POLICY_ANSWER_ALL, KEPT);
  loft_eas_world_sync_mail (world);
  asked = n_provisions (world);
  loft_eas_world_restart (world);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (n_provisions (world), ==, asked);

  set_note (world, LOFT_POLICY_NOTE_KEY, "77");
  loft_eas_world_restart (world);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (n_provisions (world), ==, asked + 2);
  g_assert_cmpstr (note (world, LOFT_POLICY_NOTE_KEY), !=, "77");
}

/* Two connections of one account: the key that one got is the other's, too. */
static void
test_key_shared (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (LoftBackend) other = loft_eas_backend_new (world->account, loft_eas_world_sign_in,
                                                        loft_eas_world_get_memory (), world);
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GError) error = NULL;
  guint asked;

  loft_backend_connect (other, NULL, &error);
  g_assert_no_error (error);
  set_kept_policy (world);
  accept (world, LOFT_POLICY_ANSWER_ALL, KEPT);
  loft_eas_world_sync_mail (world);
  asked = n_provisions (world);
  folders = loft_backend_list_folders (other, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_provisions (world), ==, asked);
}

/* What is not kept is not said to be; a server that is not content with that stops the account, once. */
static void
test_partly (LoftEasWorld *world, gconstpointer data)
{
  const char *text = "RequireSignedSMIMEMessages=1";
  g_autoptr (LoftPolicy) policy = loft_policy_from_text (text);
  LoftPolicyAnswer answer = loft_policy_decide (policy, TRUE);
  guint asked;

  g_assert_cmpint (answer, ==, LOFT_POLICY_ANSWER_PARTLY);
  loft_eas_world_tell (world, "set", "{'accept-partial': true}");
  set_policy (world, "['RequireSignedSMIMEMessages', 1]");
  accept (world, answer, text);
  loft_eas_world_sync_mail (world);
  g_assert_nonnull (note (world, LOFT_POLICY_NOTE_KEY));

  loft_eas_world_tell (world, "set", "{'accept-partial': false, 'policy-version': 2}");
  assert_waits (world, text);
  g_assert_cmpstr (note (world, LOFT_POLICY_NOTE_REFUSED), ==, "2 RequireSignedSMIMEMessages=1");
  g_assert_null (note (world, LOFT_POLICY_NOTE_ACCEPTED));
  asked = n_provisions (world);
  assert_waits (world, text);
  g_assert_cmpuint (n_provisions (world), ==, asked);
}

/* A server that has no policy after all. */
static void
test_none (LoftEasWorld *world, gconstpointer data)
{
  loft_eas_world_fail (world, "'command': 'Sync', 'status': 142");
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (n_provisions (world), ==, 1);
  g_assert_null (note (world, LOFT_POLICY_NOTE_OFFERED));
}

/* It wants to know what this is. */
static void
test_device (LoftEasWorld *world, gconstpointer data)
{
  loft_eas_world_fail (world, "'command': 'Sync', 'status': 165");
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (loft_fake_activesync_get_count (world->fake, "Settings"), ==, 1);
}

/* What waits to go out is held, not refused. */
static void
test_change_is_kept (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *id = loft_eas_world_put_mail (world, "one");
  g_autoptr (GPtrArray) ids = loft_eas_world_list_ids (id, NULL);
  g_autoptr (GError) error = NULL;

  loft_eas_world_sync_mail (world);
  set_kept_policy (world);
  {
    const LoftRemoteFlagChange change = {
      LOFT_EAS_WORLD_INBOX, world->token, ids, LOFT_FLAG_SEEN, 0, "", "",
    };

    g_assert_false (loft_backend_change_flags (world->backend, &change, NULL, &error));
  }
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_POLICY);
  g_assert_cmpint (loft_error_class (error), ==, LOFT_ERROR_AUTH);
}

/* ---- what is kept ------------------------------------------------------------------------- */

static void
put_dated (LoftEasWorld *world, const char *subject, gint64 days)
{
  loft_eas_world_tell (world, "put",
                       "{'folder': 'Inbox', 'date': %" G_GINT64_FORMAT
                       ", 'mime': 'From: bob@example.test\\r\\nSubject: %s\\r\\n\\r\\nx'}",
                       g_get_real_time () / G_USEC_PER_SEC - days * 86400, subject);
}

/* Older mail is not told, and leaves when it is here already; without the policy it comes again. */
static void
test_age (LoftEasWorld *world, gconstpointer data)
{
  put_dated (world, "new", 1);
  put_dated (world, "old", 20);
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (g_hash_table_size (world->mail), ==, 2);
  set_policy (world, "['MaxEmailAgeFilter', 3]");
  accept (world, LOFT_POLICY_ANSWER_ALL, "MaxEmailAgeFilter=3");
  loft_eas_world_sync_mail (world);
  g_assert_cmpuint (g_hash_table_size (world->mail), ==, 1);
}

static gboolean
keep_content (const char *id, GBytes *mime, gpointer user_data, GError **error)
{
  char **content = user_data;

  g_free (*content);
  *content = g_strndup (g_bytes_get_data (mime, NULL), g_bytes_get_size (mime));
  return TRUE;
}

/* (transfer full) header, and the text of the body */
static char *
fetch_text (LoftEasWorld *world, const char *id)
{
  g_autoptr (GPtrArray) ids = loft_eas_world_list_ids (id, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *mime = NULL;
  g_autofree char *body = NULL;
  char *split;
  gsize length;

  g_assert_true (loft_backend_fetch (world->backend, LOFT_EAS_WORLD_INBOX, world->token, ids,
                                     keep_content, &mime, NULL, &error));
  g_assert_no_error (error);
  split = strstr (mime, "\r\n\r\n");
  if (strstr (mime, "base64") == NULL || strstr (mime, "multipart") != NULL)
    return g_steal_pointer (&mime);
  *split = '\0';
  body = (char *) g_base64_decode (split + 4, &length);
  return g_strdup_printf ("%s\n\n%.*s", mime, (int) length, body);
}

static char *
put_with_attachment (LoftEasWorld *world)
{
  g_autofree char *file = g_strnfill (4000, 'Q');
  g_autofree char *mime = g_strdup_printf (
    "From: bob@example.test\r\nTo: alice@example.test\r\nSubject: with\r\n"
    "Message-ID: <with@example.test>\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\n"
    "The text of it\r\n--B\r\nContent-Type: application/pdf\r\n"
    "Content-Disposition: attachment; filename=report.pdf\r\n\r\n%s\r\n--B--\r\n",
    file);

  return loft_fake_activesync_put_mail (world->fake, "alice", "Inbox", mime);
}

static void
test_limits (LoftEasWorld *world, gconstpointer data)
{
  static const struct {
    const char *rules;
    const char *text;
    gboolean has_attachment;
    const char *says; /* (nullable) */
  } cases[] = {
    { "['AttachmentsEnabled', 0]", "AttachmentsEnabled=0", FALSE, "report.pdf" },
    { "['MaxAttachmentSize', 1000]", "MaxAttachmentSize=1000", FALSE, "report.pdf" },
    { "['MaxAttachmentSize', 100000]", "MaxAttachmentSize=100000", TRUE, NULL },
    { "['AllowHTMLEmail', 0]", "AllowHTMLEmail=0", FALSE, "report.pdf" },
    { "['MaxEmailBodyTruncationSize', 3], ['MaxEmailHTMLBodyTruncationSize', 3]",
      "MaxEmailBodyTruncationSize=3 MaxEmailHTMLBodyTruncationSize=3", FALSE,
      "does not allow the rest" },
    { "['MaxEmailBodyTruncationSize', 0], ['MaxEmailHTMLBodyTruncationSize', 0]",
      "MaxEmailBodyTruncationSize=0 MaxEmailHTMLBodyTruncationSize=0", FALSE,
      "does not allow texts" },
  };
  g_autofree char *id = put_with_attachment (world);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *content = NULL;

      g_test_message ("%s", cases[i].text);
      loft_eas_world_tell (world, "set", "{'policy-version': %u}", i + 2);
      set_policy (world, cases[i].rules);
      accept (world, LOFT_POLICY_ANSWER_ALL, cases[i].text);
      loft_eas_world_sync_mail (world);
      content = fetch_text (world, id);
      g_test_message ("%.600s", content);
      g_assert_nonnull (strstr (content, "Message-ID: <with@example.test>"));
      g_assert_cmpint (strstr (content, "QQQQQQ") != NULL, ==, cases[i].has_attachment);
      g_assert_true (cases[i].says == NULL || strstr (content, cases[i].says) != NULL);
      g_assert_cmpint (strstr (content, "The text of it") != NULL, ==, i < 4);
    }
}

/* ---- deleting ----------------------------------------------------------------------------- */

static void
demand_wipe (LoftEasWorld *world, const char *kind)
{
  loft_eas_world_tell (world, "set", "{'wipe': {'alice': '%s'}}", kind);
}

static void
assert_wiped (LoftEasWorld *world)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (loft_eas_world_try_mail (world, LOFT_EAS_WORLD_INBOX, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_WIPED);
  g_assert_cmpstr (note (world, LOFT_WIPE_NOTE), ==, LOFT_WIPE_TOLD);
}

static void
test_wipe (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint asked;

  demand_wipe (world, "device");
  assert_wiped (world);
  g_assert_true (loft_eas_world_has (world, "devices", NULL, "\"RemoteWipe\""));
  /* Nothing is asked after that. */
  asked = loft_fake_activesync_get_count (world->fake, "OPTIONS");
  g_clear_object (&world->backend);
  world->backend = loft_eas_backend_new (world->account, loft_eas_world_sign_in,
                                         loft_eas_world_get_memory (), world);
  g_assert_false (loft_backend_connect (world->backend, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_WIPED);
  g_assert_cmpuint (loft_fake_activesync_get_count (world->fake, "OPTIONS"), ==, asked);
}

static void
test_wipe_account (LoftEasWorld *world, gconstpointer data)
{
  demand_wipe (world, "account");
  assert_wiped (world);
  g_assert_true (loft_eas_world_has (world, "devices", NULL, "\"AccountOnlyRemoteWipe\""));
}

/* Of a policy's answer, too. */
static void
test_wipe_instead_of_policy (LoftEasWorld *world, gconstpointer data)
{
  demand_wipe (world, "device");
  loft_eas_world_fail (world, "'command': 'Sync', 'http': 449");
  assert_wiped (world);
}

/* The line breaks while the server is told: it is told again. */
static void
test_wipe_lost (LoftEasWorld *world, gconstpointer data)
{
  demand_wipe (world, "device");
  loft_eas_world_fail (world, "'command': 'Provision', 'skip': 1, 'refuse': true");
  assert_wiped (world);
  g_assert_true (loft_eas_world_has (world, "devices", NULL, "\"RemoteWipe\""));
}

/* Killed before the server was told: it is told first thing, whether or not it heard it already. */
static void
test_wipe_resumed (LoftEasWorld *world, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (LoftBackend) backend =
        loft_eas_backend_new (world->account, loft_eas_world_sign_in, loft_eas_world_get_memory (),
                              world);
      g_autoptr (GError) error = NULL;

      if (i == 0)
        demand_wipe (world, "device");
      set_note (world, LOFT_WIPE_NOTE, LOFT_WIPE_ASKED);
      g_assert_false (loft_backend_connect (backend, NULL, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_WIPED);
      g_assert_cmpstr (note (world, LOFT_WIPE_NOTE), ==, LOFT_WIPE_TOLD);
      g_assert_true (loft_eas_world_has (world, "devices", NULL, "\"RemoteWipe\""));
    }
}

void
loft_test_eas_add_policy (const char *version)
{
  LOFT_TEST_EAS_ADD ("policy/accepted", version, test_accepted);
  LOFT_TEST_EAS_ADD ("policy/no-repetition", version, test_no_repetition);
  LOFT_TEST_EAS_ADD ("policy/issued-again", version, test_issued_again);
  LOFT_TEST_EAS_ADD ("policy/key-kept", version, test_key_kept);
  LOFT_TEST_EAS_ADD ("policy/key-shared", version, test_key_shared);
  LOFT_TEST_EAS_ADD ("policy/partly", version, test_partly);
  LOFT_TEST_EAS_ADD ("policy/none", version, test_none);
  LOFT_TEST_EAS_ADD ("policy/device", version, test_device);
  LOFT_TEST_EAS_ADD ("policy/change-is-kept", version, test_change_is_kept);
  LOFT_TEST_EAS_ADD ("policy/age", version, test_age);
  LOFT_TEST_EAS_ADD ("policy/limits", version, test_limits);
  LOFT_TEST_EAS_ADD ("wipe/device", version, test_wipe);
  if (strcmp (version, "16.1") == 0)
    LOFT_TEST_EAS_ADD ("wipe/account", version, test_wipe_account);
  LOFT_TEST_EAS_ADD ("wipe/instead-of-policy", version, test_wipe_instead_of_policy);
  LOFT_TEST_EAS_ADD ("wipe/lost", version, test_wipe_lost);
  LOFT_TEST_EAS_ADD ("wipe/resumed", version, test_wipe_resumed);
}
