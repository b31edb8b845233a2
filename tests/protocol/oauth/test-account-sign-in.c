/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account signs in by the browser again: what it was given once is not asked for twice. */
#include "loft-account-sign-in.h"

#include <libsoup/soup.h>

#include "loft-account-oauth.h"
#include "loft-error.h"
#include "loft-fake-issuer.h"
#include "loft-fake-resolver.h"
#include "loft-secret-store.h"
#include "loft-test-tls.h"

typedef struct {
  LoftFakeIssuer *issuer;
  SoupSession *browser;
  GAsyncResult *result;
} Visit;

typedef struct {
  const char *name;
  const char *kept; /* (nullable) client secret of the last sign-in; NULL: there was none */
  const char *given; /* (nullable) */
  gboolean again; /* the profile is named */
  const char *after; /* (nullable) what is in the new secret; NULL: the issuer refuses */
} Row;

static const Row rows[] = {
  { "kept", "of the issuer", NULL, TRUE, "of the issuer" },
  { "given", "an old one", "of the issuer", TRUE, "of the issuer" },
  { "given-for-the-first-time", NULL, "of the issuer", FALSE, "of the issuer" },
  { "nothing-kept", NULL, NULL, TRUE, NULL },
  { "none-kept", "", NULL, TRUE, NULL },
  { "kept-for-another-profile", "of the issuer", NULL, FALSE, NULL },
};

static LoftFakeResolver *resolver;

static void
set_text (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static LoftAccount *
new_account (LoftFakeIssuer *issuer)
{
  LoftAccount *account = loft_account_new ("imap");
  g_autofree char *token_url = loft_fake_issuer_dup_url (issuer, "/token");
  g_autofree char *authorization_url = loft_fake_issuer_dup_url (issuer, "/authorize");

  set_text (&account->id, "mail");
  set_text (&account->incoming.user, "anna@example.test");
  set_text (&account->oauth.client_id, "client-of-mine");
  set_text (&account->oauth.authorization_url, authorization_url);
  set_text (&account->oauth.token_url, token_url);
  account->secret = LOFT_SECRET_FILE;
  return account;
}

/* The sign-in before is long over. */
static void
keep (const char *profile_dir, LoftAccount *account, const char *client_secret)
{
  g_autoptr (LoftOauthTokens) tokens = loft_oauth_tokens_new ("over", "refresh-77", 1);
  g_autofree char *secret = loft_account_oauth_encode (tokens, client_secret);

  g_assert_true (loft_secret_store_save (profile_dir, account, secret, NULL, NULL));
}

/* A person who agrees. */
static void
on_open (const char *url, gpointer user_data)
{
  Visit *visit = user_data;
  g_autofree char *redirect = loft_fake_issuer_agree (visit->issuer, url);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", redirect);

  soup_session_send_and_read_async (visit->browser, message, 0, NULL, NULL, NULL);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Visit *) user_data)->result = g_object_ref (result);
}

static char *
sign_in (LoftFakeIssuer *issuer, const char *profile_dir, LoftAccount *account,
         const char *client_secret, GError **error)
{
  g_autoptr (SoupSession) browser = soup_session_new ();
  Visit visit = { issuer, browser, NULL };
  char *secret;

  loft_account_sign_in_async (profile_dir, account, client_secret, "<p>Close</p>", on_open, &visit,
                              NULL, on_done, &visit);
  while (visit.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  secret = loft_account_sign_in_finish (visit.result, error);
  g_object_unref (visit.result);
  soup_session_abort (browser);
  return secret;
}

static void
judge (const Row *row, const char *secret, const GError *error)
{
  g_autofree char *client_secret = NULL;
  g_autoptr (LoftOauthTokens) tokens = NULL;

  if (row->after == NULL)
    {
      g_assert_null (secret);
      g_assert_nonnull (error);
      return;
    }
  g_assert_no_error (error);
  tokens = loft_account_oauth_decode (secret, &client_secret);
  g_assert_cmpstr (tokens->access_token, ==, "access-1");
  g_assert_cmpstr (client_secret, ==, row->after);
}

static void
remove_folder (const char *path)
{
  const char *argv[] = { "rm", "-rf", path, NULL };
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, 0, NULL);

  g_subprocess_wait (process, NULL, NULL);
}

static void
test_client_secret (gconstpointer data)
{
  const Row *row = data;
  g_autofree char *profile_dir = g_dir_make_tmp ("loft-sign-in-XXXXXX", NULL);
  LoftFakeIssuer *issuer;
  g_autoptr (LoftAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *secret = NULL;

  loft_fake_resolver_clear (resolver);
  loft_fake_resolver_add_host (resolver, "localhost");
  issuer = loft_fake_issuer_new ();
  loft_fake_issuer_set_client_secret (issuer, "of the issuer");
  account = new_account (issuer);
  if (row->kept != NULL)
    keep (profile_dir, account, row->kept);
  secret = sign_in (issuer, row->again ? profile_dir : NULL, account, row->given, &error);
  judge (row, secret, error);
  loft_fake_issuer_free (issuer);
  remove_folder (profile_dir);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  resolver = loft_fake_resolver_install ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/account-sign-in/client-secret/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_client_secret);
    }
  status = g_test_run ();
  g_object_unref (resolver);
  return status;
}
