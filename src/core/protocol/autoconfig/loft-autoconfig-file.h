/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-found-account.h"
#include "loft-mail-domain.h"

G_BEGIN_DECLS

/* Larger files are not fetched. */
#define LOFT_AUTOCONFIG_FILE_LIMIT (256 * 1024)

/* The settings file that a domain publishes (clientConfig 1.1, draft-ietf-mailmaint-autoconfig).
 * Pure; any thread. origin: its URL.
 *
 * (transfer full) LOFT_FOUND_BY_AUTOCONFIG with the IMAP, POP3, SMTP, CalDAV and CardDAV servers
 * that make sense, in the file's order; confirmation is not judged here. LOFT_ERROR_LIMIT for a
 * file that is too large or too deep, LOFT_ERROR_PROTOCOL for what is no such file (a web page, a
 * document type, entities) or names no server. */
LoftFoundAccount *loft_autoconfig_file_read (const char *bytes, gsize length,
                                             const LoftMailDomain *domain, const char *origin,
                                             GError **error);

G_END_DECLS
