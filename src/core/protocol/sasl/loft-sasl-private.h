/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-sasl.h"

G_BEGIN_DECLS

/* Tests only: SCRAM's nonce, before loft_sasl_initial (); the examples of the RFCs have fixed
 * ones. */
void loft_sasl_set_nonce_for_test (LoftSasl *self, const char *nonce);

G_END_DECLS
