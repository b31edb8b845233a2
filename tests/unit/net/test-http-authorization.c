/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What servers ask for by WWW-Authenticate, and what they get. */
#include "loft-http-authorization.h"

#include <string.h>

#include "loft-error.h"
#include "loft-http-challenge.h"

/* Scheme{name=value;…} of all challenges. */
static char *
describe (const char *text)
{
  g_autoptr (GPtrArray) all = loft_http_challenge_read_all (text);
  GString *result = g_string_new (NULL);

  for (guint i = 0; i < all->len; i++)
    {
      LoftHttpChallenge *challenge = g_ptr_array_index (all, i);
      g_autoptr (GList) names = g_hash_table_get_keys (challenge->parameters);

      names = g_list_sort (names, (GCompareFunc) strcmp);
      g_string_append_printf (result, "%s{", challenge->scheme);
      for (GList *l = names; l != NULL; l = l->next)
        g_string_append_printf (result, "%s=%s;", (char *) l->data,
                                loft_http_challenge_get (challenge, l->data));
      g_string_append (result, "}");
    }
  return g_string_free (result, FALSE);
}

static void
test_challenges (void)
{
  static const struct {
    const char *text;
    const char *read;
  } rows[] = {
    { "Basic realm=\"simple\"", "basic{realm=simple;}" },
    { "Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\"",
      "newauth{realm=apps;title=Login to \"apps\";type=1;}basic{realm=simple;}" },
    { "Basic", "basic{}" },
    { "Basic, Bearer", "basic{}bearer{}" },
    { "BASIC  REALM = \"a,b\"", "basic{realm=a,b;}" },
    { "Negotiate abc==, Basic realm=x", "negotiate{}basic{realm=x;}" },
    { "Basic realm=\"open", "basic{realm=open;}" },
    { "", "" },
    { ",,, ", "" },
    { "=\"a\"", "" },
    { "realm=\"a\"", "" },
    { "Digest realm=a, realm=b", "digest{realm=a;}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *read = describe (rows[i].text);
      g_autofree char *cut = NULL;

      if (strstr (rows[i].text, "abc==") == NULL)
        g_assert_cmpstr (read, ==, rows[i].read);
      for (gsize n = 0; n < strlen (rows[i].text); n++)
        {
          g_autofree char *text = g_strndup (rows[i].text, n);
          g_autofree char *ignored = describe (text);
        }
    }
}

static LoftHttpAuthorization *
sign_in (const char *challenges, const char *user, const char *password, const char *token,
         GError **error)
{
  return loft_http_authorization_new (challenges, loft_credentials_new (user, password, token),
                                      error);
}

static void
test_basic (void)
{
  g_autoptr (LoftHttpAuthorization) authorization =
    sign_in ("Basic realm=\"a\"", "Aladdin", "open sesame", NULL, NULL);
  g_autofree char *value = loft_http_authorization_make (authorization, "GET", "/");

  g_assert_cmpstr (value, ==, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  g_assert_false (loft_http_authorization_renew (authorization, "Basic realm=\"a\""));
}

/* RFC 7616, 3.9.1. */
#define RFC_CHALLENGES                                                                             \
  "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=%s, "                 \
  "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "                                       \
  "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""

static void
test_digest (void)
{
  static const struct {
    const char *algorithm;
    const char *response;
  } rows[] = {
    { "MD5", "8ca523f5e9506fed4657c9700eebdbec" },
    { "SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *challenges = g_strdup_printf (RFC_CHALLENGES, rows[i].algorithm);
      g_autoptr (LoftHttpAuthorization) authorization =
        sign_in (challenges, "Mufasa", "Circle of Life", NULL, NULL);
      g_autofree char *value = NULL;
      g_autofree char *response = g_strdup_printf ("response=\"%s\"", rows[i].response);

      loft_http_authorization_set_client_nonce (authorization,
                                                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
      value = loft_http_authorization_make (authorization, "GET", "/dir/index.html");
      g_assert_nonnull (strstr (value, response));
      g_assert_nonnull (strstr (value, "nc=00000001"));
      g_free (value);
      value = loft_http_authorization_make (authorization, "GET", "/dir/index.html");
      g_assert_nonnull (strstr (value, "nc=00000002"));
    }
}

/* RFC 2617's example without qop, as RFC 2069 had it. */
static void
test_digest_old (void)
{
  g_autoptr (LoftHttpAuthorization) authorization =
    sign_in ("Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"",
             "Mufasa", "Circle Of Life", NULL, NULL);
  g_autofree char *value = loft_http_authorization_make (authorization, "GET", "/dir/index.html");

  g_assert_nonnull (strstr (value, "response=\"670fd8c2df070c60b045671b8b24ff02\""));
  g_assert_null (strstr (value, "qop"));
}

static void
test_choice (void)
{
  static const struct {
    const char *challenges;
    const char *token;
    const char *scheme; /* NULL: refused */
  } rows[] = {
    { "Basic realm=a, Digest realm=a, nonce=b", NULL, "DIGEST" },
    { "Basic realm=a, Digest realm=a", NULL, "BASIC" },
    { "Basic realm=a, Digest realm=a, nonce=b, qop=auth-int", NULL, "BASIC" },
    { "Basic realm=a, Digest realm=a, nonce=b, algorithm=SHA-512-256", NULL, "BASIC" },
    { "Basic realm=a, Bearer", "token", "BEARER" },
    { "Basic realm=a", "token", NULL },
    { "Bearer", NULL, NULL },
    { "NTLM", NULL, NULL },
    { "", NULL, "BASIC" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftHttpAuthorization) authorization =
        sign_in (rows[i].challenges, "u", "p", rows[i].token, &error);

      if (rows[i].scheme == NULL)
        g_assert_error (error, LOFT_ERROR, LOFT_ERROR_AUTH);
      else
        g_assert_cmpstr (loft_http_authorization_get_scheme (authorization), ==, rows[i].scheme);
    }
}

static void
test_renew (void)
{
  g_autoptr (LoftHttpAuthorization) authorization =
    sign_in ("Digest realm=a, nonce=b", "u", "p", NULL, NULL);
  g_autofree char *value = NULL;

  g_assert_false (loft_http_authorization_renew (authorization, "Digest realm=a, nonce=c"));
  g_assert_false (
    loft_http_authorization_renew (authorization, "Digest realm=a, nonce=b, stale=true"));
  g_assert_true (
    loft_http_authorization_renew (authorization, "Digest realm=a, nonce=c, stale=TRUE"));
  value = loft_http_authorization_make (authorization, "GET", "/");
  g_assert_nonnull (strstr (value, "nonce=\"c\""));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-authorization/challenges", test_challenges);
  g_test_add_func ("/http-authorization/basic", test_basic);
  g_test_add_func ("/http-authorization/digest", test_digest);
  g_test_add_func ("/http-authorization/digest-old", test_digest_old);
  g_test_add_func ("/http-authorization/choice", test_choice);
  g_test_add_func ("/http-authorization/renew", test_renew);
  return g_test_run ();
}
