/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-odd-link.h"

G_BEGIN_DECLS

/* Compares where a link leads with what it shows. Linear; pure; any thread. */

/* (transfer full) (nullable) NULL when nothing is odd. href: complete; text: what stands between
 * <a> and </a>, entities decoded; its first 300 bytes count. Both valid UTF-8. */
LoftOddLink *loft_html_link_judge (const char *href, const char *text);

/* (transfer full) The same for all ways to write one address, as a web engine may do it. */
char *loft_html_link_key (const char *uri);

G_END_DECLS
