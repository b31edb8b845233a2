/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-flags.h"
#include "loft-folder.h"
#include "loft-remote-ids.h"

G_BEGIN_DECLS

/* What servers tell sync, the same for all kinds of account. */

/* A folder as the server lists it. */
typedef struct {
  char *remote_id; /* the server's key for it, handed back as it is */
  char *path; /* UTF-8, levels joined with "/"; no two have the same */
  LoftFolderKinds kinds; /* MAIL where nothing else is said */
  gboolean writable; /* what it holds may be changed */
  char *color; /* (nullable) "#rrggbb" */
  LoftFolderRole role; /* the server's word; NONE when it says nothing */
  gboolean selectable;
  gboolean subscribed;
  char *identity; /* (nullable) stays the same when the folder is renamed */
  GBytes *status; /* (nullable) opaque; the same bytes as at the last complete sync mean that
                        * nothing happened in the folder since */
} LoftRemoteFolder;

LoftRemoteFolder *loft_remote_folder_new (const char *remote_id, const char *path);
void loft_remote_folder_free (LoftRemoteFolder *self);

/* A message as the server has it: flags alone for one that is known, everything for a new one. */
typedef struct {
  char *remote_id;
  LoftFlags flags;
  char *keywords; /* canonical; (nullable) NULL of a known one: they stay as they were */
  /* (nullable) Of a known one: which keywords the server knows anything of, NULL for all; others stay as they
   * were. */
  gboolean (*knows_keyword) (const char *keyword);
  LoftFlags untold; /* of a known one: flags that stay as they were */
  gboolean is_new; /* the following are there */
  guint64 size; /* raw bytes */
  gint64 received; /* seconds since the epoch; 0 unknown */
  GBytes *header; /* raw header block */
  char *digest; /* (nullable) of the header: tells it apart whatever its id is (POP3) */
  GBytes *content; /* (nullable) the whole raw message, where it was wished for; never a part */
} LoftRemoteItem;

LoftRemoteItem *loft_remote_item_new (const char *remote_id, LoftFlags flags, const char *keywords);
void loft_remote_item_free (LoftRemoteItem *self);

/* (transfer full) What a known one has now, of what it had before. */
char *loft_remote_item_dup_keywords (const LoftRemoteItem *self, const char *before);

/* A step of loft_backend_changes (), made durable by sync in one transaction before the next one
 * is asked for. Everything in it may come again: it is a statement, not an event. */
typedef struct {
  gboolean reset; /* remote ids told before mean nothing any more (UIDVALIDITY changed) */
  GPtrArray *items; /* of LoftRemoteItem */
  LoftRemoteIds *removed; /* (nullable) these are gone */
  LoftRemoteIds *present; /* (nullable) of the ids known before, all others are gone */
  gboolean unsound; /* with present: ids are missing, repeated or made up, so that nothing
                            * may be deleted by them */
  gboolean complete; /* a last batch without items: everything was told since the reset, what
                            * was not named again is gone */
  GBytes *token_after; /* (nullable) where the next call may go on once this batch is stored */
  guint64 done; /* progress in messages */
  guint64 total;
} LoftChangeBatch;

LoftChangeBatch *loft_change_batch_new (void);
void loft_change_batch_free (LoftChangeBatch *self);
void loft_change_batch_remove (LoftChangeBatch *self, const char *remote_id); /* it is gone */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftRemoteFolder, loft_remote_folder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftRemoteItem, loft_remote_item_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftChangeBatch, loft_change_batch_free)

G_END_DECLS
