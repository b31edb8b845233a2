/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-found-account.h"

G_BEGIN_DECLS

/* What looking for an address's servers found, in people's words. What others have said of
 * themselves (hosts, names) is shown as plain text only. (transfer full) Any thread. */

/* What is asked: "Settings published by example.org". */
char *loft_found_text_step (LoftFoundBy by, const char *domain);

/* "imap.example.org, port 993, TLS". */
char *loft_found_text_server (const LoftFoundServer *server);

/* Where it comes from: "Published by autoconfig.example.org". */
char *loft_found_text_source (const LoftFoundAccount *found);

/* "Sends by smtp.example.org. Calendars at dav.example.org."; "" for nothing more. */
char *loft_found_text_others (const LoftFoundAccount *found);

/* Why one source knew nothing. */
char *loft_found_text_nothing (LoftFoundBy by, const GError *reason);

/* Of two reasons the one that tells more: TRUE when b does. */
gboolean loft_found_text_is_more (const GError *a, const GError *b);

/* Why the person must agree before the password is sent, and what to look at; "" when nothing
 * speaks against it. */
char *loft_found_text_warning (const LoftFoundAccount *found, const LoftFoundServer *server,
                               const char *domain);

/* The end of a search without a result. foreign: the network answered with certificates of
 * others; unreached: nobody was reached at all. */
char *loft_found_text_end (const char *domain, gboolean foreign, gboolean unreached);

/* What of an address is wrong; NULL when nothing is. */
char *loft_found_text_bad_address (const char *address);

G_END_DECLS
