/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-certificate-problem.h" /* in model/, with its copy and free */

G_BEGIN_DECLS

/* The accepted form of a fingerprint typed by a person: colons, spaces and upper case allowed.
 * (transfer full) lower-case hex, or NULL when it is not 64 hex digits. */
char *loft_trust_normalize_fingerprint (const char *text);

/* What is wrong with a certificate, in words that stay the same: "expired,other-host", or "" for
 * nothing. Whether everything in found was known when a person accepted. */
gboolean loft_trust_covers_faults (const char *accepted, const char *found);

/* (transfer full) (nullable) The problem of a certificate that another library does not take and says no more
 * of: what can be seen without its chain is named (dates, name, who signed it), else that its issuer is not
 * known. der: the leaf. NULL: these bytes are no certificate. */
LoftCertificateProblem *loft_trust_describe_leaf (const guchar *der, gsize length, const char *host,
                                                  guint16 port);

G_END_DECLS
