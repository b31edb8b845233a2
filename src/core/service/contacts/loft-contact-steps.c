/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-steps.h"

#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-resource-store.h"
#include "loft-resource-undos.h"
#include "loft-vcard-object.h"

LoftContactStep *
loft_contact_step_new (void)
{
  return g_new0 (LoftContactStep, 1);
}

void
loft_contact_step_free (LoftContactStep *self)
{
  g_clear_object (&self->source);
  g_clear_object (&self->target);
  g_clear_pointer (&self->before, loft_contact_unref);
  g_clear_pointer (&self->after, loft_contact_unref);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_free (self);
}

static gboolean
is_removed (const LoftContactStep *step)
{
  return step->source != NULL && step->after == NULL && step->target == NULL;
}

/* ---- in a worker: texts ------------------------------------------------------------------- */

static GBytes *
read_raw (LoftMailReader *reader, gint64 resource_id, GError **error)
{
  g_autoptr (LoftResource) resource =
    loft_resource_store_get (loft_mail_reader_current_store (reader)->mail, resource_id, error);

  if (resource == NULL)
    return NULL;
  if (!resource->removed)
    return g_bytes_ref (resource->raw);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "The contact was deleted");
  return NULL;
}

/* No server takes vCard 2.1 (RFC 6352 5.1); each takes 3.0. */
static GBytes *
fit_version (GBytes *raw, guint version)
{
  if (version == 3 || loft_vcard_version (raw) == 2)
    return loft_vcard_convert (raw, 3);
  return g_bytes_ref (raw);
}

static GBytes *
make_new_text (const LoftContactStep *step)
{
  return step->raw != NULL ? fit_version (step->raw, step->version)
                           : loft_vcard_new (step->after, step->version == 4 ? 4 : 3);
}

static gboolean
make_text (LoftContactStep *step, LoftMailReader *reader, GError **error)
{
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GBytes) changed = NULL;

  if (step->source == NULL)
    {
      step->text = make_new_text (step);
      return TRUE;
    }
  raw = read_raw (reader, step->resource_id, error);
  if (raw == NULL)
    return FALSE;
  changed = step->after != NULL ? loft_vcard_change (raw, step->before, step->after, error)
                                : g_bytes_ref (raw);
  if (changed == NULL)
    return FALSE;
  step->text =
    step->target != NULL ? fit_version (changed, step->version) : g_steal_pointer (&changed);
  return TRUE;
}

static LoftMailAccount *
planner_of (const LoftContactStep *step)
{
  return step->source != NULL ? step->source : step->target;
}

static void
plan_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  GPtrArray *steps = g_task_get_task_data (task);
  GError *error = NULL;

  for (guint i = 0; i < steps->len; i++)
    {
      LoftContactStep *step = g_ptr_array_index (steps, i);

      if (planner_of (step) != g_task_get_source_object (task) || is_removed (step))
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, &error) ||
          !make_text (step, reader, &error))
        {
          g_task_return_error (task, error);
          return;
        }
    }
  g_task_return_boolean (task, TRUE);
}

/* ---- acting ------------------------------------------------------------------------------- */

typedef struct {
  GPtrArray *steps;
  GPtrArray *accounts; /* of LoftMailAccount (owned): all that are concerned */
  GPtrArray *undos; /* of LoftResourceUndo */
  guint next; /* account to plan in; then: turn to act in */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_ptr_array_unref (run->steps);
  g_ptr_array_unref (run->accounts);
  g_ptr_array_unref (run->undos);
  g_free (run);
}

/* Additions of an account and then the rest of it, or both at once where there is one account only. */
static gboolean
is_due (const LoftContactStep *step, const Run *run, LoftMailAccount *account, gboolean adds)
{
  gboolean additions = run->accounts->len == 1 || run->next < run->accounts->len;
  gboolean others = run->accounts->len == 1 || run->next >= run->accounts->len;

  if (adds)
    return additions && step->target == account;
  return others && step->source == account;
}

static GArray *
gather (const Run *run, LoftMailAccount *account)
{
  GArray *wishes = g_array_new (FALSE, FALSE, sizeof (LoftResourceWish));

  for (guint i = 0; i < run->steps->len; i++)
    {
      const LoftContactStep *step = g_ptr_array_index (run->steps, i);
      LoftResourceWish added = { 0, step->folder_id, step->text };
      LoftResourceWish changed = { step->resource_id, 0, step->target == NULL ? step->text : NULL };

      if (is_due (step, run, account, TRUE))
        g_array_append_val (wishes, added);
      if (is_due (step, run, account, FALSE))
        g_array_append_val (wishes, changed);
    }
  return wishes;
}

static void act_next (GTask *client);

static void
on_acted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Run *run = g_task_get_task_data (client);
  LoftResourceUndo *undo = NULL;
  GError *error = NULL;

  if (!loft_resources_act_finish (LOFT_MAIL_ACCOUNT (source), result, NULL, &undo, &error))
    {
      loft_resource_undos_back_out (run->undos, g_steal_pointer (&client), error);
      return;
    }
  g_ptr_array_add (run->undos, undo);
  act_next (g_steal_pointer (&client));
}

/* Takes client. */
static void
act_next (GTask *client)
{
  Run *run = g_task_get_task_data (client);
  guint n = run->accounts->len;
  guint turns = n == 1 ? 1 : 2 * n;

  while (run->next < turns)
    {
      LoftMailAccount *account = g_ptr_array_index (run->accounts, run->next % n);
      g_autoptr (GArray) wishes = gather (run, account);

      run->next++;
      if (wishes->len == 0)
        continue;
      loft_resources_act_async (account, (const LoftResourceWish *) (gpointer) wishes->data,
                                wishes->len, on_acted, client);
      return;
    }
  g_task_return_pointer (client, g_ptr_array_ref (run->undos), (GDestroyNotify) g_ptr_array_unref);
  g_object_unref (client);
}

static void plan_next (GTask *client);

static void
on_planned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (client, error);
  else
    plan_next (g_steal_pointer (&client));
}

/* Takes client. */
static void
plan_next (GTask *client)
{
  Run *run = g_task_get_task_data (client);
  LoftMailAccount *account;
  g_autoptr (GTask) task = NULL;

  if (run->next == run->accounts->len)
    {
      run->next = 0;
      act_next (client);
      return;
    }
  account = g_ptr_array_index (run->accounts, run->next++);
  task = g_task_new (account, g_task_get_cancellable (client), on_planned, client);
  g_task_set_task_data (task, g_ptr_array_ref (run->steps), (GDestroyNotify) g_ptr_array_unref);
  loft_mail_account_queue_read (account, LOFT_WORKER_URGENT, task, plan_in_worker);
}

static void
note_account (GPtrArray *accounts, LoftMailAccount *account)
{
  if (account != NULL && !g_ptr_array_find (accounts, account, NULL))
    g_ptr_array_add (accounts, g_object_ref (account));
}

void
loft_contact_steps_run_async (GPtrArray *steps, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (NULL, cancellable, callback, user_data);
  Run *run = g_new0 (Run, 1);

  run->steps = g_ptr_array_ref (steps);
  run->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  run->undos = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_resource_undo_unref);
  for (guint i = 0; i < steps->len; i++)
    {
      const LoftContactStep *step = g_ptr_array_index (steps, i);

      note_account (run->accounts, step->source);
      note_account (run->accounts, step->target);
    }
  g_task_set_task_data (client, run, run_free);
  plan_next (client);
}

GPtrArray *
loft_contact_steps_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
