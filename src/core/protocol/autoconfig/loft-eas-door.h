/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-credentials.h"
#include "loft-found-account.h"
#include "loft-server-guess.h"

G_BEGIN_DECLS

/* Places that tell where a mailbox speaks ActiveSync only to those who sign in (MS-OXDISCO 3.1.5): the usual
 * ones of an Exchange of one's own. They are found first, without the password and without the address; the
 * person sees the host and says yes; then it is asked.
 *
 * A place is a LOFT_FOUND_BY_AUTODISCOVER with one server of LOFT_FOUND_KIND_AUTODISCOVER: host, port, TLS,
 * path, and as its user the mailbox's other name, where the answer of another place gave it one.
 * Its origin is who was asked, in clear text where that begins with "http:". needs_confirmation is always
 * set. Calls block; errors are those of loft-http.h and loft-eas-discovery.h. */

/* Asks, for nothing but a challenge, autodiscover.DOMAIN and DOMAIN by https, the hosts that DNS names
 * (_autodiscover._tcp), and last http://autodiscover.DOMAIN for a redirect to https, the one thing that is
 * taken from it. (transfer full) the first that has a certificate of its own name and wants Basic or
 * Digest. LOFT_ERROR_GONE when there is none, and below a public suffix, where nobody is asked. */
LoftFoundAccount *loft_eas_door_find (const LoftMailDomain *domain,
                                      const LoftAutoconfigPorts *ports, guint seconds,
                                      GCancellable *cancellable, GError **error);

/* Signs in at a place that the person has agreed to. func's credentials go to the origin of door and to
 * nobody else, wherever that sends us. (transfer full) one with a server "eas", to be confirmed where its
 * host is neither the domain's nor the one that was agreed to; or another place, for the person to see.
 * domain: of the address. ports: as in loft_eas_door_find(). */
LoftFoundAccount *loft_eas_door_ask (const LoftFoundServer *door, const LoftMailDomain *domain,
                                     const LoftAutoconfigPorts *ports, LoftCredentialsFunc func,
                                     gpointer user_data, guint seconds, GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
