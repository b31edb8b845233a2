/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lines around the beginning of a message in an mbox. Pure. */

/* Whether bytes begin with what could be a header field. */
gboolean loft_mbox_from_is_field (const guint8 *bytes, gsize length);

/* "From ", "From -" and "From somebody" of programs that write no date; line: begins with "From ". */
gboolean loft_mbox_from_is_short (const guint8 *line, gsize length);

G_END_DECLS
