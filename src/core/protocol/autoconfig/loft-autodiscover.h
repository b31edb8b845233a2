/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-found-account.h"
#include "loft-mail-domain.h"

G_BEGIN_DECLS

/* Asks a host for what it publishes for Outlook, by https and without a password: hosting companies
 * answer that, Exchange itself does not. Blocks for seconds at most.
 *
 * url: the address of autodiscover.xml; another that the answer names is asked instead, https only,
 * and when it names the mailbox by another address, that one's autodiscover.DOMAIN and DOMAIN are asked
 * for it at port (443 outside tests): three times of either at most. (transfer full)
 * LOFT_FOUND_BY_AUTODISCOVER; its origin is where the answer came from, its users are that other
 * address where nothing else is said. Errors of loft_http_send() and loft_autodiscover_file_read();
 * LOFT_ERROR_GONE for any status but 200, LOFT_ERROR_LIMIT for who is sent about too often. */
LoftFoundAccount *loft_autodiscover_fetch (const char *url, const LoftMailDomain *domain,
                                           guint16 port, guint seconds, GCancellable *cancellable,
                                           GError **error);

G_END_DECLS
