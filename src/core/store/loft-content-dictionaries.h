/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the content store only. */

#include "loft-content-dictionary.h"
#include "loft-database-private.h"

G_BEGIN_DECLS

/* The dictionaries in content.db. Each is there twice with its checksum; one sound copy is enough.
 * They are never deleted: what was compressed with one can be read with it alone. */
typedef struct _LoftContentDictionaries LoftContentDictionaries;

/* database: (borrowed) */
LoftContentDictionaries *loft_content_dictionaries_new (LoftDatabase *database);
void loft_content_dictionaries_free (LoftContentDictionaries *self);

/* (transfer none) (nullable) kept once it was read. NULL: no copy of it is sound. */
LoftContentDictionary *loft_content_dictionaries_get (LoftContentDictionaries *self, guint32 id);

/* (transfer full) (nullable) the last that was made, of those that are sound. */
LoftContentDictionary *loft_content_dictionaries_get_newest (LoftContentDictionaries *self);

/* In a transaction: writes what is not there. */
gboolean loft_content_dictionaries_put (LoftContentDictionaries *self,
                                        LoftContentDictionary *dictionary, GError **error);

/* After a rollback: what was read may not be there. */
void loft_content_dictionaries_forget (LoftContentDictionaries *self);

/* (transfer full) the first copy that is not sound, or NULL. */
char *loft_content_dictionaries_check (LoftContentDictionaries *self, GError **error);
/* In a transaction: makes a copy that is not sound again from the other; what has no sound copy
 * goes. Counts what it made. */
gboolean loft_content_dictionaries_mend (LoftContentDictionaries *self, guint *n_mended,
                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftContentDictionaries, loft_content_dictionaries_free)

G_END_DECLS
