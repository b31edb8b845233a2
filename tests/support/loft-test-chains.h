/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

/* Chains of certificates, good and bad, after the lists of cases that badssl and x509-limbo keep.
 * Each is described by a line of text and made when it is first asked for, below the authority of
 * loft-test-tls.h. A script server shows one by "tls :NAME". */
typedef struct {
  const char *name;
  gboolean good;
  const char *host; /* what the client connects to; all of them are this machine */

  /* From the top, parted by " | ": "ca" or "leaf", then words.
   *   cn=TEXT basic=… ku=… eku=… names=… nc=…   as in openssl's configuration; "-" for none
   *   raw-names=TEXT     one DNS name, byte by byte; "\0" is a NUL; without text: no name at all
   *   days=FIRST..LAST   from today
   *   key=ec, p384, ed25519, rsa2048, rsa1024, rsa512      digest=sha256, sha1, md5
   *   by=stranger, itself    instead of the part before
   *   v1, unknown, critical-unknown, twice-named, bad-signature, other-key
   *   unsent (not shown by the server), with-root, reversed */
  const char *parts;
} LoftTestChain;

const LoftTestChain *loft_test_chains_list (guint *n_chains);

/* (transfer none) (nullable) */
const LoftTestChain *loft_test_chains_find (const char *name);

/* (transfer full) A server's context; max_version: TLS1_2_VERSION …, 0 for no bound. */
SSL_CTX *loft_test_chains_new_server_context (const LoftTestChain *chain, int max_version);

G_END_DECLS
