/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-resources.h"

G_BEGIN_DECLS

/* Calendars and address books as files. Main thread; what takes time is done elsewhere. */

/* What a file holds by its first line: events or tasks, or contacts; 0: neither. Pure. */
LoftFolderKinds loft_resource_transfer_look (GBytes *file);

typedef struct {
  guint n_imported;
  guint n_known; /* there already, by UID: left as they are */
  guint n_unreadable; /* and what the folder does not take */
  char *trouble; /* the first of them, a sentence; "" for none */
} LoftResourceImport;

void loft_resource_import_free (LoftResourceImport *self);

/* done of total are durable. */
typedef void (*LoftResourceProgressFunc) (guint done, guint total, gpointer user_data);

/* All events, tasks or cards of a file into a folder of that kind, some hundreds at a time: what was taken
 * stays when it is cancelled, and is known when it is begun again. progress: (nullable). */
void loft_resource_import_async (LoftMailAccount *account, const LoftFolder *folder, GBytes *file,
                                 LoftResourceProgressFunc progress, gpointer progress_data,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
/* (transfer full) LOFT_ERROR_PROTOCOL: it is neither; LOFT_ERROR_REFUSED: the folder is read-only or not
 * for this. */
LoftResourceImport *loft_resource_import_finish (GAsyncResult *result, GError **error);

/* All that is shown of a folder in one file: one calendar with each time zone once, or one card after the
 * other. *n_items (out, optional). */
void loft_resource_export_async (LoftMailAccount *account, const LoftFolder *folder,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
/* (transfer full) */
GBytes *loft_resource_export_finish (GAsyncResult *result, guint *n_items, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftResourceImport, loft_resource_import_free)

G_END_DECLS
