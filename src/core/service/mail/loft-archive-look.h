/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* What a rule would take to the archive now; nothing is changed. Main thread; read elsewhere. */

typedef struct {
  gint64 folder_id;
  char *path;
  char *local_path; /* where it goes with LOFT_ARCHIVE_TO_LOCAL */
  guint n_messages;
  guint64 bytes;
  gint64 oldest;
  gint64 newest;
} LoftArchiveFolder;

typedef struct {
  gint64 before; /* what is dated before this is old */
  guint n_messages;
  guint64 bytes;
  GPtrArray *folders; /* of LoftArchiveFolder: those the rule means, also without old messages */
} LoftArchiveLook;

void loft_archive_look_free (LoftArchiveLook *self);

void loft_archive_look_async (LoftMailAccount *account, const LoftArchiveRule *rule,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);
/* (transfer full) */
LoftArchiveLook *loft_archive_look_finish (LoftMailAccount *account, GAsyncResult *result,
                                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftArchiveLook, loft_archive_look_free)

G_END_DECLS
