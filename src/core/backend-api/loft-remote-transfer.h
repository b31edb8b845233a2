/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-flags.h"

G_BEGIN_DECLS

/* Messages to bring from one folder of the server to another. */
typedef struct {
  const char *folder_id;
  GBytes *token; /* (nullable) of the folder, under which the ids were told */
  GPtrArray *remote_ids; /* of char* */
  const char *to_id;
} LoftRemoteTransfer;

/* What became of them. */
typedef struct {
  GHashTable *new_ids; /* remote id -> in the target, "" where the server does not tell */
  GHashTable
    *marked; /* set: the server keeps these in the folder, marked as deleted, because it cannot
                        * remove them without removing what others have marked */
} LoftTransferred;

/* A message that the server shall have. */
typedef struct {
  const char *to_id;
  GBytes *raw;
  LoftFlags flags;
  const char *keywords; /* canonical */
  gint64 received; /* 0 unknown */
  GBytes *token; /* (nullable) of that folder */
} LoftRemoteContent;

void loft_transferred_init (LoftTransferred *self);
void loft_transferred_clear (LoftTransferred *self);
void loft_transferred_add (LoftTransferred *self, const char *remote_id,
                           const char *new_id); /* new_id: (nullable) */
void loft_transferred_mark (LoftTransferred *self, const char *remote_id);
/* (transfer none) (nullable) NULL: nothing is known to have been done. */
const char *loft_transferred_find (const LoftTransferred *self, const char *remote_id);
gboolean loft_transferred_is_marked (const LoftTransferred *self, const char *remote_id);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftTransferred, loft_transferred_clear)

G_END_DECLS
