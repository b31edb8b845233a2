/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding servers, with a DNS and servers of the test's own, kind and hostile ones. */
#include "loft-autoconfig.h"

#include <string.h>

#include "loft-error.h"
#include "loft-fake-resolver.h"
#include "loft-script-server.h"
#include "loft-web-server.h"

#define FILE_PLACE  "autoconfig.example.test/mail/config-v1.1.xml"
#define KNOWN_PLACE "example.test/.well-known/autoconfig/mail/config-v1.1.xml"

typedef struct {
  LoftWebServer *web;
  LoftWebServer *plain;
  LoftAutoconfigPorts ports;
  guint seconds;
  GString *told; /* "srv- mx+ …": what func heard */
} Fixture;

static LoftFakeResolver *resolver;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  loft_fake_resolver_clear (resolver);
  loft_fake_resolver_add_host (resolver, "example.test");
  loft_fake_resolver_add_host (resolver, "autoconfig.example.test");
  fixture->web = loft_web_server_new (LOFT_TEST_CERTIFICATE_SITES, NULL, NULL);
  fixture->plain = loft_web_server_new_plain ();
  /* Where nothing listens, a port is refused at once. */
  fixture->ports = (LoftAutoconfigPorts){ loft_web_server_get_port (fixture->web), 1, 1, 1, 1, 1 };
  fixture->seconds = 10;
  fixture->told = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loft_web_server_free (fixture->web);
  loft_web_server_free (fixture->plain);
  g_string_free (fixture->told, TRUE);
}

static void
on_told (LoftFoundBy by, LoftFoundAccount *found, const GError *reason, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_true ((found == NULL) == (reason != NULL));
  g_string_append_printf (fixture->told, "%s%c ", loft_found_by_name (by),
                          found != NULL ? '+' : '-');
  if (reason != NULL)
    g_test_message ("%s: %s", loft_found_by_name (by), reason->message);
}

static GPtrArray *
find_for (Fixture *fixture, const char *address)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *results = loft_autoconfig_find (address, fixture->seconds, &fixture->ports, on_told,
                                             fixture, NULL, &error);

  g_assert_no_error (error);
  return results;
}

/* "srv: imap mail.example.test:993 tls ask user; …" for each source, by lines; "ask" where the
 * person must agree. */
