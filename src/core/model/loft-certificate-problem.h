/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is wrong with a server's certificate, for the person who must decide. Immutable. */
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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftCertificateProblem, loft_certificate_problem_free)

G_END_DECLS
