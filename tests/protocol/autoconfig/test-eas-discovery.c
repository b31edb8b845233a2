/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Autodiscover for ActiveSync against a web server of the test's own: who is asked, who is told the
 * password. */
#include "loft-eas-discovery.h"

#include <string.h>

#include "loft-error.h"
#include "loft-fake-resolver.h"
#include "loft-web-server.h"

#define SECONDS     20
#define XML_PLACE   "autodiscover.example.test/autodiscover/autodiscover.xml"
#define JSON_PLACE  "autodiscover.example.test/autodiscover/autodiscover.json"
#define XML(action) "<Autodiscover><Response><Action>" action "</Action></Response></Autodiscover>"
#define SETTINGS(url)                                                                              \
  XML ("<Settings><Server><Type>MobileSync</Type><Url>" url "</Url></Server></Settings>")
#define CHALLENGE "WWW-Authenticate: Basic realm=\"x\"\n"

static LoftFakeResolver *resolver;

typedef struct {
  LoftWebServer *web;
  LoftAutoconfigPorts ports;
  LoftMailDomain *domain;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  loft_fake_resolver_clear (resolver);
  loft_fake_resolver_add_host (resolver, "example.test");
  loft_fake_resolver_add_host (resolver, "autodiscover.example.test");
  loft_fake_resolver_add_host (resolver, "autodiscover.other.test");
  fixture->web = loft_web_server_new (LOFT_TEST_CERTIFICATE_SITES, NULL, NULL);
  fixture->ports.https = loft_web_server_get_port (fixture->web);
  fixture->domain = loft_mail_domain_new ("anna@example.test", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loft_web_server_free (fixture->web);
  loft_mail_domain_free (fixture->domain);
}

static LoftCredentials *
give_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("anna@example.test", "canary", NULL);
}

/* "HOST:PORT PATH", with "ask" where a person must see it. */
static char *
describe (const LoftFoundAccount *found)
{
  const LoftFoundServer *server = loft_found_account_get_server (found, "eas");

  g_assert_cmpint (found->by, ==, LOFT_FOUND_BY_AUTODISCOVER);
  g_assert_cmpuint (found->servers->len, ==, 1);
  g_assert_cmpint (server->security, ==, LOFT_SECURITY_TLS);
  return g_strdup_printf ("%s:%u %s%s", server->host, server->port, server->path,
                          server->needs_confirmation ? " ask" : "");
}

/* ---- without a password ------------------------------------------------------------------- */

static void
test_json (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *url;
    const char *found;
  } cases[] = {
    { "https://mail.example.test/Microsoft-Server-ActiveSync",
      "mail.example.test:443 /Microsoft-Server-ActiveSync" },
    { "https://Mail.Example.test:8443/eas", "mail.example.test:8443 /eas" },
    { "https://hosting.example/eas", "hosting.example:443 /eas ask" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body =
        g_strdup_printf ("{\"Protocol\":\"ActiveSync\",\"Url\":\"%s\"}", cases[i].url);
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftFoundAccount) found = NULL;
      g_autofree char *text = NULL;

      loft_web_server_add (fixture->web, JSON_PLACE, 200, "Content-Type: application/json\n", body);
      found = loft_eas_discovery_find (fixture->domain, &fixture->ports, SECONDS, NULL, &error);
      g_assert_no_error (error);
      text = describe (found);
      g_assert_cmpstr (text, ==, cases[i].found);
    }
}

/* Somebody else answers: the person has to see that host, even though it is the domain's own. */
static void
test_json_redirected (Fixture *fixture, gconstpointer data)
{
  g_autofree char *location =
    g_strdup_printf ("Location: https://autodiscover.other.test:%u/x.json\n", fixture->ports.https);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftFoundAccount) found = NULL;
  g_autofree char *text = NULL;

  loft_web_server_add (fixture->web, JSON_PLACE, 302, location, "");
  loft_web_server_add (fixture->web, "autodiscover.other.test/x.json", 200, NULL,
                       "{\"Url\":\"https://mail.example.test/eas\"}");
  found = loft_eas_discovery_find (fixture->domain, &fixture->ports, SECONDS, NULL, &error);
  g_assert_no_error (error);
  text = describe (found);
  g_assert_cmpstr (text, ==, "mail.example.test:443 /eas ask");
}

