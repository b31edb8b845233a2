/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-draft.h"

G_BEGIN_DECLS

/* A draft as a message on the wire (RFC 5322, 2045 to 2049, 2183, 2231, 2387, 3676, 6532), CRLF.
 * By GMime: what others read is best written by what others use. Pure; any thread. */
typedef enum {
  LOFT_MIME_WRITE_BCC = 1 << 0, /* for Sent, drafts and the outbox; never for the wire */
  LOFT_MIME_WRITE_UNFINISHED = 1 << 1, /* drafts: what is no address is kept in a field of our own,
                                        * which loft_draft_read() understands, and never refused */
} LoftMimeWriteFlags;

#define LOFT_MIME_UNFINISHED "X-Loft-Unfinished" /* "to; what was typed" */

/* Beside Bcc: servers are asked for reports by the envelope; see loft_mime_wants_report(). */
#define LOFT_MIME_REPORT "X-Loft-Delivery-Report"

/* Beside Bcc: the Message-ID of what is sent on, which tells strangers who else wrote what. */
#define LOFT_MIME_FORWARDED "X-Loft-Forwarded"

/* (transfer full) LOFT_ERROR_REFUSED names an address that is none. Control characters in names,
 * subject and file names become blanks, so no field can hold another. An address that is not ASCII
 * stands as it is: loft_mime_needs_utf8(). */
GBytes *loft_mime_write (const LoftDraft *draft, LoftMimeWriteFlags flags, GError **error);

/* Whether a server must know SMTPUTF8 (RFC 6531) to take it. */
gboolean loft_mime_needs_utf8 (const LoftDraft *draft);

/* FALSE for what cannot be the address of a mailbox: no or several @, blanks, controls, brackets,
 * an empty side, more than 254 bytes. A quoted local part may hold blanks. */
gboolean loft_mime_is_address (const char *email);

G_END_DECLS
