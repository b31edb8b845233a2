/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-oauth.h"

G_BEGIN_DECLS

/* Larger answers are not read. */
#define LOFT_OAUTH_REPLY_LIMIT (128 * 1024)

/* What a token address answers (RFC 6749, 5). Pure; any thread. status: of HTTP. refresh_token:
 * (nullable) the one to keep when the answer has none.
 *
 * (transfer full) bearer tokens of printable ASCII. Errors: LOFT_ERROR_AUTH (invalid_grant: code or
 * token are over), _REFUSED (another error that it names), _TEMPORARY (busy), _PROTOCOL. */
LoftOauthTokens *loft_oauth_reply_read (guint status, const char *bytes, gsize length,
                                        const char *refresh_token, GError **error);

/* The class of an error that a server names (RFC 6749, 4.1.2.1 and 5.2). */
int loft_oauth_reply_class_of (const char *error_code);

G_END_DECLS
