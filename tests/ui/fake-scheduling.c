/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-scheduling.h"

struct _FakeScheduling {
  GObject parent_instance;

  FakeSchedulingMaker make;
  gconstpointer data;
  GError *error;
  LoftSchedulingWish last;
  char *comment;
  guint n_acts;
  guint n_undos;
};

static void actions_init (LoftSchedulingActionsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeScheduling, fake_scheduling, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_SCHEDULING_ACTIONS, actions_init))

static void
read_async (LoftSchedulingActions *actions, LoftMailAccount *account, LoftMessageBody *body,
            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  FakeScheduling *self = FAKE_SCHEDULING (actions);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else
    g_task_return_pointer (task, self->make (self->data),
                           (GDestroyNotify) loft_scheduling_card_free);
}

static LoftSchedulingCard *
read_finish (LoftSchedulingActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
act_async (LoftSchedulingActions *actions, LoftMailAccount *account, LoftMessageBody *body,
           const LoftSchedulingWish *wish, GAsyncReadyCallback callback, gpointer user_data)
{
  FakeScheduling *self = FAKE_SCHEDULING (actions);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  self->last = *wish;
  g_free (self->comment);
  self->comment = g_strdup (wish->comment);
  self->n_acts++;
  if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
act_finish (LoftSchedulingActions *actions, GAsyncResult *result, guint64 *undo, GError **error)
{
  *undo = 1;
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
undo_async (LoftSchedulingActions *actions, guint64 undo, GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (actions, NULL, callback, user_data);

  FAKE_SCHEDULING (actions)->n_undos++;
  g_task_return_boolean (task, TRUE);
}

static gboolean
undo_finish (LoftSchedulingActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
actions_init (LoftSchedulingActionsInterface *iface)
{
  iface->read_async = read_async;
  iface->read_finish = read_finish;
  iface->act_async = act_async;
  iface->act_finish = act_finish;
  iface->undo_async = undo_async;
  iface->undo_finish = undo_finish;
}

void
fake_scheduling_set_card (FakeScheduling *self, FakeSchedulingMaker make, gconstpointer data)
{
  self->make = make;
  self->data = data;
}

void
fake_scheduling_set_error (FakeScheduling *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
}

guint
fake_scheduling_get_n_acts (FakeScheduling *self)
{
  return self->n_acts;
}

guint
fake_scheduling_get_n_undos (FakeScheduling *self)
{
  return self->n_undos;
}

const LoftSchedulingWish *
fake_scheduling_get_last (FakeScheduling *self)
{
  return &self->last;
}

const char *
fake_scheduling_get_last_comment (FakeScheduling *self)
{
  return self->comment;
}

static void
fake_scheduling_finalize (GObject *object)
{
  FakeScheduling *self = FAKE_SCHEDULING (object);

  g_clear_error (&self->error);
  g_free (self->comment);
  G_OBJECT_CLASS (fake_scheduling_parent_class)->finalize (object);
}

static void
fake_scheduling_class_init (FakeSchedulingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_scheduling_finalize;
}

static void
fake_scheduling_init (FakeScheduling *self)
{
}

FakeScheduling *
fake_scheduling_new (void)
{
  return g_object_new (FAKE_TYPE_SCHEDULING, NULL);
}
