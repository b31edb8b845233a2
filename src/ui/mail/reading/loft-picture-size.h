/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Width and height as a picture's first bytes announce them: PNG, GIF, JPEG, WebP, BMP. FALSE for
 * anything else. Looks at a few hundred bytes, in a JPEG at the heads of its segments. Pure. */
gboolean loft_picture_size_read (const guint8 *bytes, gsize length, guint *width, guint *height);

/* What one message may show, in pixels: each takes four bytes once it is decoded. */
#define LOFT_PICTURE_MAX_PIXELS ((guint64) 100 * 1000 * 1000)

/* The pixels of a picture; of one whose kind is not known, a generous guess. */
guint64 loft_picture_size_count (const guint8 *bytes, gsize length);

/* The pixels of all pictures that html has in data: addresses. Linear time. Pure. */
guint64 loft_picture_size_count_html (const char *html);

G_END_DECLS
