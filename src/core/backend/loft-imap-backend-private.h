/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-imap-backend-position.h"
#include "loft-imap-backend.h"
#include "loft-imap-session.h"

G_BEGIN_DECLS

/* What the server said unasked while a folder is being listed. */
typedef struct {
  LoftImapUidSet *vanished; /* (owned) */
  GPtrArray *items;         /* (owned) of LoftRemoteItem: flags */
  gsize bytes;              /* about what both take */
  gboolean overflowed;      /* there was more than anybody can keep: nothing is known */
} LoftImapNews;

struct _LoftImapBackend {
  GObject parent;

  LoftImapSession *session; /* (owned) */
  char *told_alert;         /* (owned) (nullable) */
  const LoftSignInMemory *memory; /* (nullable) (borrowed) */
  gpointer user_data;             /* of memory */
  LoftImapNews *news;       /* (nullable) (borrowed) where news go while somebody listens */
  guint32 selected_validity; /* UIDVALIDITY of the mailbox last selected */
  guint32 selected_uid_next; /* UIDNEXT of it; 0 unknown */
  gboolean verified;         /* its UIDs were found to name what they named before */
};

/* loft_backend_connect (). */
gboolean loft_imap_backend_connect (LoftImapBackend *self, GCancellable *cancellable,
                                    GError **error);

/* SELECTs a mailbox unless it is selected. UIDs that were told under token (nullable: none are
 * meant) will be used: LOFT_ERROR_CONFLICT when they name other messages now. */
gboolean loft_imap_backend_ensure_selected (LoftImapBackend *self, const char *mailbox,
                                            GBytes *token, GCancellable *cancellable,
                                            GError **error);

/* To be called after each SELECT. */
void loft_imap_backend_note_selected (LoftImapBackend *self, const LoftImapSelected *selected);

/* *date: INTERNALDATE, or NO_DATE for a message that is not there or has none. */
#define LOFT_IMAP_BACKEND_NO_DATE G_MININT64
gboolean loft_imap_backend_fetch_date (LoftImapBackend *self, guint32 uid, gint64 *date,
                                       GCancellable *cancellable, GError **error);

/* Whether UIDs of the selected mailbox name other messages than at position although UIDVALIDITY is
 * the same: a server that was set back to a backup gives UIDs a second time. *anchored: the
 * position's anchor is still there, and the same message. */
gboolean loft_imap_backend_check_reused (LoftImapBackend *self, const LoftImapPosition *position,
                                         gboolean *reused, gboolean *anchored,
                                         GCancellable *cancellable, GError **error);

/* loft_backend_changes (). */
gboolean loft_imap_backend_changes (LoftBackend *backend, const char *mailbox, GBytes *token,
                                    LoftRemoteIds *known, const LoftContentWish *wish,
                                    LoftChangeFunc func, gpointer user_data,
                                    GCancellable *cancellable, GError **error);

/* loft_backend_search (). */
GPtrArray *loft_imap_backend_search (LoftBackend *backend, const char *mailbox, GBytes *token,
                                     const LoftSearchQuery *query, guint limit,
                                     GCancellable *cancellable, GError **error);

/* loft_backend_get_position () … loft_backend_append (). */
gboolean   loft_imap_backend_get_position (LoftBackend *backend, const char *mailbox,
                                           GBytes *token, GBytes **position,
                                           GCancellable *cancellable, GError **error);
GPtrArray *loft_imap_backend_list_since   (LoftBackend *backend, const char *mailbox,
                                           GBytes *position, GCancellable *cancellable,
                                           GError **error);
gboolean   loft_imap_backend_find_present (LoftBackend *backend, const char *mailbox,
                                           GBytes *token, GPtrArray *remote_ids,
                                           LoftRemoteIds *present, GCancellable *cancellable,
                                           GError **error);
gboolean   loft_imap_backend_move         (LoftBackend *backend,
                                           const LoftRemoteTransfer *transfer,
                                           LoftTransferred *transferred,
                                           GCancellable *cancellable, GError **error);
gboolean   loft_imap_backend_copy         (LoftBackend *backend,
                                           const LoftRemoteTransfer *transfer,
                                           LoftTransferred *transferred,
                                           GCancellable *cancellable, GError **error);
gboolean   loft_imap_backend_expunge      (LoftBackend *backend, const char *mailbox,
                                           GBytes *token, GPtrArray *remote_ids,
                                           LoftTransferred *transferred,
                                           GCancellable *cancellable, GError **error);
gboolean   loft_imap_backend_append       (LoftBackend *backend, const LoftRemoteContent *content,
                                           char **remote_id, GCancellable *cancellable,
                                           GError **error);

/* loft_backend_create_folder () … loft_backend_subscribe_folder (). */
gboolean loft_imap_backend_create_folder    (LoftBackend *backend, const char *parent_id,
                                             const char *name, LoftFolderRole role,
                                             char **folder_id, GCancellable *cancellable,
                                             GError **error);
gboolean loft_imap_backend_rename_folder    (LoftBackend *backend, const char *folder_id,
                                             const char *parent_id, const char *name,
                                             char **new_id, GCancellable *cancellable,
                                             GError **error);
gboolean loft_imap_backend_delete_folder    (LoftBackend *backend, const char *folder_id,
                                             GCancellable *cancellable, GError **error);
gboolean loft_imap_backend_subscribe_folder (LoftBackend *backend, const char *folder_id,
                                             gboolean subscribed, GCancellable *cancellable,
                                             GError **error);

LoftImapUidSet *loft_imap_backend_uids_of (GPtrArray *remote_ids);

LoftRemoteItem *loft_imap_backend_flags_item (const LoftImapFetch *fetch);

G_END_DECLS
