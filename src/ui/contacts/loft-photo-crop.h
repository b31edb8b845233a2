/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A picture of which a square is chosen: by dragging, with the arrow keys, and larger or smaller by a scale.
 * Signal "chosen" (GBytes: a JPEG that every server takes); closing it chooses nothing. Main thread only. */
#define LOFT_TYPE_PHOTO_CROP (loft_photo_crop_get_type ())
G_DECLARE_FINAL_TYPE (LoftPhotoCrop, loft_photo_crop, LOFT, PHOTO_CROP, AdwWindow)

/* picture: kept. */
LoftPhotoCrop *loft_photo_crop_new (GtkWindow *parent, GdkPixbuf *picture);

/* (transfer full) What is in the square now. */
GBytes *loft_photo_crop_make (LoftPhotoCrop *self);

/* Moves the picture by as much of the square's edge; how much larger than to fill it. */
void loft_photo_crop_move (LoftPhotoCrop *self, double x, double y);
void loft_photo_crop_zoom (LoftPhotoCrop *self, double zoom);

G_END_DECLS
