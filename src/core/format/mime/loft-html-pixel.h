/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether an image is there to be fetched rather than to be seen: at most 3 by 3 pixels, or hidden.
 * Collected from the attributes of one <img>. Linear; pure; any thread. */
typedef struct {
  int width; /* -1 while not known */
  int height;
  gboolean is_hidden;
} LoftHtmlPixel;

#define LOFT_HTML_PIXEL_INIT { -1, -1, FALSE }

void     loft_html_pixel_take_length (int *length, const char *value);
void     loft_html_pixel_take_style  (LoftHtmlPixel *self, const char *css);
gboolean loft_html_pixel_is_tracking (const LoftHtmlPixel *self);

G_END_DECLS
