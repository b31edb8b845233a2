/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pairs of request and reply against a real SOGo, one request each. */
#include "loft-eas-estimate.h"
#include "loft-eas-meeting-response.h"
#include "loft-eas-provision.h"
#include "loft-eas-recipients.h"
#include "loft-eas-search.h"
#include "loft-eas-validate-cert.h"
#include "loft-private-sogo.h"
#include "loft-wbxml-reader.h"
#include "loft-wbxml-writer.h"

#include <libsoup/soup.h>
#include <string.h>

#include "loft-error.h"

#define INBOX 2
#define NINE  1795424400 /* 2026-11-23T09:00:00Z */

typedef struct {
  LoftPrivateDovecot *dovecot;
  LoftPrivateSogo *sogo;
  SoupSession *session;
} World;

static World world;

/* (transfer full) the answer to alice. request: (transfer full). */
static LoftWbxmlElement *
ask (const char *command, LoftWbxmlElement *request)
{
  g_autofree char *url =
    g_strdup_printf ("%s?Cmd=%s&User=alice&DeviceId=loftcommands&DeviceType=Tests",
                     loft_private_sogo_get_plain_url (world.sogo), command);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr (LoftWbxmlElement) root = request;
  g_autoptr (GBytes) body = loft_wbxml_write (root);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  LoftWbxmlElement *reply;

  soup_message_headers_append (headers, "Authorization", "Basic YWxpY2U6YWxpY2Utc2VjcmV0");
  soup_message_headers_append (headers, "MS-ASProtocolVersion", "14.1");
  soup_message_set_request_body_from_bytes (message, "application/vnd.ms-sync.wbxml", body);
  bytes = soup_session_send_and_read (world.session, message, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s: %u", command, soup_message_get_status (message));
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  reply = loft_wbxml_read (bytes, &error);
  g_assert_no_error (error);
  text = loft_wbxml_element_to_string (reply);
  g_test_message ("%s", text);
  return reply;
}

/* (transfer full) id of alice's inbox. */
static char *
find_inbox (void)
{
  LoftWbxmlElement *request = loft_wbxml_element_new (LOFT_EAS_FOLDER_HIERARCHY_FOLDER_SYNC);
  g_autoptr (LoftWbxmlElement) reply = NULL;
  const LoftWbxmlElement *changes;

  loft_wbxml_element_add_text (request, LOFT_EAS_FOLDER_HIERARCHY_SYNC_KEY, "0");
  reply = ask ("FolderSync", request);
  changes = loft_wbxml_element_find (reply, LOFT_EAS_FOLDER_HIERARCHY_CHANGES);
  for (guint i = 0; i < loft_wbxml_element_get_n_children (changes); i++)
    {
      const LoftWbxmlElement *folder = loft_wbxml_element_get_child (changes, i);

      if (loft_wbxml_element_get_int (folder, LOFT_EAS_FOLDER_HIERARCHY_TYPE, 0) == INBOX)
        return g_strdup (loft_wbxml_element_get_text (folder, LOFT_EAS_FOLDER_HIERARCHY_SERVER_ID));
    }
  g_error ("no inbox");
}

/* (transfer full) the first key of a collection. */
static char *
get_sync_key (const char *id)
{
  LoftWbxmlElement *request = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_SYNC);
  LoftWbxmlElement *collection =
    loft_wbxml_element_add (loft_wbxml_element_add (request, LOFT_EAS_AIRSYNC_COLLECTIONS),
                            LOFT_EAS_AIRSYNC_COLLECTION);
  g_autoptr (LoftWbxmlElement) reply = NULL;

  loft_wbxml_element_add_text (collection, LOFT_EAS_AIRSYNC_SYNC_KEY, "0");
  loft_wbxml_element_add_text (collection, LOFT_EAS_AIRSYNC_COLLECTION_ID, id);
  reply = ask ("Sync", request);
  return g_strdup (
    loft_wbxml_element_get_text (loft_wbxml_element_find_path (reply, LOFT_EAS_AIRSYNC_COLLECTIONS,
                                                               LOFT_EAS_AIRSYNC_COLLECTION, 0),
                                 LOFT_EAS_AIRSYNC_SYNC_KEY));
}

static void
test_provision (void)
{
  static const LoftEasDevice device = { .model = "Loft", .name = "Desk", .os = "Debian" };
  g_autoptr (LoftWbxmlElement) reply = ask ("Provision", loft_eas_provision_request (141, &device));
  g_auto (LoftEasProvision) provision = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_eas_provision_reply (reply, &provision, &error));
  g_assert_no_error (error);
  g_assert_true (provision.is_free);
  g_assert_cmpstr (provision.key, ==, "0");
}

