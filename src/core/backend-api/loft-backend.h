/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-availability.h"
#include "loft-certificate-problem.h"
#include "loft-folder-usage.h"
#include "loft-out-of-office.h"
#include "loft-remote-item.h"
#include "loft-remote-resource.h"
#include "loft-remote-transfer.h"
#include "loft-search-query.h"

G_BEGIN_DECLS

/* What every kind of account does for sync. An implementation joins one protocol to this; it
 * knows neither store nor sync, and keeps nothing between calls but its connection. All methods
 * block, and run in one worker's thread (wake and get_bytes_received: any thread). After
 * LOFT_ERROR_OFFLINE, _TEMPORARY, _PROTOCOL or cancellation the connection is gone and the next
 * connect() makes a new one; other errors leave it usable. */
#define LOFT_TYPE_BACKEND (loft_backend_get_type ())
G_DECLARE_INTERFACE (LoftBackend, loft_backend, LOFT, BACKEND, GObject)

typedef enum {
  LOFT_BACKEND_CAN_WATCH         = 1 << 0, /* the server tells of changes unasked */
  LOFT_BACKEND_HAS_FOLDER_STATUS = 1 << 1, /* LoftRemoteFolder.status is filled */
  LOFT_BACKEND_CAN_KEYWORDS      = 1 << 2, /* keywords are kept by the server */
  LOFT_BACKEND_CAN_FETCH_PIECES  = 1 << 3, /* fetch_pieces works */
  LOFT_BACKEND_CAN_CHANGE        = 1 << 4, /* move, copy, expunge, append and what they stand on */
  LOFT_BACKEND_CAN_MOVE_AT_ONCE  = 1 << 5, /* move is one step: what is still there was not copied */
  LOFT_BACKEND_CAN_FOLDERS       = 1 << 6, /* create_folder … subscribe_folder */
  LOFT_BACKEND_DOWNLOADS         = 1 << 7, /* mail is picked up here (POP3): messages are brought
                                            * once and kept, whether the server still has them or
                                            * not. Known before connect, too. */
  LOFT_BACKEND_HAS_RESOURCES     = 1 << 8, /* folders of events, tasks or contacts:
                                            * resource_changes … remove_resource */
  LOFT_BACKEND_CAN_MAKE_COLLECTIONS = 1 << 9, /* create_collection, color_collection */
  LOFT_BACKEND_SCHEDULES         = 1 << 10, /* the server tells those who take part of what is
                                             * written (RFC 6638): nobody else may */
  LOFT_BACKEND_HAS_DIRECTORY = 1 << 11,     /* find_people */
  LOFT_BACKEND_HAS_AVAILABILITY = 1 << 12,  /* read_availability */
  LOFT_BACKEND_HAS_OUT_OF_OFFICE = 1 << 13, /* read_out_of_office, write_out_of_office */
  LOFT_BACKEND_TAKES_DRAFTS = 1 << 14,      /* append works for the server's folder of drafts, though
                                             * for no other: of what a draft says the server makes a
                                             * message of its own, with a Message-ID of its own */
  LOFT_BACKEND_LACKS_FILES = 1 << 15,       /* events hold no attachments there */
} LoftBackendCapabilities;

/* FALSE with error ends the running call with that error. */
typedef gboolean (*LoftChangeFunc)  (LoftChangeBatch *batch, gpointer user_data, GError **error);
typedef gboolean (*LoftFetchedFunc) (const char *remote_id, GBytes *raw, gpointer user_data,
                                     GError **error);
typedef gboolean (*LoftResourceFunc) (LoftResourceBatch *batch, gpointer user_data, GError **error);
typedef gboolean (*LoftPieceFunc)   (GBytes *piece, gpointer user_data, GError **error);
/* Told while a message is fetched: so many bytes of it are here. */
typedef void     (*LoftArrivingFunc) (guint64 n_bytes, gpointer user_data);

/* New messages whose content is wanted too. To be granted where all of it will be here in time: then
 * one pass over the mailbox is cheaper for both sides than headers first and bodies later. */
