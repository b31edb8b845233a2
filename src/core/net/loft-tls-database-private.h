/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-endpoint.h"
#include "loft-trust.h"

G_BEGIN_DECLS

/* Certificates of https servers, which libsoup reaches by GIO's TLS, judged as those of LoftStream
 * are: by OpenSSL, the system's roots and loft_trust_judge (). GIO alone would accept a subject's
 * common name for a host name. */
#define LOFT_TYPE_TLS_DATABASE (loft_tls_database_get_type ())
G_DECLARE_FINAL_TYPE (LoftTlsDatabase, loft_tls_database, LOFT, TLS_DATABASE, GTlsDatabase)

/* LOFT_ERROR_TEMPORARY when the list of authorities cannot be read. Any thread. */
LoftTlsDatabase *loft_tls_database_new (GError **error);

/* (transfer full) NULL when accepted; see loft_trust_judge (). chain: the leaf, linked to its
 * issuers. Any thread. */
LoftCertificateProblem *loft_tls_database_judge (LoftTlsDatabase *self, GTlsCertificate *chain,
                                                 const LoftEndpoint *endpoint);

G_END_DECLS
