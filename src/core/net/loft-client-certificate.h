/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-credentials.h"

G_BEGIN_DECLS

/* A person's own certificate with its private key, shown to a server that asks for one during the
 * handshake (SASL EXTERNAL, or a gate in front of the server). Immutable, reference counted
 * (atomic). */
typedef struct _LoftClientCertificate LoftClientCertificate;

/* Reads a file of at most 1 MB: PKCS#12, or PEM with certificate, further certificates up to its
 * authority, and key. password (nullable) opens what is encrypted. (transfer full). LOFT_ERROR_AUTH
 * when the password does not fit, or is missing; LOFT_ERROR_REFUSED when the file cannot be read,
 * or holds no certificate with its key. Blocks for the disk. */
LoftClientCertificate *loft_client_certificate_load  (const char *path, const char *password,
                                                      GError **error);

/* The same; func is asked for the password that opens it, and only when there is need of one.
 * May block for as long as func does. */
LoftClientCertificate *loft_client_certificate_load_asking (const char          *path,
                                                            LoftCredentialsFunc  func,
                                                            gpointer             user_data,
                                                            GCancellable        *cancellable,
                                                            GError             **error);

LoftClientCertificate *loft_client_certificate_ref   (LoftClientCertificate *self);
void                   loft_client_certificate_unref (LoftClientCertificate *self);

/* (transfer none) Its subject, for people. */
const char *loft_client_certificate_get_subject (LoftClientCertificate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftClientCertificate, loft_client_certificate_unref)

G_END_DECLS
