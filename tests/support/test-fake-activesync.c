/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fake ActiveSync server as tests in C use it; what it says to clients is test-fake-activesync.py's. */
#include <string.h>

#include "loft-fake-activesync.h"
#include "loft-test-tls.h"

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("no \"%s\" in:\n%s", part, text);
}

static gboolean
accept (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags flags,
        gpointer user_data)
{
  return TRUE;
}

static guint
ask_options (LoftFakeActivesync *fake, const char **versions)
{
  static SoupSession *session;
  static SoupMessage *message;
  g_autoptr (GBytes) got = NULL;
  g_autoptr (GError) error = NULL;

  if (session == NULL)
    session = soup_session_new ();
  g_clear_object (&message);
  message = soup_message_new ("OPTIONS", loft_fake_activesync_get_url (fake));
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept), NULL);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                "Basic YWxpY2U6YWxpY2Utc2VjcmV0");
  got = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  *versions = soup_message_headers_get_one (soup_message_get_response_headers (message),
                                            "MS-ASProtocolVersions");
  return soup_message_get_status (message);
}

static void
test_speaks (void)
{
  g_autoptr (LoftFakeActivesync) fake = loft_fake_activesync_new ("14.1,16.1");
  const char *versions;

  g_assert_cmpuint (ask_options (fake, &versions), ==, 200);
  g_assert_cmpstr (versions, ==, "14.1,16.1");
}

static void
test_control (void)
{
  g_autoptr (LoftFakeActivesync) fake = loft_fake_activesync_new (NULL);
  g_autofree char *name = NULL;
  g_autofree char *state = NULL;
  const char *versions;

  name =
    loft_fake_activesync_put_mail (fake, "bob", "Inbox", "Subject: \"One\"\r\n\r\nText \\ é\r\n");
  state = loft_fake_activesync_ask (fake, "state", "{'user': 'bob', 'full': 1}");
  assert_has (state, name);
  assert_has (state, "\"title\": \"\\\"One\\\"\"");
  g_assert_true (g_str_has_prefix (name, "1:"));

  loft_fake_activesync_tell (fake, "fault", "{'command': 'OPTIONS', 'http': 503}");
  g_assert_cmpuint (ask_options (fake, &versions), ==, 503);
  g_assert_cmpuint (ask_options (fake, &versions), ==, 200);
  g_assert_cmpuint (loft_fake_activesync_get_count (fake, "Sync"), ==, 0);
  loft_fake_activesync_wait (fake, "Sync", 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  g_test_add_func ("/fake-activesync/speaks", test_speaks);
  g_test_add_func ("/fake-activesync/control", test_control);
  return g_test_run ();
}