static void
test_settings (void)
{
  static const LoftEasDevice device = { .model = "Loft", .name = "Desk", .os = "Debian" };
  g_autoptr (LoftWbxmlElement) told = ask ("Settings", loft_eas_settings_device_request (&device));
  g_autoptr (LoftWbxmlElement) reply = ask ("Settings", loft_eas_settings_user_request ());
  g_autoptr (LoftWbxmlElement) absent =
    ask ("Settings", loft_eas_settings_absence_get_request (FALSE));
  g_auto (LoftEasUser) user = { 0 };
  g_auto (LoftEasAbsence) absence = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_eas_settings_device_reply (told, &error));
  g_assert_no_error (error);
  g_assert_true (loft_eas_settings_user_reply (reply, &user, &error));
  g_assert_no_error (error);
  g_assert_true (g_strv_contains ((const char *const *) user.addresses, "alice@example.test"));
  g_assert_false (loft_eas_settings_absence_get_reply (absent, &absence, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

static void
test_people (void)
{
  g_autoptr (LoftWbxmlElement) reply =
    ask ("Search", loft_eas_search_people_request (141, "bob", 0, 10, 0));
  g_autoptr (LoftWbxmlElement) nobody =
    ask ("Search", loft_eas_search_people_request (141, "zzzz", 0, 10, 0));
  g_auto (LoftEasFound) found = { 0 };
  g_auto (LoftEasFound) none = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_eas_search_reply (reply, &found, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (found.people->len, ==, 1);
  g_assert_cmpstr (((LoftEasPerson *) g_ptr_array_index (found.people, 0))->address, ==,
                   "bob@example.test");
  g_assert_true (loft_eas_search_reply (nobody, &none, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (none.people->len, ==, 0);
}

/* SOGo tells alice of her own calendar only, and leaves out a name that fits nobody. */
static void
test_free_time (void)
{
  static const char *const names[] = { "alice@example.test", "nobody-at-all", NULL };
  const LoftEasRecipientOptions options = { 5, NINE, NINE + 3 * 3600, FALSE };
  g_autoptr (LoftWbxmlElement) reply = NULL;
  g_autoptr (GPtrArray) answers = NULL;
  g_autoptr (GError) error = NULL;
  const LoftEasRecipientAnswer *answer;
  const LoftEasRecipient *alice;

  g_assert_cmpuint (
    loft_private_sogo_ask (world.sogo, "alice", "PUT", "Calendar/personal/busy.ics",
                           "Content-Type: text/calendar",
                           "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n"
                           "UID:busy\r\nDTSTAMP:20261101T000000Z\r\n"
                           "DTSTART:20261123T100000Z\r\nDTEND:20261123T110000Z\r\n"
                           "SUMMARY:Busy\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\n"
                           "END:VCALENDAR\r\n",
                           NULL),
    ==, 201);
  reply = ask ("ResolveRecipients", loft_eas_recipients_request (names, &options));
  answers = loft_eas_recipients_reply (reply, &options, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answers->len, ==, 1);
  answer = g_ptr_array_index (answers, 0);
  g_assert_cmpstr (answer->asked, ==, names[0]);
  g_assert_cmpuint (answer->recipients->len, ==, 1);
  alice = g_ptr_array_index (answer->recipients, 0);
  g_assert_cmpstr (alice->address, ==, "alice@example.test");
  g_assert_nonnull (alice->busy);
  g_assert_cmpuint (alice->busy->len, ==, 1);
  g_assert_cmpint (g_array_index (alice->busy, LoftEasBusyPeriod, 0).start, ==, NINE + 3600);
  g_assert_cmpint (g_array_index (alice->busy, LoftEasBusyPeriod, 0).end, ==, NINE + 7200);
}

static void
test_mail (void)
{
  g_autofree char *inbox = NULL;
  LoftEasMailSearch search = { .text = "pomegranate", .n = 10 };
  g_autoptr (LoftWbxmlElement) reply = NULL;
  g_autoptr (LoftWbxmlElement) counted = NULL;
  g_auto (LoftEasFound) found = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;
  const LoftEasHit *hit;
  guint n = 0;

  loft_private_dovecot_deliver (world.dovecot, "alice", "",
                                "From: Eva <eva@example.test>\r\nTo: alice@example.test\r\n"
                                "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"
                                "Subject: A pomegranate\r\n\r\nText\r\n",
                                -1, "", 1700000000);
  inbox = find_inbox ();
  search.collection_id = inbox;
  reply = ask ("Search", loft_eas_search_mail_request (&search));
  g_assert_true (loft_eas_search_reply (reply, &found, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (found.hits->len, ==, 1);
  g_assert_cmpint (found.total, ==, 1);
  g_assert_cmpuint (found.next, ==, 0);
  hit = g_ptr_array_index (found.hits, 0);
  g_assert_cmpstr (hit->collection_id, ==, inbox);
  g_assert_cmpstr (loft_wbxml_element_get_text (hit->properties, LOFT_EAS_EMAIL_SUBJECT), ==,
                   "A pomegranate");

  key = get_sync_key (inbox);
  counted = ask ("GetItemEstimate", loft_eas_estimate_request (inbox, key, 0));
  g_assert_true (loft_eas_estimate_reply (counted, inbox, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
}

/* What is no certificate, and no invitation. */
static void
test_refused (void)
{
  g_autofree char *inbox = find_inbox ();
  const LoftEasMeetingAnswer answer = { LOFT_EAS_ANSWER_ACCEPT, inbox, "99" };
  g_autoptr (GBytes) certificate = g_bytes_new_static ("\x30\x03", 2);
  g_autoptr (LoftWbxmlElement) judged =
    ask ("ValidateCert", loft_eas_validate_cert_request (certificate, NULL, FALSE));
  g_autoptr (LoftWbxmlElement) answered =
    ask ("MeetingResponse", loft_eas_meeting_response_request (141, &answer));
  g_autofree char *calendar_id = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (loft_eas_validate_cert_reply (judged, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_clear_error (&error);
  g_assert_false (loft_eas_meeting_response_reply (answered, "99", &calendar_id, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
  g_assert_null (calendar_id);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  world.dovecot = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  world.sogo = loft_private_sogo_new (world.dovecot);
  world.session = soup_session_new ();
  g_test_add_func ("/eas-commands/provision", test_provision);
  g_test_add_func ("/eas-commands/settings", test_settings);
  g_test_add_func ("/eas-commands/people", test_people);
  g_test_add_func ("/eas-commands/free-time", test_free_time);
  g_test_add_func ("/eas-commands/mail", test_mail);
  g_test_add_func ("/eas-commands/refused", test_refused);
  status = g_test_run ();
  g_object_unref (world.session);
  loft_private_sogo_free (world.sogo);
  loft_private_dovecot_free (world.dovecot);
  return status;
}
