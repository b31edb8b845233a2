/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-certificate-problem.h"

LoftCertificateProblem *
loft_certificate_problem_copy (const LoftCertificateProblem *self)
{
  LoftCertificateProblem *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  copy->host = g_strdup (self->host);
  copy->fingerprint = g_strdup (self->fingerprint);
  copy->subject = g_strdup (self->subject);
  copy->issuer = g_strdup (self->issuer);
  copy->reason = g_strdup (self->reason);
  return copy;
}

void
loft_certificate_problem_free (LoftCertificateProblem *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_free (self->fingerprint);
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->reason);
  g_free (self);
}
