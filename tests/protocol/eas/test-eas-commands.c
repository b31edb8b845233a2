/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pairs of request and reply in dialogues with a server of 16.1: policies, wiping, absence, Find, free
 * time, and where its Autodiscover leads. What a real server does is in server/test-eas-commands.c. */
#include "loft-eas-discovery.h"
#include "loft-eas-find.h"
#include "loft-eas-provision.h"
#include "loft-eas-recipients.h"
#include "loft-eas-validate-cert.h"
#include "loft-fake-activesync.h"
#include "loft-http-client.h"
#include "loft-wbxml-reader.h"
#include "loft-wbxml-writer.h"

#include <string.h>

#include "loft-error.h"
#include "loft-test-tls.h"

#define NINE 1795424400 /* 2026-11-23T09:00:00Z */
#define ID   "5f3c8b6e-0d1a-4c5e-9f00-2b7d6f1f6f10"

typedef struct {
  LoftFakeActivesync *fake;
  LoftHttpClient *client;
} Fixture;

static const LoftEasDevice device = { .model = "Loft", .name = "Desk", .os = "Debian 12" };

static LoftCredentials *
give_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("alice", "alice-secret", NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->fake = loft_fake_activesync_new (NULL);
  fixture->client = loft_http_client_new (give_credentials, NULL, FALSE, &error);
  g_assert_no_error (error);
  loft_http_client_allow (fixture->client, loft_fake_activesync_get_url (fixture->fake));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->client);
  loft_fake_activesync_free (fixture->fake);
}

/* (transfer full) the answer. request: (transfer full). key: (nullable) of the policy. */
static LoftWbxmlElement *
ask (Fixture *fixture, const char *command, const char *key, LoftWbxmlElement *request)
{
  g_autofree char *url =
    g_strdup_printf ("%s?Cmd=%s&User=alice&DeviceId=loftcommands&DeviceType=Tests",
                     loft_fake_activesync_get_url (fixture->fake), command);
  const char *headers[] = { "MS-ASProtocolVersion", "16.1", "X-MS-PolicyKey",
                            key != NULL ? key : "0", NULL };
  g_autoptr (LoftWbxmlElement) root = request;
  g_autoptr (GBytes) body = loft_wbxml_write (root);
  LoftHttpCall call = {
    .method = "POST",
    .url = url,
    .headers = headers,
    .content_type = "application/vnd.ms-sync.wbxml",
    .body = body,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftHttpReply) reply = NULL;
  LoftWbxmlElement *answer;

  reply = loft_http_client_send (fixture->client, &call, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 200);
  answer = loft_wbxml_read (reply->body, &error);
  g_assert_no_error (error);
  return answer;
}

/* ---- policies ----------------------------------------------------------------------------- */

/* (transfer full) what the server says of its policy. */
static LoftEasProvision
provision (Fixture *fixture, const char *key, LoftWbxmlElement *request, GError **error)
{
  g_autoptr (LoftWbxmlElement) answer = ask (fixture, "Provision", key, request);
  LoftEasProvision told = { 0 };

  loft_eas_provision_reply (answer, &told, error);
  return told;
}

static LoftEasProvision
ask_policy (Fixture *fixture, GError **error)
{
  return provision (fixture, NULL, loft_eas_provision_request (161, &device), error);
}

/* Whether a command is done with that key. */
static int
get_status (Fixture *fixture, const char *key)
{
  g_autoptr (LoftWbxmlElement) answer =
    ask (fixture, "Settings", key, loft_eas_settings_user_request ());

  return (int) loft_wbxml_element_get_int (answer, LOFT_EAS_SETTINGS_STATUS, -1);
}

