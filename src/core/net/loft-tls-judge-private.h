/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <openssl/x509.h>

#include "loft-endpoint.h"
#include "loft-trust.h"

G_BEGIN_DECLS

/* Whether the authorities that the system trusts vouch for a chain: for streams and for https. Any
 * thread. */

/* FALSE: no certificate can be judged. */
gboolean loft_tls_judge_is_ready (void);

/* (transfer full) (nullable) as loft_trust_judge (). chain: what the server showed, its leaf first;
 * not empty. wanted: purpose, host and whatever else is asked of it; a certificate must be as strong
 * as loft-tls-judge.c says besides. faults: (out) (nullable) as loft_trust_name_faults (). */
LoftCertificateProblem *loft_tls_judge (STACK_OF (X509) * chain, const X509_VERIFY_PARAM *wanted,
                                        const LoftEndpoint *endpoint, char **faults);

G_END_DECLS
