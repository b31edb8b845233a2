/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-flags.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The fields in which programs that keep mail in files write down what they know of a message: Status,
 * X-Status (mbox of Unix), X-Keywords, X-Mozilla-Status, X-Mozilla-Status2, X-Mozilla-Keys,
 * Content-Length and the like. They are no part of the message. Pure. */

/* What they say; keywords: (transfer full) canonical. FALSE: there are none of them that speak of flags. */
gboolean loft_mailbox_fields_read (GBytes *raw, LoftFlags *flags, char **keywords);

/* (transfer full) SHA-256 in hex of a message without them, however its lines end: the same for a message
 * wherever it was kept. */
char *loft_mailbox_fields_identity (GBytes *raw);

/* (transfer full) lines that end with CRLF, whatever they ended with. */
GBytes *loft_mailbox_fields_canonical (GBytes *raw);

/* Whether the field of this line ("Name: value") is one of them. */
gboolean loft_mailbox_fields_is_one (const char *line, gsize length);

/* Whether its value is a word for flags: Status, X-Status, X-Keywords. */
gboolean loft_mailbox_fields_is_unix (const char *line, gsize length);

G_END_DECLS
