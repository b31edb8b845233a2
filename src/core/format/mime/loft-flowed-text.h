/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) text/plain; format=flowed (RFC 3676) with its soft line breaks taken out, quote
 * marks kept as "> " in front of each joined line. delsp: the parameter DelSp=yes. Line ends
 * become LF. text must be valid UTF-8. Linear; pure; any thread. */
char *loft_flowed_text_join (const char *text, gboolean delsp);

G_END_DECLS
