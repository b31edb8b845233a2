/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens of an account: renewed once, kept whatever dies. */
#include "loft-account-oauth.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "loft-error.h"
#include "loft-fake-issuer.h"
#include "loft-fake-resolver.h"
#include "loft-secret-store.h"
#include "loft-test-tls.h"

typedef struct {
  char *profile_dir;
  LoftFakeIssuer *issuer;
  LoftAccount *account;
} Fixture;

static LoftFakeResolver *resolver;
static const char *program;
static guint32 seed = 1;

/* ---- fixture ------------------------------------------------------------------------------ */

static void
set_text (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static LoftAccount *
new_account (const char *id, const char *token_url)
{
  LoftAccount *account = loft_account_new ("imap");

  set_text (&account->id, id);
  set_text (&account->name, id);
  set_text (&account->incoming.user, "anna@example.test");
  set_text (&account->oauth.client_id, "client-of-mine");
  set_text (&account->oauth.authorization_url, token_url);
  set_text (&account->oauth.token_url, token_url);
  account->secret = LOFT_SECRET_FILE;
  return account;
}

static void
save (Fixture *fixture, const char *access_token, const char *refresh_token, gint64 expires_at)
{
  g_autoptr (LoftOauthTokens) tokens =
    loft_oauth_tokens_new (access_token, refresh_token, expires_at);
  g_autofree char *secret = loft_account_oauth_encode (tokens, "");

  g_assert_true (
    loft_secret_store_save (fixture->profile_dir, fixture->account, secret, NULL, NULL));
}

static LoftOauthTokens *
stored (Fixture *fixture)
{
  g_autofree char *secret =
    loft_secret_store_read (fixture->profile_dir, fixture->account, NULL, NULL);

  return secret != NULL ? loft_account_oauth_decode (secret, NULL) : NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *parent =
    g_build_filename (g_getenv ("LOFT_TEST_BUILD_ROOT"), "test-profiles", NULL);
  g_autofree char *token_url = NULL;

  g_mkdir_with_parents (parent, 0755);
  fixture->profile_dir = g_build_filename (parent, "oauth-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (fixture->profile_dir));
  loft_fake_resolver_clear (resolver);
  loft_fake_resolver_add_host (resolver, "localhost");
  fixture->issuer = loft_fake_issuer_new ();
  token_url = loft_fake_issuer_dup_url (fixture->issuer, "/token");
  fixture->account = new_account ("mail", token_url);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", fixture->profile_dir, NULL };
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, 0, NULL);

  g_subprocess_wait (process, NULL, NULL);
  loft_account_unref (fixture->account);
  loft_fake_issuer_free (fixture->issuer);
  g_free (fixture->profile_dir);
}

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static LoftCredentials *
look_up (Fixture *fixture, GError **error)
{
  return loft_secret_store_lookup (fixture->profile_dir, fixture->account, NULL, error);
}

/* ---- secret ------------------------------------------------------------------------------- */

/* ActiveSync is asked for by its own scope, unless the person says another. */
static void
test_scope (void)
{
  static const struct {
    const char *kind;
    const char *own;
    const char *scope;
  } rows[] = {
    { "imap", "", "IMAP.AccessAsUser.All" },
    { "eas", "", "EAS.AccessAsUser.All offline_access" },
    { "eas", "mine", "mine" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftAccount) account = loft_account_new (rows[i].kind);
      g_autoptr (LoftOauthProvider) provider = NULL;

      g_free (account->oauth.provider);
      account->oauth.provider = g_strdup ("microsoft");
      g_free (account->oauth.scope);
      account->oauth.scope = g_strdup (rows[i].own);
      provider = loft_account_oauth_new_provider (account, NULL);
      g_assert_nonnull (strstr (provider->scope, rows[i].scope));
    }
}

static void
test_secret (void)
{
  static const char *const others[] = {
    "",
    "password",
    "loft-oauth-1",
    "loft-oauth-1\nr\na\n1",
    "loft-oauth-1\nr\na\nsoon\n",
    "loft-oauth-2\nr\na\n1\n",
    "loft-oauth-1\nr\na\n-1\n",
  };
  g_autoptr (LoftOauthTokens) tokens = loft_oauth_tokens_new ("access", "refresh", 12345);
  g_autofree char *secret = loft_account_oauth_encode (tokens, "client secret");
  g_autofree char *client_secret = NULL;
  g_autoptr (LoftOauthTokens) again = loft_account_oauth_decode (secret, &client_secret);

  g_assert_cmpstr (again->access_token, ==, "access");
  g_assert_cmpstr (again->refresh_token, ==, "refresh");
  g_assert_cmpint (again->expires_at, ==, 12345);
  g_assert_cmpstr (client_secret, ==, "client secret");
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (loft_account_oauth_decode (others[i], NULL));
}

/* ---- looking up --------------------------------------------------------------------------- */

static void
test_fresh (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftCredentials) credentials = NULL;

  save (fixture, "still-good", "refresh-1", now () + 3600);
  credentials = look_up (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (credentials->access_token, ==, "still-good");
  g_assert_cmpstr (credentials->user, ==, "anna@example.test");
  g_assert_null (credentials->password);
  g_assert_cmpuint (loft_fake_issuer_get_n_asked (fixture->issuer), ==, 0);
}

static void
test_expired (Fixture *fixture, gconstpointer data)
{
  g_autofree char *refresh_token = loft_fake_issuer_dup_refresh_token (fixture->issuer);
  g_autoptr (LoftCredentials) first = NULL;
  g_autoptr (LoftCredentials) second = NULL;
  g_autoptr (LoftOauthTokens) kept = NULL;

  save (fixture, "old", refresh_token, now () + 10);
  first = look_up (fixture, NULL);
  g_assert_cmpstr (first->access_token, ==, "access-1");
  kept = stored (fixture);
  g_assert_cmpstr (kept->access_token, ==, "access-1");
  g_assert_cmpstr (kept->refresh_token, ==, "refresh-2");
  second = look_up (fixture, NULL);
  g_assert_cmpstr (second->access_token, ==, "access-1");
  g_assert_cmpuint (loft_fake_issuer_get_n_asked (fixture->issuer), ==, 1);
}

static void
test_rejected (Fixture *fixture, gconstpointer data)
{
  g_autofree char *refresh_token = loft_fake_issuer_dup_refresh_token (fixture->issuer);
  g_autoptr (LoftCredentials) credentials = NULL;

  save (fixture, "revoked", refresh_token, now () + 3600);
  g_assert_true (
    loft_account_oauth_reject (fixture->profile_dir, fixture->account, "an older one", NULL, NULL));
  credentials = look_up (fixture, NULL);
  g_assert_cmpstr (credentials->access_token, ==, "revoked");
  g_clear_pointer (&credentials, loft_credentials_free);
  g_assert_true (
    loft_account_oauth_reject (fixture->profile_dir, fixture->account, "revoked", NULL, NULL));
  credentials = look_up (fixture, NULL);
  g_assert_cmpstr (credentials->access_token, ==, "access-1");
}

typedef struct {
  const char *name;
  const char *secret; /* (nullable) */
  LoftFakeIssuerManner manner;
  LoftError error;
} Refusal;

static const Refusal refusals[] = {
  { "no-secret", NULL, LOFT_FAKE_ISSUER_SOUND, LOFT_ERROR_AUTH },
  { "a-password", "secret", LOFT_FAKE_ISSUER_SOUND, LOFT_ERROR_AUTH },
  { "no-refresh-token", "loft-oauth-1\n\naccess\n1\n", LOFT_FAKE_ISSUER_SOUND, LOFT_ERROR_AUTH },
  { "over", "loft-oauth-1\nrefresh-77\naccess\n1\n", LOFT_FAKE_ISSUER_SOUND, LOFT_ERROR_AUTH },
  { "busy", "loft-oauth-1\nrefresh-1\naccess\n1\n", LOFT_FAKE_ISSUER_BUSY, LOFT_ERROR_TEMPORARY },
  { "captive-portal", "loft-oauth-1\nrefresh-1\naccess\n1\n", LOFT_FAKE_ISSUER_WEB_PAGE,
    LOFT_ERROR_PROTOCOL },
};

/* What was kept is still there after each. */
static void
test_refused (gconstpointer data)
{
  const Refusal *row = data;
  Fixture fixture;
  g_autofree char *refresh_token = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, NULL);
  refresh_token = loft_fake_issuer_dup_refresh_token (fixture.issuer);
  loft_fake_issuer_set_manner (fixture.issuer, row->manner);
  if (row->secret != NULL)
    g_assert_true (
      loft_secret_store_save (fixture.profile_dir, fixture.account, row->secret, NULL, NULL));
  g_assert_null (look_up (&fixture, &error));
  g_assert_error (error, LOFT_ERROR, (int) row->error);
  kept = loft_secret_store_read (fixture.profile_dir, fixture.account, NULL, NULL);
  g_assert_cmpstr (kept, ==, row->secret);
  tear_down (&fixture, NULL);
}

