/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in by the browser, with an issuer of the test's own and somebody who wants the token. */
#include "loft-oauth-sign-in.h"

#include <string.h>

#include "loft-error.h"
#include "loft-fake-issuer.h"
#include "loft-fake-resolver.h"
#include "loft-test-tls.h"

#define PAGE "<p>back to Loft</p>"

typedef struct {
  LoftFakeIssuer *issuer;
  LoftOauthProvider *provider;
  LoftOauthSignIn *sign_in;
  GThread *thread;
  LoftOauthTokens *tokens; /* after join () */
  GError *error;
} Fixture;

static LoftFakeResolver *resolver;

static void
set_text (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static LoftOauthProvider *
new_provider (LoftFakeIssuer *issuer)
{
  LoftOauthProvider *provider = loft_oauth_provider_new ();
  g_autofree char *authorization_url = loft_fake_issuer_dup_url (issuer, "/authorize");
  g_autofree char *token_url = loft_fake_issuer_dup_url (issuer, "/token");

  set_text (&provider->authorization_url, authorization_url);
  set_text (&provider->token_url, token_url);
  set_text (&provider->scope, "mail offline access");
  set_text (&provider->client_id, "client-of-mine");
  return provider;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  loft_fake_resolver_clear (resolver);
  loft_fake_resolver_add_host (resolver, "localhost");
  fixture->issuer = loft_fake_issuer_new ();
  fixture->provider = new_provider (fixture->issuer);
}

static gpointer
wait_in_thread (gpointer data)
{
  Fixture *fixture = data;

  fixture->tokens = loft_oauth_sign_in_wait (fixture->sign_in, PAGE, 20, NULL, &fixture->error);
  return NULL;
}

static void
begin (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->sign_in = loft_oauth_sign_in_new (fixture->provider, "anna@example.test", &error);
  g_assert_no_error (error);
  fixture->thread = g_thread_new ("sign-in", wait_in_thread, fixture);
}

static void
join (Fixture *fixture)
{
  g_thread_join (g_steal_pointer (&fixture->thread));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->sign_in, loft_oauth_sign_in_free);
  loft_oauth_tokens_free (fixture->tokens);
  g_clear_error (&fixture->error);
  loft_oauth_provider_free (fixture->provider);
  loft_fake_issuer_free (fixture->issuer);
}

/* What a browser, or somebody else on this computer, asks the loopback port. (transfer full)
 * (nullable) the answer; NULL when nobody listens. host: NULL for the right one. */
static char *
visit (const char *url, const char *method, const char *host)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) g_uri_get_port (uri), NULL,
                                     NULL);
  g_autofree char *place = g_strdup_printf ("127.0.0.1:%d", g_uri_get_port (uri));
  g_autofree char *request = g_strdup_printf (
    "%s %s%s%s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", method,
    g_uri_get_path (uri)[0] != '\0' ? g_uri_get_path (uri) : "/",
    g_uri_get_query (uri) != NULL ? "?" : "",
    g_uri_get_query (uri) != NULL ? g_uri_get_query (uri) : "", host != NULL ? host : place);
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[1024];
  gssize n;

  if (connection == NULL)
    return NULL;
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, NULL);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                   sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, n);
  return g_strdup (text->str);
}

/* ---- the good way ------------------------------------------------------------------------- */

