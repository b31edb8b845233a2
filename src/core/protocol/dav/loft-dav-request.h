/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-dav-element.h"
#include "loft-folder.h"

G_BEGIN_DECLS

/* The bodies of requests. Pure; any thread. All (transfer full). */

typedef struct {
  const char *space;
  const char *name;
} LoftDavName;

/* PROPFIND (RFC 4918, 9.1): which properties are asked for; the last has name NULL. */
GBytes *loft_dav_request_propfind (const LoftDavName *names);

/* REPORT: what changed since token ("": everything) (RFC 6578). */
GBytes *loft_dav_request_sync_collection (const char *token);

/* REPORT: the content of calendar objects (RFC 4791, 7.9) or cards (RFC 6352, 8.7). paths: of char*.
 * version: (nullable) of vCard, as the server keeps it when NULL. */
GBytes *loft_dav_request_multiget (gboolean contacts, GPtrArray *paths, guint first, guint n,
                                   const char *version);

/* MKCALENDAR (RFC 4791, 5.3.1), or an extended MKCOL (RFC 5689) for contacts. color: "#rrggbb", or
 * "". */
GBytes *loft_dav_request_make_collection (LoftFolderKinds kinds, const char *name,
                                          const char *color);

/* PROPPATCH of one property. */
GBytes *loft_dav_request_set_property (const char *space, const char *name, const char *value);

/* (transfer full) "#rrggbb" as Apple's clients write colours, with an alpha of one. */
char *loft_dav_request_dup_color (const char *color);

G_END_DECLS
