/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gmime/gmime.h>

G_BEGIN_DECLS

/* What all users of GMime need. Any thread. */

/* Before anything else of it; again it does nothing. */
void loft_mime_library_start (void);

/* (transfer full) With CRLF. */
GBytes *loft_mime_library_write (GMimeMessage *message);

G_END_DECLS