/* Hosts that DNS names are asked where they are the domain's own; no stranger is told the address. */
static void
test_json_named (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftFoundAccount) found = NULL;
  g_autofree char *text = NULL;

  loft_fake_resolver_add_host (resolver, "example.test");
  loft_fake_resolver_add_srv (resolver, "_autodiscover._tcp.example.test", 1, fixture->ports.https,
                              "autodiscover.other.test");
  loft_web_server_add (fixture->web, "autodiscover.other.test/autodiscover/autodiscover.json", 200,
                       NULL, "{\"Url\":\"https://mail.example.test/theirs\"}");
  g_assert_null (loft_eas_discovery_find (fixture->domain, &fixture->ports, SECONDS, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
  g_clear_error (&error);
  loft_fake_resolver_add_srv (resolver, "_autodiscover._tcp.example.test", 2, fixture->ports.https,
                              "example.test");
  loft_web_server_add (fixture->web, "example.test/autodiscover/autodiscover.json", 200, NULL,
                       "{\"Url\":\"https://mail.example.test/eas\"}");
  found = loft_eas_discovery_find (fixture->domain, &fixture->ports, SECONDS, NULL, &error);
  g_assert_no_error (error);
  text = describe (found);
  g_assert_cmpstr (text, ==, "mail.example.test:443 /eas");
}

static void
test_json_nobody (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftMailDomain) suffix = loft_mail_domain_new ("anna@co.uk", NULL);
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) stranger = NULL;
  g_autoptr (GError) cancelled = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *log = NULL;

  g_assert_null (
    loft_eas_discovery_find (fixture->domain, &fixture->ports, SECONDS, NULL, &missing));
  g_assert_error (missing, LOFT_ERROR, LOFT_ERROR_GONE);
  loft_web_server_clear_log (fixture->web);
  g_assert_null (loft_eas_discovery_find (suffix, &fixture->ports, SECONDS, NULL, &stranger));
  g_assert_error (stranger, LOFT_ERROR, LOFT_ERROR_GONE);
  log = loft_web_server_dup_log (fixture->web);
  g_assert_cmpstr (log, ==, "");
  g_cancellable_cancel (cancellable);
  g_assert_null (
    loft_eas_discovery_find (fixture->domain, &fixture->ports, SECONDS, cancellable, &cancelled));
  g_assert_true (loft_error_is_cancelled (cancelled));
}

/* ---- with a sign-in ----------------------------------------------------------------------- */

typedef struct {
  LoftFoundAccount *found; /* (owned) (nullable) */
  char *elsewhere; /* (owned) (nullable) */
  char *address; /* (owned) (nullable) */
  GError *error; /* (owned) (nullable) */
} Answer;