static void
test_policy (Fixture *fixture, gconstpointer data)
{
  g_auto (LoftEasProvision) asked = { 0 };
  g_auto (LoftEasProvision) accepted = { 0 };
  g_autoptr (GError) error = NULL;

  loft_fake_activesync_tell (fixture->fake, "set",
                             "{'policy': ['EASProvisionDoc', ['AttachmentsEnabled', 0], "
                             "['MaxEmailAgeFilter', 4]]}");
  g_assert_cmpint (get_status (fixture, NULL), ==, 142);
  asked = ask_policy (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (asked.policy->demands->len, ==, 2);
  g_assert_false (asked.policy->allows_attachments);
  g_assert_cmpuint (asked.policy->mail_filter, ==, 4);
  g_assert_false (loft_policy_has (asked.policy, LOFT_POLICY_NOT_KEPT));
  g_assert_cmpint (get_status (fixture, asked.key), ==, 142);

  accepted = provision (fixture, asked.key,
                        loft_eas_provision_acknowledge (asked.key, LOFT_POLICY_ANSWER_ALL), &error);
  g_assert_no_error (error);
  g_assert_null (accepted.policy);
  g_assert_cmpint (get_status (fixture, accepted.key), ==, 1);
  g_assert_cmpint (get_status (fixture, "1"), ==, 144);
}

static void
test_policy_not_kept (Fixture *fixture, gconstpointer data)
{
  g_auto (LoftEasProvision) asked = { 0 };
  g_auto (LoftEasProvision) answer = { 0 };
  g_auto (LoftEasProvision) wrong = { 0 };
  g_autoptr (GError) error = NULL;

  loft_fake_activesync_tell (fixture->fake, "set",
                             "{'policy': ['EASProvisionDoc', ['RequireSignedSMIMEMessages', 1]], "
                             "'accept-partial': false}");
  asked = ask_policy (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (loft_policy_has (asked.policy, LOFT_POLICY_NOT_KEPT));
  wrong = provision (fixture, "7", loft_eas_provision_acknowledge ("7", LOFT_POLICY_ANSWER_ALL), &error);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_clear_error (&error);
  answer = provision (fixture, asked.key,
                      loft_eas_provision_acknowledge (asked.key, LOFT_POLICY_ANSWER_PARTLY), &error);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_POLICY);
}

static void
test_policy_none (Fixture *fixture, gconstpointer data)
{
  g_auto (LoftEasProvision) asked = { 0 };
  g_auto (LoftEasProvision) nameless = { 0 };
  g_autoptr (GError) error = NULL;

  nameless = provision (fixture, NULL, loft_eas_provision_request (161, NULL), &error);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_clear_error (&error);
  asked = ask_policy (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (asked.is_free);
}

static void
test_wipe (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *kind;
    LoftEasWipe wipe;
  } cases[] = { { "{'wipe': {'alice': 'device'}}", LOFT_EAS_WIPE_DEVICE },
                { "{'wipe': {'alice': 'account'}}", LOFT_EAS_WIPE_ACCOUNT } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (LoftEasProvision) asked = { 0 };
      g_auto (LoftEasProvision) done = { 0 };
      g_autoptr (GError) error = NULL;

      loft_fake_activesync_tell (fixture->fake, "set", cases[i].kind);
      g_assert_cmpint (get_status (fixture, NULL), ==, 140);
      asked = ask_policy (fixture, &error);
      g_assert_no_error (error);
      g_assert_cmpint (asked.wipe, ==, cases[i].wipe);
      done = provision (fixture, NULL, loft_eas_provision_wiped (asked.wipe, TRUE), &error);
      g_assert_no_error (error);
      g_assert_cmpint (done.wipe, ==, LOFT_EAS_WIPE_NONE);
      g_assert_cmpint (get_status (fixture, NULL), ==, 1);
    }
}

/* ---- settings ----------------------------------------------------------------------------- */

static void
test_user (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftWbxmlElement) answer =
    ask (fixture, "Settings", NULL, loft_eas_settings_user_request ());
  g_autoptr (LoftWbxmlElement) told =
    ask (fixture, "Settings", NULL, loft_eas_settings_device_request (&device));
  g_auto (LoftEasUser) user = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_eas_settings_user_reply (answer, &user, &error));
  g_assert_no_error (error);
  g_assert_true (g_strv_contains ((const char *const *) user.addresses, "alice@example.test"));
  g_assert_true (loft_eas_settings_device_reply (told, &error));
  g_assert_no_error (error);
}

static void
set_absence (Fixture *fixture, LoftEasAbsence *absence)
{
  g_autoptr (LoftWbxmlElement) answer =
    ask (fixture, "Settings", NULL, loft_eas_settings_absence_set_request (absence));
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_eas_settings_absence_set_reply (answer, &error));
  g_assert_no_error (error);
}

