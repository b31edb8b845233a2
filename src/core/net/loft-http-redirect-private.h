/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where requests may go; the rules are in loft-http.h. Pure; any thread. */

/* (transfer full) location (nullable) seen from base (nullable). LOFT_ERROR_PROTOCOL for what is no
 * https address, has user information in it, or is too long. plain: http is one too, unless base is
 * https. */
GUri *loft_http_redirect_resolve (GUri *base, const char *location, gboolean plain,
                                  GError **error);

/* Whether an answer with this status is followed. */
gboolean loft_http_redirect_is_followed (guint status);

/* Of two addresses of web servers. */
gboolean loft_http_redirect_is_same_origin (GUri *a, GUri *b);
int      loft_http_redirect_port_of        (GUri *uri);

G_END_DECLS
