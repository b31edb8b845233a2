/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tls-judge-private.h"

#include <openssl/x509_vfy.h>

#include "loft-trust-private.h"

#define MAX_RESULTS 16
/* OpenSSL's level of 112 bits: RSA from 2,048 bits on, neither MD5 nor SHA-1. A distribution's
 * configuration may ask for more, never for less. */
#define AUTH_LEVEL 2

/* ---- authorities -------------------------------------------------------------------------- */

/* A system keeps its authorities in a folder, where one is found by its name, or in one file, which
 * is parsed whole: 140 certificates take half the processor time of a sync with nothing new. So the
 * file is read only for what the folder does not vouch for. Never freed. */
typedef struct {
  X509_STORE *by_name; /* (nullable) */
  X509_STORE *all; /* (nullable) */
} Roots;

static X509_STORE *
open_folder (void)
{
  X509_STORE *roots = X509_STORE_new ();
  X509_LOOKUP *lookup =
    roots != NULL ? X509_STORE_add_lookup (roots, X509_LOOKUP_hash_dir ()) : NULL;

  if (lookup != NULL && X509_LOOKUP_add_dir (lookup, NULL, X509_FILETYPE_DEFAULT) == 1)
    return roots;
  X509_STORE_free (roots);
  return NULL;
}

static X509_STORE *
load_all (void)
{
  X509_STORE *roots = X509_STORE_new ();
  gboolean loaded;

#ifdef LOFT_TEST_HOOKS
  const char *file = g_getenv ("LOFT_TEST_CA_FILE");

  if (file != NULL)
    loaded = X509_STORE_load_file (roots, file) == 1;
  else
#endif
    loaded = X509_STORE_set_default_paths (roots) == 1;
  if (loaded)
    return roots;
  X509_STORE_free (roots);
  return NULL;
}

static X509_STORE *
get_all (void)
{
  static X509_STORE *roots = NULL;
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      roots = load_all ();
      g_once_init_leave (&once, 1);
    }
  return roots;
}

/* (nullable) where there is none, all must be looked at. */
static X509_STORE *
get_folder (void)
{
  static X509_STORE *roots = NULL;
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
#ifdef LOFT_TEST_HOOKS
      if (g_getenv ("LOFT_TEST_CA_FILE") == NULL)
#endif
        roots = open_folder ();
      g_once_init_leave (&once, 1);
    }
  return roots;
}

gboolean
loft_tls_judge_is_ready (void)
{
  return get_folder () != NULL || get_all () != NULL;
}

/* ---- one chain ---------------------------------------------------------------------------- */

typedef struct {
  int results[MAX_RESULTS];
  guint n;
} Results;

static void
add_result (Results *self, int result)
{
  for (guint i = 0; i < self->n; i++)
    if (self->results[i] == result)
      return;
  if (self->n < MAX_RESULTS)
    self->results[self->n++] = result;
}

/* Collects instead of stopping at the first fault: who is asked to accept an expired certificate
 * must also hear that it is for another host. */
static int
collect_result (int ok, X509_STORE_CTX *context)
{
  if (!ok)
    add_result (X509_STORE_CTX_get_app_data (context), X509_STORE_CTX_get_error (context));
  return 1;
}

static gboolean
demand (X509_STORE_CTX *context, const X509_VERIFY_PARAM *wanted)
{
  X509_VERIFY_PARAM *own = X509_STORE_CTX_get0_param (context);

  if (X509_VERIFY_PARAM_set1 (own, wanted) != 1)
    return FALSE;
  X509_VERIFY_PARAM_set_auth_level (own, MAX (X509_VERIFY_PARAM_get_auth_level (own), AUTH_LEVEL));
  return TRUE;
}

static void
verify (X509_STORE_CTX *context, Results *results)
{
  int verified;

  X509_STORE_CTX_set_app_data (context, results);
  X509_STORE_CTX_set_verify_cb (context, collect_result);
  verified = X509_verify_cert (context);
  if (X509_STORE_CTX_get_error (context) != X509_V_OK)
    add_result (results, X509_STORE_CTX_get_error (context));
  else if (verified != 1)
    add_result (results, X509_V_ERR_UNSPECIFIED);
}

static void
verify_by (X509_STORE *roots, STACK_OF (X509) * chain, const X509_VERIFY_PARAM *wanted,
           Results *results)
{
  X509_STORE_CTX *context = X509_STORE_CTX_new ();

  results->n = 0;
  if (context != NULL && roots != NULL && sk_X509_num (chain) > 0 &&
      X509_STORE_CTX_init (context, roots, sk_X509_value (chain, 0), chain) == 1 &&
      demand (context, wanted))
    verify (context, results);
  else
    add_result (results, X509_V_ERR_UNSPECIFIED);
  X509_STORE_CTX_free (context);
}

/* Fewer authorities never make more of a chain good, so what passes by the folder alone would pass
 * by all. */
LoftCertificateProblem *
loft_tls_judge (STACK_OF (X509) * chain, const X509_VERIFY_PARAM *wanted,
                const LoftEndpoint *endpoint, char **faults)
{
  Results results = { .n = 0 };
  LoftCertificateProblem *problem = NULL;
  gboolean is_judged = get_folder () != NULL;

  if (is_judged)
    {
      verify_by (get_folder (), chain, wanted, &results);
      problem = loft_trust_judge (chain, results.results, results.n, endpoint);
    }
  if (!is_judged || problem != NULL)
    {
      loft_certificate_problem_free (problem);
      verify_by (get_all (), chain, wanted, &results);
      problem = loft_trust_judge (chain, results.results, results.n, endpoint);
    }
  if (faults != NULL)
    *faults = loft_trust_name_faults (results.results, results.n);
  return problem;
}
