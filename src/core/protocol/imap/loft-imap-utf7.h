/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Modified UTF-7 for mailbox names (RFC 3501, 5.1.3). Pure; any thread. */

/* (transfer full) UTF-8; NULL when the text is not valid modified UTF-7 (callers then show the
 * raw name made valid). */
char *loft_imap_utf7_decode (const char *mailbox);

/* (transfer full) */
char *loft_imap_utf7_encode (const char *utf8);

G_END_DECLS
