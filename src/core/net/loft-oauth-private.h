/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-oauth.h"

G_BEGIN_DECLS

/* Posts a form to the token address and reads the answer. form: (borrowed) wiped by nobody but the
 * caller. refresh_token: (nullable) kept where the answer has none. */
LoftOauthTokens *loft_oauth_request_tokens (const LoftOauthProvider *provider, const char *form,
                                            const char *refresh_token, GCancellable *cancellable,
                                            GError **error);

/* Adds "&name=value" (or "name=value" at first), percent-encoded. */
void loft_oauth_append_parameter (GString *form, const char *name, const char *value);

G_END_DECLS