static char *
describe (GPtrArray *results)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < results->len; i++)
    {
      const LoftFoundAccount *found = g_ptr_array_index (results, i);

      g_string_append_printf (text, "%s:", loft_found_by_name (found->by));
      for (guint j = 0; j < found->servers->len; j++)
        {
          const LoftFoundServer *server = g_ptr_array_index (found->servers, j);

          g_string_append_printf (text, " %s %s%s%s%s%s;", server->kind, server->host,
                                  server->security == LOFT_SECURITY_TLS ? "" : " ",
                                  server->security == LOFT_SECURITY_TLS
                                    ? ""
                                    : loft_security_to_name (server->security),
                                  server->needs_confirmation ? " ask" : "",
                                  server->port == 0 ? " ?" : "");
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
assert_found (Fixture *fixture, const char *address, const char *expected)
{
  g_autoptr (GPtrArray) results = find_for (fixture, address);
  g_autofree char *text = describe (results);

  g_assert_cmpstr (text, ==, expected);
}

#define SERVER(host, port, socket)                                                                 \
  "<incomingServer type=\"imap\"><hostname>" host "</hostname><port>" port                         \
  "</port><socketType>" socket "</socketType></incomingServer>"
#define CONFIG(servers)                                                                            \
  "<clientConfig version=\"1.1\"><emailProvider id=\"x\">" servers "</emailProvider></clientConfig>"
#define GOOD CONFIG (SERVER ("imap.example.test", "993", "SSL"))

/* ---- table -------------------------------------------------------------------------------- */

/* Where the table knows, nobody is asked anything. */
static void
test_table (Fixture *fixture, gconstpointer data)
{
  g_autofree char *questions = NULL;
  g_autofree char *log = NULL;

  loft_fake_resolver_set_wildcard (resolver, TRUE);
  assert_found (fixture, "anna@gmx.de",
                "table: imap imap.gmx.net; pop3 pop.gmx.net; smtp mail.gmx.net; "
                "caldav caldav.gmx.net; carddav carddav.gmx.net;\n");
  g_assert_cmpstr (fixture->told->str, ==, "table+ ");
  questions = loft_fake_resolver_dup_questions (resolver);
  g_assert_cmpstr (questions, ==, "");
  log = loft_web_server_dup_log (fixture->web);
  g_assert_cmpstr (log, ==, "");
}

static void
test_no_address (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (loft_autoconfig_find ("anna", 10, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

/* ---- files -------------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  const char *place; /* NULL: FILE_PLACE */
  guint status;
  const char *headers; /* PORT and PLAIN are put in */
  const char *body;
  const char *expected;
} FileRow;

static const FileRow file_rows[] = {
  { "autoconfig-host", NULL, 200, NULL, GOOD, "autoconfig: imap imap.example.test;\n" },
  { "well-known", KNOWN_PLACE, 200, NULL, GOOD, "autoconfig: imap imap.example.test;\n" },
  { "host-of-the-table", NULL, 200, NULL, CONFIG (SERVER ("imap.gmail.com", "993", "SSL")),
    "autoconfig: imap imap.gmail.com;\n" },
  /* A cPanel host: the file is the domain's, the server the hoster's. */
  { "foreign-host", NULL, 200, NULL, CONFIG (SERVER ("server7.hoster.test", "993", "SSL")),
    "autoconfig: imap server7.hoster.test ask;\n" },
  { "look-alike-host", NULL, 200, NULL,
    CONFIG (SERVER ("imap.example.test.evil.test", "993", "SSL")),
    "autoconfig: imap imap.example.test.evil.test ask;\n" },
  { "plain-socket", NULL, 200, NULL, CONFIG (SERVER ("imap.example.test", "143", "plain")),
    "autoconfig: imap imap.example.test none ask;\n" },
  { "redirected-within", NULL, 302, "Location: https://example.test:PORT/config", NULL,
    "autoconfig: imap imap.example.test;\n" },
  { "redirected-elsewhere", NULL, 302, "Location: https://other.test:PORT/config", NULL,
    "autoconfig: imap imap.example.test ask;\n" },
  { "redirected-to-clear-text", NULL, 302, "Location: http://example.test:PLAIN/config", NULL, "" },
  { "redirected-in-a-circle", NULL, 302, "Location: /mail/config-v1.1.xml", NULL, "" },
  { "web-page", NULL, 200, NULL, "<!DOCTYPE html><html><body>Not found</body></html>", "" },
  { "entities", NULL, 200, NULL,
    "<!DOCTYPE c [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><clientConfig>&b;</clientConfig>",
    "" },
  { "error-status", NULL, 500, NULL, GOOD, "" },
  { "sign-in-wanted", NULL, 401, "WWW-Authenticate: Basic realm=\"mail\"", GOOD, "" },
};

static void
test_file (gconstpointer data)
{
  const FileRow *row = data;
  Fixture fixture;
  g_autoptr (GString) headers = g_string_new (row->headers);
  g_autofree char *port = NULL;
  g_autofree char *plain_port = NULL;
  g_autofree char *log = NULL;
  g_autofree char *plain_log = NULL;

  set_up (&fixture, NULL);
  loft_fake_resolver_add_host (resolver, "other.test");
  port = g_strdup_printf ("%u", loft_web_server_get_port (fixture.web));
  plain_port = g_strdup_printf ("%u", loft_web_server_get_port (fixture.plain));
  g_string_replace (headers, "PORT", port, 0);
  g_string_replace (headers, "PLAIN", plain_port, 0);
  loft_web_server_add (fixture.web, row->place != NULL ? row->place : FILE_PLACE, row->status,
                       headers->str, row->body);
  loft_web_server_add (fixture.web, "example.test/config", 200, NULL, GOOD);
  loft_web_server_add (fixture.web, "other.test/config", 200, NULL, GOOD);
  assert_found (&fixture, "anna@example.test", row->expected);
  plain_log = loft_web_server_dup_log (fixture.plain);
  g_assert_cmpstr (plain_log, ==, "");
  log = loft_web_server_dup_log (fixture.web);
  g_assert_nonnull (strstr (log, "?emailaddress=anna%40example.test "));
  g_assert_null (strchr (log, '['));
  tear_down (&fixture, NULL);
}

/* The certificate is for other hosts. */
static void
test_file_untrusted (Fixture *fixture, gconstpointer data)
{
  LoftWebServer *server = loft_web_server_new (LOFT_TEST_CERTIFICATE_GOOD, NULL, NULL);
  g_autofree char *log = NULL;

  loft_web_server_add (server, FILE_PLACE, 200, NULL, GOOD);
  fixture->ports.https = loft_web_server_get_port (server);
  assert_found (fixture, "anna@example.test", "");
  log = loft_web_server_dup_log (server);
  g_assert_cmpstr (log, ==, "");
  loft_web_server_free (server);
}

/* Only clear text is spoken at the port. */
static void
test_file_in_clear (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = NULL;

  loft_web_server_add (fixture->plain, FILE_PLACE, 200, NULL, GOOD);
  fixture->ports.https = loft_web_server_get_port (fixture->plain);
  fixture->seconds = 1; /* a web server waits for the end of what it takes for a request */
  assert_found (fixture, "anna@example.test", "");
  log = loft_web_server_dup_log (fixture->plain);
  g_assert_cmpstr (log, ==, "");
}

/* ---- DNS ---------------------------------------------------------------------------------- */

static void
test_srv (Fixture *fixture, gconstpointer data)
{
  loft_fake_resolver_add_srv (resolver, "_imaps._tcp.example.test", 10, 993, "b.example.test");
  loft_fake_resolver_add_srv (resolver, "_imaps._tcp.example.test", 5, 993, "a.example.test");
  loft_fake_resolver_add_srv (resolver, "_imap._tcp.example.test", 0, 143, "imap.gmail.com");
  loft_fake_resolver_add_srv (resolver, "_pop3s._tcp.example.test", 0, 0, ".");
  loft_fake_resolver_add_srv (resolver, "_submissions._tcp.example.test", 0, 465, "evil.test");
  loft_fake_resolver_add_srv (resolver, "_submission._tcp.example.test", 0, 587, "bad_host");
  loft_fake_resolver_add_srv (resolver, "_caldavs._tcp.example.test", 0, 443, "dav.example.test");
  loft_fake_resolver_add_srv (resolver, "_carddavs._tcp.example.test", 0, 8443, "dav.example.test");
  assert_found (fixture, "anna@example.test",
                "srv: imap a.example.test; imap b.example.test; imap imap.gmail.com starttls; "
                "smtp evil.test ask; caldav dav.example.test; carddav dav.example.test;\n");
}

/* Sending alone is no way to read mail. */
static void
test_srv_only_sending (Fixture *fixture, gconstpointer data)
{
  loft_fake_resolver_add_srv (resolver, "_submissions._tcp.example.test", 0, 465,
                              "smtp.example.test");
  assert_found (fixture, "anna@example.test", "");
  g_assert_nonnull (strstr (fixture->told->str, "guess- "));
}

static void
test_mx (Fixture *fixture, gconstpointer data)
{
  loft_fake_resolver_add_mx (resolver, "example.test", 20, "mx.evil.test");
  loft_fake_resolver_add_mx (resolver, "example.test", 10, "ASPMX.L.Google.com.");
  assert_found (fixture, "anna@example.test",
                "mx: imap imap.gmail.com; pop3 pop.gmail.com; smtp smtp.gmail.com; "
                "caldav apidata.googleusercontent.com; carddav www.googleapis.com;\n");
}

static void
test_mx_unknown (Fixture *fixture, gconstpointer data)
{
  loft_fake_resolver_add_mx (resolver, "example.test", 10, "google.com.evil.test");
  loft_fake_resolver_add_mx (resolver, "example.test", 0, ".");
  assert_found (fixture, "anna@example.test", "");
}

/* All three at once: the order of trust, whoever was first. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  loft_web_server_add (fixture->web, FILE_PLACE, 200, NULL, GOOD);
  loft_web_server_add (fixture->web, KNOWN_PLACE, 200, NULL,
                       CONFIG (SERVER ("second.example.test", "993", "SSL")));
  loft_fake_resolver_add_srv (resolver, "_imaps._tcp.example.test", 0, 993, "srv.example.test");
  loft_fake_resolver_add_mx (resolver, "example.test", 10, "mx.runbox.com");
  assert_found (fixture, "anna@example.test",
                "autoconfig: imap imap.example.test;\nautoconfig: imap second.example.test;\n"
                "srv: imap srv.example.test;\n"
                "mx: imap mail.runbox.com; pop3 mail.runbox.com; smtp mail.runbox.com;\n");
  g_assert_null (strstr (fixture->told->str, "guess"));
}

/* ---- what is published for Outlook ---------------------------------------------------------- */

#define OUTLOOK_PLACE "autodiscover.example.test/autodiscover/autodiscover.xml"
#define OUTLOOK_OWN   "example.test/autodiscover/autodiscover.xml"
#define ACCOUNT(inner)                                                                             \
  "<Autodiscover><Response><Account>" inner "</Account></Response></Autodiscover>"
#define PROTOCOL(type, host, port)                                                                 \
  "<Protocol><Type>" type "</Type><Server>" host "</Server><Port>" port "</Port></Protocol>"
#define OUTLOOK(host) ACCOUNT (PROTOCOL ("IMAP", host, "993") PROTOCOL ("SMTP", host, "587"))
#define GO_TO(url)    ACCOUNT ("<Action>redirectUrl</Action><RedirectUrl>" url "</RedirectUrl>")
#define CALLED(other)                                                                              \
  ACCOUNT ("<Action>redirectAddr</Action><RedirectAddr>" other "</RedirectAddr>")

/* Only where nobody else knows; the address goes along, no password. */
static void
test_outlook (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = NULL;

  loft_web_server_add (fixture->web, OUTLOOK_OWN, 200, NULL, OUTLOOK ("mail.example.test"));
  assert_found (fixture, "anna@example.test",
                "autodiscover: imap mail.example.test; smtp mail.example.test starttls;\n");
  g_assert_nonnull (strstr (fixture->told->str, "autodiscover+ "));
  log = loft_web_server_dup_log (fixture->web);
  g_assert_nonnull (strstr (log, "POST " OUTLOOK_OWN));
  g_assert_nonnull (strstr (log, "<EMailAddress>anna@example.test</EMailAddress>"));
  /* Who is asked last is not asked when a file was there. */
  loft_web_server_clear_log (fixture->web);
  loft_web_server_add (fixture->web, FILE_PLACE, 200, NULL, GOOD);
  assert_found (fixture, "anna@example.test", "autoconfig: imap imap.example.test;\n");
  g_free (log);
  log = loft_web_server_dup_log (fixture->web);
  g_assert_null (strstr (log, "autodiscover"));
}

static void
test_outlook_redirect (Fixture *fixture, gconstpointer data)
{
  g_autofree char *there = g_strdup_printf ("https://other.test:%u/a.xml", fixture->ports.https);
  g_autofree char *go = g_strdup_printf (GO_TO ("%s"), there);

  loft_fake_resolver_add_host (resolver, "autodiscover.example.test");
  loft_fake_resolver_add_host (resolver, "other.test");
  loft_web_server_add (fixture->web, OUTLOOK_PLACE, 200, NULL, go);
  loft_web_server_add (fixture->web, "other.test/a.xml", 200, NULL, OUTLOOK ("mail.example.test"));
  loft_web_server_add (fixture->web, OUTLOOK_OWN, 401, NULL, "");
  assert_found (fixture, "anna@example.test",
                "autodiscover: imap mail.example.test ask; smtp mail.example.test starttls ask;\n");
}

/* The mailbox has another address: its domain is asked for that one, and it is the user there. */
static void
test_outlook_other_address (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) results = NULL;
  g_autofree char *text = NULL;
  g_autofree char *log = NULL;

  loft_fake_resolver_add_host (resolver, "other.test");
  loft_web_server_add (fixture->web, OUTLOOK_OWN, 200, NULL, CALLED ("a.b@other.test"));
  loft_web_server_add (fixture->web, "other.test/autodiscover/autodiscover.xml", 200, NULL,
                       OUTLOOK ("mail.example.test"));
  results = find_for (fixture, "anna@example.test");
  text = describe (results);
  g_assert_cmpstr (text, ==,
                   "autodiscover: imap mail.example.test ask; "
                   "smtp mail.example.test starttls ask;\n");
  g_assert_cmpstr (loft_found_account_get_server (g_ptr_array_index (results, 0), "imap")->user, ==,
                   "a.b@other.test");
  log = loft_web_server_dup_log (fixture->web);
  g_assert_nonnull (strstr (log, "<EMailAddress>a.b@other.test</EMailAddress>"));
}

static guint
n_times (const char *text, const char *part)
{
  g_auto (GStrv) pieces = g_strsplit (text, part, -1);

  return g_strv_length (pieces) - 1;
}

/* In a circle; below a public suffix; where nobody is. */
static void
test_outlook_other_address_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "anna@example.test", "anna@co.uk", "anna@nowhere.test" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *called =
        g_strdup_printf (ACCOUNT ("<RedirectAddr>%s</RedirectAddr>"), names[i]);
      g_autofree char *log = NULL;

      loft_web_server_clear_log (fixture->web);
      loft_web_server_add (fixture->web, OUTLOOK_OWN, 200, NULL, called);
      assert_found (fixture, "anna@example.test", "");
      log = loft_web_server_dup_log (fixture->web);
      g_assert_cmpuint (n_times (log, "POST " OUTLOOK_OWN), ==, i == 0 ? 4 : 1);
    }
}

static void
test_outlook_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *loop =
    g_strdup_printf (GO_TO ("https://example.test:%u/autodiscover/autodiscover.xml"),
                     fixture->ports.https);
  g_autofree char *log = NULL;

  loft_web_server_add (fixture->web, OUTLOOK_OWN, 200, NULL, loop);
  assert_found (fixture, "anna@example.test", "");
  loft_web_server_add (fixture->web, OUTLOOK_OWN, 200, NULL, GO_TO ("http://example.test/x"));
  assert_found (fixture, "anna@example.test", "");
  loft_web_server_add (fixture->web, OUTLOOK_OWN, 200, NULL, "<html>Welcome</html>");
  assert_found (fixture, "anna@example.test", "");
  log = loft_web_server_dup_log (fixture->plain);
  g_assert_cmpstr (log, ==, "");
}

