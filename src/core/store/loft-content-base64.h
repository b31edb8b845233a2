/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Attachments travel as base64, which takes a third more and hides from the compressor what they
 * hold. Shrinking stores runs of at least 20 full base64 lines of equal length decoded; restoring
 * gives back the same bytes. Pure; any thread. */

/* (transfer full) (nullable) NULL: no such run, or restoring does not give back the same bytes. */
GByteArray *loft_content_base64_shrink (const guint8 *raw, gsize length);

/* Writes at most capacity bytes to raw. FALSE: not what shrink() makes, or it does not fit. */
gboolean loft_content_base64_restore (const guint8 *data, gsize length, guint8 *raw,
                                      gsize capacity, gsize *raw_length);

G_END_DECLS
