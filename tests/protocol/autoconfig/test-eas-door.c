/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places that tell of ActiveSync to those who sign in: who is one, and who gets the password. */
#include "loft-eas-door.h"

#include <string.h>

#include "loft-error.h"
#include "loft-fake-resolver.h"
#include "loft-web-server.h"

#define SECONDS     20
#define PATH        "/autodiscover/autodiscover.xml"
#define XML(action) "<Autodiscover><Response><Action>" action "</Action></Response></Autodiscover>"
#define SETTINGS(url)                                                                              \
  XML ("<Settings><Server><Type>MobileSync</Type><Url>" url "</Url></Server></Settings>")
#define BASIC "WWW-Authenticate: Basic realm=\"x\"\n"

static LoftFakeResolver *resolver;

typedef struct {
  LoftWebServer *web;
  LoftWebServer *plain;
  LoftAutoconfigPorts ports;
  LoftMailDomain *domain;
  char *answer; /* (nullable) headers or body for those who have signed in */
  guint status;
} Fixture;

/* A real place: a challenge, then its answer. Server's thread. */
static gboolean
on_request (SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  Fixture *fixture = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *told = soup_server_message_get_response_headers (message);

  if (strcmp (path, "/signed" PATH) != 0 && strcmp (path, PATH) != 0)
    return FALSE;
  if (soup_message_headers_get_one (headers, "Authorization") == NULL)
    {
      soup_server_message_set_status (message, 401, NULL);
      soup_message_headers_append (told, "WWW-Authenticate", "Basic realm=\"x\"");
      return TRUE;
    }
  soup_server_message_set_status (message, fixture->status, NULL);
  if (fixture->status == 302)
    soup_message_headers_append (told, "Location", fixture->answer);
  else
    soup_server_message_set_response (message, "text/xml", SOUP_MEMORY_COPY, fixture->answer,
                                      strlen (fixture->answer));
  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  loft_fake_resolver_clear (resolver);
  loft_fake_resolver_add_host (resolver, "example.test");
  loft_fake_resolver_add_host (resolver, "autodiscover.example.test");
  loft_fake_resolver_add_host (resolver, "autodiscover.other.test");
  fixture->status = 200;
  fixture->web = loft_web_server_new (LOFT_TEST_CERTIFICATE_SITES, on_request, fixture);
  fixture->plain = loft_web_server_new_plain ();
  fixture->ports.https = loft_web_server_get_port (fixture->web);
  fixture->ports.http = loft_web_server_get_port (fixture->plain);
  fixture->domain = loft_mail_domain_new ("anna@example.test", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loft_web_server_free (fixture->web);
  loft_web_server_free (fixture->plain);
  loft_mail_domain_free (fixture->domain);
  g_free (fixture->answer);
}

/* "KIND HOST PATH", " plain" where clear text sent us there, " ask" where a person must see it, " as NAME"
 * for a mailbox by another name. */
static char *
describe (const LoftFoundAccount *found)
{
  const LoftFoundServer *server;

  if (found == NULL)
    return g_strdup ("nothing");
  server = g_ptr_array_index (found->servers, 0);
  g_assert_cmpint (found->by, ==, LOFT_FOUND_BY_AUTODISCOVER);
  g_assert_cmpint (server->security, ==, LOFT_SECURITY_TLS);
  return g_strdup_printf ("%s %s %s%s%s%s%s", server->kind, server->host, server->path,
                          g_str_has_prefix (found->origin, "http:") ? " plain" : "",
                          server->needs_confirmation ? " ask" : "",
                          server->user[0] != '\0' ? " as " : "", server->user);
}

static void
assert_door (Fixture *fixture, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftFoundAccount) found =
    loft_eas_door_find (fixture->domain, &fixture->ports, SECONDS, NULL, &error);
  g_autofree char *text = describe (found);

  g_assert_cmpstr (text, ==, expected);
  if (found == NULL)
    g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

static char *
place_on (Fixture *fixture, const char *host, const char *path)
{
  return g_strdup_printf ("https://%s:%u%s", host, fixture->ports.https, path);
}

static void
set_answer (Fixture *fixture, guint status, char *answer)
{
  fixture->status = status;
  g_free (fixture->answer);
  fixture->answer = answer;
}

/* ---- finding ------------------------------------------------------------------------------ */

/* Neither the password nor the address is told. */
static void
test_challenge (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = NULL;

  assert_door (fixture, "autodiscover autodiscover.example.test " PATH " ask");
  log = loft_web_server_dup_log (fixture->web);
  g_assert_null (strstr (log, "anna"));
  g_assert_cmpstr (log, ==, "GET autodiscover.example.test" PATH " \n");
}

static void
test_no_challenge (Fixture *fixture, gconstpointer data)
{
  static const struct {
    guint status;
    const char *headers;
  } rows[] = {
    { 404, NULL },
    { 200, NULL },
    { 401, NULL },
    { 401, "WWW-Authenticate: NTLM\nWWW-Authenticate: Negotiate\n" },
    { 401, "WWW-Authenticate: Bearer client_id=\"x\"\n" },
    { 302, "Location: http://example.test/\n" },
    { 302, "Location: " PATH "\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%u", i);
      loft_web_server_add (fixture->web, "autodiscover.example.test" PATH, rows[i].status,
                           rows[i].headers, "");
      loft_web_server_add (fixture->web, "example.test" PATH, rows[i].status, rows[i].headers, "");
      assert_door (fixture, "nothing");
    }
}

/* Where DNS alone knows of a host, also one of somebody else: it is told nothing yet. */
static void
test_named (Fixture *fixture, gconstpointer data)
{
  loft_web_server_add (fixture->web, "autodiscover.example.test" PATH, 404, NULL, "");
  loft_web_server_add (fixture->web, "example.test" PATH, 404, NULL, "");
  loft_fake_resolver_add_srv (resolver, "_autodiscover._tcp.example.test", 1, fixture->ports.https,
                              "autodiscover.other.test");
  assert_door (fixture, "autodiscover autodiscover.other.test " PATH " ask");
}

/* Of clear text nothing is taken but where it leads, and there a certificate has to be right. */
static void
test_plain_redirect (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *location; /* HTTPS and HTTP are put in */
    const char *expected;
  } rows[] = {
    { "https://autodiscover.other.test:HTTPS" PATH,
      "autodiscover autodiscover.other.test " PATH " plain ask" },
    { "http://autodiscover.example.test:HTTP/x", "nothing" },
    { "https://autodiscover.wrong.test:HTTPS" PATH, "nothing" },
  };

  loft_fake_resolver_add_host (resolver, "autodiscover.wrong.test");
  loft_web_server_add (fixture->web, "autodiscover.example.test" PATH, 404, NULL, "");
  loft_web_server_add (fixture->web, "example.test" PATH, 404, NULL, "");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) headers = g_string_new ("Location: ");
      g_autofree char *https = g_strdup_printf ("%u", fixture->ports.https);
      g_autofree char *http = g_strdup_printf ("%u", fixture->ports.http);

      g_string_append_printf (headers, "%s\n", rows[i].location);
      g_string_replace (headers, "HTTPS", https, 0);
      g_string_replace (headers, "HTTP", http, 0);
      loft_web_server_add (fixture->plain, "autodiscover.example.test" PATH, 302, headers->str, "");
      assert_door (fixture, rows[i].expected);
    }
}

