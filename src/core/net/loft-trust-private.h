/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <openssl/x509.h>

#include "loft-endpoint.h"
#include "loft-trust.h"

G_BEGIN_DECLS

/* The one place where a certificate is accepted or refused. chain: what the server showed, its
 * leaf first. results: every X509_V_ERR_… that OpenSSL found, the host name's check included;
 * none at all means that all is well. Pure; any thread.
 *
 * (transfer full) NULL when accepted: nothing is wrong, or the leaf is the one that the person
 * has accepted for this endpoint, and no more is wrong with it than then. A leaf with nothing wrong
 * needs no exception, so a server that gets a proper certificate is not held to the old one. */
LoftCertificateProblem *loft_trust_judge (STACK_OF (X509)    *chain,
                                          const int          *results,
                                          guint               n_results,
                                          const LoftEndpoint *endpoint);

/* (transfer full) as in loft-trust.h. */
char *loft_trust_name_faults (const int *results, guint n_results);

G_END_DECLS
