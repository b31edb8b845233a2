/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-address.h"

G_BEGIN_DECLS

/* What a person types or pastes where recipients go. Pure; linear; any thread. */

/* (transfer full) of LoftAddress: a list as RFC 5322 has it, but also one address a line, with
 * semicolons or with tabs as they come from tables. What is no address is among them as it was
 * typed, so that it can be shown and mended; see is_address(). No control character is left. */
GPtrArray *loft_recipient_text_read (const char *text);

/* The same, appended to addresses. */
void loft_recipient_text_append (GPtrArray *addresses, const char *text);

/* (transfer full) The form that is read back equal: "Eva Adler <eva@x.org>", quoted where it must. */
char *loft_recipient_text_write (const LoftAddress *address);

/* Whether a message can be sent there; loft_mime_is_address(). */
gboolean loft_recipient_text_is_address (const char *email);

/* Whether two addresses are of the same mailbox, as far as can be told without asking its server:
 * letter case does not count. */
gboolean loft_recipient_text_same (const char *a, const char *b);

/* (transfer none) (nullable) The entry with the same address. */
const LoftAddress *loft_recipient_text_find (GPtrArray *addresses, const char *email);

G_END_DECLS
