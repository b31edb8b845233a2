/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loft-http against servers of the test: redirects, credentials, certificates, limits. */
#include "loft-http.h"

#include <string.h>

#include "loft-error.h"
#include "loft-fake-resolver.h"
#include "loft-web-server.h"

#define SECRET "Bearer canary-7f3a"

typedef struct {
  LoftFakeResolver *resolver;
  LoftWebServer *first; /* what is asked */
  LoftWebServer *second; /* another port: where a redirect may lead */
  LoftWebServer *plain;
  LoftHttp *http;
  char *base; /* "https://example.test:PORT" */
} Fixture;

static LoftFakeResolver *resolver;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  loft_fake_resolver_clear (resolver);
  loft_fake_resolver_add_host (resolver, "example.test");
  loft_fake_resolver_add_host (resolver, "www.example.test");
  loft_fake_resolver_add_host (resolver, "other.test");
  fixture->first = loft_web_server_new (LOFT_TEST_CERTIFICATE_SITES, NULL, NULL);
  fixture->second = loft_web_server_new (LOFT_TEST_CERTIFICATE_SITES, NULL, NULL);
  fixture->plain = loft_web_server_new_plain ();
  fixture->http = loft_http_new (NULL);
  fixture->base =
    g_strdup_printf ("https://example.test:%u", loft_web_server_get_port (fixture->first));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->http);
  loft_web_server_free (fixture->first);
  loft_web_server_free (fixture->second);
  loft_web_server_free (fixture->plain);
  g_free (fixture->base);
}

static LoftHttpReply *
get (Fixture *fixture, const char *path, GError **error)
{
  g_autofree char *url = g_strconcat (fixture->base, path, NULL);
  LoftHttpRequest request = { .url = url, .limit = 100000, .seconds = 10 };

  return loft_http_send (fixture->http, &request, NULL, NULL, error);
}

static void
test_get (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftHttpReply) reply = NULL;
  g_autoptr (LoftHttpReply) missing = NULL;

  loft_web_server_add (fixture->first, "example.test/a", 200, "Retry-After: 7", "hello");
  reply = get (fixture, "/a?b=c", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpmem (g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body), "hello",
                   5);
  g_assert_cmpstr (reply->content_type, ==, "application/xml");
  g_assert_cmpuint (reply->retry_after, ==, 7);
  missing = get (fixture, "/b", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (missing->status, ==, 404);
}

/* ---- redirects ---------------------------------------------------------------------------- */

/* P1, P2 and PP stand for the ports. */
typedef struct {
  const char *name;
  const char *location;
  gboolean followed; /* by GET */
  gboolean same_origin;
} Target;

static const Target targets[] = {
  { "relative", "/there", TRUE, TRUE },
  { "same-origin", "https://example.test:P1/there", TRUE, TRUE },
  { "same-origin-upper-case", "HTTPS://EXAMPLE.TEST:P1/there", TRUE, TRUE },
  { "other-port", "https://example.test:P2/there", TRUE, FALSE },
  { "subdomain", "https://www.example.test:P1/there", TRUE, FALSE },
  { "other-host", "https://other.test:P2/there", TRUE, FALSE },
  { "other-host-without-scheme", "//other.test:P2/there", TRUE, FALSE },
  { "user-information", "https://example.test@other.test:P2/there", FALSE, FALSE },
  { "user-and-password", "https://a:b@example.test:P1/there", FALSE, FALSE },
  { "clear-text", "http://example.test:PP/there", FALSE, FALSE },
  { "clear-text-same-port", "http://example.test:P1/there", FALSE, FALSE },
  { "file", "file:///etc/passwd", FALSE, FALSE },
};

static const guint statuses[] = { 301, 302, 303, 307, 308 };

static char *
put_ports (Fixture *fixture, const char *location)
{
  g_autoptr (GString) text = g_string_new (location);
  g_autofree char *first = g_strdup_printf ("%u", loft_web_server_get_port (fixture->first));
  g_autofree char *second = g_strdup_printf ("%u", loft_web_server_get_port (fixture->second));
  g_autofree char *plain = g_strdup_printf ("%u", loft_web_server_get_port (fixture->plain));

  g_string_replace (text, "PP", plain, 0);
  g_string_replace (text, "P1", first, 0);
  g_string_replace (text, "P2", second, 0);
  return g_strdup (text->str);
}

