/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-availability-asking.h"

#include "loft-mail-account-asking.h"

typedef struct {
  GPtrArray *addresses; /* (owned) of char* */
  gint64 since;
  gint64 until;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_ptr_array_unref (question->addresses);
  g_free (question);
}

static gpointer
copy_text (gconstpointer text, gpointer unused)
{
  return g_strdup (text);
}

static gpointer
ask (LoftBackend *backend, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return loft_backend_read_availability (backend, question->addresses, question->since,
                                         question->until, cancellable, error);
}

void
loft_availability_asking_async (LoftMailAccount *account, GPtrArray *addresses, gint64 since,
                                gint64 until, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  Question *question = g_new0 (Question, 1);
  g_autoptr (LoftBackendAsk) wrapped =
    loft_backend_ask_new (ask, question, question_free, (GDestroyNotify) g_ptr_array_unref);

  question->addresses = g_ptr_array_copy (addresses, copy_text, NULL);
  g_ptr_array_set_free_func (question->addresses, g_free);
  question->since = since;
  question->until = until;
  loft_mail_account_ask_async (account, wrapped, cancellable, callback, user_data);
}

GPtrArray *
loft_availability_asking_finish (LoftMailAccount *account, GAsyncResult *result, GError **error)
{
  return loft_mail_account_ask_finish (account, result, error);
}
