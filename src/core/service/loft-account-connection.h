/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account-sync.h"
#include "loft-account.h"
#include "loft-backend.h"
#include "loft-worker.h"

G_BEGIN_DECLS

/* One worker with everything it owns to talk to an account's server: backend, stores, journal and
 * sync, opened in the worker's thread at the first job. */
typedef struct {
  char *profile_dir;
  char *directory;
  LoftAccount *account;        /* (owned) */
  LoftWorker *worker;          /* (owned) */
  LoftBackend *backend;        /* (owned) only wake() from other threads */
  LoftSyncObserver observer;
  gpointer user_data;          /* of the observer */

  /* worker's thread only */
  LoftAccountStore *store;     /* (owned) (nullable) */
  LoftJournal *journal;        /* (owned) (nullable) */
  LoftAccountSync *sync;       /* (owned) (nullable) */
  gboolean recovered;          /* what only the journal knew is in the store */
} LoftAccountConnection;

LoftAccountConnection *loft_account_connection_new (const char *name, const char *profile_dir,
                                                    const char *directory, LoftAccount *account,
                                                    const LoftSyncObserver *observer,
                                                    gpointer user_data, GError **error);

/* Joins the worker, closes everything. */
void loft_account_connection_free (LoftAccountConnection *self);

/* In the worker's thread: opens what is not open, repairing it first where it is damaged. */
gboolean loft_account_connection_open (LoftAccountConnection *self, GError **error);

/* In the worker's thread: stores, journal and sync; the backend stays as it is. */
void loft_account_connection_close (LoftAccountConnection *self);

G_END_DECLS