static void
get_absence (Fixture *fixture, LoftEasAbsence *absence)
{
  g_autoptr (LoftWbxmlElement) answer =
    ask (fixture, "Settings", NULL, loft_eas_settings_absence_get_request (FALSE));
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_eas_settings_absence_get_reply (answer, absence, &error));
  g_assert_no_error (error);
}

/* What was set is what is told. */
static void
test_absence (Fixture *fixture, gconstpointer data)
{
  g_auto (LoftEasAbsence) before = { 0 };
  g_auto (LoftEasAbsence) after = { 0 };
  g_auto (LoftEasAbsence) set = { LOFT_EAS_ABSENCE_SCHEDULED, NINE, NINE + 86400 };

  get_absence (fixture, &before);
  g_assert_cmpint (before.state, ==, LOFT_EAS_ABSENCE_OFF);
  set.messages[LOFT_EAS_ABSENCE_INTERNAL] =
    (LoftEasAbsenceMessage){ TRUE, TRUE, FALSE, g_strdup ("Back on Tuesday") };
  set.messages[LOFT_EAS_ABSENCE_UNKNOWN] =
    (LoftEasAbsenceMessage){ TRUE, FALSE, FALSE, g_strdup ("Away") };
  set_absence (fixture, &set);
  get_absence (fixture, &after);
  g_assert_cmpint (after.state, ==, LOFT_EAS_ABSENCE_SCHEDULED);
  g_assert_cmpint (after.start, ==, NINE);
  g_assert_cmpint (after.end, ==, NINE + 86400);
  g_assert_true (after.messages[LOFT_EAS_ABSENCE_INTERNAL].is_enabled);
  g_assert_cmpstr (after.messages[LOFT_EAS_ABSENCE_INTERNAL].text, ==, "Back on Tuesday");
  g_assert_false (after.messages[LOFT_EAS_ABSENCE_UNKNOWN].is_enabled);
}

/* ---- searching ---------------------------------------------------------------------------- */

