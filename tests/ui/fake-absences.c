/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What pretended servers answer with in absence: as a test says, kept in memory. */

#include "fake-service-private.h"
#include "loft-absence-text.h"
#include "loft-absences.h"
#include "loft-error.h"

#define OF_SERVICE "fake-absences"
#define OF_ACCOUNT "fake-absence"
#define HAS_NONE   "fake-absence-none"

struct _LoftAbsences {
  GObject parent;

  GError *error; /* (nullable) */
  GPtrArray *waiting; /* of GTask */
  gboolean slow;
  guint n_written;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (LoftAbsences, loft_absences, G_TYPE_OBJECT)

/* ---- for tests ---------------------------------------------------------------------------- */

static void
keep (LoftAbsences *self, LoftMailAccount *account, const LoftOutOfOffice *absence)
{
  g_object_set_data_full (G_OBJECT (account), OF_ACCOUNT,
                          absence != NULL ? loft_out_of_office_copy (absence) : NULL,
                          (GDestroyNotify) loft_out_of_office_free);
  g_object_set_data (G_OBJECT (account), HAS_NONE, GINT_TO_POINTER (absence == NULL));
  g_signal_emit (self, changed_signal, 0, account);
}

void
fake_absences_set (LoftService *service, LoftMailAccount *account, const LoftOutOfOffice *absence)
{
  g_free (account->account->kind);
  account->account->kind = g_strdup ("eas");
  keep (loft_absences_of (service), account, absence);
}

void
fake_absences_fail (LoftService *service, const GError *error)
{
  LoftAbsences *self = loft_absences_of (service);

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
}

guint
fake_absences_get_n_written (LoftService *service)
{
  return loft_absences_of (service)->n_written;
}

/* ---- as a service ------------------------------------------------------------------------- */

gboolean
loft_absences_may_answer (LoftAbsences *self, LoftMailAccount *account)
{
  return loft_absence_kind_may_answer (account->account->kind) &&
         g_object_get_data (G_OBJECT (account), HAS_NONE) == NULL;
}

const LoftOutOfOffice *
loft_absences_get (LoftAbsences *self, LoftMailAccount *account)
{
  return g_object_get_data (G_OBJECT (account), OF_ACCOUNT);
}

gboolean
loft_absences_is_on (LoftAbsences *self, LoftMailAccount *account)
{
  const LoftOutOfOffice *absence = loft_absences_get (self, account);

  return absence != NULL && loft_absence_is_on (absence, g_get_real_time () / G_USEC_PER_SEC);
}

typedef struct {
  LoftMailAccount *account; /* (owned) */
  LoftOutOfOffice *wanted; /* (owned) (nullable) */
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_object_unref (self->account);
  loft_out_of_office_free (self->wanted);
  g_free (self);
}

static void
answer (GTask *task)
{
  LoftAbsences *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  const LoftOutOfOffice *absence;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->error != NULL)
    {
      g_task_return_error (task, g_error_copy (self->error));
      return;
    }
  if (question->wanted != NULL)
    {
      self->n_written++;
      keep (self, question->account, question->wanted);
    }
  absence = loft_absences_get (self, question->account);
  if (absence == NULL)
    g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_REFUSED, "there is none");
  else
    g_task_return_pointer (task, loft_out_of_office_copy (absence),
                           (GDestroyNotify) loft_out_of_office_free);
}

void
fake_absences_set_slow (LoftService *service, gboolean slow)
{
  LoftAbsences *self = loft_absences_of (service);

  self->slow = slow;
  while (!slow && self->waiting->len > 0)
    {
      g_autoptr (GTask) task = g_ptr_array_steal_index (self->waiting, 0);

      answer (task);
    }
}

static void
on_cancelled (GCancellable *cancellable, gpointer task)
{
  g_task_return_error_if_cancelled (task);
}

static void
ask (LoftAbsences *self, LoftMailAccount *account, const LoftOutOfOffice *wanted,
     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->account = g_object_ref (account);
  question->wanted = wanted != NULL ? loft_out_of_office_copy (wanted) : NULL;
  g_task_set_task_data (task, question, question_free);
  if (!self->slow)
    {
      answer (task);
      return;
    }
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_cancelled), task, 0);
  g_ptr_array_add (self->waiting, g_object_ref (task));
}

void
loft_absences_read_async (LoftAbsences *self, LoftMailAccount *account, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  ask (self, account, NULL, cancellable, callback, user_data);
}

LoftOutOfOffice *
loft_absences_read_finish (LoftAbsences *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
loft_absences_write_async (LoftAbsences *self, LoftMailAccount *account,
                           const LoftOutOfOffice *absence, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  ask (self, account, absence, cancellable, callback, user_data);
}

gboolean
loft_absences_write_finish (LoftAbsences *self, GAsyncResult *result, GError **error)
{
  g_autoptr (LoftOutOfOffice) written = g_task_propagate_pointer (G_TASK (result), error);

  return written != NULL;
}

static void
loft_absences_finalize (GObject *object)
{
  LoftAbsences *self = LOFT_ABSENCES (object);

  g_clear_error (&self->error);
  g_ptr_array_unref (self->waiting);
  G_OBJECT_CLASS (loft_absences_parent_class)->finalize (object);
}

static void
loft_absences_class_init (LoftAbsencesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_absences_finalize;
  changed_signal = g_signal_new ("changed", LOFT_TYPE_ABSENCES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, LOFT_TYPE_MAIL_ACCOUNT);
}

static void
loft_absences_init (LoftAbsences *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

LoftAbsences *
loft_absences_of (LoftService *service)
{
  LoftAbsences *self = g_object_get_data (G_OBJECT (service), OF_SERVICE);

  if (self == NULL)
    {
      self = g_object_new (LOFT_TYPE_ABSENCES, NULL);
      g_object_set_data_full (G_OBJECT (service), OF_SERVICE, self, g_object_unref);
    }
  return self;
}