typedef struct {
  gint64 since;    /* received then or later; G_MININT64: all */
  gdouble seconds; /* what they may take, as far as one can tell */
  guint64 largest; /* DOWNLOADS: of those above this size only the header; 0: of none */
  /* DOWNLOADS: asked behind each message; TRUE ends the call soon, and well, with the rest untold: it
   * is asked for again. (nullable) */
  gboolean (*is_awaited) (gpointer user_data);
  gpointer awaited_data;
} LoftContentWish;

/* A change of flags to replay. Adding what is there and removing what is not are no error, so it
 * may be replayed any number of times. */
typedef struct {
  const char *folder_id;
  GBytes *token;               /* (nullable) of the folder, under which the ids were told */
  GPtrArray *remote_ids;       /* of char* */
  LoftFlags add;
  LoftFlags remove;
  const char *add_keywords;    /* canonical, "" for none */
  const char *remove_keywords;
  GPtrArray *shown;            /* (nullable) of char*: the keywords that each message shows here */
} LoftRemoteFlagChange;

/* A folder whose changes are to be asked for next. */
typedef struct {
  const char *folder_id;
  GBytes *token;         /* (nullable) as of changes () and resource_changes () */
  gboolean with_content; /* new messages may bring their content at once */
} LoftFolderQuestion;

struct _LoftBackendInterface {
  GTypeInterface parent;

  /* Reaches the server and signs in; at once TRUE when that is so already. */
  gboolean (*connect) (LoftBackend *self, GCancellable *cancellable, GError **error);

  /* Drops the connection without waiting. */
  void (*disconnect) (LoftBackend *self);

  /* Of the server, after connect. */
  LoftBackendCapabilities (*get_capabilities) (LoftBackend *self);

  /* (transfer full) of LoftRemoteFolder: every folder there is. */
  GPtrArray *(*list_folders) (LoftBackend *self, GCancellable *cancellable, GError **error);

  /* What happened in a folder since token (nullable: everything), in batches; newest messages
   * first. known: the ids the store holds (borrowed); messages of the server that are not in it are
   * told as new, so that a sync that was cut off goes on where it stopped. wish (nullable): what new
   * messages may bring their content at once. TRUE after the last batch. LOFT_ERROR_GONE when the
   * folder no longer exists. */
  gboolean (*changes) (LoftBackend *self, const char *folder_id, GBytes *token,
                       LoftRemoteIds *known, const LoftContentWish *wish, LoftChangeFunc func,
                       gpointer user_data, GCancellable *cancellable, GError **error);

  /* For servers that tell of several folders in one answer: asks at once what changes () and
   * resource_changes () will be asked next, one folder after the other; where the token is still the same
   * they then say what was told here. Failures are theirs to meet. n 0: that is over, and what was not
   * asked for is forgotten. Optional: each folder is asked for alone. */
  void (*look_ahead) (LoftBackend *self, const LoftFolderQuestion *questions, guint n,
                      GCancellable *cancellable);

  /* Raw messages in the order given; ids that are gone are left out silently. token (nullable):
   * of the folder, under which the ids were told; LOFT_ERROR_CONFLICT when they name other messages
   * by now (UIDVALIDITY changed), here and wherever a token goes with ids. */
  gboolean (*fetch) (LoftBackend *self, const char *folder_id, GBytes *token,
                     GPtrArray *remote_ids, LoftFetchedFunc func, gpointer user_data,
                     GCancellable *cancellable, GError **error);

  /* Whom the following calls of fetch() tell how far a message is; func NULL: nobody. Optional: nobody is
   * told. */
  void (*follow_fetch) (LoftBackend *self, LoftArrivingFunc func, gpointer user_data);

  /* Up to n pieces of a raw message from offset, length bytes each; the one that is shorter (empty
   * past the end) is the last. At least one is told, perhaps fewer than n. LOFT_ERROR_GONE. */
  gboolean (*fetch_pieces) (LoftBackend *self, const char *folder_id, GBytes *token,
                            const char *remote_id, guint64 offset, guint length, guint n,
                            LoftPieceFunc func, gpointer user_data, GCancellable *cancellable,
                            GError **error);

