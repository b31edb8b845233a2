/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-found-account.h"
#include "loft-server-guess.h"

G_BEGIN_DECLS

/* The servers of an address, from the address alone. No password is known here, so none can leak.
 *
 *   1. Loft's own table. Where the domain is in it, nobody else is asked.
 *   2. At once: the domain's settings file, by https only, from autoconfig.DOMAIN and from
 *      DOMAIN/.well-known; DNS service records; the host that takes the domain's mail.
 *   3. Only if none of those knows where mail is read, at once: what autodiscover.DOMAIN and DOMAIN
 *      publish for Outlook, and autodiscover.DOMAIN for ActiveSync, by https and without a password, and
 *      where that is told to those who sign in (loft-eas-door.h); the usual names.
 *
 * The whole address is told to the domain itself only (it may need it for the user's name); DNS and
 * guessing tell the domain. A domain that is a public suffix is looked up in DNS and in the table
 * only: autoconfig.co.uk is a stranger. */

/* Called as each source has answered. found: (borrowed) (nullable) NULL with a reason. */
typedef void (*LoftAutoconfigFunc) (LoftFoundBy by, LoftFoundAccount *found, const GError *reason,
                                    gpointer user_data);

/* (transfer full) of LoftFoundAccount, most trusted first, confirmation judged; empty when nobody
 * knows. Blocks for seconds at most (each of 2 and 3; func runs in this thread). NULL with
 * LOFT_ERROR_REFUSED for what is no address, or G_IO_ERROR_CANCELLED. ports: (nullable) for
 * tests. */
GPtrArray *loft_autoconfig_find (const char *address, guint seconds,
                                 const LoftAutoconfigPorts *ports, LoftAutoconfigFunc func,
                                 gpointer user_data, GCancellable *cancellable, GError **error);

G_END_DECLS
