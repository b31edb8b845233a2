/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-found-account.h"
#include "loft-mail-domain.h"

G_BEGIN_DECLS

/* Loft's own table of providers (providers.ini), read once. Any thread. */

/* (transfer full) (nullable) the provider whose addresses end in this domain. */
LoftFoundAccount *loft_provider_table_find (const LoftMailDomain *domain);

/* (transfer full) (nullable) the provider that takes mail with this host (of an MX record);
 * LOFT_FOUND_BY_MX. */
LoftFoundAccount *loft_provider_table_find_mx (const LoftMailDomain *domain, const char *mx_host);

/* Whether a host is a server of any provider of the table. */
gboolean loft_provider_table_has_host (const char *host);

G_END_DECLS
