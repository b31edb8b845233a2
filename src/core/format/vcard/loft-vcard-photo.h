/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-vcard-line.h"

G_BEGIN_DECLS

/* The picture of a PHOTO line: base64, data: or an address. Both stay untouched where it is no
 * picture, or too large. */
void loft_vcard_photo_read (const LoftVcardLine *line, GBytes **photo, char **uri);

/* (nullable) "jpeg", "png", "gif", "webp" by the first bytes; NULL: nothing that is shown. */
const char *loft_vcard_photo_kind (gconstpointer bytes, gsize length);

/* (transfer full) photo or, where it is NULL, uri. */
LoftContentProperty *loft_vcard_photo_new (GBytes *photo, const char *uri, guint version);

G_END_DECLS
