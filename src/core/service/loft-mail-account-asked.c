/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-conversation-store.h"
#include "loft-mail-account-asking.h"
#include "loft-mail-account-parts.h"
#include "loft-mail-reader-private.h"

static void
on_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;
  GArray *found =
    loft_account_network_search_finish (LOFT_ACCOUNT_NETWORK (source), result, &error);

  if (found != NULL)
    g_task_return_pointer (client, found, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (client, error);
}

/* Another process's connection is not asked: what it would have to be told, and what it would answer,
 * is more than a line. FALSE: client (borrowed) was answered. */
static gboolean
has_network (LoftMailAccount *self, GTask *client)
{
  GError *error = NULL;

  if (self->network != NULL || loft_mail_account_become_owner (self, &error))
    return TRUE;
  if (error == NULL)
    error = g_error_new_literal (LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                                 "Another process speaks to the server");
  g_task_return_error (client, error);
  return FALSE;
}

void
loft_mail_account_search_server_async (LoftMailAccount *self, gint64 folder_id,
                                       LoftSearchQuery *query, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) client = g_task_new (self, cancellable, callback, user_data);

  if (has_network (self, client))
    loft_account_network_search_async (self->network, folder_id, query, cancellable, on_searched,
                                       g_steal_pointer (&client));
}

GArray *
loft_mail_account_search_server_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  LoftBackendAsk *ask = g_task_get_task_data (client);
  GError *error = NULL;
  gpointer answer = loft_account_network_ask_finish (LOFT_ACCOUNT_NETWORK (source), result, &error);

  if (answer != NULL)
    g_task_return_pointer (client, answer, ask->answer_free);
  else
    g_task_return_error (client, error);
}

void
loft_mail_account_ask_async (LoftMailAccount *self, LoftBackendAsk *ask, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) client = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (client, loft_backend_ask_ref (ask),
                        (GDestroyNotify) loft_backend_ask_unref);
  if (has_network (self, client))
    loft_account_network_ask_async (self->network, ask, cancellable, on_answered,
                                    g_steal_pointer (&client));
}

gpointer
loft_mail_account_ask_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
loft_mail_account_find_message (LoftMailAccount *self, const char *message_id, gint64 *folder_id,
                                gint64 *id)
{
  g_autoptr (GError) error = NULL;
  LoftMailReader *reader = loft_mail_account_get_reader (self, &error);

  if (reader != NULL &&
      loft_conversation_store_find_message (loft_mail_reader_current_store (reader)->mail,
                                            message_id, folder_id, id, &error))
    return *id != 0;
  g_message ("A message is not looked for in “%s”: %s", loft_mail_account_get_name (self),
             error->message);
  return FALSE;
}
