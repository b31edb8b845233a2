/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* SASLprep (RFC 4013) of UTF-8 text: mapped, NFKC, nothing prohibited. (transfer full) NULL when
 * the text is not UTF-8, empty after mapping, or has a prohibited character. The rule on
 * right-to-left text is left out: it would only lock people out, servers compare bytes. Pure. */
char *loft_saslprep (const char *text);

G_END_DECLS
