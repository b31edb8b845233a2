/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-backend.h"
#include "loft-dav-query.h"
#include "loft-dav-collection.h"

G_BEGIN_DECLS

/* (transfer full) n of paths from first on, by one request; by halves and at last one by one where the
 * server stumbles over one of them. */
LoftResourceBatch *loft_dav_backend_multiget (LoftHttpClient *client,
                                              const LoftDavCollection *collection, GPtrArray *paths,
                                              guint first, guint n, GCancellable *cancellable,
                                              GError **error);

G_END_DECLS
