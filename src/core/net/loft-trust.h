/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is wrong with a certificate, for the person who must decide. */
typedef struct {
  char *host;
  guint16 port;
  char *fingerprint;   /* SHA-256 of the leaf's DER, lower-case hex */
  char *subject;       /* one line each */
  char *issuer;
  gint64 not_before;   /* seconds since the epoch */
  gint64 not_after;
  char *reason;        /* one English sentence: expired, wrong host, unknown issuer … */
} LoftCertificateProblem;

LoftCertificateProblem *loft_certificate_problem_copy (const LoftCertificateProblem *self);
void                    loft_certificate_problem_free (LoftCertificateProblem *self);

/* The accepted form of a fingerprint typed by a person: colons, spaces and upper case allowed.
 * (transfer full) lower-case hex, or NULL when it is not 64 hex digits. */
char *loft_trust_normalize_fingerprint (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftCertificateProblem, loft_certificate_problem_free)

G_END_DECLS
