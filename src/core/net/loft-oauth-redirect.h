/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The place on this computer to which the browser brings the code (RFC 8252, 7.3): a port of
 * 127.0.0.1 that is open for one sign-in. Any program and any web page here can reach it, so it
 * believes nothing but an answer to the state that we made up. One thread at a time. */
typedef struct _LoftOauthRedirect LoftOauthRedirect;

/* Listens at once. host: as in the redirect address. issuer and names_issuer: as of
 * LoftOauthProvider. */
LoftOauthRedirect *loft_oauth_redirect_new (const char *host, const char *state,
                                            const char *issuer, gboolean names_issuer,
                                            GError **error);

/* (transfer none) "http://127.0.0.1:PORT" */
const char *loft_oauth_redirect_get_url (LoftOauthRedirect *self);

/* Waits for the browser. (transfer full) the code. What is no answer to our state is shown the door
 * and waited on, 50 times. page: HTML that says "you may go back". LOFT_ERROR_REFUSED (the person
 * said no, another issuer answered), _TEMPORARY (nobody came in time), _LIMIT,
 * G_IO_ERROR_CANCELLED. Afterwards nothing listens any more. */
char *loft_oauth_redirect_wait (LoftOauthRedirect *self, const char *page, guint seconds,
                                GCancellable *cancellable, GError **error);

void loft_oauth_redirect_free (LoftOauthRedirect *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftOauthRedirect, loft_oauth_redirect_free)

G_END_DECLS