/* ---- guessing ----------------------------------------------------------------------------- */

static void
test_guess (Fixture *fixture, gconstpointer data)
{
  LoftScriptServer *imap = loft_script_server_new ("tls sites\nS: * OK ready\neof");
  LoftScriptServer *smtp = loft_script_server_new (
    "S: 220-mail\nS: 220 ready\nC: EHLO *\nS: 250-mail\nS: 250 STARTTLS\nC: STARTTLS\n"
    "S: 220 go\nstarttls sites\neof");

  loft_fake_resolver_add_host (resolver, "mail.example.test");
  loft_fake_resolver_clear (resolver);
  loft_fake_resolver_add_host (resolver, "imap.example.test");
  loft_fake_resolver_add_host (resolver, "smtp.example.test");
  fixture->ports.imaps = loft_script_server_get_port (imap);
  fixture->ports.submission = loft_script_server_get_port (smtp);
  assert_found (fixture, "anna@example.test",
                "guess: imap imap.example.test ask; smtp smtp.example.test starttls ask;\n");
  loft_script_server_finish (imap);
  loft_script_server_finish (smtp);
}

typedef struct {
  const char *name;
  const char *script;
  gboolean upgrade;
} GuessRow;

/* A hostile DNS sends every name to the attacker; none of these is a server of the domain. */
static const GuessRow guess_rows[] = {
  { "wrong-name", "tls-refused good", FALSE },
  { "self-signed", "tls-refused self-signed", FALSE },
  { "unknown-issuer", "tls-refused unknown-issuer", FALSE },
  { "clear-text", "S: * OK ready\nstall", FALSE },
  { "no-imap", "tls sites\nS: 220 ftp\neof", FALSE },
  { "bye", "tls sites\nS: * BYE busy\neof", FALSE },
  { "no-starttls", "S: * OK ready\nC: A1 STARTTLS\nS: A1 BAD what\neof", TRUE },
  { "starttls-wrong-name", "S: * OK ready\nC: A1 STARTTLS\nS: A1 OK go\ntls-refused good", TRUE },
  { "more-before-tls",
    "S: * OK ready\nC: A1 STARTTLS\nraw A1 OK go\\r\\n* OK injected\\r\\n\nstall", TRUE },
};