/* What clear text itself asks for goes nowhere. */
static void
test_plain_challenge (Fixture *fixture, gconstpointer data)
{
  loft_web_server_add (fixture->web, "autodiscover.example.test" PATH, 404, NULL, "");
  loft_web_server_add (fixture->web, "example.test" PATH, 404, NULL, "");
  loft_web_server_add (fixture->plain, "autodiscover.example.test" PATH, 401, BASIC, "");
  assert_door (fixture, "nothing");
}

static void
test_public_suffix (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = NULL;

  loft_mail_domain_free (fixture->domain);
  fixture->domain = loft_mail_domain_new ("anna@co.uk", NULL);
  assert_door (fixture, "nothing");
  log = loft_web_server_dup_log (fixture->web);
  g_assert_cmpstr (log, ==, "");
}

/* ---- asking ------------------------------------------------------------------------------- */

static LoftCredentials *
give_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("anna@example.test", "canary", NULL);
}

static LoftFoundAccount *
ask (Fixture *fixture, const char *host, const char *user, GError **error)
{
  g_autoptr (LoftFoundServer) door =
    loft_found_server_new ("autodiscover", host, fixture->ports.https, LOFT_SECURITY_TLS);

  g_free (door->path);
  door->path = g_strdup (PATH);
  g_free (door->user);
  door->user = g_strdup (user);
  return loft_eas_door_ask (door, fixture->domain, &fixture->ports, give_credentials, NULL, SECONDS,
                            NULL, error);
}

