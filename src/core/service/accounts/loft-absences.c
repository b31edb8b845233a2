/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-absences.h"

#include "loft-absence-text.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-mail-account-asking.h"

#define PAUSE      (30 * 60 * G_TIME_SPAN_SECOND)
#define OF_SERVICE "loft-absences"
#define OF_ACCOUNT "loft-absence"

struct _LoftAbsences {
  GObject parent;

  GCancellable *cancellable; /* (owned) of what nobody waits for */
};

/* Of one account, kept by it. */
typedef struct {
  LoftOutOfOffice *absence; /* (owned) (nullable) */
  gint64 asked_at; /* monotonic; 0 never */
  gboolean asking;
  gboolean has_none;
} Known;

static guint changed_signal;

G_DEFINE_FINAL_TYPE (LoftAbsences, loft_absences, G_TYPE_OBJECT)

static void
known_free (gpointer data)
{
  Known *self = data;

  loft_out_of_office_free (self->absence);
  g_free (self);
}

static Known *
known_of (LoftMailAccount *account)
{
  Known *known = g_object_get_data (G_OBJECT (account), OF_ACCOUNT);

  if (known != NULL)
    return known;
  known = g_new0 (Known, 1);
  g_object_set_data_full (G_OBJECT (account), OF_ACCOUNT, known, known_free);
  return known;
}

static gboolean
is_of_kind (LoftMailAccount *account)
{
  return loft_absence_kind_may_answer (loft_mail_account_get_account (account)->kind);
}

gboolean
loft_absences_may_answer (LoftAbsences *self, LoftMailAccount *account)
{
  return is_of_kind (account) && !known_of (account)->has_none;
}

const LoftOutOfOffice *
loft_absences_get (LoftAbsences *self, LoftMailAccount *account)
{
  return known_of (account)->absence;
}

gboolean
loft_absences_is_on (LoftAbsences *self, LoftMailAccount *account)
{
  const LoftOutOfOffice *absence = known_of (account)->absence;

  return absence != NULL && loft_absence_is_on (absence, loft_clock_now ());
}

/* absence: (transfer full) (nullable) */
static void
learn (LoftAbsences *self, LoftMailAccount *account, LoftOutOfOffice *absence, gboolean has_none)
{
  Known *known = known_of (account);

  loft_out_of_office_free (known->absence);
  known->absence = absence;
  known->has_none = has_none;
  g_signal_emit (self, changed_signal, 0, account);
}

/* ---- in the thread of a connection -------------------------------------------------------- */

static gboolean
check (LoftBackend *backend, GError **error)
{
  if ((loft_backend_get_capabilities (backend) & LOFT_BACKEND_HAS_OUT_OF_OFFICE) != 0)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "The server does not answer in absence");
  return FALSE;
}

static gpointer
read_there (LoftBackend *backend, gpointer data, GCancellable *cancellable, GError **error)
{
  return check (backend, error) ? loft_backend_read_out_of_office (backend, cancellable, error)
                                : NULL;
}

/* What is known then is what was written. */
static gpointer
write_there (LoftBackend *backend, gpointer data, GCancellable *cancellable, GError **error)
{
  return check (backend, error) &&
             loft_backend_write_out_of_office (backend, data, cancellable, error)
           ? loft_out_of_office_copy (data)
           : NULL;
}

/* ---- asking ------------------------------------------------------------------------------- */

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  LoftAbsences *self = g_task_get_source_object (client);
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);
  gboolean reading = g_task_get_task_data (client) == NULL;
  GError *error = NULL;
  LoftOutOfOffice *absence = loft_mail_account_ask_finish (account, result, &error);

  known_of (account)->asking = FALSE;
  if (absence != NULL)
    learn (self, account, loft_out_of_office_copy (absence), FALSE);
  else if (reading && g_error_matches (error, LOFT_ERROR, LOFT_ERROR_REFUSED))
    learn (self, account, NULL, TRUE);
  if (absence != NULL)
    g_task_return_pointer (client, absence, (GDestroyNotify) loft_out_of_office_free);
  else
    g_task_return_error (client, error);
}

void
loft_absences_read_async (LoftAbsences *self, LoftMailAccount *account, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (LoftBackendAsk) ask =
    loft_backend_ask_new (read_there, NULL, NULL, (GDestroyNotify) loft_out_of_office_free);
  Known *known = known_of (account);

  known->asking = TRUE;
  known->asked_at = loft_clock_monotonic ();
  loft_mail_account_ask_async (account, ask, cancellable, on_answered, client);
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
  GTask *client = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (LoftBackendAsk) ask =
    loft_backend_ask_new (write_there, loft_out_of_office_copy (absence),
                          (GDestroyNotify) loft_out_of_office_free,
                          (GDestroyNotify) loft_out_of_office_free);

  g_task_set_task_data (client, loft_backend_ask_ref (ask),
                        (GDestroyNotify) loft_backend_ask_unref);
  loft_mail_account_ask_async (account, ask, cancellable, on_answered, client);
}

gboolean
loft_absences_write_finish (LoftAbsences *self, GAsyncResult *result, GError **error)
{
  g_autoptr (LoftOutOfOffice) written = g_task_propagate_pointer (G_TASK (result), error);

  return written != NULL;
}

/* ---- by itself ---------------------------------------------------------------------------- */

/* A server that is not reached says nothing new. */
static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftOutOfOffice) unused =
    loft_absences_read_finish (LOFT_ABSENCES (source), result, NULL);
}

/* After a sync the connection is there. */
static void
on_state (LoftAbsences *self, GParamSpec *spec, LoftMailAccount *account)
{
  const Known *known = known_of (account);

  if (loft_mail_account_get_state (account) != LOFT_ACCOUNT_IDLE ||
      loft_mail_account_get_last_success (account) == 0 || known->asking ||
      !loft_absences_may_answer (self, account) ||
      (known->asked_at != 0 && loft_clock_monotonic () - known->asked_at < PAUSE))
    return;
  loft_absences_read_async (self, account, self->cancellable, on_read, NULL);
}

static void
on_accounts_changed (LoftAbsences *self, guint position, guint n_removed, guint n_added,
                     GListModel *accounts)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      if (!is_of_kind (account))
        continue;
      g_signal_handlers_disconnect_by_func (account, on_state, self);
      g_signal_connect_object (account, "notify::state", G_CALLBACK (on_state), self,
                               G_CONNECT_SWAPPED);
      on_state (self, NULL, account);
    }
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_absences_finalize (GObject *object)
{
  LoftAbsences *self = LOFT_ABSENCES (object);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
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
  self->cancellable = g_cancellable_new ();
}

LoftAbsences *
loft_absences_of (LoftService *service)
{
  LoftAbsences *self = g_object_get_data (G_OBJECT (service), OF_SERVICE);
  GListModel *accounts = loft_service_get_accounts (service);

  if (self != NULL)
    return self;
  self = g_object_new (LOFT_TYPE_ABSENCES, NULL);
  g_object_set_data_full (G_OBJECT (service), OF_SERVICE, self, g_object_unref);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self,
                           G_CONNECT_SWAPPED);
  on_accounts_changed (self, 0, 0, g_list_model_get_n_items (accounts), accounts);
  return self;
}
