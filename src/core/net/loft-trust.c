/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-trust-private.h"

#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

#include "loft-text.h"

#define FINGERPRINT_DIGITS 64
#define MAX_NAME_CHARS     200
#define MAX_REASONS        4

char *
loft_trust_normalize_fingerprint (const char *text)
{
  char digits[FINGERPRINT_DIGITS + 1];
  gsize n = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == ':' || g_ascii_isspace (*p))
        continue;
      if (!g_ascii_isxdigit (*p) || n == FINGERPRINT_DIGITS)
        return NULL;
      digits[n++] = g_ascii_tolower (*p);
    }
  if (n != FINGERPRINT_DIGITS)
    return NULL;
  digits[n] = '\0';
  return g_strdup (digits);
}

static char *
fingerprint_of (X509 *leaf)
{
  guchar digest[EVP_MAX_MD_SIZE];
  guint length = 0;
  GString *hex = g_string_new (NULL);

  if (X509_digest (leaf, EVP_sha256 (), digest, &length) != 1)
    length = 0;
  for (guint i = 0; i < length; i++)
    g_string_append_printf (hex, "%02x", digest[i]);
  return g_string_free (hex, FALSE);
}

static char *
name_of (const X509_NAME *name)
{
  BIO *memory = BIO_new (BIO_s_mem ());
  g_autofree char *text = NULL;
  char *bytes = NULL;
  long length;

  X509_NAME_print_ex (memory, name, 0,
                      (XN_FLAG_ONELINE | ASN1_STRFLGS_UTF8_CONVERT) & ~ASN1_STRFLGS_ESC_MSB);
  length = BIO_get_mem_data (memory, &bytes);
  text = loft_text_to_utf8 (bytes, MAX (length, 0));
  BIO_free (memory);
  return loft_text_one_line (text, MAX_NAME_CHARS);
}

static gint64
time_of (const ASN1_TIME *time)
{
  struct tm parts;

  if (time == NULL || ASN1_TIME_to_tm (time, &parts) != 1)
    return 0;
  return timegm (&parts);
}

/* (transfer full) a phrase that follows "The certificate". */
static char *
phrase_for (int result, const char *host)
{
  switch (result)
    {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return g_strdup ("has expired (or this computer's clock is wrong)");
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return g_strdup ("is not valid yet (or this computer's clock is wrong)");
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return g_strdup_printf ("is not for %s", host);
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return g_strdup ("is signed by nobody but itself");
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED:
      return g_strdup ("comes from an issuer that this computer does not know");
    case X509_V_ERR_INVALID_PURPOSE:
      return g_strdup ("is not meant for servers");
    case X509_V_ERR_CERT_REVOKED:
      return g_strdup ("was revoked by its issuer");
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
      return g_strdup ("uses a key or signature that is too weak");
    default:
      return g_strdup_printf ("is not valid (%s)", X509_verify_cert_error_string (result));
    }
}

/* One fault leads OpenSSL to several results; each phrase is said once. */
static GPtrArray *
phrases_for (const int *results, guint n_results, const char *host)
{
  GPtrArray *phrases = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_results && phrases->len < MAX_REASONS; i++)
    {
      char *phrase = phrase_for (results[i], host);

      if (g_ptr_array_find_with_equal_func (phrases, phrase, g_str_equal, NULL))
        g_free (phrase);
      else
        g_ptr_array_add (phrases, phrase);
    }
  return phrases;
}

static char *
sentence_for (const int *results, guint n_results, const char *host)
{
  g_autoptr (GPtrArray) phrases = phrases_for (results, n_results, host);
  GString *sentence = g_string_new ("The certificate ");

  for (guint i = 0; i < phrases->len; i++)
    {
      if (i > 0)
        g_string_append (sentence, i + 1 == phrases->len ? " and " : ", ");
      g_string_append (sentence, g_ptr_array_index (phrases, i));
    }
  g_string_append_c (sentence, '.');
  return g_string_free (sentence, FALSE);
}

/* (transfer full) one word, which accounts remember: it never changes its meaning. */
static char *
fault_for (int result)
{
  switch (result)
    {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return g_strdup ("expired");
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return g_strdup ("not-yet-valid");
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return g_strdup ("other-host");
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return g_strdup ("self-signed");
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED:
      return g_strdup ("unknown-issuer");
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
      return g_strdup ("weak");
    default:
      return g_strdup_printf ("x509-%d", result);
    }
}

