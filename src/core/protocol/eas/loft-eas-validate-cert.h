/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* ValidateCert (MS-ASCMD 2.2.1.22): whether the organisation takes a certificate for good. Pure; any
 * thread. */

/* certificate, chain: of GBytes (DER); chain: (nullable). revocation: the server looks for revocations. */
LoftWbxmlElement *loft_eas_validate_cert_request (GBytes *certificate, GPtrArray *chain,
                                                  gboolean revocation);

/* TRUE: it is good. FALSE: with LOFT_ERROR_UNTRUSTED and why, other errors of loft-eas-status.h, or
 * LOFT_ERROR_PROTOCOL. */
gboolean loft_eas_validate_cert_reply (const LoftWbxmlElement *root, GError **error);

G_END_DECLS
