/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-backend.h"
#include "loft-eas-client.h"
#include "loft-eas-folders.h"
#include "loft-eas-mapping.h"
#include "loft-eas-sync.h"
#include "loft-policy.h"

G_BEGIN_DECLS

/* Each message comes with so much of its MIME that most headers are whole; where content is wished for, with
 * so much that most messages are. */
#define LOFT_EAS_HEADER_SIZE  (8 * 1024)
#define LOFT_EAS_CONTENT_SIZE (64 * 1024)

struct _LoftEasBackend {
  GObject parent;

  LoftAccount *account;
  LoftCredentialsFunc func;
  const LoftSignInMemory *memory; /* (nullable) */
  gpointer user_data;
  LoftEasClient *client; /* (nullable) until connect () */
  GHashTable *folders; /* id -> LoftEasFolder, of the last listing */
  char *folder_key; /* (nullable) until the first listing */
  GHashTable *places; /* id -> where its changes go on, as far as this backend moved it */
  GHashTable *looked_for; /* uids of invitations that were answered before the server told them */
  GHashTable *ahead; /* id -> what was told of the folder before it was asked for */
  guint n_ahead_failed; /* times in a row that nothing came of asking for several folders */
  LoftCertificateProblem *problem; /* (nullable) */
  guint heartbeat; /* seconds that the server waits at once */
  gboolean elsewhere; /* the last watch ended for another folder */
  GMutex lock; /* of waiting */
  GCancellable *waiting; /* (nullable) of the watch that runs */
  gboolean woken; /* the watch that runs, or else the next one, ends at once */
};

/* All in the backend's thread. */

/* How its items are mapped. Valid while self is not changed. */
LoftEasMapping loft_eas_backend_get_mapping (LoftEasBackend *self);
/* The same with the zone of this computer, in which the days of flags begin. */
LoftEasMapping loft_eas_backend_get_mail_mapping (LoftEasBackend *self);

/* (transfer none) The folder as it was listed last; it is listed when it never was. LOFT_ERROR_GONE. */
const LoftEasFolder *loft_eas_backend_find (LoftEasBackend *self, const char *folder_id,
                                            GCancellable *cancellable, GError **error);
LoftFolderKinds loft_eas_backend_kinds_of (const LoftEasFolder *folder);

/* What was listed last, by this connection or one before it. */
void loft_eas_backend_know_folders (LoftEasBackend *self);

/* Brings the folders up to date. */
gboolean loft_eas_backend_list (LoftEasBackend *self, GCancellable *cancellable, GError **error);

/* ---- tokens (loft-eas-backend-places.c) --------------------------------------------------- */

/* (transfer full) The key that follows token (nullable), what was written since included. */
char *loft_eas_backend_dup_key (LoftEasBackend *self, const char *folder_id, GBytes *token);
/* What was asked under token led to key. */
void loft_eas_backend_move_on (LoftEasBackend *self, const char *folder_id, GBytes *token,
                               const char *key);
/* (transfer full) */
GBytes *loft_eas_backend_new_token (const char *key);
/* The folder is asked by another token from now on. */
void loft_eas_backend_forget_place (LoftEasBackend *self, const char *folder_id);
GHashTable *loft_eas_backend_new_places (void);
gboolean loft_eas_backend_take_token (LoftBackend *backend, char **folder_id, GBytes **token);

/* ---- one Sync (loft-eas-backend-sync.c) --------------------------------------------------- */

/* One request about a folder; asked once more where the server says that its folders have changed, but this
 * one is there. func (nullable): what comes, as of loft_wbxml_reader_new(); LOFT_ERROR_CONFLICT: the key
 * means nothing any more; LOFT_ERROR_GONE: the folder is not there. */
gboolean loft_eas_backend_sync (LoftEasBackend *self, const char *folder_id,
                                const LoftWbxmlElement *request, LoftWbxmlElementFunc func,
                                gpointer user_data, LoftEasSyncReply *reply,
                                GCancellable *cancellable, GError **error);

/* ---- several folders in one Sync (loft-eas-backend-ahead.c) ------------------------------- */

GHashTable *loft_eas_backend_new_ahead (void);
void loft_eas_backend_look_ahead (LoftBackend *backend, const LoftFolderQuestion *questions,
                                  guint n, GCancellable *cancellable);
/* What was told before of the changes since key: func gets it, as of sync (), but without ancestors. FALSE:
 * nothing was. */
gboolean loft_eas_backend_take_ahead (LoftEasBackend *self, const char *folder_id, const char *key,
                                      LoftWbxmlElementFunc func, gpointer user_data,
                                      LoftEasSyncReply *reply);
/* Something was written, or time went by. */
void loft_eas_backend_forget_ahead (LoftEasBackend *self);