static void
test_nobody_to_ask (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  save (fixture, "old", "refresh-1", 1);
  set_text (&fixture->account->oauth.token_url, "http://localhost/token");
  g_assert_null (look_up (fixture, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

/* ---- several at once ---------------------------------------------------------------------- */

static gpointer
look_up_in_thread (gpointer data)
{
  g_autoptr (GError) error = NULL;
  LoftCredentials *credentials = look_up (data, &error);

  g_assert_no_error (error);
  return credentials;
}

static void
test_one_renews (Fixture *fixture, gconstpointer data)
{
  g_autofree char *refresh_token = loft_fake_issuer_dup_refresh_token (fixture->issuer);
  GThread *threads[8];

  save (fixture, "old", refresh_token, 1);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("look-up", look_up_in_thread, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (LoftCredentials) credentials = g_thread_join (threads[i]);

      g_assert_cmpstr (credentials->access_token, ==, "access-1");
    }
  g_assert_cmpuint (loft_fake_issuer_get_n_asked (fixture->issuer), ==, 1);
}

typedef struct {
  Fixture *fixture;
  const char *id;
} Saver;

static gpointer
save_in_thread (gpointer data)
{
  Saver *saver = data;
  g_autoptr (LoftAccount) account = new_account (saver->id, "");

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *secret = g_strdup_printf ("%u", i);

      g_assert_true (
        loft_secret_store_save (saver->fixture->profile_dir, account, secret, NULL, NULL));
    }
  return NULL;
}

/* Accounts share the file of secrets; none puts back what another has replaced. */
static void
test_shared_file (Fixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "one", "two", "three" };
  Saver savers[G_N_ELEMENTS (ids)];
  GThread *threads[G_N_ELEMENTS (ids)];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      savers[i] = (Saver){ fixture, ids[i] };
      threads[i] = g_thread_new ("save", save_in_thread, &savers[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (LoftAccount) account = new_account (ids[i], "");
      g_autofree char *secret = loft_secret_store_read (fixture->profile_dir, account, NULL, NULL);

      g_assert_cmpstr (secret, ==, "99");
    }
}

/* ---- kill -9 ------------------------------------------------------------------------------ */

/* --child PROFILE URL: gives up the access token and gets another. */
static int
run_child (char **argv)
{
  Fixture fixture = { argv[2], NULL, new_account ("mail", argv[3]) };
  g_autoptr (LoftOauthTokens) kept = NULL;
  g_autoptr (LoftCredentials) credentials = NULL;
  g_autoptr (GError) error = NULL;

  loft_fake_resolver_add_host (resolver, "localhost");
  kept = stored (&fixture);
  if (kept == NULL || !loft_account_oauth_reject (fixture.profile_dir, fixture.account,
                                                  kept->access_token, NULL, &error))
    return 2;
  credentials = look_up (&fixture, &error);
  if (credentials == NULL)
    g_printerr ("child: %s\n", error->message);
  return credentials != NULL ? 0 : 1;
}

static GSubprocess *
start_child (Fixture *fixture)
{
  const char *argv[] = { program, "--child", fixture->profile_dir,
                         fixture->account->oauth.token_url, NULL };

  return g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, NULL);
}

/* From the moment at which the issuer has given new tokens. */
static void
kill_after (Fixture *fixture, GSubprocess *child, guint n_given, gint64 microseconds)
{
  gint64 begin;

  while (loft_fake_issuer_get_n_given (fixture->issuer) == n_given)
    g_thread_yield ();
  begin = g_get_monotonic_time ();
  while (g_get_monotonic_time () - begin < microseconds)
    g_thread_yield ();
  g_subprocess_send_signal (child, SIGKILL);
}

/* Whoever was killed between "received" and "stored" holds the old token, and it still does. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  guint n = g_getenv ("LOFT_TEST_SOAK") != NULL ? 200 : 12;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree char *refresh_token = loft_fake_issuer_dup_refresh_token (fixture->issuer);
  guint n_lost = 0;

  g_test_message ("seed %u, %u kills", seed, n);
  save (fixture, "old", refresh_token, 1);
  for (guint i = 0; i < n; i++)
    {
      guint n_given = loft_fake_issuer_get_n_given (fixture->issuer);
      g_autoptr (LoftOauthTokens) before = stored (fixture);
      g_autoptr (GSubprocess) child = start_child (fixture);
      g_autoptr (GSubprocess) survivor = NULL;
      g_autoptr (LoftOauthTokens) after = NULL;

      kill_after (fixture, child, n_given, g_rand_int_range (random, 0, 15000));
      g_subprocess_wait (child, NULL, NULL);
      after = stored (fixture);
      g_assert_nonnull (after);
      n_lost += strcmp (before->refresh_token, after->refresh_token) == 0;
      survivor = start_child (fixture);
      g_subprocess_wait (survivor, NULL, NULL);
      g_assert_cmpint (g_subprocess_get_exit_status (survivor), ==, 0);
    }
  g_test_message ("%u of %u died before the new token was kept", n_lost, n);
  g_assert_cmpuint (loft_fake_issuer_get_n_revoked (fixture->issuer), ==, 0);
}

int
main (int argc, char **argv)
{
#define ADD(name, func) g_test_add ("/account-oauth/" name, Fixture, NULL, set_up, func, tear_down)
  int status;

  if (argc == 4 && strcmp (argv[1], "--child") == 0)
    {
      resolver = loft_fake_resolver_install ();
      return run_child (argv);
    }
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  if (argc == 3 && strcmp (argv[1], "--seed") == 0)
    seed = (guint32) g_ascii_strtoull (argv[2], NULL, 10);
  loft_test_tls_install ();
  resolver = loft_fake_resolver_install ();
  g_test_add_func ("/account-oauth/secret", test_secret);
  g_test_add_func ("/account-oauth/scope", test_scope);
  ADD ("fresh", test_fresh);
  ADD ("expired", test_expired);
  ADD ("rejected", test_rejected);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/account-oauth/refused/", refusals[i].name, NULL);

      g_test_add_data_func (path, &refusals[i], test_refused);
    }
  ADD ("nobody-to-ask", test_nobody_to_ask);
  ADD ("one-renews", test_one_renews);
  ADD ("shared-file", test_shared_file);
  ADD ("killed", test_killed);
  status = g_test_run ();
  g_object_unref (resolver);
  return status;
}
