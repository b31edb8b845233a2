/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-found-account.h"
#include "loft-mail-domain.h"

G_BEGIN_DECLS

/* Asks a host for what it publishes for Outlook, by https and without a password: hosting companies
 * answer that, Exchange itself does not. Blocks for seconds at most.
 *
 * url: the address of autodiscover.xml; another that the answer names is asked instead, three times at
 * most, https only. (transfer full) LOFT_FOUND_BY_AUTODISCOVER; its origin is where the answer came
 * from. Errors of loft_http_send() and loft_autodiscover_file_read(); LOFT_ERROR_GONE for any status
 * but 200. */
LoftFoundAccount *loft_autodiscover_fetch (const char *url, const LoftMailDomain *domain,
                                           guint seconds, GCancellable *cancellable,
                                           GError **error);

G_END_DECLS
