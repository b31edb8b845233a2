/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-test-tls.h"

G_BEGIN_DECLS

/* (transfer none) The authority that Loft is told to trust, and one that nobody knows. */
void loft_test_tls_get_authority (X509 **certificate, EVP_PKEY **key);
void loft_test_tls_get_stranger  (X509 **certificate, EVP_PKEY **key);

G_END_DECLS
