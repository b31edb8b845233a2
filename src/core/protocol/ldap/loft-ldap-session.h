/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-certificate-problem.h"
#include "loft-credentials.h"
#include "loft-endpoint.h"

G_BEGIN_DECLS

/* A connection to an LDAP directory (RFC 4511), by OpenLDAP's library. Calls block, in one thread, until they
 * are cancelled at the latest; after an
 * error of the network or a cancellation the session is of no use any more.
 *
 * TLS is the library's own: the chain, the name and the dates of the certificate are verified against the
 * system's authorities (LOFT_ERROR_UNTRUSTED); one that the person accepted is known by its fingerprint,
 * looked at before anything is said. Why a certificate is bad the library does not tell: it is looked at
 * here (loft_trust_describe_leaf). */
typedef struct _LoftLdapSession LoftLdapSession;

/* Connects, with TLS or StartTLS as the endpoint says, and signs in: with user "" as nobody. user: the name
 * of an entry ("uid=eva,ou=people,dc=example"), or what else the server takes (user@domain). func:
 * (nullable) with user "". problem: (out) (transfer full) (nullable) with LOFT_ERROR_UNTRUSTED.
 * LOFT_ERROR_AUTH, _UNTRUSTED, _OFFLINE, _TEMPORARY, _REFUSED. */
LoftLdapSession *loft_ldap_session_open (const LoftEndpoint *endpoint, const char *user,
                                         LoftCredentialsFunc func, gpointer user_data,
                                         LoftCertificateProblem **problem,
                                         GCancellable *cancellable, GError **error);
void loft_ldap_session_free (LoftLdapSession *self);

/* (transfer full) (nullable) Where the server's entries are (RFC 4512 5.1), for a person who does not say;
 * NULL: it does not tell. */
char *loft_ldap_session_find_base (LoftLdapSession *self, GCancellable *cancellable);

/* (transfer full) of LoftContact: people below base whom filter fits, at most limit; asked for in pages (RFC
 * 2696) where the server has them. *more: there are others. */
GPtrArray *loft_ldap_session_search (LoftLdapSession *self, const char *base, const char *filter,
                                     guint limit, gboolean *more, GCancellable *cancellable,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftLdapSession, loft_ldap_session_free)

G_END_DECLS
