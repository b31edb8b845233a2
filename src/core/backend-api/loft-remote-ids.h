/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A set of remote ids of one folder. Ids that are canonical decimal numbers (IMAP UIDs) are held as
 * ranges, so that "1:4294967295" costs nothing; all others as strings. Not thread-safe. */
typedef struct _LoftRemoteIds LoftRemoteIds;

typedef struct {
  guint64 first;
  guint64 last;
} LoftRemoteIdRange;

LoftRemoteIds *loft_remote_ids_new  (void);
LoftRemoteIds *loft_remote_ids_copy (const LoftRemoteIds *self);
void           loft_remote_ids_free (LoftRemoteIds *self);

void     loft_remote_ids_add       (LoftRemoteIds *self, const char *remote_id);
void     loft_remote_ids_add_range (LoftRemoteIds *self, guint64 first, guint64 last);
gboolean loft_remote_ids_contains  (LoftRemoteIds *self, const char *remote_id);
guint64  loft_remote_ids_count     (LoftRemoteIds *self);

typedef void (*LoftRemoteIdsFunc) (const char *remote_id, gpointer user_data);

/* Those that are no numbers, in no order. */
void     loft_remote_ids_foreach_word (const LoftRemoteIds *self, LoftRemoteIdsFunc func,
                                       gpointer user_data);

/* (transfer none) the numeric ids, sorted and merged; valid until the set changes. */
const LoftRemoteIdRange *loft_remote_ids_ranges (LoftRemoteIds *self, guint *n_ranges);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftRemoteIds, loft_remote_ids_free)

G_END_DECLS
