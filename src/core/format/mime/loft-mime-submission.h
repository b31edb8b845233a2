/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-address.h"

G_BEGIN_DECLS

/* What sending must know of a raw message, and change in it. Linear; pure; any thread. */

/* (transfer full) Without the fields that nobody but the writer may read: Bcc, Resent-Bcc (RFC 5322,
 * 3.6.3), LOFT_MIME_REPORT, LOFT_MIME_FORWARDED. The same bytes when there are none. */
GBytes *loft_mime_without_bcc (GBytes *raw);

/* Whether the writer wants to hear from the servers what becomes of it. */
gboolean loft_mime_wants_report (GBytes *raw);

/* What a server must be able to take: SMTPUTF8, 8BITMIME (RFC 6531, 6152). */
gboolean loft_mime_has_utf8_headers (GBytes *raw);
gboolean loft_mime_has_eight_bit_body (GBytes *raw);

/* (transfer full) of LoftAddress: To, Cc and Bcc; of a message that is sent on the Resent- ones. Each
 * address once. LOFT_ERROR_LIMIT rather than a part of them (loft_mime_limits). */
GPtrArray *loft_mime_list_recipients (GBytes *raw, GError **error);

/* (transfer full) of LoftAddress: what the fields of that name hold. */
GPtrArray *loft_mime_list_people (GBytes *raw, const char *field);

/* (transfer full) (nullable) Who sends: Resent-From, Sender, the first of From. */
LoftAddress *loft_mime_find_sender (GBytes *raw);

/* (transfer full) (nullable) Message-ID of the message that it answers (In-Reply-To); *forwarded: (transfer
 * full) (nullable) of the one that it sends on with words of the writer. Of a message that is sent on
 * unchanged, and of what a program answers (RFC 3834), neither. */
char *loft_mime_find_original (GBytes *raw, char **forwarded);

G_END_DECLS
