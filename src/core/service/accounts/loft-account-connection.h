/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account-access.h"
#include "loft-account-sync.h"
#include "loft-backend.h"
#include "loft-worker.h"

G_BEGIN_DECLS

/* One worker with everything it owns to talk to an account's server: backend, stores, journal and
 * sync, opened in the worker's thread at the first job. */
typedef struct {
  LoftAccountAccess *access;   /* (owned) its account and folder; the rest in the worker's thread */
  LoftWorker *worker;          /* (owned) */
  LoftBackend *backend;        /* (owned) only wake() from other threads */
  LoftSyncObserver observer;
  gpointer user_data;          /* of the observer */

  /* worker's thread only */
  LoftAccountStore *store;     /* (owned) (nullable) */
  LoftJournal *journal;        /* (owned) (nullable) */
  LoftAccountSync *sync;       /* (owned) (nullable) */
  guint n_jobs;                /* begun and not ended: they may run inside of each other */
  gboolean recovered;          /* what only the journal knew is in the store */
} LoftAccountConnection;

LoftAccountConnection *loft_account_connection_new (const char *name, const char *profile_dir,
                                                    const char *directory, LoftAccount *account,
                                                    const LoftSyncObserver *observer,
                                                    gpointer user_data, GError **error);

/* Joins the worker, closes everything. */
void loft_account_connection_free (LoftAccountConnection *self);

/* In the worker's thread, at the begin of each job: opens what is not open. What is damaged is
 * repaired first and opened anew, but not under another job that this one runs inside of. */
gboolean loft_account_connection_open (LoftAccountConnection *self, GError **error);
/* At the end of each job, whether or not open() succeeded. */
void     loft_account_connection_end  (LoftAccountConnection *self);
/* The job that just failed has met damage, and may be tried again. */
gboolean loft_account_connection_is_damaged (LoftAccountConnection *self);

/* In the worker's thread: stores, journal and sync; the backend stays as it is. */
void loft_account_connection_close (LoftAccountConnection *self);

G_END_DECLS
