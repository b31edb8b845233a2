/* SPDX-License-Identifier: GPL-3.0-or-later */
/* That secrets are overwritten before their memory is given back. */
#include <string.h>

#include "loft-credentials.h"
#include "loft-endpoint.h"

/* Takes the place of the C library's, and notes what it was called for. */
static GString *wiped;

void explicit_bzero (void *bytes, size_t length);

void
explicit_bzero (void *bytes, size_t length)
{
  volatile char *p = bytes;

  for (size_t i = 0; i < length; i++)
    {
      g_string_append_c (wiped, p[i]);
      p[i] = 0;
    }
  g_string_append_c (wiped, '|');
}

static void
test_wiped (void)
{
  wiped = g_string_new (NULL);
  loft_credentials_free (loft_credentials_new ("user", "password", "token"));
  g_assert_cmpstr (wiped->str, ==, "password|token|");
  g_string_free (wiped, TRUE);
}

static void
test_secret_free (void)
{
  wiped = g_string_new (NULL);
  loft_secret_free (g_strdup ("canary"));
  loft_secret_free (NULL);
  g_assert_cmpstr (wiped->str, ==, "canary|");
  g_string_free (wiped, TRUE);
}

static void
test_missing (void)
{
  g_autoptr (LoftCredentials) credentials = loft_credentials_new (NULL, NULL, NULL);

  wiped = g_string_new (NULL);
  g_assert_cmpstr (credentials->user, ==, "");
  g_assert_null (credentials->password);
  g_assert_null (credentials->access_token);
  g_clear_pointer (&credentials, loft_credentials_free);
  loft_credentials_free (NULL);
  g_string_free (wiped, TRUE);
}

static void
test_endpoint (void)
{
  g_autoptr (LoftEndpoint) endpoint = loft_endpoint_new ("mail.test", 143, LOFT_ENDPOINT_STARTTLS,
                                                         NULL);
  g_autoptr (LoftEndpoint) copy = loft_endpoint_copy (endpoint);

  g_assert_cmpstr (copy->host, ==, "mail.test");
  g_assert_cmpuint (copy->port, ==, 143);
  g_assert_cmpint (copy->security, ==, LOFT_ENDPOINT_STARTTLS);
  g_assert_cmpstr (copy->trusted_leaf, ==, "");
  g_assert_null (loft_endpoint_copy (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/credentials/wiped", test_wiped);
  g_test_add_func ("/credentials/secret-free", test_secret_free);
  g_test_add_func ("/credentials/missing", test_missing);
  g_test_add_func ("/endpoint/copy", test_endpoint);
  return g_test_run ();
}
