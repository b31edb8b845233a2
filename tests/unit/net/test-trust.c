/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <openssl/x509_vfy.h>
#include <string.h>

#include "loft-test-tls.h"
#include "loft-trust-private.h"

static const struct {
  const char *name;
  int results[4];
  guint n_results;
  int pin; /* of the certificate; -1 none, -2 the leaf's, otherwise that one's */
  const char *reason; /* NULL: accepted */
} verdicts[] = {
  { "nothing-wrong", { 0 }, 0, -1, NULL },
  { "nothing-wrong-other-pin", { 0 }, 0, LOFT_TEST_CERTIFICATE_EXPIRED, NULL },
  { "expired", { X509_V_ERR_CERT_HAS_EXPIRED }, 1, -1,
    "The certificate has expired (or this computer's clock is wrong)." },
  { "expired-pinned", { X509_V_ERR_CERT_HAS_EXPIRED }, 1, -2, NULL },
  { "expired-other-pin", { X509_V_ERR_CERT_HAS_EXPIRED }, 1, LOFT_TEST_CERTIFICATE_EXPIRED,
    "The certificate has expired (or this computer's clock is wrong)." },
  { "wrong-host", { X509_V_ERR_HOSTNAME_MISMATCH }, 1, -1,
    "The certificate is not for mail.test." },
  { "everything-pinned",
    { X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_INVALID_PURPOSE }, 3,
    -2, NULL },
  { "three-things",
    { X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_INVALID_PURPOSE,
      X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT }, 3, -1,
    "The certificate is not for mail.test, is not meant for servers and is signed by nobody but "
    "itself." },
  { "said-once",
    { X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE },
    2, -1, "The certificate comes from an issuer that this computer does not know." },
  { "other", { X509_V_ERR_UNSPECIFIED }, 1, -1,
    "The certificate is not valid (unspecified certificate verification error)." },
};

static void
test_verdict (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  int pin = verdicts[i].pin == -2 ? LOFT_TEST_CERTIFICATE_GOOD : verdicts[i].pin;
  g_autoptr (LoftEndpoint) endpoint =
    loft_endpoint_new ("mail.test", 993, LOFT_ENDPOINT_TLS,
                       pin < 0 ? NULL : loft_test_tls_get_fingerprint (pin));
  STACK_OF (X509) *chain = sk_X509_new_null ();
  g_autoptr (LoftCertificateProblem) problem = NULL;

  sk_X509_push (chain, loft_test_tls_get_certificate (LOFT_TEST_CERTIFICATE_GOOD));
  problem = loft_trust_judge (chain, verdicts[i].results, verdicts[i].n_results, endpoint);
  sk_X509_free (chain);
  if (verdicts[i].reason == NULL)
    {
      g_assert_null (problem);
      return;
    }
  g_assert_nonnull (problem);
  g_assert_cmpstr (problem->reason, ==, verdicts[i].reason);
  g_assert_cmpstr (problem->host, ==, "mail.test");
  g_assert_cmpuint (problem->port, ==, 993);
  g_assert_cmpstr (problem->fingerprint, ==,
                   loft_test_tls_get_fingerprint (LOFT_TEST_CERTIFICATE_GOOD));
  g_assert_cmpstr (problem->subject, ==, "O = Loft tests, CN = localhost");
  g_assert_cmpstr (problem->issuer, ==, "O = Loft tests, CN = Loft test authority");
  g_assert_cmpint (problem->not_after - problem->not_before, ==, 31 * 24 * 60 * 60);
}

/* Neither "no certificate" nor an empty pin may ever look like a match. */
static void
test_no_certificate (void)
{
  g_autoptr (LoftEndpoint) endpoint = loft_endpoint_new ("mail.test", 993, LOFT_ENDPOINT_TLS, "");
  STACK_OF (X509) *empty = sk_X509_new_null ();
  g_autoptr (LoftCertificateProblem) none = loft_trust_judge (NULL, NULL, 0, endpoint);
  g_autoptr (LoftCertificateProblem) nobody = loft_trust_judge (empty, NULL, 0, endpoint);

  g_assert_nonnull (none);
  g_assert_nonnull (nobody);
  g_assert_cmpstr (none->fingerprint, ==, "");
  sk_X509_free (empty);
}

#define HEX "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const struct {
  const char *text;
  const char *expected;
} fingerprints[] = {
  { HEX, HEX },
  { "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF", HEX },
  { "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:"
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF", HEX },
  { " 00112233 44556677 8899aabb ccddeeff\n00112233 44556677 8899aabb ccddeeff ", HEX },
  { "", NULL },
  { "0", NULL },
  { HEX "0", NULL },
  { "0011223344556677889900112233445566778899", NULL },
  { "g0112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", NULL },
  { "00-11", NULL },
};

static void
test_normalize (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fingerprints); i++)
    {
      g_autofree char *normal = loft_trust_normalize_fingerprint (fingerprints[i].text);

      g_assert_cmpstr (normal, ==, fingerprints[i].expected);
    }
}

static void
test_pin_as_typed (void)
{
  const char *hex = loft_test_tls_get_fingerprint (LOFT_TEST_CERTIFICATE_GOOD);
  g_autofree char *typed = g_ascii_strup (hex, -1);
  g_autoptr (LoftEndpoint) endpoint =
    loft_endpoint_new ("mail.test", 993, LOFT_ENDPOINT_TLS, typed);
  STACK_OF (X509) *chain = sk_X509_new_null ();
  const int expired = X509_V_ERR_CERT_HAS_EXPIRED;

  sk_X509_push (chain, loft_test_tls_get_certificate (LOFT_TEST_CERTIFICATE_GOOD));
  g_assert_null (loft_trust_judge (chain, &expired, 1, endpoint));
  sk_X509_free (chain);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/trust/verdict/%s", verdicts[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_verdict);
    }
  g_test_add_func ("/trust/no-certificate", test_no_certificate);
  g_test_add_func ("/trust/normalize", test_normalize);
  g_test_add_func ("/trust/pin-as-typed", test_pin_as_typed);
  return g_test_run ();
}