static void
test_guess_refused (gconstpointer data)
{
  const GuessRow *row = data;
  LoftScriptServer *server = loft_script_server_new (row->script);
  Fixture fixture;

  set_up (&fixture, NULL);
  loft_fake_resolver_clear (resolver);
  loft_fake_resolver_add_host (resolver, "imap.example.test");
  if (row->upgrade)
    fixture.ports.imap = loft_script_server_get_port (server);
  else
    fixture.ports.imaps = loft_script_server_get_port (server);
  assert_found (&fixture, "anna@example.test", "");
  loft_script_server_stop (server);
  tear_down (&fixture, NULL);
}

/* ---- what is never asked ------------------------------------------------------------------ */

/* Below a public suffix other people's names begin. */
static void
test_public_suffix (Fixture *fixture, gconstpointer data)
{
  static const char *const suffixes[] = { "co.uk", "github.io", "com.br" };

  loft_fake_resolver_set_wildcard (resolver, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *address = g_strconcat ("anna@", suffixes[i], NULL);

      assert_found (fixture, address, "");
    }
  {
    g_autofree char *questions = loft_fake_resolver_dup_questions (resolver);
    g_autofree char *log = loft_web_server_dup_log (fixture->web);

    g_assert_null (strstr (questions, "a:"));
    g_assert_nonnull (strstr (questions, "mx:co.uk "));
    g_assert_cmpstr (log, ==, "");
  }
}

