/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Addresses as servers write them, in one form: the same thing comes as "/a%40b/", "/a@b/", with host and
 * without (RFC 4918, 8.3). Pure; any thread. */

/* (transfer full) (nullable) the path that href (a path or a whole address) names on the server of
 * base: escaped only where it must be, without "." and "..". NULL for one of another server, or none. */
char *loft_dav_href_to_path (const char *base, const char *href);

/* (transfer full) (nullable) the address that href names, seen from base; http or https. */
char *loft_dav_href_to_url (const char *base, const char *href);

/* Whether a path lies directly in a collection's ("/a/" has "/a/b" and "/a/b/", not "/a/b/c"). */
gboolean loft_dav_href_is_member (const char *collection, const char *path);

/* (transfer full) the last level, not escaped any more, valid UTF-8. */
char *loft_dav_href_dup_name (const char *path);

/* (transfer full) a path with name (escaped) behind collection's. */
char *loft_dav_href_append (const char *collection, const char *name);

G_END_DECLS