static void
answer_clear (Answer *self)
{
  g_clear_pointer (&self->found, loft_found_account_unref);
  g_clear_pointer (&self->elsewhere, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static Answer
ask (Fixture *fixture, gboolean allowed)
{
  g_auto (GStrv) places =
    loft_eas_autodiscover_list_xml_places (fixture->domain, fixture->ports.https);
  Answer answer = { NULL };
  g_autoptr (LoftHttpClient) client =
    loft_http_client_new (give_credentials, NULL, FALSE, &answer.error);

  g_assert_no_error (answer.error);
  if (allowed)
    loft_http_client_allow (client, places[0]);
  answer.found = loft_eas_discovery_ask (client, places[0], fixture->domain, SECONDS,
                                         &answer.elsewhere, &answer.address, NULL, &answer.error);
  return answer;
}

static void
test_xml (Fixture *fixture, gconstpointer data)
{
  g_auto (Answer) answer = { NULL };
  g_autofree char *text = NULL;
  g_autofree char *log = NULL;

  loft_web_server_add (fixture->web, XML_PLACE, 200, NULL,
                       SETTINGS ("https://mail.example.test/Microsoft-Server-ActiveSync"));
  answer = ask (fixture, TRUE);
  g_assert_no_error (answer.error);
  text = describe (answer.found);
  g_assert_cmpstr (text, ==, "mail.example.test:443 /Microsoft-Server-ActiveSync");
  log = loft_web_server_dup_log (fixture->web);
  g_assert_nonnull (strstr (log, "POST " XML_PLACE));
  g_assert_nonnull (strstr (log, "anna@example.test"));
}

static void
test_xml_other_name (Fixture *fixture, gconstpointer data)
{
  g_auto (Answer) answer = { NULL };

  loft_web_server_add (fixture->web, XML_PLACE, 200, NULL,
                       XML ("<Redirect>a.huber@other.test</Redirect>"));
  answer = ask (fixture, TRUE);
  g_assert_no_error (answer.error);
  g_assert_null (answer.found);
  g_assert_null (answer.elsewhere);
  g_assert_cmpstr (answer.address, ==, "a.huber@other.test");
}

/* It is told, not followed: no password, no address, not even a greeting. */
static void
test_xml_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *location =
    g_strdup_printf ("Location: https://autodiscover.other.test:%u/autodiscover/autodiscover.xml\n",
                     fixture->ports.https);
  g_auto (Answer) answer = { NULL };
  g_autofree char *log = NULL;

  loft_web_server_add (fixture->web, XML_PLACE, 302, location, "");
  answer = ask (fixture, TRUE);
  g_assert_no_error (answer.error);
  g_assert_null (answer.found);
  g_assert_true (g_str_has_prefix (answer.elsewhere, "https://autodiscover.other.test:"));
  log = loft_web_server_dup_log (fixture->web);
  g_assert_null (strstr (log, "other.test/"));
}

/* Whoever asks for a password where none may go gets none. */
static void
test_xml_not_allowed (Fixture *fixture, gconstpointer data)
{
  g_auto (Answer) answer = { NULL };
  g_autofree char *log = NULL;

  loft_web_server_add (fixture->web, XML_PLACE, 401, CHALLENGE, "");
  answer = ask (fixture, FALSE);
  g_assert_error (answer.error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  log = loft_web_server_dup_log (fixture->web);
  g_assert_null (strstr (log, "Basic"));
}

static void
test_xml_refused (Fixture *fixture, gconstpointer data)
{
  static const struct {
    guint status;
    const char *headers;
    const char *body;
    int code;
  } cases[] = {
    { 401, CHALLENGE, "", LOFT_ERROR_AUTH },
    { 404, NULL, "", LOFT_ERROR_GONE },
    { 200, NULL, "<html>Sign in</html>", LOFT_ERROR_PROTOCOL },
    { 200, NULL, XML ("<Error><Status>2</Status></Error>"), LOFT_ERROR_GONE },
    { 200, NULL, SETTINGS ("http://mail.example.test/"), LOFT_ERROR_PROTOCOL },
    { 302, "Location: http://example.test/\n", "", LOFT_ERROR_GONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Answer) answer = { NULL };

      g_test_message ("%u", i);
      loft_web_server_add (fixture->web, XML_PLACE, cases[i].status, cases[i].headers,
                           cases[i].body);
      answer = ask (fixture, TRUE);
      g_assert_null (answer.found);
      g_assert_null (answer.elsewhere);
      g_assert_error (answer.error, LOFT_ERROR, cases[i].code);
    }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/eas-discovery/json", test_json },
    { "/eas-discovery/json-redirected", test_json_redirected },
    { "/eas-discovery/json-named", test_json_named },
    { "/eas-discovery/json-nobody", test_json_nobody },
    { "/eas-discovery/xml", test_xml },
    { "/eas-discovery/xml-other-name", test_xml_other_name },
    { "/eas-discovery/xml-elsewhere", test_xml_elsewhere },
    { "/eas-discovery/xml-not-allowed", test_xml_not_allowed },
    { "/eas-discovery/xml-refused", test_xml_refused },
  };

  int status;

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  resolver = loft_fake_resolver_install ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  status = g_test_run ();
  g_object_unref (resolver);
  return status;
}
