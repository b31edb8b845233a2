/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-backend.h"
#include "loft-dav-query.h"
#include "loft-dav-collection.h"

G_BEGIN_DECLS

/* The content of many resources of one collection, in batches: while one is stored the next ones are
 * under way, by connections of their own. */

/* Each batch (its resources, removed and failures) in the order of paths; FALSE with error ends it. */
typedef gboolean (*LoftDavFetchFunc) (LoftResourceBatch *batch, guint n_asked, gpointer user_data,
                                      GError **error);

/* paths: of char*. What cannot be had alone is a failure; LOFT_ERROR_GONE: the collection is not there;
 * else the server or the way to it is at fault. */
gboolean loft_dav_backend_fetch (LoftHttpClient *client, const LoftDavCollection *collection,
                                 GPtrArray *paths, LoftDavFetchFunc func, gpointer user_data,
                                 GCancellable *cancellable, GError **error);

/* (transfer full) One. LOFT_ERROR_GONE: it is not there. */
LoftRemoteResource *loft_dav_backend_fetch_one (LoftHttpClient *client,
                                                const LoftDavCollection *collection,
                                                const char *path, GCancellable *cancellable,
                                                GError **error);

G_END_DECLS
