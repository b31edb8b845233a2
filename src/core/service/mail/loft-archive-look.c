/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-archive-look.h"

#include "loft-age-store.h"
#include "loft-clock.h"
#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"

typedef struct {
  char *account; /* its name */
  LoftArchiveRule rule;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  loft_archive_rule_clear (&question->rule);
  g_free (question->account);
  g_free (question);
}

static void
folder_free (gpointer data)
{
  LoftArchiveFolder *folder = data;

  g_free (folder->path);
  g_free (folder->local_path);
  g_free (folder);
}

void
loft_archive_look_free (LoftArchiveLook *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->folders);
  g_free (self);
}

static gboolean
look_at (LoftArchiveLook *look, const Question *question, LoftMailStore *store,
         const LoftFolder *folder, GError **error)
{
  const LoftAge age = { folder->id, look->before, question->rule.unread, question->rule.flagged };
  LoftAgeSum sum;
  LoftArchiveFolder *found;

  if (!loft_age_store_sum (store, &age, &sum, error))
    return FALSE;
  found = g_new0 (LoftArchiveFolder, 1);
  found->folder_id = folder->id;
  found->path = g_strdup (folder->path);
  found->local_path = loft_archive_rule_local_path (question->account, folder);
  found->n_messages = sum.n_messages;
  found->bytes = sum.bytes;
  found->oldest = sum.oldest;
  found->newest = sum.newest;
  g_ptr_array_add (look->folders, found);
  look->n_messages += sum.n_messages;
  look->bytes += sum.bytes;
  return TRUE;
}

static LoftArchiveLook *
look_at_all (const Question *question, LoftMailReader *reader, GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) folders = loft_mail_reader_list_folders (reader, error);
  g_autoptr (LoftArchiveLook) look = NULL;

  if (folders == NULL)
    return NULL;
  look = g_new0 (LoftArchiveLook, 1);
  look->before = loft_archive_rule_before (&question->rule, loft_clock_now ());
  look->folders = g_ptr_array_new_with_free_func (folder_free);
  for (guint i = 0; i < folders->len; i++)
    if (loft_archive_rule_takes (&question->rule, g_ptr_array_index (folders, i)) &&
        (g_cancellable_set_error_if_cancelled (cancellable, error) ||
         !look_at (look, question, loft_mail_reader_current_store (reader)->mail,
                   g_ptr_array_index (folders, i), error)))
      return NULL;
  return g_steal_pointer (&look);
}

static void
look_job (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  GError *error = NULL;
  LoftArchiveLook *look = look_at_all (g_task_get_task_data (task), reader, cancellable, &error);

  if (look != NULL)
    g_task_return_pointer (task, look, (GDestroyNotify) loft_archive_look_free);
  else
    g_task_return_error (task, error);
}

void
loft_archive_look_async (LoftMailAccount *account, const LoftArchiveRule *rule,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (account, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->account = g_strdup (loft_mail_account_get_name (account));
  loft_archive_rule_copy (rule, &question->rule);
  g_task_set_task_data (task, question, question_free);
  loft_mail_account_queue_list (account, LOFT_WORKER_NORMAL, task, look_job);
}

LoftArchiveLook *
loft_archive_look_finish (LoftMailAccount *account, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
