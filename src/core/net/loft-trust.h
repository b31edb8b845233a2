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

G_END_DECLS
