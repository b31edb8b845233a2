/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sign-in-report.h"

LoftSignInReport *
loft_sign_in_report_new (void)
{
  LoftSignInReport *self = g_new0 (LoftSignInReport, 1);

  self->user = g_strdup ("");
  self->mechanism = g_strdup ("");
  self->offered = g_strdup ("");
  return self;
}

LoftSignInReport *
loft_sign_in_report_copy (const LoftSignInReport *self)
{
  LoftSignInReport *copy = g_new0 (LoftSignInReport, 1);

  copy->user = g_strdup (self->user);
  copy->mechanism = g_strdup (self->mechanism);
  copy->offered = g_strdup (self->offered);
  copy->problem = loft_certificate_problem_copy (self->problem);
  return copy;
}

void
loft_sign_in_report_free (LoftSignInReport *self)
{
  if (self == NULL)
    return;
  g_free (self->user);
  g_free (self->mechanism);
  g_free (self->offered);
  loft_certificate_problem_free (self->problem);
  g_free (self);
}
