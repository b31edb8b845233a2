/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The subject behind "Re:", "AW: ", "Fwd:", "Re[2]:" and the like, in the languages of well-known
 * clients, any number of them (RFC 5256, 2.1 for the English ones). (transfer none) a place inside
 * subject; all of it when nothing else would be left. Linear time. */
const char *loft_subject_text_without_prefixes (const char *subject);

G_END_DECLS
