/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-credentials.h"
#include "loft-sign-in.h"
#include "loft-submission.h"

G_BEGIN_DECLS

/* Sends by a submission server (RFC 6409). account: as loft_account_for_outgoing() makes it. func:
 * NULL where nobody signs in; memory: of that server; both borrowed with user_data. */
#define LOFT_TYPE_SMTP_SUBMISSION (loft_smtp_submission_get_type ())
G_DECLARE_FINAL_TYPE (LoftSmtpSubmission, loft_smtp_submission, LOFT, SMTP_SUBMISSION, GObject)

LoftSubmission *loft_smtp_submission_new (LoftAccount *account, LoftCredentialsFunc func,
                                          const LoftSignInMemory *memory, gpointer user_data);

/* For tests: as loft_smtp_session_set_patience(). */
void loft_smtp_submission_set_patience (LoftSmtpSubmission *self, guint seconds, guint dot_seconds);

G_END_DECLS
