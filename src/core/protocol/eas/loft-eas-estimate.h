/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* GetItemEstimate (MS-ASCMD 2.2.1.9): how many changes wait in a collection. Only a guess, and no word about
 * whether the key is good: a server that took it here may refuse it in Sync. Pure; any thread. */

/* filter: FilterType; 0: all. */
LoftWbxmlElement *loft_eas_estimate_request (const char *collection_id, const char *sync_key,
                                             guint filter);

/* n: (out) 0 and more. FALSE with errors of loft-eas-status.h or LOFT_ERROR_PROTOCOL, also for another
 * collection. */
gboolean loft_eas_estimate_reply (const LoftWbxmlElement *root, const char *collection_id, guint *n,
                                  GError **error);

G_END_DECLS