static void
test_questions (Fixture *fixture, gconstpointer data)
{
  g_autofree char *questions = NULL;
  g_auto (GStrv) words = NULL;

  loft_fake_resolver_set_wildcard (resolver, TRUE);
  assert_found (fixture, "anna@mail.example.test", "");
  questions = loft_fake_resolver_dup_questions (resolver);
  words = g_strsplit (questions, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0' && !g_str_has_suffix (words[i], "mail.example.test"))
      g_test_fail_printf ("asked for %s", words[i]);
}

/* ---- time --------------------------------------------------------------------------------- */

static void
test_silence (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) results = NULL;
  gint64 begin = g_get_monotonic_time ();

  loft_fake_resolver_set_silent (resolver, TRUE);
  results =
    loft_autoconfig_find ("anna@example.test", 1, &fixture->ports, on_told, fixture, NULL, NULL);
  g_assert_cmpuint (results->len, ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 40 * G_USEC_PER_SEC);
  g_assert_nonnull (strstr (fixture->told->str, "guess- "));
}

/* One that never answers does not cost what the others say. */
static void
test_silent_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) results = NULL;
  g_autofree char *text = NULL;

  loft_web_server_add_silence (fixture->web, FILE_PLACE);
  loft_fake_resolver_add_srv (resolver, "_imaps._tcp.example.test", 0, 993, "srv.example.test");
  results =
    loft_autoconfig_find ("anna@example.test", 1, &fixture->ports, on_told, fixture, NULL, NULL);
  text = describe (results);
  g_assert_cmpstr (text, ==, "srv: imap srv.example.test;\n");
}