  /* Does a waiting operation on the server. TRUE: it is as wanted there (or the messages are gone).
   * LOFT_ERROR_REFUSED: it never will be. LOFT_ERROR_CONFLICT: list the folder first. */
  gboolean (*change_flags) (LoftBackend *self, const LoftRemoteFlagChange *change,
                            GCancellable *cancellable, GError **error);

  /* The following are done by no kind of account that does not say so in its capabilities. Of those that
   * change something: LOFT_ERROR_REFUSED and _LIMIT (no room, too large) mean that nothing more is
   * done, _GONE that the folder is not there, _CONFLICT as above. */

  /* *position: (transfer full) where messages begin that come into a folder from now on; opaque.
   * token (nullable): ids told under it must still mean the same, else LOFT_ERROR_CONFLICT. */
  gboolean (*get_position) (LoftBackend *self, const char *folder_id, GBytes *token,
                            GBytes **position, GCancellable *cancellable, GError **error);

  /* (transfer full) of LoftRemoteItem, all new: what a folder has from position (nullable: all of it) on.
   * LOFT_ERROR_CONFLICT when its ids have changed since. */
  GPtrArray *(*list_since) (LoftBackend *self, const char *folder_id, GBytes *position,
                            GCancellable *cancellable, GError **error);

  /* For servers whose tokens go on with what is written into a folder (SyncKey): TRUE with a folder that
   * this backend wrote into since the last call, and the token by which its changes are asked for from
   * now on; to be stored before anything else is asked. (transfer full) both. Optional: none. */
  gboolean (*take_token) (LoftBackend *self, char **folder_id, GBytes **token);

  /* Adds to present those of remote_ids that are still in the folder. */
  gboolean (*find_present) (LoftBackend *self, const char *folder_id, GBytes *token,
                            GPtrArray *remote_ids, LoftRemoteIds *present,
                            GCancellable *cancellable, GError **error);

  /* Both tell in transferred what was done for sure, before a failure too; messages that are gone are no
   * error. Without CAN_MOVE_AT_ONCE a move may have copied what it did not remove. */
  gboolean (*move) (LoftBackend *self, const LoftRemoteTransfer *transfer,
                    LoftTransferred *transferred, GCancellable *cancellable, GError **error);
  gboolean (*copy) (LoftBackend *self, const LoftRemoteTransfer *transfer,
                    LoftTransferred *transferred, GCancellable *cancellable, GError **error);

  /* For ever. transferred: those that the server keeps, marked as deleted. */
  gboolean (*expunge) (LoftBackend *self, const char *folder_id, GBytes *token,
                       GPtrArray *remote_ids, LoftTransferred *transferred,
                       GCancellable *cancellable, GError **error);

  /* *remote_id: (transfer full) (nullable) NULL where the server does not tell. */
  gboolean (*append) (LoftBackend *self, const LoftRemoteContent *content, char **remote_id,
                      GCancellable *cancellable, GError **error);

  /* parent_id: (nullable) top level. *folder_id: (transfer full). One that is there is no error. */
  gboolean (*create_folder) (LoftBackend *self, const char *parent_id, const char *name,
                             LoftFolderRole role, char **folder_id, GCancellable *cancellable,
                             GError **error);
  /* *new_id: (transfer full) by which it is known from now on. */
  gboolean (*rename_folder) (LoftBackend *self, const char *folder_id, const char *parent_id,
                             const char *name, char **new_id, GCancellable *cancellable,
                             GError **error);
  gboolean (*delete_folder) (LoftBackend *self, const char *folder_id, GCancellable *cancellable,
                             GError **error);
  gboolean (*subscribe_folder) (LoftBackend *self, const char *folder_id, gboolean subscribed,
                                GCancellable *cancellable, GError **error);

  /* With DOWNLOADS: asks the server to delete messages for ever, and ends the connection, since only
   * then does it. Only a later listing without them proves that it was done. items: of
   * LoftRemoteItem, remote_id and digest. LOFT_ERROR_CONFLICT: an id names another message than it
   * did, and nothing was asked; LOFT_ERROR_REFUSED: nobody can tell, so neither. Optional. */
  gboolean (*remove_downloaded) (LoftBackend *self, const char *folder_id, GPtrArray *items,
                                 GCancellable *cancellable, GError **error);

