/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-client-certificate.h"

G_BEGIN_DECLS

/* Where and how a connection is made. No connection can be built without a host name to check
 * the certificate against. */
typedef enum {
  LOFT_ENDPOINT_TLS, /* TLS from the first byte (RFC 8314) */
  LOFT_ENDPOINT_STARTTLS, /* plain first; the protocol calls loft_stream_start_tls () */
  LOFT_ENDPOINT_PLAIN, /* never TLS: the person's explicit choice */
} LoftEndpointSecurity;

/* What an account's setting means. */
LoftEndpointSecurity loft_endpoint_security_of (LoftSecurity security);

/* Whether to compress where the protocol can (COMPRESS=DEFLATE, RFC 4978). */
typedef enum {
  LOFT_ENDPOINT_COMPRESSION_AUTOMATIC, /* unless the server is nearby */
  LOFT_ENDPOINT_COMPRESSION_NEVER,
  LOFT_ENDPOINT_COMPRESSION_ALWAYS,
} LoftEndpointCompression;

typedef struct {
  char *host; /* name or address, never empty */
  guint16 port;
  LoftEndpointSecurity security;
  char *trusted_leaf; /* SHA-256 of a leaf's DER in lower-case hex, or "" */
  char *trusted_faults; /* (nullable) what may be wrong with it (loft-trust.h); NULL at
                                  * first: anything */
  LoftEndpointCompression compression; /* AUTOMATIC at first */
  LoftClientCertificate *client_certificate; /* (nullable) shown to a server that asks; NULL at
                                              * first */
} LoftEndpoint;

LoftEndpoint *loft_endpoint_new (const char *host, guint16 port, LoftEndpointSecurity security,
                                 const char *trusted_leaf);
/* Of its incoming server. */
LoftEndpoint *loft_endpoint_new_for_account (const LoftAccount *account);
LoftEndpoint *loft_endpoint_copy (const LoftEndpoint *self);
void loft_endpoint_free (LoftEndpoint *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftEndpoint, loft_endpoint_free)

G_END_DECLS