/* How a folder's changes are asked for, and who takes them. */
typedef struct {
  guint window; /* items in one answer */
  guint body_type; /* as in LoftEasSyncWish */
  guint body_size;
  void (*begin) (gpointer user_data); /* before each answer */
  /* What comes in it. data: (nullable) NULL: it is gone. is_add: data is all of it. */
  void (*take) (const char *id, const LoftWbxmlElement *data, gboolean is_add, gpointer user_data);
  /* Behind each answer. token: (nullable) by which changes go on once all so far is stored; present:
   * (transfer full) (nullable) of what the store has, all else is gone; total: how many items there are, as
   * the server guesses; 0: it was not asked. */
  gboolean (*tell) (GBytes *token, LoftRemoteIds *present, guint64 total, gpointer user_data,
                    GError **error);
} LoftEasListing;

/* All that happened since token (nullable: everything; so where it means nothing any more). has_known: the
 * store has something of the folder; while all of it is listed again the token waits for the end, since only
 * then it is known what is gone. */
gboolean loft_eas_backend_list_changes (LoftEasBackend *self, const char *folder_id, GBytes *token,
                                        gboolean has_known, const LoftEasListing *listing,
                                        gpointer user_data, GCancellable *cancellable,
                                        GError **error);

/* (transfer full) (nullable) A request that takes commands, under the key that follows token. *collection:
 * (transfer none). LOFT_ERROR_CONFLICT: the folder was never listed. */
LoftWbxmlElement *loft_eas_backend_begin_commands (LoftEasBackend *self, const char *folder_id,
                                                   GBytes *token, LoftWbxmlElement **collection,
                                                   GError **error);

/* Sends it, and goes on with the key it led to. func: as of sync (). LOFT_ERROR_TEMPORARY: the answer says
 * nothing; the same may be sent again, the server does it once. */
gboolean loft_eas_backend_send_commands (LoftEasBackend *self, const char *folder_id, GBytes *token,
                                         const LoftWbxmlElement *request, LoftWbxmlElementFunc func,
                                         gpointer user_data, GCancellable *cancellable,
                                         GError **error);

/* What the server says of the one command that was sent; zeros before. */
typedef struct {
  gint64 status; /* 0: nothing, which is success but for what was added */
  char *server_id; /* (owned) (nullable) */
} LoftEasOutcome;

/* A LoftWbxmlElementFunc for send_commands (); answer: a LoftEasOutcome. */
gboolean loft_eas_outcome_take (LoftWbxmlElement *element, GPtrArray *ancestors, gpointer answer,
                               GError **error);
/* (transfer full) The same for what comes again: by it the server knows one that it has. */
char    *loft_eas_backend_dup_client_id (gconstpointer bytes, gsize length);

/* As loft_eas_fetch_request(), in steps; func gets each that is there. Those that the server does not give do
 * not keep back the others: the first reason comes at the end. */
typedef gboolean (*LoftEasItemFunc) (const char *id, const LoftWbxmlElement *properties,
                                     gpointer user_data, GError **error);
gboolean loft_eas_backend_fetch_items (LoftEasBackend *self, const char *folder_id,
                                       const char *const *ids, guint n, guint body_type,
                                       guint body_size, LoftEasItemFunc func, gpointer user_data,
                                       GCancellable *cancellable, GError **error);

/* (transfer none) (nullable) Which item an element that the server told is about. */
const char *loft_eas_backend_get_id (const LoftWbxmlElement *element);

/* Whether the server tells when people have time: from 14.0 on (MS-ASCMD 2.2.3.16). Before connect: no. */
gboolean loft_eas_backend_has_availability (LoftEasBackend *self);

/* ---- drafts (loft-eas-backend-drafts.c) --------------------------------------------------- */

/* Whether the server takes any: from 16.0 on, and where no policy lets only a part of messages be here. */
gboolean loft_eas_backend_takes_drafts (LoftEasBackend *self);
/* *has_drafts: whether messages of the folder are drafts then, with ids of loft-eas-draft.h. */
gboolean loft_eas_backend_find_drafts (LoftEasBackend *self, const char *folder_id,
                                       gboolean *has_drafts, GCancellable *cancellable,
                                       GError **error);
/* As loft_eas_backend_changes(), of such a folder. */
gboolean loft_eas_backend_list_drafts (LoftEasBackend *self, const char *folder_id, GBytes *token,
                                       LoftRemoteIds *known, LoftChangeFunc func,
                                       gpointer user_data, GCancellable *cancellable,
                                       GError **error);
/* (transfer full) of char*: ids that the server knows, of those of remote_ids which still say what they said:
 * who wrote on a draft elsewhere made another message of it. */
GPtrArray *loft_eas_backend_find_unchanged (LoftEasBackend *self, const char *folder_id,
                                            GPtrArray *remote_ids, GCancellable *cancellable,
                                            GError **error);
