/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account-connection.h"
#include "loft-backend-ask.h"
#include "loft-certificate-problem.h"
#include "loft-search-query.h"
#include "loft-folder-usage.h"

G_BEGIN_DECLS

/* One exchange with an account's server as a task for the worker of a LoftAccountConnection: what is
 * asked for, and what the main thread must know of the outcome beside the task's error. It is the
 * task's data. */
typedef struct {
  gint64 id;               /* of a folder or message; watch: set to the folder watched */
  gboolean asked;          /* sync: a person waits for it */
  LoftSearchQuery *query;  /* (owned) (nullable) search */
  LoftBackendAsk *ask;     /* (owned) (nullable) ask */
  LoftWorkerFunc work;     /* (nullable) of what can be done by either connection */

  gboolean changed;        /* watch: something happened */
  gboolean elsewhere;      /* watch: and not only in the folder watched */
  GArray *found;           /* (owned) (nullable) search: of gint64 */
  GPtrArray *left_out; /* (owned) (nullable) sync: of LoftLeftOut */
  LoftFolderUsage usage;   /* usage: what the server told */
  gpointer answer;         /* (owned) (nullable) ask: what it got */
  char *alert;             /* (owned) (nullable) what the server wants a person to read */
  guint wait;              /* seconds until the server lets anybody in again, after TOO_SOON */
  gboolean not_connected;  /* fetch and watch: the server was not reached or let nobody in */
  GError *error;                   /* (owned) (nullable) what the task returns, again */
  LoftCertificateProblem *problem; /* (owned) (nullable) */

  GCancellable *everything; /* (owned) ends all jobs */
  gulong everything_link;
  GCancellable *client;     /* (owned) (nullable) ends this one */
  gulong client_link;
} LoftAccountJob;

/* (transfer full) a task with a cancellable of its own, which ends with everything or with client
 * (nullable). Main thread. */
GTask *loft_account_job_new (gpointer source, gint64 id, GCancellable *everything,
                             GCancellable *client, GAsyncReadyCallback callback,
                             gpointer user_data);

/* First thing in its callback: (transfer none) the job, cut loose from its cancellables. */
LoftAccountJob *loft_account_job_end (GAsyncResult *result);

/* The work; LoftWorkerFunc for the worker of the connection (a LoftAccountConnection) given. */
void loft_account_job_sync   (GTask *task, gpointer connection);
void loft_account_job_look   (GTask *task, gpointer connection); /* headers of one folder */
void loft_account_job_replay (GTask *task, gpointer connection);
/* id 0: what somebody has complained of; 1: everything is looked at, every content too. */
void loft_account_job_repair (GTask *task, gpointer connection);
void loft_account_job_fetch  (GTask *task, gpointer connection);
void loft_account_job_usage  (GTask *task, gpointer connection); /* of one folder */
void loft_account_job_search (GTask *task, gpointer connection); /* id: of the folder */
void loft_account_job_ask    (GTask *task, gpointer connection);
void loft_account_job_watch  (GTask *task, gpointer connection);

G_END_DECLS
