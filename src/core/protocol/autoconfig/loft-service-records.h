/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-found-account.h"
#include "loft-mail-domain.h"

G_BEGIN_DECLS

/* What DNS says of a domain's servers, by GResolver. DNS is not signed for us: whoever controls it
 * can name any host, so hosts elsewhere need the person's yes (RFC 6186, 6). Calls block, in a
 * thread of their own; they end early only by cancellable. */

/* (transfer full) LOFT_FOUND_BY_SRV: _imaps, _imap, _pop3s, _pop3, _submissions and _submission
 * (RFC 6186, 8314), _caldavs and _carddavs (RFC 6764). Those without TLS from the first byte are
 * taken for STARTTLS. LOFT_ERROR_GONE when there is no record for reading mail. */
LoftFoundAccount *loft_service_records_find_srv (const LoftMailDomain *domain,
                                                 GCancellable *cancellable, GError **error);

/* (transfer full) LOFT_FOUND_BY_MX: the provider of the table that takes the domain's mail.
 * LOFT_ERROR_GONE when it is none of them. */
LoftFoundAccount *loft_service_records_find_mx (const LoftMailDomain *domain,
                                                GCancellable *cancellable, GError **error);

G_END_DECLS