static void
test_sign_in (Fixture *fixture, gconstpointer data)
{
  g_autofree char *redirect = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *second = NULL;
  const char *url;

  begin (fixture);
  url = loft_oauth_sign_in_get_url (fixture->sign_in);
  g_assert_nonnull (strstr (url, "client_id=client-of-mine&"));
  g_assert_nonnull (strstr (url, "&redirect_uri=http%3A%2F%2F127.0.0.1%3A"));
  g_assert_nonnull (strstr (url, "&scope=mail%20offline%20access&"));
  g_assert_nonnull (strstr (url, "&login_hint=anna%40example.test"));
  redirect = loft_fake_issuer_agree (fixture->issuer, url);
  answer = visit (redirect, "GET", NULL);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
  g_assert_nonnull (strstr (answer, PAGE));
  g_assert_nonnull (strstr (answer, "Cache-Control: no-store"));
  join (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (fixture->tokens->access_token, ==, "access-1");
  g_assert_cmpstr (fixture->tokens->refresh_token, ==, "refresh-1");
  g_assert_cmpint (fixture->tokens->expires_at, >, g_get_real_time () / G_USEC_PER_SEC + 3000);

  /* The second tab finds nobody, and nothing is redeemed again. */
  second = visit (redirect, "GET", NULL);
  g_assert_null (second);
  g_assert_cmpuint (loft_fake_issuer_get_n_asked (fixture->issuer), ==, 1);
  g_clear_pointer (&fixture->tokens, loft_oauth_tokens_free);
  fixture->tokens = loft_oauth_sign_in_wait (fixture->sign_in, PAGE, 1, NULL, &fixture->error);
  g_assert_error (fixture->error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

static char *
parameter (const char *url, const char *name)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GHashTable) query =
    g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_NONE, NULL);

  return g_strdup (g_hash_table_lookup (query, name));
}

/* Nothing of one attempt is of use in another. */
static void
test_random (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "state", "code_challenge", "redirect_uri" };
  g_autoptr (LoftOauthSignIn) one = loft_oauth_sign_in_new (fixture->provider, NULL, NULL);
  g_autoptr (LoftOauthSignIn) two = loft_oauth_sign_in_new (fixture->provider, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *a = parameter (loft_oauth_sign_in_get_url (one), names[i]);
      g_autofree char *b = parameter (loft_oauth_sign_in_get_url (two), names[i]);

      g_assert_cmpstr (a, !=, b);
      if (i < 2)
        g_assert_cmpuint (strlen (a), ==, 43);
    }
}

