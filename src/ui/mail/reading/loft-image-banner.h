/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-message-body.h"

G_BEGIN_DECLS

/* Says that the remote images of a message were not loaded, and lets people load them: once, from
 * this sender or this domain always. Where they load by permission it says nothing.
 *
 * Signal "allowed": they may be loaded now. Main thread only. */
#define LOFT_TYPE_IMAGE_BANNER (loft_image_banner_get_type ())
G_DECLARE_FINAL_TYPE (LoftImageBanner, loft_image_banner, LOFT, IMAGE_BANNER, GtkWidget)

/* body: (nullable) */
void loft_image_banner_set_body (LoftImageBanner *self, LoftMessageBody *body);

/* Whether the images of the body may be loaded. */
gboolean loft_image_banner_get_allowed (LoftImageBanner *self);

/* Whether there is anything to say: it should be hidden otherwise. */
gboolean loft_image_banner_has_something (LoftImageBanner *self);

G_END_DECLS