static void
answer_there (LoftWebServer *server)
{
  loft_web_server_add (server, "example.test/there", 200, NULL, "there");
  loft_web_server_add (server, "EXAMPLE.TEST/there", 200, NULL, "there");
  loft_web_server_add (server, "www.example.test/there", 200, NULL, "there");
  loft_web_server_add (server, "other.test/there", 200, NULL, "there");
}

static guint
count (const char *text, const char *word)
{
  guint n = 0;

  for (const char *p = strstr (text, word); p != NULL; p = strstr (p + 1, word))
    n++;
  return n;
}

static void
check_log (Fixture *fixture, const Target *target, const char *method, gboolean arrived)
{
  g_autofree char *first = loft_web_server_dup_log (fixture->first);
  g_autofree char *second = loft_web_server_dup_log (fixture->second);
  g_autofree char *plain = loft_web_server_dup_log (fixture->plain);

  g_assert_cmpuint (count (second, SECRET), ==, 0);
  g_assert_cmpstr (plain, ==, "");
  g_assert_cmpuint (count (first, SECRET), ==, arrived && target->same_origin ? 2 : 1);
  g_assert_cmpuint (count (first, "/there") + count (second, "/there"), ==, arrived ? 1 : 0);
  /* The body of a request goes where the request goes and nowhere else. */
  g_assert_cmpuint (count (second, "body-canary"), ==, 0);
}

static void
try_redirect (Fixture *fixture, const Target *target, guint status, const char *method)
{
  g_autofree char *location = put_ports (fixture, target->location);
  g_autofree char *headers = g_strconcat ("Location: ", location, NULL);
  g_autofree char *url = g_strconcat (fixture->base, "/here", NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("body-canary", 11);
  gboolean safe = strcmp (method, "PROPFIND") == 0;
  gboolean post = safe || strcmp (method, "POST") == 0 || strcmp (method, "PUT") == 0;
  LoftHttpRequest request = { .method = method,
                              .url = url,
                              .limit = 1000,
                              .seconds = 10,
                              .authorization = SECRET,
                              .body = post ? body : NULL,
                              .content_type = "text/plain" };
  gboolean follows =
    post ? target->same_origin && (status == 307 || status == 308 || (safe && status != 303))
         : target->followed;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftHttpReply) reply = NULL;

  g_test_message ("%s %u %s", method, status, target->name);
  loft_web_server_add (fixture->first, "example.test/here", status, headers, NULL);
  reply = loft_http_send (fixture->http, &request, NULL, NULL, &error);
  if (follows)
    g_assert_no_error (error);
  else
    g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_assert_cmpuint (reply != NULL ? reply->status : 0, ==, follows ? 200 : 0);
  check_log (fixture, target, method, follows);
}

static void
test_redirects (Fixture *fixture, gconstpointer data)
{
  static const char *const methods[] = { "GET", "POST", "PUT", "PROPFIND" };

  answer_there (fixture->first);
  answer_there (fixture->second);
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    for (guint j = 0; j < G_N_ELEMENTS (statuses); j++)
      for (guint k = 0; k < G_N_ELEMENTS (methods); k++)
        {
          loft_web_server_clear_log (fixture->first);
          loft_web_server_clear_log (fixture->second);
          try_redirect (fixture, &targets[i], statuses[j], methods[k]);
        }
}

/* Who has left the origin and comes back is not given the secret again. */
static void
test_there_and_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *away = put_ports (fixture, "Location: https://other.test:P2/b");
  g_autofree char *back = put_ports (fixture, "Location: https://example.test:P1/c");
  g_autofree char *url = g_strconcat (fixture->base, "/a", NULL);
  LoftHttpRequest request = { .url = url, .limit = 1000, .seconds = 10, .authorization = SECRET };
  g_autoptr (LoftHttpReply) reply = NULL;
  g_autofree char *log = NULL;

  loft_web_server_add (fixture->first, "example.test/a", 302, away, NULL);
  loft_web_server_add (fixture->second, "other.test/b", 302, back, NULL);
  loft_web_server_add (fixture->first, "example.test/c", 200, NULL, "c");
  reply = loft_http_send (fixture->http, &request, NULL, NULL, NULL);
  g_assert_cmpuint (reply->status, ==, 200);
  log = loft_web_server_dup_log (fixture->first);
  g_assert_nonnull (strstr (log, "/c "));
  g_assert_cmpuint (count (log, SECRET), ==, 1);
}