static void
test_provider (Fixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "google", "microsoft", "yahoo", "aol" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (LoftOauthProvider) provider = loft_oauth_provider_new_known (ids[i]);
      g_autoptr (GError) error = NULL;

      g_assert_true (g_str_has_prefix (provider->authorization_url, "https://"));
      g_assert_true (g_str_has_prefix (provider->token_url, "https://"));
      g_assert_cmpstr (provider->scope, !=, "");
      g_assert_null (loft_oauth_sign_in_new (provider, NULL, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
    }
  g_assert_null (loft_oauth_provider_new_known ("nobody"));
  set_text (&fixture->provider->token_url, "http://example.test/token");
  g_assert_null (loft_oauth_sign_in_new (fixture->provider, NULL, NULL));
}

/* ---- attacks on the redirect -------------------------------------------------------------- */

typedef struct {
  const char *name;
  const char *method;
  const char *host;
  const char *path; /* NULL: "/" */
  const char *query; /* CODE, STATE and HALF (of the state) are put in */
} Stranger;

/* None of these is an answer; the right one that comes after them is. */
static const Stranger strangers[] = {
  { "wrong-state", "GET", NULL, NULL, "code=CODE&state=guessed" },
  { "no-state", "GET", NULL, NULL, "code=CODE" },
  { "empty-state", "GET", NULL, NULL, "code=CODE&state=" },
  { "half-the-state", "GET", NULL, NULL, "code=CODE&state=HALF" },
  { "more-than-the-state", "GET", NULL, NULL, "code=CODE&state=STATEx" },
  { "state-twice", "GET", NULL, NULL, "code=CODE&state=STATE&state=STATE" },
  { "two-codes", "GET", NULL, NULL, "code=CODE&code=evil&state=STATE" },
  { "post", "POST", NULL, NULL, "code=CODE&state=STATE" },
  { "head", "HEAD", NULL, NULL, "code=CODE&state=STATE" },
  { "other-path", "GET", NULL, "/callback", "code=CODE&state=STATE" },
  { "other-host", "GET", "evil.test", NULL, "code=CODE&state=STATE" },
  { "host-without-port", "GET", "127.0.0.1", NULL, "code=CODE&state=STATE" },
  { "bad-escape", "GET", NULL, NULL, "code=%zz&state=STATE" },
  { "no-query", "GET", NULL, NULL, NULL },
  { "refusal-without-state", "GET", NULL, NULL, "error=access_denied" },
  { "refusal-with-wrong-state", "GET", NULL, NULL, "error=access_denied&state=guessed" },
};

static char *
fill_in (const char *pattern, const char *redirect)
{
  g_autoptr (GString) text = g_string_new (pattern);
  g_autofree char *code = parameter (redirect, "code");
  g_autofree char *state = parameter (redirect, "state");
  g_autofree char *half = g_strndup (state, strlen (state) / 2);

  g_string_replace (text, "CODE", code, 0);
  g_string_replace (text, "STATE", state, 0);
  g_string_replace (text, "HALF", half, 0);
  return g_strdup (text->str);
}

static char *
replace_query (const char *redirect, const char *path, const char *query)
{
  g_autoptr (GUri) uri = g_uri_parse (redirect, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *filled = query != NULL ? fill_in (query, redirect) : NULL;

  return g_strdup_printf ("http://127.0.0.1:%d%s%s%s", g_uri_get_port (uri),
                          path != NULL ? path : "/", filled != NULL ? "?" : "",
                          filled != NULL ? filled : "");
}

static void
test_stranger (gconstpointer data)
{
  const Stranger *row = data;
  Fixture fixture = { NULL };
  g_autofree char *redirect = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *good = NULL;

  set_up (&fixture, NULL);
  begin (&fixture);
  redirect = loft_fake_issuer_agree (fixture.issuer, loft_oauth_sign_in_get_url (fixture.sign_in));
  wrong = replace_query (redirect, row->path, row->query);
  answer = visit (wrong, row->method, row->host);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 400"));
  g_assert_cmpuint (loft_fake_issuer_get_n_asked (fixture.issuer), ==, 0);
  good = visit (redirect, "GET", NULL);
  g_assert_true (g_str_has_prefix (good, "HTTP/1.1 200"));
  join (&fixture);
  g_assert_no_error (fixture.error);
  g_assert_nonnull (fixture.tokens);
  tear_down (&fixture, NULL);
}

static void
test_many_strangers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *redirect = NULL;
  g_autofree char *wrong = NULL;

  begin (fixture);
  redirect =
    loft_fake_issuer_agree (fixture->issuer, loft_oauth_sign_in_get_url (fixture->sign_in));
  wrong = replace_query (redirect, NULL, "code=CODE&state=guessed");
  for (guint i = 0; i < 51; i++)
    g_free (visit (wrong, "GET", NULL));
  join (fixture);
  g_assert_error (fixture->error, LOFT_ERROR, LOFT_ERROR_LIMIT);
}

/* ---- attacks and refusals that end the sign-in -------------------------------------------- */

typedef struct {
  const char *name;
  const char *query;
  const char *issuer; /* (nullable) that is expected */
  gboolean names_issuer;
  LoftFakeIssuerManner manner;
  LoftError error;
  guint n_asked;
} End;

static const End ends[] = {
  { "issuer-swapped", "code=CODE&state=STATE&iss=https%3A%2F%2Fevil.test", "https://example.test",
    FALSE, LOFT_FAKE_ISSUER_SOUND, LOFT_ERROR_REFUSED, 0 },
  { "issuer-not-named", "code=CODE&state=STATE", "https://example.test", TRUE,
    LOFT_FAKE_ISSUER_SOUND, LOFT_ERROR_REFUSED, 0 },
  { "person-said-no", "error=access_denied&state=STATE", NULL, FALSE, LOFT_FAKE_ISSUER_SOUND,
    LOFT_ERROR_REFUSED, 0 },
  { "no-code", "state=STATE", NULL, FALSE, LOFT_FAKE_ISSUER_SOUND, LOFT_ERROR_PROTOCOL, 0 },
  { "code-of-nobody", "code=made-up&state=STATE", NULL, FALSE, LOFT_FAKE_ISSUER_SOUND,
    LOFT_ERROR_AUTH, 1 },
  { "other-token-type", "code=CODE&state=STATE", NULL, FALSE, LOFT_FAKE_ISSUER_OTHER_TYPE,
    LOFT_ERROR_PROTOCOL, 1 },
  { "line-ends-in-tokens", "code=CODE&state=STATE", NULL, FALSE, LOFT_FAKE_ISSUER_BREAKS_LINES,
    LOFT_ERROR_PROTOCOL, 1 },
  { "web-page", "code=CODE&state=STATE", NULL, FALSE, LOFT_FAKE_ISSUER_WEB_PAGE,
    LOFT_ERROR_PROTOCOL, 1 },
  { "busy", "code=CODE&state=STATE", NULL, FALSE, LOFT_FAKE_ISSUER_BUSY, LOFT_ERROR_TEMPORARY, 1 },
  { "token-address-redirects", "code=CODE&state=STATE", NULL, FALSE, LOFT_FAKE_ISSUER_REDIRECTS,
    LOFT_ERROR_PROTOCOL, 1 },
};

static void
test_end (gconstpointer data)
{
  const End *row = data;
  Fixture fixture = { NULL };
  g_autofree char *redirect = NULL;
  g_autofree char *changed = NULL;

  set_up (&fixture, NULL);
  if (row->issuer != NULL)
    set_text (&fixture.provider->issuer, row->issuer);
  fixture.provider->names_issuer = row->names_issuer;
  loft_fake_issuer_set_manner (fixture.issuer, row->manner);
  begin (&fixture);
  redirect = loft_fake_issuer_agree (fixture.issuer, loft_oauth_sign_in_get_url (fixture.sign_in));
  changed = replace_query (redirect, NULL, row->query);
  g_free (visit (changed, "GET", NULL));
  join (&fixture);
  g_assert_null (fixture.tokens);
  g_assert_error (fixture.error, LOFT_ERROR, (int) row->error);
  g_assert_cmpuint (loft_fake_issuer_get_n_asked (fixture.issuer), ==, row->n_asked);
  tear_down (&fixture, NULL);
}

static void
test_named_issuer (Fixture *fixture, gconstpointer data)
{
  g_autofree char *redirect = NULL;

  set_text (&fixture->provider->issuer, "https://example.test");
  fixture->provider->names_issuer = TRUE;
  loft_fake_issuer_set_name (fixture->issuer, "https://example.test");
  begin (fixture);
  redirect =
    loft_fake_issuer_agree (fixture->issuer, loft_oauth_sign_in_get_url (fixture->sign_in));
  g_free (visit (redirect, "GET", NULL));
  join (fixture);
  g_assert_no_error (fixture->error);
}

/* A code that was caught is of no use: it was redeemed already, or for another verifier. */
static void
test_replayed_code (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftOauthSignIn) other = loft_oauth_sign_in_new (fixture->provider, NULL, NULL);
  g_autofree char *stolen =
    loft_fake_issuer_agree (fixture->issuer, loft_oauth_sign_in_get_url (other));
  g_autofree char *stolen_code = parameter (stolen, "code");
  g_autofree char *query = g_strdup_printf ("code=%s&state=STATE", stolen_code);
  g_autofree char *redirect = NULL;
  g_autofree char *injected = NULL;

  begin (fixture);
  redirect =
    loft_fake_issuer_agree (fixture->issuer, loft_oauth_sign_in_get_url (fixture->sign_in));
  injected = replace_query (redirect, NULL, query);
  g_free (visit (injected, "GET", NULL));
  join (fixture);
  g_assert_null (fixture->tokens);
  g_assert_error (fixture->error, LOFT_ERROR, LOFT_ERROR_AUTH);
  g_assert_cmpuint (loft_fake_issuer_get_n_given (fixture->issuer), ==, 0);
}

