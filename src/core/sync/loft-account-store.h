/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-content-store.h"
#include "loft-mail-store.h"
#include "loft-search-index.h"

G_BEGIN_DECLS

/* The databases in one account's folder, opened together for one thread. */
typedef struct {
  char *directory;
  LoftMailStore *mail;       /* store.db */
  LoftContentStore *content; /* content.db */
  LoftSearchIndex *search;   /* search.db */
} LoftAccountStore;

LoftAccountStore *loft_account_store_open  (const char *directory, LoftDatabaseMode mode,
                                            GError **error);
void              loft_account_store_close (LoftAccountStore *self);

/* Makes the folder (0700) and brings its databases to their newest schema. */
gboolean loft_account_store_prepare (const char *directory, GError **error);

/* Takes what deleted messages left in content.db and search.db, at most limit of them; *more: call
 * again. Owner only. */
gboolean loft_account_store_collect (LoftAccountStore *self, guint limit, gboolean *more,
                                     GError **error);

/* During long work: only what is worth the wait. */
#define LOFT_CHECKPOINT_BUSY ((gsize) 16 * 1024 * 1024)
/* When the work is done: everything, so that what was freed leaves the disk. */
#define LOFT_CHECKPOINT_IDLE ((gsize) 0)

/* Of each database whose write-ahead log is larger than wal_bytes. Owner only. */
gboolean loft_account_store_checkpoint (LoftAccountStore *self, gsize wal_bytes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAccountStore, loft_account_store_close)

G_END_DECLS
