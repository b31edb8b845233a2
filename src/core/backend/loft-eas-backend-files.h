/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-backend.h"
#include "loft-remote-resource.h"

G_BEGIN_DECLS

/* Puts the files of an event in, which the server tells by name. What it does not give, or what is too large,
 * stays a name; its etag stays that of the names. FALSE: the server could not be asked. In the backend's
 * thread. */
gboolean loft_eas_backend_fill_files (LoftEasBackend *self, LoftRemoteResource *resource,
                                      GCancellable *cancellable, GError **error);

G_END_DECLS
