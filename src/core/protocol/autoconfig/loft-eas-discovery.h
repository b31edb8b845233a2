/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-autodiscover.h"
#include "loft-found-account.h"
#include "loft-http-client.h"
#include "loft-server-guess.h"

G_BEGIN_DECLS

/* Finds the server of ActiveSync of an address. Calls block; they end early by cancellable. Errors: those of
 * loft-http.h and loft-eas-autodiscover.h; LOFT_ERROR_GONE when nobody knows. */

/* Without a password: asks the domain's own autodiscover host by JSON, then those below the domain that DNS
 * names (_autodiscover._tcp), and follows it only by https.
 * (transfer full) LOFT_FOUND_BY_AUTODISCOVER with one server "eas": host, port, TLS, path; needs_confirmation
 * judged: a host that is not below the domain, or was named by another one, has to be shown first. Below a
 * public suffix nobody is asked. ports: (nullable) for tests. */
LoftFoundAccount *loft_eas_discovery_find (const LoftMailDomain *domain,
                                           const LoftAutoconfigPorts *ports, guint seconds,
                                           GCancellable *cancellable, GError **error);

/* With the person's sign-in: posts to one place, of loft_eas_autodiscover_list_xml_places() or one that was
 * redirected to. Credentials go to the origins that the client allows and nowhere else.
 *
 * (transfer full) as above; or NULL without an error and where to go on: elsewhere, an https URL to ask
 * next, which is to be allowed by the caller once the person has seen its host; or address, the mailbox by
 * its other name, whose own places are to be asked. Both (out) (transfer full) (nullable). The caller counts
 * how often. */
LoftFoundAccount *loft_eas_discovery_ask (LoftHttpClient *client, const char *place,
                                          const LoftMailDomain *domain, guint seconds,
                                          char **elsewhere, char **address,
                                          GCancellable *cancellable, GError **error);

G_END_DECLS
