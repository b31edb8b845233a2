/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-imap-backend.h"
#include "loft-imap-session.h"

G_BEGIN_DECLS

/* What the server said unasked while a folder is being listed. */
typedef struct {
  LoftImapUidSet *vanished; /* (owned) */
  GPtrArray *items;         /* (owned) of LoftRemoteItem: flags */
} LoftImapNews;

struct _LoftImapBackend {
  GObject parent;

  LoftImapSession *session; /* (owned) */
  const LoftSignInMemory *memory; /* (nullable) (borrowed) */
  gpointer user_data;             /* of memory */
  LoftImapNews *news;       /* (nullable) (borrowed) where news go while somebody listens */
  guint32 selected_validity; /* UIDVALIDITY of the mailbox last selected */
};

/* loft_backend_connect (). */
gboolean loft_imap_backend_connect (LoftImapBackend *self, GCancellable *cancellable,
                                    GError **error);

/* SELECTs a mailbox unless it is selected. UIDs of uid_validity (0: none are meant) will be used:
 * LOFT_ERROR_CONFLICT when they name other messages now. */
gboolean loft_imap_backend_ensure_selected (LoftImapBackend *self, const char *mailbox,
                                            guint32 uid_validity, GCancellable *cancellable,
                                            GError **error);

/* The UIDVALIDITY of a token; 0 for none. */
guint32 loft_imap_backend_token_validity (GBytes *token);

/* loft_backend_changes (). */
gboolean loft_imap_backend_changes (LoftBackend *backend, const char *mailbox, GBytes *token,
                                    LoftRemoteIds *known, LoftChangeFunc func, gpointer user_data,
                                    GCancellable *cancellable, GError **error);

LoftRemoteItem *loft_imap_backend_flags_item (const LoftImapFetch *fetch);

G_END_DECLS
