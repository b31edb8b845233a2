/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <openssl/ssl.h>

#include "loft-client-certificate.h"

G_BEGIN_DECLS

/* To be shown by this connection. self: (nullable) */
gboolean loft_client_certificate_use (LoftClientCertificate *self, SSL *ssl, GError **error);

G_END_DECLS
