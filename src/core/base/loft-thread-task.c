/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-thread-task.h"

typedef struct {
  GTask *task; /* (owned) */
  GTaskThreadFunc func;
} Run;

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  g_object_unref (run->task);
  g_free (run);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;

  run->func (run->task, g_task_get_source_object (run->task), g_task_get_task_data (run->task),
             g_task_get_cancellable (run->task));
  g_task_return_boolean (task, TRUE);
}

void
loft_thread_task_run (GTask *task, GTaskThreadFunc func)
{
  Run *run = g_new0 (Run, 1);
  g_autoptr (GTask) own = g_task_new (NULL, NULL, on_ended, run);

  run->task = g_object_ref (task);
  run->func = func;
  g_task_set_priority (own, g_task_get_priority (task));
  g_task_set_task_data (own, run, NULL);
  g_task_run_in_thread (own, run_in_thread);
}
