/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-reading.h"

#include "loft-draft-reader.h"
#include "loft-thread-task.h"

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  LoftMessageBody *body = data;

  g_task_return_pointer (task, loft_draft_read (body->raw), (GDestroyNotify) loft_draft_free);
}

void
loft_draft_reading_async (LoftMessageBody *body, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_task_data (task, loft_message_body_ref (body),
                        (GDestroyNotify) loft_message_body_unref);
  loft_thread_task_run (task, read_in_thread);
}

LoftDraft *
loft_draft_reading_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
