/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of LoftAccountSync: -folders (list), -messages (headers and flags), -bodies
 * (content and index), -restart (what a power loss took). */

#include "loft-account-sync.h"
#include "loft-folder.h"
#include "loft-ingest.h"

G_BEGIN_DECLS

struct _LoftAccountSync {
  GObject parent;

  LoftAccountStore *store; /* (borrowed) */
  LoftJournal *journal;    /* (borrowed) */
  LoftBackend *backend;    /* (owned) */
  gint window_days;
  gint64 headers_due; /* monotonic: when headers are indexed though bodies are still coming */
  gdouble content_seconds; /* what contents may take that come while folders are being listed */
  LoftDownloadTerms downloads; /* where the backend downloads */
  gboolean downloading; /* a run has the connection: what is brought meanwhile leaves it open */
  gint64 arriving_told; /* monotonic */
  gboolean restart_checked;
  GPtrArray *left_out; /* (owned) of LoftLeftOut: by the running or last sync */
  guint n_folders_left_out;
  guint n_stumbles;          /* folders left out because the server stumbled over them */
  GError *left_out_because;  /* (owned) (nullable) the last of them */
  GHashTable *mistaken;      /* (owned) (nullable) of "folder UID": another's body came for it */
  LoftSyncObserver observer;
  gpointer user_data;
};

void loft_account_sync_tell_progress (LoftAccountSync *self, LoftSyncStep step, const char *folder,
                                      guint64 done, guint64 total);
void loft_account_sync_tell_changed  (LoftAccountSync *self, gint64 folder_id);
/* Of a message that a person waits for; not each piece is told. */
void loft_account_sync_tell_arriving (LoftAccountSync *self, gint64 message_id, guint64 done,
                                      guint64 total);
void loft_account_sync_breathe       (LoftAccountSync *self);
gboolean loft_account_sync_wants_short_steps (LoftAccountSync *self);
gboolean loft_account_sync_wants_headers_only (LoftAccountSync *self);

/* The oldest date whose body is kept; G_MAXINT64 for none, G_MININT64 for all. */
gint64 loft_account_sync_window_start (LoftAccountSync *self, LoftFolder *folder);

/* From which size a message comes in pieces where so many bytes took time (µs; 0: not known). Pieces survive
 * a cut, and leave room for a person who waits; but each is a request, for which a server reads the message
 * from its beginning. */
guint64 loft_account_sync_whole_limit (guint64 bytes, gint64 time);

/* Once: after the machine was started anew, rows that point to content or index entries which a
 * power loss took are as if they had never been fetched. */
gboolean loft_account_sync_check_restart (LoftAccountSync *self, GError **error);

/* Takes out of bodies (of LoftIngestedBody) what does not belong to the message it was fetched for,
 * and has that message listed anew. */
gboolean loft_account_sync_drop_strangers (LoftAccountSync *self, GPtrArray *bodies,
                                           GError **error);

/* A folder, or a message (message_id not 0) of it, cannot be had. */
void loft_account_sync_leave_out (LoftAccountSync *self, LoftFolder *folder, gint64 message_id,
                                  const GError *reason);

/* Asks at once for the changes of all these folders, which are then asked for one by one, where the server
 * tells of several in one answer; forget: none is asked for any more. */
void loft_account_sync_look_ahead (LoftAccountSync *self, GPtrArray *folders,
                                   GCancellable *cancellable);
void loft_account_sync_forget_ahead (LoftAccountSync *self);

/* What is new and was sent without an answer is sent again before anything is listed: a server with moving
 * tokens knows it only by the token before, and a listing would bring it as another one. */
gboolean loft_account_sync_hurry_unanswered (LoftAccountSync *self, GError **error);
/* Whether there is such a thing in the folder, which had better not be listed yet. */
gboolean loft_account_sync_awaits_answer (LoftAccountSync *self, LoftFolder *folder,
                                          gboolean *awaits, GError **error);

/* Asks for the list, stores it. (transfer full) (out) of LoftRemoteFolder, as told. */
gboolean loft_account_sync_folders (LoftAccountSync *self, GPtrArray **remote_folders,
                                    GCancellable *cancellable, GError **error);

/* Headers, flags and removals of one folder. */
gboolean loft_account_sync_messages (LoftAccountSync *self, LoftFolder *folder,
                                     GCancellable *cancellable, GError **error);

/* The same of a folder of events, tasks or contacts. */
/* Something of the folder could not be read, and it is time to ask again. */
gboolean loft_account_sync_has_unread_resources (LoftAccountSync *self, LoftFolder *folder);

gboolean loft_account_sync_resources (LoftAccountSync *self, LoftFolder *folder,
                                      GCancellable *cancellable, GError **error);

/* Whether mail is picked up and kept here: loft-account-sync-downloads.c does all of it then. */
gboolean loft_account_sync_downloads (LoftAccountSync *self);
gboolean loft_account_sync_download  (LoftAccountSync *self, GCancellable *cancellable,
                                      GError **error);
/* (transfer full) the raw message, from the server. */
GBytes *loft_account_sync_download_message (LoftAccountSync *self, LoftMessageState *state,
                                            GCancellable *cancellable, GError **error);
/* loft-account-sync-removal.c: what a listing said of the ids. */
/* That the server deletes by itself; while connected. */
gboolean loft_account_sync_note_expiry (LoftAccountSync *self, GError **error);
gboolean loft_account_sync_note_hold (LoftAccountSync *self, gboolean unsound, gboolean renamed,
                                      gint64 now, GError **error);
/* Deletes on the server what shall not stay there. */
gboolean loft_account_sync_remove_downloaded (LoftAccountSync *self, GCancellable *cancellable,
                                              GError **error);

/* loft-account-sync-places.c */
/* place: zeros, cleared by the caller; is_local: it has one, which belongs beside its content. */
gboolean loft_account_sync_find_place  (LoftAccountSync *self, const LoftIngestedBody *body,
                                        LoftContentPlace *place, gboolean *is_local,
                                        GError **error);
/* Writes down what has changed of the places of messages that no server has. */
gboolean loft_account_sync_note_places (LoftAccountSync *self, GError **error);

/* Makes the content of one message durable that a person waits for. encode: it is not in the store
 * yet. */
gboolean loft_account_sync_keep_single (LoftAccountSync *self, gint64 message_id, GBytes *raw,
                                        gboolean encode, GError **error);

/* What a complete run does at its end: what deleted messages left, free pages, the write-ahead
 * logs. */
gboolean loft_account_sync_keep_house (LoftAccountSync *self, gint64 folder_id,
                                       GCancellable *cancellable, GError **error);

/* Content of the window of one folder. */
gboolean loft_account_sync_bodies (LoftAccountSync *self, LoftFolder *folder,
                                   GCancellable *cancellable, GError **error);

/* Drops content that the window left behind. */
gboolean loft_account_sync_evict (LoftAccountSync *self, LoftFolder *folder, GError **error);

/* Gives the index what it does not hold: text of what was fetched for a person, before the window
 * takes it away again; headers of all whose body is not here. */
gboolean loft_account_sync_index_opened  (LoftAccountSync *self, GCancellable *cancellable,
                                          GError **error);
gboolean loft_account_sync_index_headers (LoftAccountSync *self, GCancellable *cancellable,
                                          GError **error);

G_END_DECLS
