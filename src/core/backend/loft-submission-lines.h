/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full) A message as it is handed in, however its lines end: each by CRLF and by nothing else,
 * behind fields (nullable, whole lines). Pure. */
GBytes *loft_submission_lines_end (const char *fields, GBytes *message);

G_END_DECLS
