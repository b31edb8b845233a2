/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-http-client.h"
#include "loft-sign-in-report.h"
#include "loft-sign-in.h"

G_BEGIN_DECLS

/* https with the server of an account at url, to which its credentials may go. terms (nullable): what is
 * known of it from earlier; else what the account says. func (nullable): nobody signs in. */
LoftHttpClient *loft_http_client_new_for_account (const LoftAccount *account, const char *url,
                                                  const LoftSignInTerms *terms,
                                                  LoftCredentialsFunc func, gpointer user_data,
                                                  GError **error);

/* Notes in report by which scheme self signed in, and (not opened) what is wrong with the certificate. */
void loft_http_client_report (LoftHttpClient *self, gboolean opened, LoftSignInReport *report);

G_END_DECLS
