/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unsubscribing by one request (RFC 8058): exactly that request, and to nobody else. */
#include "loft-unsubscribe.h"

#include "loft-error.h"
#include "loft-fake-resolver.h"
#include "loft-web-server.h"

static LoftFakeResolver *resolver;

static void
test_answers (void)
{
  static const struct {
    guint status;
    const char *headers;
    int error; /* 0 for none */
  } rows[] = {
    { 200, NULL, 0 },
    { 202, NULL, 0 },
    { 204, NULL, 0 },
    { 404, NULL, LOFT_ERROR_REFUSED },
    { 500, NULL, LOFT_ERROR_REFUSED },
    { 302, "Location: /other", LOFT_ERROR_REFUSED },
    { 307, "Location: /other", LOFT_ERROR_REFUSED },
    { 308, "Location: https://127.0.0.1/", LOFT_ERROR_REFUSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftWebServer) server =
        loft_web_server_new (LOFT_TEST_CERTIFICATE_SITES, NULL, NULL);
      g_autofree char *url =
        g_strdup_printf ("https://example.test:%u/u?who=1", loft_web_server_get_port (server));
      g_autoptr (GError) error = NULL;
      g_autofree char *log = NULL;
      gboolean done;

      loft_fake_resolver_clear (resolver);
      loft_fake_resolver_add_host (resolver, "example.test");
      loft_web_server_add (server, "example.test/u", rows[i].status, rows[i].headers, "bye");
      done = loft_unsubscribe_send (url, NULL, &error);
      log = loft_web_server_dup_log (server);
      g_test_message ("%u: %s", rows[i].status, log);
      g_assert_cmpstr (log, ==, "POST example.test/u?who=1 List-Unsubscribe=One-Click\n");
      g_assert_true (done == (rows[i].error == 0));
      if (!done)
        g_assert_error (error, LOFT_ERROR, rows[i].error);
    }
}

static void
test_certificates (void)
{
  g_autoptr (LoftWebServer) server =
    loft_web_server_new (LOFT_TEST_CERTIFICATE_UNKNOWN_ISSUER, NULL, NULL);
  g_autoptr (LoftWebServer) plain = loft_web_server_new_plain ();
  g_autofree char *url =
    g_strdup_printf ("https://localhost:%u/u", loft_web_server_get_port (server));
  g_autofree char *clear =
    g_strdup_printf ("http://localhost:%u/u", loft_web_server_get_port (plain));
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) clear_error = NULL;
  g_autofree char *log = NULL;
  g_autofree char *clear_log = NULL;

  g_assert_false (loft_unsubscribe_send (url, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_UNTRUSTED);
  g_assert_false (loft_unsubscribe_send (clear, NULL, &clear_error));
  log = loft_web_server_dup_log (server);
  clear_log = loft_web_server_dup_log (plain);
  g_assert_cmpstr (log, ==, "");
  g_assert_cmpstr (clear_log, ==, "");
}

static void
test_public (void)
{
  static const struct {
    const char *url;
    gboolean is_public;
  } rows[] = {
    { "https://example.org/u", TRUE },
    { "https://news.example.co.uk:8443/u", TRUE },
    { "https://xn--mnchen-3ya.example/", TRUE },
    { "https://localhost/", FALSE },
    { "https://a.localhost/", FALSE },
    { "https://router/", FALSE },
    { "https://printer.local/", FALSE },
    { "https://printer.local./", FALSE },
    { "https://nas.fritz.home.arpa/", FALSE },
    { "https://vpn.corp/", FALSE },
    { "https://127.0.0.1/", FALSE },
    { "https://10.0.0.1/", FALSE },
    { "https://8.8.8.8/", FALSE },
    { "https://[::1]/", FALSE },
    { "https://[fe80::1]/", FALSE },
    { "https://127.1/", FALSE },
    { "https://2130706433/", FALSE },
    { "https://0x7f.0x1/", FALSE },
    { "https://example.org@127.0.0.1/", FALSE },
    { "https://", FALSE },
    { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].url);
      g_assert_cmpint (loft_unsubscribe_is_public (rows[i].url), ==, rows[i].is_public);
    }
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (loft_unsubscribe_finish (result, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  g_main_loop_quit (user_data);
}

/* What the message does not offer, or only inside of the house, is not even tried. */
static void
test_not_offered (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  LoftMailingList list = { .unsubscribe_page = (char *) "https://example.org/" };

  loft_unsubscribe_async (&list, NULL, on_done, loop);
  g_main_loop_run (loop);
  list.is_one_click = TRUE;
  list.unsubscribe_page = (char *) "https://192.168.0.1/";
  loft_unsubscribe_async (&list, NULL, on_done, loop);
  g_main_loop_run (loop);
}

int
main (int argc, char *argv[])
{
  loft_test_tls_install ();
  g_test_init (&argc, &argv, NULL);
  resolver = loft_fake_resolver_install ();
  g_test_add_func ("/unsubscribe/answers", test_answers);
  g_test_add_func ("/unsubscribe/certificates", test_certificates);
  g_test_add_func ("/unsubscribe/public", test_public);
  g_test_add_func ("/unsubscribe/not-offered", test_not_offered);
  return g_test_run ();
}
