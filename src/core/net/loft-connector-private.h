/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-endpoint.h"

G_BEGIN_DECLS

/* A TCP connection to the endpoint, by way of a proxy where one is set. Blocks until the
 * monotonic time deadline at most. (transfer full); errors as in loft-stream.h. Any thread; runs
 * nothing of the caller's main context. */
GSocketConnection *loft_connector_connect (const LoftEndpoint *endpoint,
                                           gint64              deadline,
                                           GCancellable       *cancellable,
                                           GError            **error);

G_END_DECLS
