/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-thread-progress.h"

#define TICK (100 * G_TIME_SPAN_MILLISECOND)

struct _LoftThreadProgress {
  LoftThreadProgressFunc func; /* (nullable) */
  gpointer listener; /* (owned) */
  GMainContext *context; /* (owned) */
  gint64 told_at; /* the thread's */
  gboolean over; /* the context's */
};

typedef struct {
  LoftThreadProgress *progress; /* a reference */
  gpointer told; /* (owned) */
  GDestroyNotify destroy;
} Tick;

static void
progress_clear (gpointer data)
{
  LoftThreadProgress *self = data;

  g_free (self->listener);
  g_main_context_unref (self->context);
}

LoftThreadProgress *
loft_thread_progress_new (LoftThreadProgressFunc func, gpointer listener)
{
  LoftThreadProgress *self = g_atomic_rc_box_new0 (LoftThreadProgress);

  self->func = func;
  self->listener = listener;
  self->context = g_main_context_ref_thread_default ();
  return self;
}

void
loft_thread_progress_unref (LoftThreadProgress *self)
{
  g_atomic_rc_box_release_full (self, progress_clear);
}

gboolean
loft_thread_progress_is_due (LoftThreadProgress *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->func == NULL || now - self->told_at < TICK)
    return FALSE;
  self->told_at = now;
  return TRUE;
}

static gboolean
on_told (gpointer data)
{
  const Tick *tick = data;

  if (!tick->progress->over)
    tick->progress->func (tick->told, tick->progress->listener);
  return G_SOURCE_REMOVE;
}

static void
tick_free (gpointer data)
{
  Tick *tick = data;

  tick->destroy (tick->told);
  loft_thread_progress_unref (tick->progress);
  g_free (tick);
}

void
loft_thread_progress_tell (LoftThreadProgress *self, gpointer told, GDestroyNotify destroy)
{
  Tick *tick = g_new0 (Tick, 1);

  tick->progress = g_atomic_rc_box_acquire (self);
  tick->told = told;
  tick->destroy = destroy;
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, on_told, tick, tick_free);
}

void
loft_thread_progress_end (LoftThreadProgress *self)
{
  self->over = TRUE;
}
