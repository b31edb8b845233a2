/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-draft.h"

G_BEGIN_DECLS

/* (transfer full) (nullable) What a mailto: address asks to be written (RFC 6068), NULL when it is
 * none. It comes from strangers: to, cc, bcc, subject, body and in-reply-to are taken and nothing
 * else, above all no attachment; control characters do not reach a field. from is NULL. Addresses
 * that are none stay as they are, to be shown as such. Pure; linear; any thread. */
LoftDraft *loft_mailto_read (const char *uri);

G_END_DECLS
