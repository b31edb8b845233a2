/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A named thread with a queue of jobs, run one at a time, most urgent first and then in the
 * order queued. What a worker owns is touched in its thread only; functions that run there begin
 * with loft_worker_assert_current().
 *
 * A job is a GTask: its task data are the input, its cancellable stops it, and it must be
 * returned exactly once by the function. Queue from any thread. Source object, task data and user
 * data are released in the task's context, never in the worker's thread. */
#define LOFT_TYPE_WORKER (loft_worker_get_type ())
G_DECLARE_FINAL_TYPE (LoftWorker, loft_worker, LOFT, WORKER, GObject)

/* Runs in the worker's thread and must return the task. Long jobs look at
 * loft_worker_wants_urgent() between steps and may call loft_worker_run_urgent(). */
typedef void (*LoftWorkerFunc) (GTask *task, gpointer user_data);

typedef enum {
  LOFT_WORKER_URGENT,     /* a person waits for it */
  LOFT_WORKER_NORMAL,
  LOFT_WORKER_BACKGROUND,
} LoftWorkerPriority;

LoftWorker *loft_worker_new (const char *name);

/* Takes a reference on task; user_data is borrowed until the task is returned. After shutdown
 * the task is returned with G_IO_ERROR_CANCELLED. */
void loft_worker_queue (LoftWorker         *self,
                        LoftWorkerPriority  priority,
                        GTask              *task,
                        LoftWorkerFunc      func,
                        gpointer            user_data);

/* Whether an urgent job waits; in the worker's thread or any other. */
gboolean loft_worker_wants_urgent (LoftWorker *self);

/* Runs all urgent jobs that wait, from inside a longer job. Worker's thread only. */
void loft_worker_run_urgent (LoftWorker *self);

/* Cancels everything queued and the cancellables of the running job and of those it runs inside of,
 * waits for the thread to end.
 * Not from the worker's own thread. Idempotent. */
void loft_worker_shutdown (LoftWorker *self);

/* The same, but what is queued and has no cancellable, as a change that must not be lost, is done
 * first. */
void loft_worker_finish (LoftWorker *self);

gboolean loft_worker_is_current (LoftWorker *self);
#define loft_worker_assert_current(worker) g_assert (loft_worker_is_current (worker))

G_END_DECLS
