/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-certificate-problem.h"

G_BEGIN_DECLS

/* What is wrong with a server's certificate and everything needed to decide. It only shows: the
 * buttons belong to the page or dialog around it. Main thread only. */
#define LOFT_TYPE_CERTIFICATE_VIEW (loft_certificate_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftCertificateView, loft_certificate_view, LOFT, CERTIFICATE_VIEW,
                      GtkWidget)

void loft_certificate_view_set_problem (LoftCertificateView          *self,
                                        const LoftCertificateProblem *problem);

/* (transfer full) pairs of digits in groups, as other programs print it, to be compared. */
char *loft_certificate_view_format_fingerprint (const char *fingerprint);

G_END_DECLS
