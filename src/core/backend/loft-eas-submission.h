/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-credentials.h"
#include "loft-sign-in.h"
#include "loft-submission.h"

G_BEGIN_DECLS

/* Sends by SendMail, SmartReply and SmartForward of ActiveSync (MS-ASCMD 2.2.1.17 to 19): the server reads
 * the recipients out of the message, so all of them stand in it, and one that goes to others than it says
 * (redirected) is refused. The server keeps the copy. func, memory: as of loft_eas_backend_new(), borrowed
 * with user_data. */
#define LOFT_TYPE_EAS_SUBMISSION (loft_eas_submission_get_type ())
G_DECLARE_FINAL_TYPE (LoftEasSubmission, loft_eas_submission, LOFT, EAS_SUBMISSION, GObject)

LoftSubmission *loft_eas_submission_new (LoftAccount *account, LoftCredentialsFunc func,
                                         const LoftSignInMemory *memory, gpointer user_data);

G_END_DECLS