static void
assert_told (Fixture *fixture, const char *host, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftFoundAccount) found = ask (fixture, host, "", &error);
  g_autofree char *text = describe (found);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

/* What was agreed to, and what is the domain's own, need no second yes. */
static void
test_told (Fixture *fixture, gconstpointer data)
{
  set_answer (fixture, 200, g_strdup (SETTINGS ("https://mail.example.test/eas")));
  assert_told (fixture, "autodiscover.example.test", "eas mail.example.test /eas");
  assert_told (fixture, "autodiscover.other.test", "eas mail.example.test /eas");
  set_answer (fixture, 200, g_strdup (SETTINGS ("https://autodiscover.other.test/eas")));
  assert_told (fixture, "autodiscover.other.test", "eas autodiscover.other.test /eas");
  assert_told (fixture, "autodiscover.example.test", "eas autodiscover.other.test /eas ask");
}

/* The next one is shown before it hears of the password. */
static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = NULL;
  char *there = NULL;

  set_answer (fixture, 302, place_on (fixture, "autodiscover.other.test", PATH));
  assert_told (fixture, "autodiscover.example.test",
               "autodiscover autodiscover.other.test " PATH " ask");
  log = loft_web_server_dup_log (fixture->web);
  there = strstr (log, "autodiscover.other.test");
  g_assert_nonnull (there);
  g_assert_null (strstr (there, "Basic"));
  g_assert_null (strstr (there, "anna"));
}

static void
test_circle (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_answer (fixture, 302, place_on (fixture, "autodiscover.example.test", PATH));
  g_assert_null (ask (fixture, "autodiscover.example.test", "", &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
}

/* Another name of the mailbox: that domain's place is shown, and asked by that name. */
static void
test_other_name (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftFoundAccount) found = NULL;
  g_autofree char *log = NULL;

  set_answer (fixture, 200, g_strdup (XML ("<Redirect>a.huber@other.test</Redirect>")));
  assert_told (fixture, "autodiscover.example.test",
               "autodiscover autodiscover.other.test " PATH " ask as a.huber@other.test");
  set_answer (fixture, 200, g_strdup (SETTINGS ("https://mail.other.test/eas")));
  loft_web_server_clear_log (fixture->web);
  found = ask (fixture, "autodiscover.other.test", "a.huber@other.test", &error);
  g_assert_no_error (error);
  log = loft_web_server_dup_log (fixture->web);
  g_assert_nonnull (strstr (log, "a.huber@other.test"));
  g_assert_true (((LoftFoundServer *) found->servers->pdata[0])->needs_confirmation);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const struct {
    guint status;
    const char *body;
    int code;
  } rows[] = {
    { 401, "", LOFT_ERROR_AUTH },
    { 404, "", LOFT_ERROR_GONE },
    { 200, "<html>Sign in</html>", LOFT_ERROR_PROTOCOL },
    { 200, SETTINGS ("http://mail.example.test/"), LOFT_ERROR_PROTOCOL },
    { 200, XML ("<Redirect>nobody</Redirect>"), LOFT_ERROR_PROTOCOL },
    { 200, XML ("<Redirect>anna@co.uk</Redirect>"), LOFT_ERROR_PROTOCOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%u", i);
      set_answer (fixture, rows[i].status, g_strdup (rows[i].body));
      g_assert_null (ask (fixture, "autodiscover.example.test", "", &error));
      g_assert_error (error, LOFT_ERROR, rows[i].code);
    }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/eas-door/challenge", test_challenge },
    { "/eas-door/no-challenge", test_no_challenge },
    { "/eas-door/named", test_named },
    { "/eas-door/plain-redirect", test_plain_redirect },
    { "/eas-door/plain-challenge", test_plain_challenge },
    { "/eas-door/public-suffix", test_public_suffix },
    { "/eas-door/told", test_told },
    { "/eas-door/elsewhere", test_elsewhere },
    { "/eas-door/circle", test_circle },
    { "/eas-door/other-name", test_other_name },
    { "/eas-door/refused", test_refused },
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
