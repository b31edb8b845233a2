/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <ldap.h>

#include "loft-certificate-problem.h"
#include "loft-endpoint.h"

G_BEGIN_DECLS

/* (transfer full) Connects to a directory, with TLS or StartTLS as the endpoint says; nobody is signed
 * in yet. Blocks, until it is cancelled at the latest. problem: (out) (transfer full) (nullable) with
 * LOFT_ERROR_UNTRUSTED. Errors: those of loft_ldap_session_open (). Closed by ldap_unbind_ext (). */
LDAP *loft_ldap_connection_open (const LoftEndpoint *endpoint, LoftCertificateProblem **problem,
                                 GCancellable *cancellable, GError **error);

G_END_DECLS
