/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Quoted-printable (RFC 2045, 6.7) to bytes. Returns how many there are, never more than length; out
 * NULL only counts. What is no valid escape stays as it is; "=" at the very end is dropped. Any
 * thread. */
gsize loft_mime_quoted_decode (const char *body, gsize length, char *out);

G_END_DECLS
