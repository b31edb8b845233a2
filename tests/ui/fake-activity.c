/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pretended service says of networks, waiting changes and folders' room. */
#include "fake-service-private.h"

#include "loft-mail-account-pickup.h"
#include "loft-mail-actions.h"

#include <string.h>

#include "loft-error.h"
#include "loft-left-out.h"
#include "loft-mail-reader.h"

static gboolean
get_flag (gpointer object, const char *name)
{
  return GPOINTER_TO_INT (g_object_get_data (object, name));
}

static void
set_flag (gpointer object, const char *name, gboolean value)
{
  g_object_set_data (object, name, GINT_TO_POINTER (value));
}

void
fake_service_set_metered (LoftService *self, gboolean metered)
{
  set_flag (self, "metered", metered);
  g_object_notify (G_OBJECT (self), "metered");
}

gboolean
loft_service_get_metered (LoftService *self)
{
  return get_flag (self, "metered");
}

gboolean
loft_service_get_metered_allowed (LoftService *self)
{
  return get_flag (self, "allowed");
}

void
loft_service_set_metered_allowed (LoftService *self, gboolean allowed)
{
  set_flag (self, "allowed", allowed);
  g_object_notify (G_OBJECT (self), "metered");
}

void
loft_service_set_account_offline_async (LoftService *self, LoftMailAccount *account,
                                        gboolean offline, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data)
{
  account->account->offline = offline;
  g_object_notify (G_OBJECT (account), "account");
  fake_account_set_state (account, offline ? LOFT_ACCOUNT_OFFLINE : LOFT_ACCOUNT_IDLE, NULL);
  fake_finish_later (self, cancellable, callback, user_data);
}

gboolean
loft_service_set_account_offline_finish (LoftService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_mail_account_cancel_sync (LoftMailAccount *self)
{
  fake_account_set_state (self, LOFT_ACCOUNT_IDLE, NULL);
}

LoftRemovalHold
loft_mail_account_get_removal_hold (LoftMailAccount *self)
{
  return LOFT_REMOVAL_HOLD_NONE;
}

/* One more than the days, so that it does not at first. */
void
fake_account_set_server_expiry (LoftMailAccount *self, gint days)
{
  g_object_set_data (G_OBJECT (self), "server-expiry", GINT_TO_POINTER (days + 1));
}

gint64
loft_mail_account_get_paused_until (LoftMailAccount *self)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (self), "fake-paused-until"));
}

gint
loft_mail_account_get_server_expiry (LoftMailAccount *self)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (self), "server-expiry")) - 1;
}

GPtrArray *
loft_mail_account_get_left_out (LoftMailAccount *self)
{
  return g_object_get_data (G_OBJECT (self), "left-out");
}

void
fake_account_set_left_out (LoftMailAccount *self, guint n)
{
  static const char *const subjects[] = { "", "Budget <b>for</b> the spring fair", "" };
  GPtrArray *list = loft_left_out_list_new ();
  g_autoptr (GError) refused =
    g_error_new (LOFT_ERROR, LOFT_ERROR_REFUSED, "[SERVERBUG] Internal error <x>");
  g_autoptr (GError) limit =
    g_error_new (LOFT_ERROR, LOFT_ERROR_LIMIT, "The message is larger than 256 MB");

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (list,
                     loft_left_out_new (i + 1, i == 0 ? "Projects/Bridge" : "INBOX", i == 0 ? 0 : i,
                                        subjects[i % 3], i == 0 ? refused : limit));
  g_object_set_data_full (G_OBJECT (self), "left-out", list, (GDestroyNotify) g_ptr_array_unref);
  g_object_notify (G_OBJECT (self), "state");
}

void
loft_mail_account_fetch_async (LoftMailAccount *self, gint64 message_id, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  loft_left_out_list_remove_message (loft_mail_account_get_left_out (self), message_id);
  g_object_notify (G_OBJECT (self), "state");
  fake_finish_later (self, cancellable, callback, user_data);
}

gboolean
loft_mail_account_fetch_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Problems: as many as were said; some of a message that is only here. */

void
fake_account_set_problems (LoftMailAccount *self, guint n)
{
  g_object_set_data (G_OBJECT (self), "n-problems", GUINT_TO_POINTER (n));
  g_object_notify (G_OBJECT (self), "state");
}

guint
loft_mail_reader_count_problems (LoftMailReader *self)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (self), "n-problems"));
}

GPtrArray *
loft_mail_reader_list_problems (LoftMailReader *self, GError **error)
{
  static const char *const kinds[] = { "read", "append", "folder-create" };
  GPtrArray *problems = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_problem_free);

  for (guint i = loft_mail_reader_count_problems (self); i > 0; i--)
    {
      LoftProblem *problem = g_new0 (LoftProblem, 1);

      problem->id = i;
      problem->kind = g_strdup (kinds[i % 3]);
      problem->folder = g_strdup ("Projects/<b>Bridge</b>");
      problem->subject = g_strdup (i % 3 == 2 ? "" : "Budget for the spring fair");
      problem->at = 1700000000;
      problem->reason = g_strdup ("The server refused: NO [OVERQUOTA] <no room>");
      problem->message_id = i % 3 == 2 ? 0 : i;
      problem->shown_in = i % 3 == 0 ? 1 : 0;
      problem->is_only_here = i % 3 == 1;
      problem->items = i;
      g_ptr_array_add (problems, problem);
    }
  return problems;
}

