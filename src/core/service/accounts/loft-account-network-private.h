/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of LoftAccountNetwork: the object and its jobs, -outcome (what follows a job),
 * -watch (waiting for news), -asked (what clients ask for). Main thread, unless it says otherwise. */

#include "loft-account-connection.h"
#include "loft-account-job.h"
#include "loft-account-network.h"
#include "loft-account-news.h"

G_BEGIN_DECLS

struct _LoftAccountNetwork {
  GObject parent;

  LoftAccount *account; /* (owned) */
  LoftOnline *online; /* (owned) */
  LoftAccountConnection *network; /* (owned) syncs and replays */
  LoftAccountConnection *interactive; /* (owned) what a person waits for; watches meanwhile */
  GCancellable *cancellable; /* (owned) ends everything */
  GPtrArray *syncs; /* (owned) of GCancellable: of the syncs under way */
  LoftAccountNews *news; /* (owned) */

  gboolean started;
  gboolean stopped;
  guint n_jobs; /* of the network worker, the watch not counted */
  gboolean offline; /* the person's choice for this account */
  gboolean needs_no_server; /* all of it is on this computer */
  gboolean downloads; /* nothing is to be watched, and nobody else is let in meanwhile */
  gboolean sync_wanted; /* of everything, when the jobs under way are done */
  guint retry_source;
  guint check_source;
  guint n_failures;

  LoftAccountConnection *watcher; /* (borrowed) (nullable) where a watch runs */
  gint64 watch_began;
  int one_connection; /* atomic: the server allows no second one; all is done by network */
  gint64 one_connection_till; /* monotonic */
  gboolean breathing; /* network worker's thread */

  LoftAccountState state;
  GError *error; /* (owned) (nullable) */
  LoftCertificateProblem *problem; /* (owned) (nullable) */
  LoftProgress progress;
  gint64 last_success;
  gint64 paused_until; /* the server lets nobody in before */
  GPtrArray *left_out; /* (owned) of LoftLeftOut */
};

/* ---- loft-account-network.c --------------------------------------------------------------- */

void loft_account_network_tell_status (LoftAccountNetwork *self);
void loft_account_network_tell_alert (LoftAccountNetwork *self, const char *text);
/* error: (nullable) */
void loft_account_network_set_status (LoftAccountNetwork *self, LoftAccountState state,
                                      const GError *error);
/* Whether the server may be asked now; if not, offline_error() (transfer full) says why. */
gboolean loft_account_network_can_try (LoftAccountNetwork *self);
GError *loft_account_network_offline_error (LoftAccountNetwork *self);
void loft_account_network_set_offline_now (LoftAccountNetwork *self);

/* For the network worker. */
void loft_account_network_queue_job (LoftAccountNetwork *self, LoftWorkerPriority priority,
                                     GTask *task, LoftWorkerFunc func);
/* folder_id 0: all; client: (transfer full) (nullable). */
void loft_account_network_begin_sync (LoftAccountNetwork *self, gint64 folder_id, GTask *client);
/* Now, or when the jobs under way are done. */
void loft_account_network_sync_all (LoftAccountNetwork *self);

/* ---- -outcome ----------------------------------------------------------------------------- */

/* First thing in a job's callback, and the last. */
LoftAccountJob *loft_account_network_end_job (LoftAccountNetwork *self, GAsyncResult *result);
void loft_account_network_after_job (LoftAccountNetwork *self);
void loft_account_network_note_failure (LoftAccountNetwork *self, const GError *error,
                                        const LoftCertificateProblem *problem);
/* GSourceFunc */
gboolean loft_account_network_on_retry (gpointer self);
/* GAsyncReadyCallback; user_data: (transfer full) (nullable) the client's task. */
void loft_account_network_on_sync_done (GObject *source, GAsyncResult *result, gpointer user_data);
void loft_account_network_on_look_done (GObject *source, GAsyncResult *result, gpointer user_data);
void loft_account_network_on_replay_done (GObject *source, GAsyncResult *result,
                                          gpointer user_data);

/* ---- -watch, -asked ----------------------------------------------------------------------- */

void loft_account_network_maybe_watch (LoftAccountNetwork *self);
gboolean loft_account_network_has_one_connection (LoftAccountNetwork *self);
/* After a job of the second connection failed: TRUE when the server lets none in. */
gboolean loft_account_network_learn_one_connection (LoftAccountNetwork *self,
                                                    const LoftAccountJob *job);

G_END_DECLS
