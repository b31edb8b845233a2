/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resource-undos.h"

#include "loft-scheduling-post.h"

typedef struct {
  GPtrArray *undos; /* (owned) of LoftResourceUndo: those that are left */
  LoftService *service; /* (owned) (nullable) */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_ptr_array_unref (run->undos);
  g_clear_object (&run->service);
  g_free (run);
}

static void undo_next (GTask *client);

static void
on_undone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (loft_resources_act_finish (LOFT_MAIL_ACCOUNT (source), result, NULL, NULL, &error))
    undo_next (g_steal_pointer (&client));
  else
    g_task_return_error (client, error);
}

/* Takes client. */
static void
undo_last (GTask *client)
{
  Run *run = g_task_get_task_data (client);
  g_autoptr (LoftResourceUndo) last = g_ptr_array_steal_index (run->undos, run->undos->len - 1);

  loft_resources_undo_async (last, on_undone, client);
}

static void
on_withdrawn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (loft_scheduling_withdraw_finish (result, &error))
    undo_last (g_steal_pointer (&client));
  else
    g_task_return_error (client, error);
}

/* Takes client. */
static void
undo_next (GTask *client)
{
  Run *run = g_task_get_task_data (client);
  GPtrArray *messages;

  if (run->undos->len == 0)
    {
      g_task_return_boolean (client, TRUE);
      g_object_unref (client);
      return;
    }
  messages = loft_resource_undo_get_messages (g_ptr_array_index (run->undos, run->undos->len - 1));
  if (run->service != NULL && messages != NULL)
    loft_scheduling_withdraw_async (run->service, messages, on_withdrawn, client);
  else
    undo_last (client);
}

void
loft_resource_undos_run_async (GPtrArray *undos, LoftService *service, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *client = g_task_new (NULL, NULL, callback, user_data);
  Run *run = g_new0 (Run, 1);

  run->undos = g_ptr_array_ref (undos);
  run->service = service != NULL ? g_object_ref (service) : NULL;
  g_task_set_task_data (client, run, run_free);
  undo_next (client);
}

gboolean
loft_resource_undos_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- a change that is refused in the middle ------------------------------------------------ */

typedef struct {
  GTask *client; /* (owned) */
  GError *error; /* (owned) */
} Refusal;

static void
on_backed_out (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Refusal *refusal = user_data;
  g_autoptr (GTask) client = refusal->client;
  g_autoptr (GError) failure = NULL;

  if (!loft_resource_undos_run_finish (result, &failure))
    g_message ("What was done before a refusal stays: %s", failure->message);
  g_task_return_error (client, refusal->error);
}

void
loft_resource_undos_back_out (GPtrArray *undos, GTask *client, GError *error)
{
  Refusal *refusal = g_new0 (Refusal, 1);

  refusal->client = client;
  refusal->error = error;
  loft_resource_undos_run_async (undos, NULL, on_backed_out, refusal);
}
