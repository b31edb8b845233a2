/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-actions-private.h"

#include <string.h>

#include "loft-problem-retry.h"
#include "loft-problem-store.h"

/* What came to nothing: tried again, or forgotten. */

static gint64 *
new_id (gint64 problem_id)
{
  return g_memdup2 (&problem_id, sizeof problem_id);
}

/* ---- forgetting --------------------------------------------------------------------------- */

static gboolean
act_forget (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
            gpointer user_data, GError **error)
{
  const gint64 *problem_id = user_data;

  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (loft_problem_store_remove (store, *problem_id, error))
    return loft_mail_store_commit (store, error);
  loft_mail_store_rollback (store);
  return FALSE;
}

void
loft_mail_account_forget_problem_async (LoftMailAccount *self, gint64 problem_id,
                                        GAsyncReadyCallback callback, gpointer user_data)
{
  loft_mail_account_act (self, act_forget, new_id (problem_id), g_free, callback, user_data);
}

/* ---- trying again ------------------------------------------------------------------------- */

static gboolean
act_retry (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
           gpointer user_data, GError **error)
{
  const gint64 *problem_id = user_data;
  g_autoptr (LoftAccountStore) all =
    loft_account_store_open (directory, LOFT_DATABASE_DURABLE, error);

  return all != NULL && loft_problem_retry (all, journal, *problem_id, undo, error);
}

/* The problem goes with the message's content, as it came with its absence. */
static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftMailAccount *self = LOFT_MAIL_ACCOUNT (source);
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (!loft_mail_account_fetch_finish (self, result, &error))
    {
      g_task_return_error (client, error);
      return;
    }
  loft_mail_account_follow_store (self, 0);
  g_task_return_pointer (client, loft_mail_undo_new (), (GDestroyNotify) loft_mail_undo_free);
}

/* The message that is to be fetched; 0: it is another kind of problem. */
static gint64
find_download (LoftMailAccount *self, gint64 problem_id)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self, NULL);
  g_autoptr (GPtrArray) problems =
    reader != NULL ? loft_mail_reader_list_problems (reader, NULL) : NULL;

  for (guint i = 0; problems != NULL && i < problems->len; i++)
    {
      const LoftProblem *problem = g_ptr_array_index (problems, i);

      if (problem->id == problem_id && strcmp (problem->kind, LOFT_PROBLEM_DOWNLOAD) == 0)
        return problem->message_id;
    }
  return 0;
}

void
loft_mail_account_retry_problem_async (LoftMailAccount *self, gint64 problem_id,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  gint64 message_id = find_download (self, problem_id);

  if (message_id == 0)
    loft_mail_account_act (self, act_retry, new_id (problem_id), g_free, callback, user_data);
  else
    loft_mail_account_fetch_async (self, message_id, NULL, on_fetched,
                                   g_task_new (self, NULL, callback, user_data));
}
