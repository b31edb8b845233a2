/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account-store.h"
#include "loft-account.h"
#include "loft-backend.h"
#include "loft-journal.h"

G_BEGIN_DECLS

/* Brings one account's store and its server together. Owner's network worker only; blocks. Never
 * holds a write transaction while the backend reads or writes. */
#define LOFT_TYPE_ACCOUNT_SYNC (loft_account_sync_get_type ())
G_DECLARE_FINAL_TYPE (LoftAccountSync, loft_account_sync, LOFT, ACCOUNT_SYNC, GObject)

typedef enum {
  LOFT_SYNC_STEP_FOLDERS,
  LOFT_SYNC_STEP_HEADERS,
  LOFT_SYNC_STEP_BODIES,
  LOFT_SYNC_STEP_CHANGES,
} LoftSyncStep;

/* Told in the worker's thread, often: the receiver gathers. */
typedef struct {
  void (*progress) (LoftSyncStep step, const char *folder, guint64 done, guint64 total,
                    gpointer user_data);
  /* folder_id 0: the list of folders. */
  void (*changed)  (gint64 folder_id, gpointer user_data);
  /* Between steps of long work, never inside a call of the backend: run what a person waits for.
   * (nullable) */
  void (*breathe)  (gpointer user_data);
  /* Whether steps must be short, because a person's clicks share this connection. (nullable) */
  gboolean (*short_steps) (gpointer user_data);
  /* Whether bodies are left for later, asked before each step of them: the network is paid for by
   * amount. (nullable) */
  gboolean (*headers_only) (gpointer user_data);
  /* Whether breathe would run something: where messages come in one long call it is ended for that.
   * (nullable) */
  gboolean (*is_awaited) (gpointer user_data);
  /* How far a message is that a person waits for: done of total bytes, which is what the server said of
   * its size. (nullable) */
  void (*arriving) (gint64 message_id, guint64 done, guint64 total, gpointer user_data);
} LoftSyncObserver;

/* store, journal and observer are borrowed and must outlive it; window_days of the account. */
LoftAccountSync *loft_account_sync_new (LoftAccountStore *store, LoftJournal *journal,
                                        LoftBackend *backend, gint window_days,
                                        const LoftSyncObserver *observer, gpointer user_data);

void loft_account_sync_set_window (LoftAccountSync *self, gint window_days);

/* For a backend that downloads. */
typedef struct {
  LoftRemoval removal;
  guint64 largest; /* of larger messages only the header comes by itself; 0: none is too large */
} LoftDownloadTerms;
void loft_account_sync_set_download_terms (LoftAccountSync *self, const LoftDownloadTerms *terms);

/* LoftRemovalHold as a number of the store (loft_mail_store_get_number). */
#define LOFT_REMOVAL_HOLD_NUMBER "removal-hold"

/* The same: after how many days the server deletes messages by itself, and one; 0: it does not. */
#define LOFT_SERVER_EXPIRY_NUMBER "server-expiry"

/* Everything (folder_id 0) or one folder (without listing folders): operations, headers newest
 * first, bodies of the window, then housekeeping. What was stored stays stored when it fails;
 * running again goes on from there. A folder or message that cannot be had does not stop the others.
 * A server that broke the protocol is asked once more. */
gboolean loft_account_sync_run (LoftAccountSync *self, gint64 folder_id,
                                GCancellable *cancellable, GError **error);

/* (transfer none) of LoftLeftOut: folders and messages that the last run could not have. A new
 * array with each run. */
GPtrArray *loft_account_sync_get_left_out (LoftAccountSync *self);

/* Headers and flags of one folder, without bodies or housekeeping: what another run is in the middle
 * of goes on afterwards. */
gboolean loft_account_sync_look (LoftAccountSync *self, gint64 folder_id,
                                 GCancellable *cancellable, GError **error);

/* Only sends what waits. */
gboolean loft_account_sync_replay (LoftAccountSync *self, GCancellable *cancellable,
                                   GError **error);

/* (transfer full) the raw message, from the store or else fetched and stored, whatever the window.
 * LOFT_ERROR_GONE. */
GBytes *loft_account_sync_fetch_message (LoftAccountSync *self, gint64 message_id,
                                         GCancellable *cancellable, GError **error);

/* (transfer full) gint64 ids of messages of a folder whose words the server finds. LOFT_ERROR_REFUSED:
 * it cannot be asked this. */
GArray *loft_account_sync_search (LoftAccountSync *self, gint64 folder_id,
                                  const LoftSearchQuery *query, GCancellable *cancellable,
                                  GError **error);

/* Waits for the server to say that something changed in a folder; *changed, which is TRUE at once
 * when nobody watched it over this connection yet. Ends early by loft_backend_wake(). */
gboolean loft_account_sync_watch (LoftAccountSync *self, gint64 folder_id, guint seconds,
                                  gboolean *changed, GCancellable *cancellable, GError **error);

G_END_DECLS
