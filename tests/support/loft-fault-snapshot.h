/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The regular files and folders below a folder, in memory: name below it -> GByteArray; NULL for a
 * folder. What cannot be read or written ends the test program. */

GHashTable *loft_fault_snapshot_new (void);
GHashTable *loft_fault_snapshot_take (const char *folder);

/* The folder has these files and folders then, and no others. */
void loft_fault_snapshot_restore (GHashTable *snapshot, const char *folder);

G_END_DECLS