  /* All is done for now: a server that lets nobody else in meanwhile is left. May wait for seconds;
   * the next connect() makes a new connection where this one ended. Optional. */
  void (*leave) (LoftBackend *self, GCancellable *cancellable);

  /* Fills in what the server tells of the room that a folder takes; what it does not tell is no
   * error. Optional: nothing is told. */
  gboolean (*read_usage) (LoftBackend *self, const char *folder_id, LoftFolderUsage *usage,
                          GCancellable *cancellable, GError **error);

  /* DOWNLOADS: after how many days the server deletes messages by itself, whatever is done here; 0: as
   * soon as they were retrieved; -1: never, or it does not tell. While connected. Optional: -1. */
  gint (*get_expiry) (LoftBackend *self);

  /* (transfer full) of char*: ids of messages in the folder that hold the query's words, as the server
   * finds them, newest first, at most limit. What messages are (flags, dates) is the caller's matter.
   * LOFT_ERROR_REFUSED: it cannot be asked this. Optional. */
  GPtrArray *(*search) (LoftBackend *self, const char *folder_id, GBytes *token,
                        const LoftSearchQuery *query, guint limit, GCancellable *cancellable,
                        GError **error);

  /* With HAS_RESOURCES. What happened in such a folder since token (nullable: everything), in batches.
   * known: remote id -> etag of what the store has (borrowed); what the server has and known lacks, or
   * has with another etag, is told, so that a sync that was cut off goes on where it stopped. TRUE
   * after the last batch. A token that means nothing any more is no error: everything is told then,
   * with present. LOFT_ERROR_GONE when the folder no longer exists. Optional, as the next five are. */
  gboolean (*resource_changes) (LoftBackend *self, const char *folder_id, GBytes *token,
                                GHashTable *known, LoftResourceFunc func, gpointer user_data,
                                GCancellable *cancellable, GError **error);

  /* (transfer full) As it is now. LOFT_ERROR_GONE. */
  LoftRemoteResource *(*read_resource) (LoftBackend *self, const char *folder_id,
                                        const char *remote_id, GCancellable *cancellable,
                                        GError **error);

  /* *remote_id, *etag: (transfer full) etag "": the server keeps something else than what it was
   * given, or does not tell; it is to be read. LOFT_ERROR_CONFLICT, with *remote_id: there is another
   * version, or (new) there is one already. LOFT_ERROR_GONE: it was removed, or its folder.
   * LOFT_ERROR_REFUSED, _LIMIT: it never will be taken. */
  gboolean (*put_resource) (LoftBackend *self, const char *folder_id, const LoftResourcePut *put,
                            char **remote_id, char **etag, GCancellable *cancellable,
                            GError **error);

  /* One that is not there is no error. LOFT_ERROR_CONFLICT: there is another version than etag (nullable:
   * whichever it is). token: (nullable) of the folder. */
  gboolean (*remove_resource) (LoftBackend *self, const char *folder_id, GBytes *token, const char *remote_id,
                               const char *etag, GCancellable *cancellable, GError **error);

  /* A folder for what kinds say. *folder_id: (transfer full). color: "#rrggbb", or "". */
  gboolean (*create_collection) (LoftBackend *self, LoftFolderKinds kinds, const char *name,
                                 const char *color, char **folder_id, GCancellable *cancellable,
                                 GError **error);
  gboolean (*color_collection) (LoftBackend *self, const char *folder_id, const char *color,
                                GCancellable *cancellable, GError **error);

  /* What a person asks the server for and the store does not keep; optional, as the capabilities tell. */

  /* (transfer full) of LoftContact, in no store: people, rooms and lists of the organisation's address
   * book that match the words, the best first. *more: there are others beyond limit. */
  GPtrArray *(*find_people) (LoftBackend *self, const char *words, guint limit, gboolean *more,
                             GCancellable *cancellable, GError **error);

  /* (transfer full) of LoftAvailability, one for each of addresses (of char*) in their order. since, until:
   * seconds since 1970. */
  GPtrArray *(*read_availability) (LoftBackend *self, GPtrArray *addresses, gint64 since, gint64 until,
                                   GCancellable *cancellable, GError **error);