/* The token address shows a certificate for somebody else. */
static void
test_untrusted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *redirect = NULL;
  g_autofree char *url = loft_fake_issuer_dup_url (fixture->issuer, "/token");
  g_autoptr (GString) elsewhere = g_string_new (url);

  loft_fake_resolver_add_host (resolver, "issuer.test");
  g_string_replace (elsewhere, "localhost", "issuer.test", 0);
  set_text (&fixture->provider->token_url, elsewhere->str);
  begin (fixture);
  redirect =
    loft_fake_issuer_agree (fixture->issuer, loft_oauth_sign_in_get_url (fixture->sign_in));
  g_free (visit (redirect, "GET", NULL));
  join (fixture);
  g_assert_error (fixture->error, LOFT_ERROR, LOFT_ERROR_UNTRUSTED);
  g_assert_cmpuint (loft_fake_issuer_get_n_asked (fixture->issuer), ==, 0);
}

/* ---- waiting ------------------------------------------------------------------------------ */

static void
test_nobody_comes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftOauthSignIn) sign_in = loft_oauth_sign_in_new (fixture->provider, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (loft_oauth_sign_in_wait (sign_in, PAGE, 1, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
}

static gpointer
cancel_in_thread (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftOauthSignIn) sign_in = loft_oauth_sign_in_new (fixture->provider, NULL, NULL);
  g_autofree char *url = parameter (loft_oauth_sign_in_get_url (sign_in), "redirect_uri");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel_in_thread, cancellable);
  g_autoptr (GError) error = NULL;

  g_assert_null (loft_oauth_sign_in_wait (sign_in, PAGE, 60, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_assert_null (visit (url, "GET", NULL));
}

/* ---- refreshing --------------------------------------------------------------------------- */

static void
test_refresh (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = loft_fake_issuer_dup_refresh_token (fixture->issuer);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftOauthTokens) one = NULL;
  g_autoptr (LoftOauthTokens) two = NULL;
  g_autoptr (LoftOauthTokens) kept = NULL;

  one = loft_oauth_refresh (fixture->provider, first, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (one->refresh_token, ==, "refresh-2");
  two = loft_oauth_refresh (fixture->provider, one->refresh_token, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (two->refresh_token, ==, "refresh-3");
  loft_fake_issuer_set_manner (fixture->issuer, LOFT_FAKE_ISSUER_KEEPS_REFRESH_TOKEN);
  kept = loft_oauth_refresh (fixture->provider, two->refresh_token, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept->refresh_token, ==, "refresh-3");
  g_assert_cmpstr (kept->access_token, ==, "access-3");
  /* One that is long over. */
  g_assert_null (loft_oauth_refresh (fixture->provider, first, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_AUTH);
  g_assert_cmpuint (loft_fake_issuer_get_n_revoked (fixture->issuer), ==, 1);
}

static void
add_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      g_autofree char *path = g_strconcat ("/oauth/stranger/", strangers[i].name, NULL);

      g_test_add_data_func (path, &strangers[i], test_stranger);
    }
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat ("/oauth/end/", ends[i].name, NULL);

      g_test_add_data_func (path, &ends[i], test_end);
    }
}

int
main (int argc, char **argv)
{
#define ADD(name, func) g_test_add ("/oauth/" name, Fixture, NULL, set_up, func, tear_down)
  int status;

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  resolver = loft_fake_resolver_install ();
  ADD ("sign-in", test_sign_in);
  ADD ("random", test_random);
  ADD ("provider", test_provider);
  add_rows ();
  ADD ("many-strangers", test_many_strangers);
  ADD ("named-issuer", test_named_issuer);
  ADD ("replayed-code", test_replayed_code);
  ADD ("untrusted", test_untrusted);
  ADD ("nobody-comes", test_nobody_comes);
  ADD ("cancel", test_cancel);
  ADD ("refresh", test_refresh);
  status = g_test_run ();
  g_object_unref (resolver);
  return status;
}
