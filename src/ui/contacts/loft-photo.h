/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* Photos of people: pictures that anybody may have sent. JPEG, PNG, the first picture of a GIF and still WebP
 * (where the platform has a loader for it) are decoded, told by their bytes, and none that is larger than
 * LOFT_PHOTO_MAX_SIDE; nothing is fetched from anywhere. */

#define LOFT_PHOTO_MAX_SIDE 4096 /* pixels */

/* (transfer full) (nullable) The middle of the picture as a square of at most edge pixels; NULL: it is none
 * that is shown. Pure; any thread. */
GdkTexture *loft_photo_decode (GBytes *photo, int edge, GCancellable *cancellable);

/* (transfer full) (nullable) The whole of a picture that a person chose, which may be a camera's: its longer
 * side at most that long. Pure; any thread. */
GdkPixbuf *loft_photo_decode_whole (GBytes *file, int longest, GCancellable *cancellable);

/* As loft_photo_decode (), in a thread. A picture that was asked for lately is here at once. Main thread. */
GdkTexture *loft_photo_recall (GBytes *photo, int edge); /* (transfer none) (nullable) */
void loft_photo_load_async (GBytes *photo, int edge, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
GdkTexture *loft_photo_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