  /* (transfer full) */
  LoftOutOfOffice *(*read_out_of_office) (LoftBackend *self, GCancellable *cancellable, GError **error);
  /* LOFT_ERROR_REFUSED with what the server does not take. */
  gboolean (*write_out_of_office) (LoftBackend *self, const LoftOutOfOffice *absence,
                                   GCancellable *cancellable, GError **error);

  /* Waits until something changed in the folder, or seconds went by, or wake(). *changed at once
   * when the connection did not look at the folder before: anything may have happened since. */
  gboolean (*watch) (LoftBackend *self, const char *folder_id, guint seconds, gboolean *changed,
                     GCancellable *cancellable, GError **error);

  /* Whether the last watch ended for another folder than its own: servers that tell of all of them.
   * (nullable) FALSE */
  gboolean (*changed_elsewhere) (LoftBackend *self);

  /* Ends a watch early. Any thread. */
  void (*wake) (LoftBackend *self);

  /* (transfer full) (nullable) what the server wants a person to read, each text once. Optional. */
  char *(*take_alert) (LoftBackend *self);

  /* (transfer full) (nullable) after LOFT_ERROR_UNTRUSTED. */
  LoftCertificateProblem *(*get_certificate_problem) (LoftBackend *self);
};

gboolean   loft_backend_connect      (LoftBackend *self, GCancellable *cancellable, GError **error);
void       loft_backend_disconnect   (LoftBackend *self);
LoftBackendCapabilities loft_backend_get_capabilities (LoftBackend *self);
GPtrArray *loft_backend_list_folders (LoftBackend *self, GCancellable *cancellable, GError **error);
gboolean   loft_backend_changes      (LoftBackend *self, const char *folder_id, GBytes *token,
                                      LoftRemoteIds *known, const LoftContentWish *wish,
                                      LoftChangeFunc func, gpointer user_data,
                                      GCancellable *cancellable, GError **error);
gboolean   loft_backend_can_look_ahead (LoftBackend *self);
void       loft_backend_look_ahead   (LoftBackend *self, const LoftFolderQuestion *questions,
                                      guint n, GCancellable *cancellable);
gboolean   loft_backend_fetch        (LoftBackend *self, const char *folder_id, GBytes *token,
                                      GPtrArray *remote_ids, LoftFetchedFunc func,
                                      gpointer user_data, GCancellable *cancellable,
                                      GError **error);
void       loft_backend_follow_fetch (LoftBackend *self, LoftArrivingFunc func, gpointer user_data);
gboolean   loft_backend_fetch_pieces (LoftBackend *self, const char *folder_id, GBytes *token,
                                      const char *remote_id, guint64 offset, guint length, guint n,
                                      LoftPieceFunc func, gpointer user_data,
                                      GCancellable *cancellable, GError **error);
gboolean   loft_backend_change_flags (LoftBackend *self, const LoftRemoteFlagChange *change,
                                      GCancellable *cancellable, GError **error);
gboolean   loft_backend_get_position (LoftBackend *self, const char *folder_id, GBytes *token,
                                      GBytes **position, GCancellable *cancellable, GError **error);
GPtrArray *loft_backend_list_since   (LoftBackend *self, const char *folder_id, GBytes *position,
                                      GCancellable *cancellable, GError **error);
gboolean   loft_backend_take_token   (LoftBackend *self, char **folder_id, GBytes **token);
gboolean   loft_backend_find_present (LoftBackend *self, const char *folder_id, GBytes *token,
                                      GPtrArray *remote_ids, LoftRemoteIds *present,
                                      GCancellable *cancellable, GError **error);
gboolean   loft_backend_move         (LoftBackend *self, const LoftRemoteTransfer *transfer,
                                      LoftTransferred *transferred, GCancellable *cancellable,
                                      GError **error);
gboolean   loft_backend_copy         (LoftBackend *self, const LoftRemoteTransfer *transfer,
                                      LoftTransferred *transferred, GCancellable *cancellable,
                                      GError **error);