static void
cancel_when_told (LoftFoundBy by, LoftFoundAccount *found, const GError *reason, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  loft_web_server_add_silence (fixture->web, FILE_PLACE);
  g_assert_null (loft_autoconfig_find ("anna@example.test", 60, &fixture->ports, cancel_when_told,
                                       cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 40 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
#define ADD(name, func) g_test_add ("/autoconfig/" name, Fixture, NULL, set_up, func, tear_down)
  int status;

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  resolver = loft_fake_resolver_install ();
  ADD ("table", test_table);
  ADD ("no-address", test_no_address);
  for (guint i = 0; i < G_N_ELEMENTS (file_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/autoconfig/file/", file_rows[i].name, NULL);

      g_test_add_data_func (path, &file_rows[i], test_file);
    }
  ADD ("file/untrusted", test_file_untrusted);
  ADD ("file/in-clear", test_file_in_clear);
  ADD ("srv", test_srv);
  ADD ("srv-only-sending", test_srv_only_sending);
  ADD ("mx", test_mx);
  ADD ("mx-unknown", test_mx_unknown);
  ADD ("order", test_order);
  ADD ("outlook", test_outlook);
  ADD ("outlook/redirect", test_outlook_redirect);
  ADD ("outlook/other-address", test_outlook_other_address);
  ADD ("outlook/other-address/refused", test_outlook_other_address_refused);
  ADD ("outlook/refused", test_outlook_refused);
  ADD ("guess", test_guess);
  for (guint i = 0; i < G_N_ELEMENTS (guess_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/autoconfig/guess/", guess_rows[i].name, NULL);

      g_test_add_data_func (path, &guess_rows[i], test_guess_refused);
    }
  ADD ("public-suffix", test_public_suffix);
  ADD ("questions", test_questions);
  ADD ("silence", test_silence);
  ADD ("silent-file", test_silent_file);
  ADD ("cancel", test_cancel);
  status = g_test_run ();
  g_object_unref (resolver);
  return status;
}
