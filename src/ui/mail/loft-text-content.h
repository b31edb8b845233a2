/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The plain text of one message as a GtkTextBuffer: quotes and signature dimmed, links marked,
 * columns in line. The
 * first screens are there at once; what is longer follows in steps short enough that no frame is
 * missed, and goes away in such steps too. Main thread only. */
typedef struct _LoftTextContent LoftTextContent;

/* text: valid UTF-8. */
LoftTextContent *loft_text_content_new  (const char *text, const GdkRGBA *link_color);
void             loft_text_content_free (LoftTextContent *self);

/* (transfer none) */
GtkTextBuffer *loft_text_content_get_buffer (LoftTextContent *self);

/* (transfer none) (nullable) where the link goes that iter is in. */
const char *loft_text_content_link_at (LoftTextContent *self, const GtkTextIter *iter);

G_END_DECLS