static void
test_find_people (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftWbxmlElement) answer =
    ask (fixture, "Find", NULL, loft_eas_find_people_request (ID, "bob", 0, 10, 0));
  g_autoptr (LoftWbxmlElement) old =
    ask (fixture, "Search", NULL, loft_eas_search_people_request (161, "bob", 0, 10, 0));
  g_auto (LoftEasFound) found = { 0 };
  g_auto (LoftEasFound) searched = { 0 };
  g_autoptr (GError) error = NULL;
  const LoftEasPerson *bob;

  g_assert_true (loft_eas_find_reply (answer, &found, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (found.people->len, ==, 1);
  bob = g_ptr_array_index (found.people, 0);
  g_assert_cmpstr (bob->name, ==, "Bob Example");
  g_assert_cmpstr (bob->address, ==, "bob@example.test");
  g_assert_cmpstr (bob->title, ==, "Designer");
  g_assert_true (loft_eas_search_reply (old, &searched, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (searched.people->len, ==, 1);
}

/* All of seven in ranges of three, by either command. */
static void
test_ranges (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *mime = g_strdup_printf ("Subject: Pomegranate %u\r\n\r\nText\r\n", i);
      g_autofree char *id = loft_fake_activesync_put_mail (fixture->fake, "alice", "Inbox", mime);
    }
  for (guint is_find = 0; is_find < 2; is_find++)
    {
      LoftEasMailSearch search = { .text = "pomegranate", .n = 3 };
      guint n = 0;
      guint n_requests = 0;

      do
        {
          g_autoptr (LoftWbxmlElement) answer =
            ask (fixture, is_find ? "Find" : "Search", NULL,
                 is_find ? loft_eas_find_mail_request (ID, &search)
                         : loft_eas_search_mail_request (&search));
          g_auto (LoftEasFound) found = { 0 };
          g_autoptr (GError) error = NULL;

          g_assert_true (is_find ? loft_eas_find_reply (answer, &found, &error)
                                 : loft_eas_search_reply (answer, &found, &error));
          g_assert_no_error (error);
          g_assert_cmpint (found.total, ==, 7);
          n += found.hits->len;
          n_requests++;
          search.first = found.next;
        }
      while (search.first != 0);
      g_assert_cmpuint (n, ==, 7);
      g_assert_cmpuint (n_requests, ==, 3);
    }
}

static void
test_free_time (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "bob@example.test", "nobody", NULL };
  const LoftEasRecipientOptions options = { 5, NINE, NINE + 3 * 3600, TRUE };
  g_autoptr (LoftWbxmlElement) answer = NULL;
  g_autoptr (GPtrArray) answers = NULL;
  g_autoptr (GError) error = NULL;
  const LoftEasRecipient *bob;

  loft_fake_activesync_tell (fixture->fake, "put",
                             "{'user': 'bob', 'folder': 'Calendar', 'data': "
                             "[['Calendar:Subject', 'Busy'], "
                             "['Calendar:StartTime', '20261123T100000Z'], "
                             "['Calendar:EndTime', '20261123T110000Z'], "
                             "['Calendar:BusyStatus', 3]]}");
  answer = ask (fixture, "ResolveRecipients", NULL, loft_eas_recipients_request (names, &options));
  answers = loft_eas_recipients_reply (answer, &options, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answers->len, ==, 2);
  bob =
    g_ptr_array_index (((LoftEasRecipientAnswer *) g_ptr_array_index (answers, 0))->recipients, 0);
  g_assert_cmpstr (bob->name, ==, "Bob Example");
  g_assert_cmpuint (bob->certificates->len, ==, 0);
  g_assert_cmpuint (bob->busy->len, ==, 1);
  g_assert_cmpint (g_array_index (bob->busy, LoftEasBusyPeriod, 0).start, ==, NINE + 3600);
  g_assert_cmpint (g_array_index (bob->busy, LoftEasBusyPeriod, 0).end, ==, NINE + 7200);
  g_assert_cmpint (g_array_index (bob->busy, LoftEasBusyPeriod, 0).kind, ==, LOFT_EAS_AWAY);
  g_assert_cmpuint (((LoftEasRecipientAnswer *) g_ptr_array_index (answers, 1))->recipients->len,
                    ==, 0);
}

static void
test_certificate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) good = g_bytes_new_static ("\x30\x03", 2);
  g_autoptr (GBytes) bad = g_bytes_new_static ("x", 1);
  g_autoptr (LoftWbxmlElement) yes =
    ask (fixture, "ValidateCert", NULL, loft_eas_validate_cert_request (good, NULL, TRUE));
  g_autoptr (LoftWbxmlElement) no =
    ask (fixture, "ValidateCert", NULL, loft_eas_validate_cert_request (bad, NULL, TRUE));
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_eas_validate_cert_reply (yes, &error));
  g_assert_no_error (error);
  g_assert_false (loft_eas_validate_cert_reply (no, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
}

/* ---- where it is -------------------------------------------------------------------------- */

static void
test_autodiscover (Fixture *fixture, gconstpointer data)
{
  g_autofree char *place = g_strconcat (loft_fake_activesync_get_root (fixture->fake),
                                        "/autodiscover/autodiscover.xml", NULL);
  g_autoptr (LoftMailDomain) domain = loft_mail_domain_new ("alice@example.test", NULL);
  g_autofree char *elsewhere = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftFoundAccount) found = NULL;

  found =
    loft_eas_discovery_ask (fixture->client, place, domain, 20, &elsewhere, &address, NULL, &error);
  /* It leads to localhost, which is no name that a person could be shown. */
  g_assert_null (found);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/eas-commands/policy", test_policy },
    { "/eas-commands/policy-not-kept", test_policy_not_kept },
    { "/eas-commands/policy-none", test_policy_none },
    { "/eas-commands/wipe", test_wipe },
    { "/eas-commands/user", test_user },
    { "/eas-commands/absence", test_absence },
    { "/eas-commands/find-people", test_find_people },
    { "/eas-commands/ranges", test_ranges },
    { "/eas-commands/free-time", test_free_time },
    { "/eas-commands/certificate", test_certificate },
    { "/eas-commands/autodiscover", test_autodiscover },
  };

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
