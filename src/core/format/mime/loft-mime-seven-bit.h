/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full) A message for a server that takes ASCII only (RFC 6152, 3): bodies that are not
 * become quoted-printable or base64, nothing else changes. Signed parts stay as they are, since a
 * signature is over their encoding, and so does a message that no library may see: the result then
 * still is not ASCII. By GMime; pure; any thread. */
GBytes *loft_mime_to_seven_bit (GBytes *raw);

G_END_DECLS
