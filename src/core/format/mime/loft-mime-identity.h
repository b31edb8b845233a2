/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What tells a message apart where no server's id does. Pure; any thread; linear time. */

/* (transfer full) 32 hex digits over a header block, the same whether the block was taken from TOP
 * or from the whole message, and whatever the server notes in it by itself (Status, X-UIDL, …).
 * Two deliveries of one message differ by their Received fields. */
char *loft_mime_identity_digest (const char *block, gsize length);

/* When the last server on the way noted that it had the message (the topmost Received field);
 * seconds since the epoch, 0 when it says nothing. */
gint64 loft_mime_identity_received (const char *block, gsize length);

G_END_DECLS
