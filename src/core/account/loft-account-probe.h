/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"
#include "loft-credentials.h"
#include "loft-sign-in-report.h"
#include "loft-sign-in.h"

G_BEGIN_DECLS

/* Signs in to an account's server and leaves again; nothing is stored, nothing is learnt for later.
 * Blocks; workers only. func brings the credentials, of which the user's name is replaced by the
 * account's, or, where the account has none, by its address and then, if that is refused, by the
 * part of it before the @. Never more than these two tries: servers lock accounts.
 *
 * terms: (nullable) what is known of the server. report is filled whatever happens. Errors: as of
 * the session, LOFT_ERROR_AUTH when all names were refused, LOFT_ERROR_REFUSED for a kind of
 * account that this version does not know. */
gboolean loft_account_probe (LoftAccount *account, const LoftSignInTerms *terms,
                             LoftCredentialsFunc func, gpointer user_data,
                             LoftSignInReport *report, GCancellable *cancellable, GError **error);

/* The same of the server that the account sends by; one name only, and no message is sent. TRUE also
 * where nobody signs in there and the server answers. LOFT_ERROR_REFUSED when none is known. terms are
 * those of that server. */
gboolean loft_account_probe_outgoing (LoftAccount *account, const LoftSignInTerms *terms,
                                      LoftCredentialsFunc func, gpointer user_data,
                                      LoftSignInReport *report, GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