gboolean   loft_backend_expunge      (LoftBackend *self, const char *folder_id, GBytes *token,
                                      GPtrArray *remote_ids, LoftTransferred *transferred,
                                      GCancellable *cancellable, GError **error);
gboolean   loft_backend_append       (LoftBackend *self, const LoftRemoteContent *content,
                                      char **remote_id, GCancellable *cancellable,
                                      GError **error);
gboolean   loft_backend_create_folder    (LoftBackend *self, const char *parent_id,
                                          const char *name, LoftFolderRole role,
                                          char **folder_id, GCancellable *cancellable,
                                          GError **error);
gboolean   loft_backend_rename_folder    (LoftBackend *self, const char *folder_id,
                                          const char *parent_id, const char *name, char **new_id,
                                          GCancellable *cancellable, GError **error);
gboolean   loft_backend_delete_folder    (LoftBackend *self, const char *folder_id,
                                          GCancellable *cancellable, GError **error);
gboolean   loft_backend_subscribe_folder (LoftBackend *self, const char *folder_id,
                                          gboolean subscribed, GCancellable *cancellable,
                                          GError **error);
gboolean   loft_backend_remove_downloaded (LoftBackend *self, const char *folder_id,
                                           GPtrArray *items, GCancellable *cancellable,
                                           GError **error);
void       loft_backend_leave        (LoftBackend *self, GCancellable *cancellable);
gint       loft_backend_get_expiry   (LoftBackend *self);
gboolean   loft_backend_read_usage   (LoftBackend *self, const char *folder_id,
                                      LoftFolderUsage *usage, GCancellable *cancellable,
                                      GError **error);
GPtrArray *loft_backend_search       (LoftBackend *self, const char *folder_id, GBytes *token,
                                      const LoftSearchQuery *query, guint limit,
                                      GCancellable *cancellable, GError **error);
gboolean   loft_backend_resource_changes (LoftBackend *self, const char *folder_id, GBytes *token,
                                          GHashTable *known, LoftResourceFunc func,
                                          gpointer user_data, GCancellable *cancellable,
                                          GError **error);
LoftRemoteResource *loft_backend_read_resource (LoftBackend *self, const char *folder_id,
                                                const char *remote_id, GCancellable *cancellable,
                                                GError **error);
gboolean   loft_backend_put_resource (LoftBackend *self, const char *folder_id,
                                      const LoftResourcePut *put, char **remote_id, char **etag,
                                      GCancellable *cancellable, GError **error);
gboolean   loft_backend_remove_resource (LoftBackend *self, const char *folder_id, GBytes *token,
                                         const char *remote_id, const char *etag,
                                         GCancellable *cancellable, GError **error);
gboolean   loft_backend_create_collection (LoftBackend *self, LoftFolderKinds kinds,
                                           const char *name, const char *color, char **folder_id,
                                           GCancellable *cancellable, GError **error);
gboolean   loft_backend_color_collection (LoftBackend *self, const char *folder_id,
                                          const char *color, GCancellable *cancellable,
                                          GError **error);
GPtrArray *loft_backend_find_people  (LoftBackend *self, const char *words, guint limit,
                                      gboolean *more, GCancellable *cancellable, GError **error);
GPtrArray *loft_backend_read_availability (LoftBackend *self, GPtrArray *addresses, gint64 since,
                                           gint64 until, GCancellable *cancellable,
                                           GError **error);
LoftOutOfOffice *loft_backend_read_out_of_office (LoftBackend *self, GCancellable *cancellable,
                                                  GError **error);
gboolean   loft_backend_write_out_of_office (LoftBackend *self, const LoftOutOfOffice *absence,
                                             GCancellable *cancellable, GError **error);
gboolean   loft_backend_watch        (LoftBackend *self, const char *folder_id, guint seconds,
                                      gboolean *changed, GCancellable *cancellable,
                                      GError **error);
gboolean   loft_backend_changed_elsewhere (LoftBackend *self);
void       loft_backend_wake         (LoftBackend *self);
char      *loft_backend_take_alert   (LoftBackend *self);
LoftCertificateProblem *loft_backend_get_certificate_problem (LoftBackend *self);

G_END_DECLS