static gboolean
has_fault (const char *faults, const char *fault)
{
  g_auto (GStrv) words = g_strsplit (faults, ",", -1);

  return g_strv_contains ((const char *const *) words, fault);
}

char *
loft_trust_name_faults (const int *results, guint n_results)
{
  GString *faults = g_string_new (NULL);

  for (guint i = 0; i < n_results; i++)
    {
      g_autofree char *fault = fault_for (results[i]);

      if (!has_fault (faults->str, fault))
        g_string_append_printf (faults, "%s%s", faults->len > 0 ? "," : "", fault);
    }
  return g_string_free (faults, FALSE);
}

gboolean
loft_trust_covers_faults (const char *accepted, const char *found)
{
  g_auto (GStrv) words = g_strsplit (found, ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0' && !has_fault (accepted, words[i]))
      return FALSE;
  return TRUE;
}

static LoftCertificateProblem *
new_problem (X509 *leaf, const char *host, guint16 port, char *reason)
{
  LoftCertificateProblem *problem = g_new0 (LoftCertificateProblem, 1);

  problem->host = g_strdup (host);
  problem->port = port;
  problem->reason = reason;
  problem->fingerprint = leaf != NULL ? fingerprint_of (leaf) : g_strdup ("");
  problem->subject = leaf != NULL ? name_of (X509_get_subject_name (leaf)) : g_strdup ("");
  problem->issuer = leaf != NULL ? name_of (X509_get_issuer_name (leaf)) : g_strdup ("");
  if (leaf != NULL)
    {
      problem->not_before = time_of (X509_get0_notBefore (leaf));
      problem->not_after = time_of (X509_get0_notAfter (leaf));
    }
  return problem;
}

static gboolean
is_accepted_by_person (X509 *leaf, const int *results, guint n_results,
                       const LoftEndpoint *endpoint)
{
  g_autofree char *wanted = loft_trust_normalize_fingerprint (endpoint->trusted_leaf);
  g_autofree char *shown = fingerprint_of (leaf);
  g_autofree char *faults = loft_trust_name_faults (results, n_results);

  return wanted != NULL && strcmp (wanted, shown) == 0 &&
         (endpoint->trusted_faults == NULL ||
          loft_trust_covers_faults (endpoint->trusted_faults, faults));
}

LoftCertificateProblem *
loft_trust_judge (STACK_OF (X509) * chain, const int *results, guint n_results,
                  const LoftEndpoint *endpoint)
{
  X509 *leaf = chain != NULL && sk_X509_num (chain) > 0 ? sk_X509_value (chain, 0) : NULL;

  if (leaf == NULL)
    return new_problem (NULL, endpoint->host, endpoint->port,
                        g_strdup ("The server showed no certificate."));
  if (n_results == 0 || is_accepted_by_person (leaf, results, n_results, endpoint))
    return NULL;
  return new_problem (leaf, endpoint->host, endpoint->port,
                      sentence_for (results, n_results, endpoint->host));
}

static gboolean
is_for (X509 *leaf, const char *host)
{
  return g_hostname_is_ip_address (host) ? X509_check_ip_asc (leaf, host, 0) == 1
                                         : X509_check_host (leaf, host, 0, 0, NULL) == 1;
}

LoftCertificateProblem *
loft_trust_describe_leaf (const guchar *der, gsize length, const char *host, guint16 port)
{
  X509 *leaf = length <= G_MAXLONG ? d2i_X509 (NULL, &der, (long) length) : NULL;
  LoftCertificateProblem *problem;
  int results[4];
  guint n = 0;

  if (leaf == NULL)
    return NULL;
  if (X509_cmp_current_time (X509_get0_notAfter (leaf)) < 0)
    results[n++] = X509_V_ERR_CERT_HAS_EXPIRED;
  if (X509_cmp_current_time (X509_get0_notBefore (leaf)) > 0)
    results[n++] = X509_V_ERR_CERT_NOT_YET_VALID;
  if (!is_for (leaf, host))
    results[n++] = X509_V_ERR_HOSTNAME_MISMATCH;
  if (X509_NAME_cmp (X509_get_subject_name (leaf), X509_get_issuer_name (leaf)) == 0)
    results[n++] = X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT;
  else if (n == 0)
    results[n++] = X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
  problem = new_problem (leaf, host, port, sentence_for (results, n, host));
  X509_free (leaf);
  return problem;
}
