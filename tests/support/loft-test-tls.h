/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

/* A certificate authority and server certificates of a test program, made at the first call and
 * kept until the program ends. */
typedef enum {
  LOFT_TEST_CERTIFICATE_GOOD,           /* localhost, by the test authority */
  LOFT_TEST_CERTIFICATE_WRONG_NAME,     /* elsewhere.test */
  LOFT_TEST_CERTIFICATE_EXPIRED,
  LOFT_TEST_CERTIFICATE_NOT_YET_VALID,
  LOFT_TEST_CERTIFICATE_SELF_SIGNED,    /* localhost */
  LOFT_TEST_CERTIFICATE_UNKNOWN_ISSUER, /* localhost, by an authority nobody knows */
  LOFT_TEST_CERTIFICATE_WRONG_USAGE,    /* localhost, for clients only */
  LOFT_TEST_CERTIFICATE_ADDRESS,        /* 127.0.0.1 and ::1 as addresses, no name */
  LOFT_TEST_CERTIFICATE_COMMON_NAME,    /* localhost in the subject only */
  LOFT_TEST_CERTIFICATE_SITES,          /* localhost, example.test, other.test; a label below those */
  LOFT_TEST_N_CERTIFICATES
} LoftTestCertificate;

/* Makes everything and points LOFT_TEST_CA_FILE at the authority. Call it first in main (): the
 * TLS context of the program reads the variable once, and OpenSSL its configuration, which is made
 * as lax as can be. */
void loft_test_tls_install (void);

/* "good", "wrong-name" …; FALSE for an unknown word. */
gboolean loft_test_tls_parse (const char *word, LoftTestCertificate *certificate);

/* (transfer none) PEM file of the authority; gone when the program ends. */
const char *loft_test_tls_get_ca_file (void);

/* (transfer none) SHA-256 of the certificate's DER in lower-case hex. */
const char *loft_test_tls_get_fingerprint (LoftTestCertificate certificate);

/* (transfer none) */
X509 *loft_test_tls_get_certificate (LoftTestCertificate certificate);

/* (transfer full) with its key, for servers on GIO. */
GTlsCertificate *loft_test_tls_new_gio_certificate (LoftTestCertificate certificate);

/* (transfer full) A server's context; max_version: TLS1_1_VERSION …, 0 for no bound. */
SSL_CTX *loft_test_tls_new_server_context (LoftTestCertificate certificate, int max_version);

G_END_DECLS
