/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-certificate-problem.h"

G_BEGIN_DECLS

/* What trying to sign in has shown, whether it succeeded or not. Nothing was kept of it. */
typedef struct {
  char *user;                      /* the name that was accepted; "" for none */
  char *mechanism;                 /* used last; "" for none */
  char *offered;                   /* mechanisms of the server, blanks between; "" unknown */
  LoftCertificateProblem *problem; /* (nullable) why the certificate was refused */
} LoftSignInReport;

LoftSignInReport *loft_sign_in_report_new  (void);
LoftSignInReport *loft_sign_in_report_copy (const LoftSignInReport *self);
void              loft_sign_in_report_free (LoftSignInReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSignInReport, loft_sign_in_report_free)

G_END_DECLS
