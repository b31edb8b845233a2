/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-store.h"
#include "loft-resource-edit.h"

G_BEGIN_DECLS

/* What no server has is kept twice: in store.db, and as a copy in content.db that says where it was, so
 * that the loss of either loses nothing. */

/* In the transaction of an edit, before it is committed: brings the copies of what edits are about up to
 * date, of those that no server has. directory: of the account. Durable when it returns TRUE. */
gboolean loft_resource_copies_write (LoftMailStore *store, const char *directory,
                                     const LoftResourceEdit *edits, guint n, GError **error);

/* Owner, after a repair: makes rows again that have a copy, or copies of rows. *n_restored: grows by rows.
 * Cheap when nothing was lost. */
gboolean loft_resource_copies_settle (LoftAccountStore *self, guint *n_restored, GError **error);

/* Owner: holds every copy against its row, and makes those again that do not fit. */
gboolean loft_resource_copies_check (LoftAccountStore *self, GError **error);

G_END_DECLS