static void
test_loop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;

  loft_web_server_add (fixture->first, "example.test/loop", 302, "Location: /loop", NULL);
  g_assert_null (get (fixture, "/loop", &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  log = loft_web_server_dup_log (fixture->first);
  g_assert_cmpuint (count (log, "/loop"), ==, 11);
}

static void
test_stay (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = g_strconcat (fixture->base, "/a", NULL);
  LoftHttpRequest request = { .url = url, .limit = 1000, .seconds = 10, .stay = TRUE };
  g_autoptr (LoftHttpReply) reply = NULL;

  loft_web_server_add (fixture->first, "example.test/a", 302, "Location: /b", NULL);
  reply = loft_http_send (fixture->http, &request, NULL, NULL, NULL);
  g_assert_cmpuint (reply->status, ==, 302);
  g_clear_pointer (&reply, loft_http_reply_free);
  g_assert_true (g_str_has_prefix (fixture->base, "https:"));
  loft_web_server_add (fixture->first, "example.test/a", 302, "Location: http://example.test/b",
                       NULL);
  reply = loft_http_send (fixture->http, &request, NULL, NULL, NULL);
  g_assert_null (reply->location);
}

/* ---- WebDAV ------------------------------------------------------------------------------- */

static gboolean
sink (const guint8 *bytes, gsize length, gpointer user_data, GError **error)
{
  g_string_append_len (user_data, (const char *) bytes, (gssize) length);
  return TRUE;
}

static gboolean
refuse (const guint8 *bytes, gsize length, gpointer user_data, GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_STORE, "no");
  return FALSE;
}

