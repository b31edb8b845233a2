/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of LoftAccountOutbox: the object and when it sends, -pass (what the worker
 * does). */

#include "loft-account-access.h"
#include "loft-account-outbox.h"
#include "loft-outgoing-queue.h"
#include "loft-submission.h"
#include "loft-submission-record.h"
#include "loft-worker.h"

G_BEGIN_DECLS

#define LOFT_OUTBOX_RECORD_FOLDER "outgoing"

struct _LoftAccountOutbox {
  GObject parent;

  char *directory;
  LoftAccount *account; /* (owned) */
  LoftOnline *online; /* (owned) */
  LoftWorker *worker; /* (owned) (nullable) NULL after stop */
  GCancellable *cancellable; /* (owned) */
  gboolean started;
  gboolean stopped;
  gboolean offline;
  guint n_passes; /* queued or running */
  gint64 next; /* seconds since the epoch; 0: nothing waits */
  gint64 retry_at; /* monotonic; 0: none */
  guint n_failures;
  guint look_source;
  guint rest_source;
  LoftSubmissionRecord offer; /* what the server takes, as far as it is known */
  GError *error; /* (owned) (nullable) */
  LoftCertificateProblem *problem; /* (owned) (nullable) */

  /* worker's thread only */
  LoftAccountAccess *access; /* (owned) (nullable) no server is known */
  LoftSubmission *submission; /* (owned) (nullable) */
  LoftOutgoingQueue *queue; /* (owned) (nullable) */
  gboolean recovered;
  gboolean copied; /* in the running pass */
};

/* What a pass found out, beside the task's error. */
typedef struct {
  gint64 next;
  gboolean copied;
  gboolean has_offer;
  LoftSubmissionRecord offer;
  LoftCertificateProblem *problem; /* (owned) (nullable) */
} LoftOutboxFinding;

void loft_outbox_finding_free (LoftOutboxFinding *finding);

/* LoftWorkerFunc of the sender; the data of the task is a LoftOutboxFinding. */
void loft_account_outbox_pass_job (GTask *task, gpointer outbox);
/* The same without data: lets the server go. */
void loft_account_outbox_rest_job (GTask *task, gpointer outbox);

/* Main thread: rows have changed. */
void loft_account_outbox_tell_changed (LoftAccountOutbox *self);

G_END_DECLS