/* The newest goes, whichever was meant. */
void
loft_mail_account_forget_problem_async (LoftMailAccount *self, gint64 problem_id,
                                        GAsyncReadyCallback callback, gpointer user_data)
{
  const LoftMailMark nothing = { 0 };
  guint n = loft_mail_reader_count_problems ((LoftMailReader *) self);

  loft_mail_account_mark_async (self, NULL, 0, &nothing, callback, user_data);
  fake_account_set_problems (self, n - 1);
}

void
loft_mail_account_retry_problem_async (LoftMailAccount *self, gint64 problem_id,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  loft_mail_account_forget_problem_async (self, problem_id, callback, user_data);
}

/* Waiting changes: as many as were said */

GPtrArray *
loft_mail_account_list_pending (LoftMailAccount *self, GError **error)
{
  static const char *const kinds[] = { "+seen", "-seen +flagged", "+$Work" };
  GPtrArray *operations =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_pending_operation_free);

  for (guint i = 0; i < self->n_pending; i++)
    {
      LoftPendingOperation *operation = g_new0 (LoftPendingOperation, 1);

      operation->id = i + 1;
      operation->what = g_strdup (kinds[i % G_N_ELEMENTS (kinds)]);
      operation->items = i + 1;
      operation->since = 1700000000;
      operation->error = g_strdup (i == 1 ? "[UNAVAILABLE] <b>later</b>" : "");
      g_ptr_array_add (operations, operation);
    }
  return operations;
}

void
loft_mail_account_decide_pending_async (LoftMailAccount *self, gint64 operation_id,
                                        LoftPendingDecision decision, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data)
{
  if (decision == LOFT_PENDING_DISCARD && self->n_pending > 0)
    fake_account_set_pending (self, self->n_pending - 1);
  fake_finish_later (self, cancellable, callback, user_data);
}

gboolean
loft_mail_account_decide_pending_finish (LoftMailAccount *self, GAsyncResult *result,
                                         GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Folders */

void
fake_account_set_usage (LoftMailAccount *self, const LoftFolderUsage *usage)
{
  g_object_set_data_full (G_OBJECT (self), "usage",
                          usage == NULL ? NULL : g_memdup2 (usage, sizeof *usage), g_free);
}

static gboolean
tell_usage (gpointer data)
{
  GTask *task = data;
  const LoftFolderUsage *usage = g_object_get_data (g_task_get_source_object (task), "usage");

  if (usage != NULL)
    g_task_return_pointer (task, g_memdup2 (usage, sizeof *usage), g_free);
  else
    g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_OFFLINE, "offline");
  return G_SOURCE_REMOVE;
}

void
loft_mail_account_read_usage_async (LoftMailAccount *self, gint64 folder_id,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, tell_usage,
                   g_task_new (self, cancellable, callback, user_data), g_object_unref);
}

LoftFolderUsage *
loft_mail_account_read_usage_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static LoftFolder *
copy_folder (const LoftFolder *folder)
{
  LoftFolder *copy = loft_folder_new ();

  copy->id = folder->id;
  g_free (copy->path);
  copy->path = g_strdup (folder->path);
  g_free (copy->name);
  copy->name = g_strdup (folder->name);
  copy->role = folder->role;
  copy->selectable = folder->selectable;
  copy->subscribed = folder->subscribed;
  copy->total = folder->total;
  copy->unread = folder->unread;
  copy->cached = folder->cached;
  copy->bytes = folder->bytes;
  copy->window_days = folder->window_days;
  copy->synced_at = folder->synced_at;
  return copy;
}

void
loft_mail_account_subscribe_folder_async (LoftMailAccount *self, gint64 folder_id,
                                          gboolean subscribed, GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->folders)); i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (G_LIST_MODEL (self->folders), i);
      g_autoptr (LoftFolder) copy = copy_folder (loft_mail_folder_get (row));

      copy->subscribed = subscribed;
      if (copy->id == folder_id && self->error == NULL)
        loft_mail_folder_set (row, copy);
    }
  if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else
    g_task_return_pointer (task, NULL, NULL);
}

gboolean
loft_mail_account_set_folder_window (LoftMailAccount *self, gint64 folder_id, gint window_days,
                                     GError **error)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->folders)); i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (G_LIST_MODEL (self->folders), i);
      g_autoptr (LoftFolder) copy = copy_folder (loft_mail_folder_get (row));

      copy->window_days = window_days;
      if (copy->id == folder_id)
        loft_mail_folder_set (row, copy);
    }
  return TRUE;
}

void
fake_folder_set_counts (LoftMailFolder *self, guint total, guint unread)
{
  g_autoptr (LoftFolder) copy = copy_folder (loft_mail_folder_get (self));

  copy->total = total;
  copy->unread = unread;
  copy->cached = total / 2;
  copy->bytes = (guint64) total * 12345;
  copy->synced_at = 1795300000;
  loft_mail_folder_set (self, copy);
}

void
fake_folder_set_synced_at (LoftMailFolder *self, gint64 when)
{
  g_autoptr (LoftFolder) copy = copy_folder (loft_mail_folder_get (self));

  copy->synced_at = when;
  loft_mail_folder_set (self, copy);
}

void
fake_folder_rename (LoftMailFolder *self, const char *path)
{
  g_autoptr (LoftFolder) copy = copy_folder (loft_mail_folder_get (self));
  const char *slash = strrchr (path, '/');

  g_free (copy->path);
  copy->path = g_strdup (path);
  g_free (copy->name);
  copy->name = g_strdup (slash == NULL ? path : slash + 1);
  loft_mail_folder_set (self, copy);
}
