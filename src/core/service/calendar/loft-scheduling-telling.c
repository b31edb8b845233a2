/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-scheduling-telling.h"

#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-resource-store.h"
#include "loft-scheduling-letter.h"
#include "loft-scheduling-post.h"

typedef struct {
  LoftService *service; /* (owned) */
  LoftMailAccount *account; /* (owned) */
  LoftResourceWish wish; /* raw is owned */
  GStrv own; /* (owned) */
  GPtrArray *letters; /* (owned) (nullable) of LoftSchedulingLetter */
  GPtrArray *messages; /* (owned) of LoftSchedulingMessage */
  gint64 resource_id;
} Telling;

static void
telling_free (gpointer data)
{
  Telling *self = data;

  g_object_unref (self->service);
  g_object_unref (self->account);
  g_clear_pointer (&self->wish.raw, g_bytes_unref);
  g_strfreev (self->own);
  g_clear_pointer (&self->letters, g_ptr_array_unref);
  g_ptr_array_unref (self->messages);
  g_free (self);
}

GStrv
loft_scheduling_list_own (LoftService *service)
{
  GListModel *accounts = loft_service_get_accounts (service);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      const LoftAccount *settings = loft_mail_account_get_account (account);
      g_autoptr (GPtrArray) identities = loft_account_list_identities (settings);

      if (*settings->address != '\0')
        g_strv_builder_add (builder, settings->address);
      for (guint j = 0; j < identities->len; j++)
        if (*((LoftIdentity *) g_ptr_array_index (identities, j))->address != '\0')
          g_strv_builder_add (builder,
                              ((LoftIdentity *) g_ptr_array_index (identities, j))->address);
    }
  return g_strv_builder_end (builder);
}

/* ---- in the end --------------------------------------------------------------------------- */

/* What did not come into the outbox waits, and is tried again at the next start. */
static void
on_posted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  g_autoptr (GError) error = NULL;

  if (!loft_scheduling_post_finish (result, &error))
    g_message ("An invitation waits: %s", error->message);
  g_task_return_boolean (client, TRUE);
}

static void
on_acted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Telling *self = g_task_get_task_data (client);
  GError *error = NULL;

  if (!loft_resources_act_finish (self->account, result, &self->resource_id, NULL, &error))
    g_task_return_error (client, error);
  else if (self->messages->len > 0)
    loft_scheduling_post_async (self->service, self->account, on_posted, g_steal_pointer (&client));
  else
    g_task_return_boolean (client, TRUE);
}

/* ---- at first ----------------------------------------------------------------------------- */

static gboolean
seal (Telling *self, GError **error)
{
  for (guint i = 0; i < self->letters->len; i++)
    {
      const LoftSchedulingLetter *letter = g_ptr_array_index (self->letters, i);
      LoftMailAccount *sender =
        loft_scheduling_choose_sender (self->service, self->account, NULL, letter->from->address);
      LoftSchedulingMessage *message =
        sender != NULL
          ? loft_scheduling_letter_seal (letter, loft_mail_account_get_account (sender), 0, error)
          : NULL;

      if (sender == NULL)
        g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "No account sends mail as %s",
                     letter->from->address);
      if (message == NULL)
        return FALSE;
      g_ptr_array_add (self->messages, message);
    }
  return TRUE;
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Telling *self = g_task_get_task_data (client);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error) && seal (self, &error))
    loft_resources_act_telling_async (self->account, &self->wish, 1, self->messages, on_acted,
                                      g_steal_pointer (&client));
  else
    g_task_return_error (client, error);
}

static void
look_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  Telling *self = g_task_get_task_data (task);
  LoftMailStore *store = loft_mail_reader_current_store (reader)->mail;
  g_autoptr (LoftResource) before = NULL;
  g_autofree char *tells = NULL;
  GError *error = NULL;

  if (self->wish.resource_id != 0)
    before = loft_resource_store_get (store, self->wish.resource_id, &error);
  if (error != NULL || !loft_mail_store_get_word (store, LOFT_SERVER_TELLS, &tells, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (*tells != '\0')
    self->letters = g_ptr_array_new ();
  else
    self->letters =
      loft_scheduling_letters_of_change (before != NULL && !before->removed ? before->raw : NULL,
                                         self->wish.raw, (const char *const *) self->own);
  g_task_return_boolean (task, TRUE);
}

void
loft_scheduling_tell_async (LoftService *service, LoftMailAccount *account,
                            const LoftResourceWish *wish, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *client = g_task_new (service, NULL, callback, user_data);
  g_autoptr (GTask) task = g_task_new (account, NULL, on_looked, client);
  Telling *self = g_new0 (Telling, 1);

  self->service = g_object_ref (service);
  self->account = g_object_ref (account);
  self->wish = *wish;
  if (wish->raw != NULL)
    g_bytes_ref (wish->raw);
  self->own = loft_scheduling_list_own (service);
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_scheduling_message_free);
  g_task_set_task_data (client, self, telling_free);
  g_task_set_task_data (task, self, NULL);
  loft_mail_account_queue_read (account, LOFT_WORKER_URGENT, task, look_in_worker);
}

gboolean
loft_scheduling_tell_finish (GAsyncResult *result, gint64 *resource_id, GError **error)
{
  const Telling *self = g_task_get_task_data (G_TASK (result));

  if (resource_id != NULL)
    *resource_id = self->resource_id;
  return g_task_propagate_boolean (G_TASK (result), error);
}