static void
test_sink (Fixture *fixture, gconstpointer data)
{
  static const char *const headers[] = { "Depth", "1", "If-Match", "\"e\"", NULL };
  g_autofree char *url = g_strconcat (fixture->base, "/a", NULL);
  g_autoptr (GString) taken = g_string_new (NULL);
  LoftHttpRequest request = { .method = "REPORT",
                              .url = url,
                              .limit = 1000,
                              .seconds = 10,
                              .headers = headers,
                              .sink_status = 207,
                              .sink = sink,
                              .sink_data = taken };
  g_autoptr (LoftHttpReply) reply = NULL;
  g_autoptr (LoftHttpReply) other = NULL;
  g_autoptr (GError) error = NULL;

  loft_web_server_add (fixture->first, "example.test/a", 207,
                       "ETag: \"e\"\nDAV: 1, 2\nDAV: 3\nRetry-After: Sun, 06 Nov 1994 08:49:37 GMT",
                       "states");
  reply = loft_http_send (fixture->http, &request, NULL, NULL, NULL);
  g_assert_cmpstr (taken->str, ==, "states");
  g_assert_cmpuint (g_bytes_get_size (reply->body), ==, 0);
  g_assert_cmpstr (loft_http_reply_get_header (reply, "etag"), ==, "\"e\"");
  g_assert_cmpstr (loft_http_reply_get_header (reply, "dav"), ==, "1, 2, 3");
  g_assert_cmpuint (reply->retry_after, ==, 0);
  g_assert_cmpint (reply->date, >, 0);
  loft_web_server_add (fixture->first, "example.test/a", 500, NULL, "words");
  other = loft_http_send (fixture->http, &request, NULL, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (other->body), ==, 5);
  loft_web_server_add (fixture->first, "example.test/a", 207, NULL, "states");
  request.sink = refuse;
  g_assert_null (loft_http_send (fixture->http, &request, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
  g_clear_error (&error);
  request.sink = sink;
  request.limit = 3;
  g_assert_null (loft_http_send (fixture->http, &request, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
}

/* Only where it is asked for by name, and never as a redirect from https. */
static void
test_plain (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url =
    g_strdup_printf ("http://example.test:%u/a", loft_web_server_get_port (fixture->plain));
  g_autofree char *from = g_strconcat (fixture->base, "/a", NULL);
  g_autofree char *header = g_strconcat ("Location: ", url, NULL);
  LoftHttpRequest request = { .url = url, .limit = 1000, .seconds = 10 };
  g_autoptr (LoftHttpReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  loft_web_server_add (fixture->plain, "example.test/a", 200, NULL, "clear");
  loft_web_server_add (fixture->first, "example.test/a", 302, header, NULL);
  g_assert_null (loft_http_send (fixture->http, &request, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_clear_error (&error);
  request.plain = TRUE;
  reply = loft_http_send (fixture->http, &request, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 200);
  request.url = from;
  g_assert_null (loft_http_send (fixture->http, &request, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
}

/* ---- addresses, limits, time -------------------------------------------------------------- */

static void
test_addresses (Fixture *fixture, gconstpointer data)
{
  static const char *const urls[] = {
    "http://example.test/",
    "ftp://example.test/",
    "https://",
    "https:///a",
    "example.test/a",
    "",
    "https://a:b@example.test/",
    "https://a@example.test/",
    "file:///etc/passwd",
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      LoftHttpRequest request = { .url = urls[i], .limit = 1000, .seconds = 10 };
      g_autoptr (GError) error = NULL;

      g_assert_null (loft_http_send (fixture->http, &request, NULL, NULL, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
    }
  g_assert_cmpuint (loft_http_get_n_requests (fixture->http), ==, 0);
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (100001, 'x');
  g_autofree char *fits = g_strnfill (100000, 'x');
  g_autoptr (LoftHttpReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  loft_web_server_add (fixture->first, "example.test/large", 200, NULL, large);
  loft_web_server_add (fixture->first, "example.test/fits", 200, NULL, fits);
  g_assert_null (get (fixture, "/large", &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  reply = get (fixture, "/fits", NULL);
  g_assert_cmpuint (g_bytes_get_size (reply->body), ==, 100000);
}

static void
test_time (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = g_strconcat (fixture->base, "/silent", NULL);
  LoftHttpRequest request = { .url = url, .limit = 1000, .seconds = 1 };
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  loft_web_server_add_silence (fixture->first, "example.test/silent");
  g_assert_null (loft_http_send (fixture->http, &request, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 30 * G_USEC_PER_SEC);
}

static gpointer
cancel_when_asked (gpointer data)
{
  Fixture *fixture = ((gpointer *) data)[0];
  gboolean asked = FALSE;

  while (!asked)
    {
      g_autofree char *log = loft_web_server_dup_log (fixture->first);

      asked = strstr (log, "/silent") != NULL;
      g_thread_yield ();
    }
  g_cancellable_cancel (((gpointer *) data)[1]);
  return NULL;
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = g_strconcat (fixture->base, "/silent", NULL);
  LoftHttpRequest request = { .url = url, .limit = 1000, .seconds = 60 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gpointer pair[2] = { fixture, cancellable };
  g_autoptr (GError) error = NULL;
  GThread *thread;

  loft_web_server_add_silence (fixture->first, "example.test/silent");
  thread = g_thread_new ("cancel", cancel_when_asked, pair);
  g_assert_null (loft_http_send (fixture->http, &request, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_clear_error (&error);
  g_assert_null (loft_http_send (fixture->http, &request, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_unreachable (Fixture *fixture, gconstpointer data)
{
  LoftHttpRequest request = { .url = "https://nowhere.test/", .limit = 1000, .seconds = 10 };
  LoftHttpRequest refused = { .url = "https://example.test:1/", .limit = 1000, .seconds = 10 };
  g_autoptr (GError) error = NULL;

  g_assert_null (loft_http_send (fixture->http, &request, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_OFFLINE);
  g_clear_error (&error);
  g_assert_null (loft_http_send (fixture->http, &refused, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_OFFLINE);
}

/* ---- certificates ------------------------------------------------------------------------- */

static void
try_certificate (LoftTestCertificate certificate, const char *host, gboolean accepted)
{
  LoftWebServer *server = loft_web_server_new (certificate, NULL, NULL);
  g_autoptr (LoftHttp) http = loft_http_new (NULL);
  g_autofree char *url =
    g_strdup_printf ("https://%s:%u/", host, loft_web_server_get_port (server));
  LoftHttpRequest request = { .url = url, .limit = 1000, .seconds = 10, .authorization = SECRET };
  LoftHttpRequest pinned = request;
  LoftCertificateProblem *problem = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftHttpReply) reply = loft_http_send (http, &request, &problem, NULL, &error);
  g_autofree char *log = loft_web_server_dup_log (server);

  g_test_message ("certificate %u, %s: %s", certificate, host,
                  error != NULL ? error->message : "accepted");
  g_assert_cmpint (reply != NULL, ==, accepted);
  if (!accepted)
    {
      g_autoptr (LoftHttpReply) trusted = NULL;
      g_autoptr (LoftHttp) other = loft_http_new (NULL);

      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_UNTRUSTED);
      g_assert_nonnull (problem);
      g_assert_cmpstr (problem->fingerprint, ==, loft_test_tls_get_fingerprint (certificate));
      g_assert_cmpstr (log, ==, "");
      pinned.trusted_leaf = problem->fingerprint;
      trusted = loft_http_send (http, &pinned, NULL, NULL, NULL);
      g_assert_nonnull (trusted);
      /* What the person agreed to was something else. */
      pinned.trusted_faults = "weak";
      g_assert_null (loft_http_send (other, &pinned, NULL, NULL, NULL));
    }
  loft_certificate_problem_free (problem);
  loft_web_server_free (server);
}

static void
test_certificates (void)
{
  loft_fake_resolver_clear (resolver);
  loft_fake_resolver_add_host (resolver, "localhost");
  loft_fake_resolver_add_host (resolver, "example.test");
  loft_fake_resolver_add_host (resolver, "a.example.test");
  loft_fake_resolver_add_host (resolver, "a.b.example.test");
  try_certificate (LOFT_TEST_CERTIFICATE_GOOD, "localhost", TRUE);
  try_certificate (LOFT_TEST_CERTIFICATE_GOOD, "example.test", FALSE);
  try_certificate (LOFT_TEST_CERTIFICATE_WRONG_NAME, "localhost", FALSE);
  try_certificate (LOFT_TEST_CERTIFICATE_EXPIRED, "localhost", FALSE);
  try_certificate (LOFT_TEST_CERTIFICATE_NOT_YET_VALID, "localhost", FALSE);
  try_certificate (LOFT_TEST_CERTIFICATE_SELF_SIGNED, "localhost", FALSE);
  try_certificate (LOFT_TEST_CERTIFICATE_UNKNOWN_ISSUER, "localhost", FALSE);
  try_certificate (LOFT_TEST_CERTIFICATE_WRONG_USAGE, "localhost", FALSE);
  try_certificate (LOFT_TEST_CERTIFICATE_COMMON_NAME, "localhost", FALSE);
  try_certificate (LOFT_TEST_CERTIFICATE_ADDRESS, "127.0.0.1", TRUE);
  try_certificate (LOFT_TEST_CERTIFICATE_ADDRESS, "localhost", FALSE);
  try_certificate (LOFT_TEST_CERTIFICATE_SITES, "a.example.test", TRUE);
  try_certificate (LOFT_TEST_CERTIFICATE_SITES, "a.b.example.test", FALSE);
}

int
main (int argc, char **argv)
{
#define ADD(name, func) g_test_add ("/http/" name, Fixture, NULL, set_up, func, tear_down)
  int status;

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  resolver = loft_fake_resolver_install ();
  ADD ("get", test_get);
  ADD ("redirects", test_redirects);
  ADD ("there-and-back", test_there_and_back);
  ADD ("loop", test_loop);
  ADD ("stay", test_stay);
  ADD ("sink", test_sink);
  ADD ("plain", test_plain);
  ADD ("addresses", test_addresses);
  ADD ("too-large", test_too_large);
  ADD ("time", test_time);
  ADD ("cancel", test_cancel);
  ADD ("unreachable", test_unreachable);
  g_test_add_func ("/http/certificates", test_certificates);
  status = g_test_run ();
  g_object_unref (resolver);
  return status;
}
