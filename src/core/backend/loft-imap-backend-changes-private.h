/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-imap-backend-private.h"

G_BEGIN_DECLS

/* A folder being listed, shared by -changes (the whole) and -new (what is new in it). */
typedef struct _LoftImapChanges LoftImapChanges;

struct _LoftImapChanges {
  LoftImapBackend *self;
  const char *mailbox;
  LoftImapPosition token; /* where the last listing ended */
  LoftImapPosition anchor; /* only the anchor of it: of this listing */
  LoftImapSelected selected;
  gboolean reset;
  LoftImapUidSet *known;  /* (owned) what the store has and the server did not say is gone */
  LoftChangeBatch *batch; /* (owned) (nullable) being filled */
  gsize batch_bytes;      /* of contents in it */
  gboolean told;          /* a batch of items */
  gint64 told_at;         /* monotonic */
  const LoftContentWish *wish; /* (nullable) */
  guint64 done;
  guint64 total;
  LoftChangeFunc func;
  gpointer user_data;
  GCancellable *cancellable;
  GError *error; /* (owned) (nullable) of func, from inside a callback of the session */
};

/* loft-imap-backend-changes.c */

#define LOFT_IMAP_CHANGES_MAX_HEADER (4 * 1024 * 1024)

/* Puts an item (transfer full) into the batch; hands the batch over when it is full. FALSE with
 * changes->error when sync does not want more. */
void     loft_imap_changes_add          (LoftImapChanges *self, LoftRemoteItem *item);
gboolean loft_imap_changes_add_and_tell (LoftImapChanges *self, LoftRemoteItem *item);
gboolean loft_imap_changes_tell_filled  (LoftImapChanges *self, GError **error);

/* The result of a finished call of the session, or the error that sync stopped it with. failure:
 * (transfer full) */
gboolean loft_imap_changes_result (LoftImapChanges *self, gboolean succeeded, GError *failure,
                                   GError **error);

/* loft-imap-backend-new.c: tells all messages of the set as new; it is empty then. */
gboolean loft_imap_changes_tell_new (LoftImapChanges *self, LoftImapUidSet *missing,
                                     GError **error);

G_END_DECLS
