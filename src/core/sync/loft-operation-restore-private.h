/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Between what puts operations back from the journal (-restore) and what makes copies (-copy). */

#include "loft-account-store.h"
#include "loft-operation-store.h"

G_BEGIN_DECLS

/* In a transaction: copies of sources (of gint64) in the folder of record, which names them then. */
gboolean loft_operation_restore_copies (LoftAccountStore *store, LoftOperationRecord *record,
                                        GArray *sources, GError **error);

G_END_DECLS