/* (transfer full) of char*: ids that the server knows, in the same order. */
GPtrArray *loft_eas_backend_dup_server_ids (const char *const *remote_ids, guint n);
gboolean loft_eas_backend_append (LoftBackend *backend, const LoftRemoteContent *content,
                                  char **remote_id, GCancellable *cancellable, GError **error);

/* ---- limits (loft-eas-backend-limits.c) --------------------------------------------------- */

/* (transfer full) (nullable) What the policy allows that was accepted. */
LoftPolicy *loft_eas_backend_read_limits (LoftEasBackend *self);
/* Whether that concerns what is downloaded of messages. */
gboolean loft_eas_backend_is_limited (LoftEasBackend *self);
/* FilterType of a folder; 0: all of it. */
guint loft_eas_backend_find_filter (LoftEasBackend *self, const char *folder_id);
/* As loft_eas_backend_fetch(), of messages that policy concerns. */
gboolean loft_eas_backend_fetch_limited (LoftEasBackend *self, const char *folder_id,
                                         GPtrArray *remote_ids, const LoftPolicy *policy,
                                         LoftFetchedFunc func, gpointer user_data,
                                         GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_fetch_whole (LoftEasBackend *self, const char *folder_id,
                                       GPtrArray *remote_ids, LoftFetchedFunc func,
                                       gpointer user_data, GCancellable *cancellable,
                                       GError **error);

/* LoftBackend's. */
GPtrArray *loft_eas_backend_find_people (LoftBackend *backend, const char *words, guint limit,
                                         gboolean *more, GCancellable *cancellable, GError **error);
LoftOutOfOffice *loft_eas_backend_read_out_of_office (LoftBackend *backend,
                                                      GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_write_out_of_office (LoftBackend *backend, const LoftOutOfOffice *wanted,
                                               GCancellable *cancellable, GError **error);
GPtrArray *loft_eas_backend_list_folders (LoftBackend *backend, GCancellable *cancellable,
                                          GError **error);
gboolean loft_eas_backend_create_folder (LoftBackend *backend, const char *parent_id,
                                         const char *name, LoftFolderRole role, char **folder_id,
                                         GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_create_collection (LoftBackend *backend, LoftFolderKinds kinds,
                                             const char *name, const char *color, char **folder_id,
                                             GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_rename_folder (LoftBackend *backend, const char *folder_id,
                                         const char *parent_id, const char *name, char **new_id,
                                         GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_delete_folder (LoftBackend *backend, const char *folder_id,
                                         GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_changes (LoftBackend *backend, const char *folder_id, GBytes *token,
                                   LoftRemoteIds *known, const LoftContentWish *wish,
                                   LoftChangeFunc func, gpointer user_data,
                                   GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_fetch (LoftBackend *backend, const char *folder_id, GBytes *token,
                                 GPtrArray *remote_ids, LoftFetchedFunc func, gpointer user_data,
                                 GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_change_flags (LoftBackend *backend, const LoftRemoteFlagChange *change,
                                        GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_find_present (LoftBackend *backend, const char *folder_id, GBytes *token,
                                        GPtrArray *remote_ids, LoftRemoteIds *present,
                                        GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_get_position (LoftBackend *backend, const char *folder_id, GBytes *token,
                                        GBytes **position, GCancellable *cancellable,
                                        GError **error);
GPtrArray *loft_eas_backend_list_since (LoftBackend *backend, const char *folder_id,
                                        GBytes *position, GCancellable *cancellable,
                                        GError **error);
gboolean loft_eas_backend_move (LoftBackend *backend, const LoftRemoteTransfer *transfer,
                                LoftTransferred *transferred, GCancellable *cancellable,
                                GError **error);
gboolean loft_eas_backend_expunge (LoftBackend *backend, const char *folder_id, GBytes *token,
                                   GPtrArray *remote_ids, LoftTransferred *transferred,
                                   GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_resource_changes (LoftBackend *backend, const char *folder_id,
                                            GBytes *token, GHashTable *known, LoftResourceFunc func,
                                            gpointer user_data, GCancellable *cancellable,
                                            GError **error);
LoftRemoteResource *loft_eas_backend_read_resource (LoftBackend *backend, const char *folder_id,
                                                    const char *remote_id,
                                                    GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_put_resource (LoftBackend *backend, const char *folder_id,
                                        const LoftResourcePut *put, char **remote_id, char **etag,
                                        GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_remove_resource (LoftBackend *backend, const char *folder_id,
                                           GBytes *token, const char *remote_id, const char *etag,
                                           GCancellable *cancellable, GError **error);
GPtrArray *loft_eas_backend_read_availability (LoftBackend *backend, GPtrArray *addresses,
                                               gint64 since, gint64 until,
                                               GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_watch (LoftBackend *backend, const char *folder_id, guint seconds,
                                 gboolean *changed, GCancellable *cancellable, GError **error);
gboolean loft_eas_backend_changed_elsewhere (LoftBackend *backend);
void loft_eas_backend_wake (LoftBackend *backend);

G_END_DECLS
