/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <openssl/ssl.h>

#include "loft-endpoint.h"
#include "loft-trust.h"

G_BEGIN_DECLS

/* What OpenSSL needs to know about a connection, and tells about it. Borrowed by the SSL object,
 * which must be freed first. */
typedef struct {
  int fd;                          /* non-blocking */
  int last_errno;                  /* of the last failed system call; 0 for none */
  gboolean ended;                  /* the peer closed its side */
  gboolean judged;                 /* the certificate was looked at and accepted */
  char *faults;                    /* (owned) (nullable) what is wrong with it all the same */
  const LoftEndpoint *endpoint;    /* (borrowed) */
  LoftCertificateProblem *problem; /* (owned) (nullable) why it was refused */
} LoftTlsPeer;

/* (transfer full) An SSL client of the program's one context: TLS 1.2 or later, the peer's
 * certificate verified for endpoint->host by loft_trust_judge () during the handshake. Nothing
 * else makes SSL objects. Fails with LOFT_ERROR_PROTOCOL when the host name cannot be checked. */
SSL *loft_tls_new (LoftTlsPeer *peer, GError **error);

/* The reason of the last failure in this thread, for messages. */
const char *loft_tls_describe_error (void);

G_END_DECLS
