/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-account-parts.h"

#include <stdio.h>
#include <string.h>

#include "loft-account-store.h"
#include "loft-thread-task.h"

#define OWNER_GONE_MS   200 /* until its lock is free, or the next one listens */
#define MAX_OWNERS_GONE 5

static const char *const errand_verbs[] = { "sync", "replay", "fetch", "repair", "usage", "send" };

/* ---- requests of other processes ---------------------------------------------------------- */

typedef struct {
  LoftMailAccount *account; /* (owned) */
  LoftOwnerRequest *request; /* (owned) */
  LoftAccountNetwork *network; /* (owned) */
  gulong handler; /* of what it tells meanwhile */
} Served;

static void
tell_served_progress (Served *served)
{
  const LoftProgress *progress = loft_mail_account_get_progress (served->account);
  g_autofree char *line =
    g_strdup_printf ("progress %d %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %s", progress->kind,
                     progress->done, progress->total, progress->folder);

  loft_owner_request_tell (served->request, line);
}

static void
tell_served_arriving (LoftAccountNetwork *network, gint64 message_id, guint64 done, guint64 total,
                      Served *served)
{
  g_autofree char *line =
    g_strdup_printf ("arriving %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
                     message_id, done, total);

  loft_owner_request_tell (served->request, line);
}

static void
end_served (Served *served, const GError *error)
{
  if (served->handler != 0)
    g_signal_handler_disconnect (served->network, served->handler);
  g_object_unref (served->network);
  loft_owner_request_finish (served->request, error);
  g_object_unref (served->account);
  g_free (served);
}

static void
on_served (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  end_served (user_data, error);
}

static void
on_served_usage (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Served *served = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree LoftFolderUsage *usage = loft_account_network_read_usage_finish (
      LOFT_ACCOUNT_NETWORK (source), result, &error);

  if (usage != NULL)
    {
      g_autofree char *values = loft_folder_usage_to_line (usage);
      g_autofree char *line = g_strconcat ("usage ", values, NULL);

      loft_owner_request_tell (served->request, line);
    }
  end_served (served, error);
}

static void
on_served_sync (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Served *served = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  guint n_left_out = 0;

  loft_account_network_sync_finish (LOFT_ACCOUNT_NETWORK (source), result, &n_left_out, &error);
  line = g_strdup_printf ("left-out %u", n_left_out);
  loft_owner_request_tell (served->request, line);
  end_served (served, error);
}

void
loft_mail_account_serve (LoftOwnerRequest *request, gpointer user_data)
{
  LoftMailAccount *self = user_data;
  const char *text = loft_owner_request_get_text (request);
  g_autoptr (GError) error = NULL;
  gint64 id = 0;
  Served *served;

  if (self->network == NULL)
    {
      error = g_error_new_literal (LOFT_ERROR, LOFT_ERROR_TEMPORARY, "Not the owner any more");
      loft_owner_request_finish (request, error);
      return;
    }
  served = g_new0 (Served, 1);
  served->account = g_object_ref (self);
  served->request = request;
  served->network = g_object_ref (self->network);
  if (sscanf (text, "sync %" G_GINT64_FORMAT, &id) == 1)
    {
      served->handler = g_signal_connect_swapped (self->network, "status",
                                                  G_CALLBACK (tell_served_progress), served);
      loft_account_network_sync_async (self->network, id, NULL, on_served_sync, served);
    }
  else if (sscanf (text, "fetch %" G_GINT64_FORMAT, &id) == 1)
    {
      served->handler =
        g_signal_connect (self->network, "arriving", G_CALLBACK (tell_served_arriving), served);
      loft_account_network_fetch_async (self->network, id, NULL, on_served, served);
    }
  else if (sscanf (text, "usage %" G_GINT64_FORMAT, &id) == 1)
    loft_account_network_read_usage_async (self->network, id, NULL, on_served_usage, served);
  else if (g_str_has_prefix (text, "send ") && self->outbox != NULL)
    loft_account_outbox_send_async (self->outbox, NULL, on_served, served);
  else if (sscanf (text, "repair %" G_GINT64_FORMAT, &id) == 1)
    loft_account_network_repair_async (self->network, TRUE, NULL, on_served, served);
  else
    loft_account_network_replay_async (self->network, NULL, on_served, served);
  loft_mail_account_follow_store (self, 0);
}

/* ---- asking another owner ----------------------------------------------------------------- */

typedef struct {
  LoftMailAccount *account; /* (owned) */
  LoftProgress progress;
  gint64 message_id; /* of one that arrives, which the counts are of; 0: the progress of a sync */
} AskedProgress;

static gboolean
take_asked_progress (gpointer user_data)
{
  AskedProgress *asked = user_data;
  LoftMailAccount *self = asked->account;

  if (asked->message_id != 0)
    {
      loft_mail_account_tell_arriving (self, asked->message_id, asked->progress.done,
                                       asked->progress.total);
      return G_SOURCE_REMOVE;
    }
  g_free (self->asked_progress.folder);
  self->asked_progress = asked->progress;
  asked->progress.folder = NULL;
  loft_mail_account_tell_status (self);
  return G_SOURCE_REMOVE;
}

static void
asked_progress_free (AskedProgress *asked)
{
  g_object_unref (asked->account);
  g_free (asked->progress.folder);
  g_free (asked);
}

typedef struct {
  LoftMailAccount *account; /* (borrowed) */
  Errand errand;
  guint n_left_out;
  LoftFolderUsage usage;
  gboolean gone;            /* the owner */
} Asked;

static void
take_later (LoftMailAccount *self, gint64 message_id, LoftProgress progress)
{
  AskedProgress *asked = g_new0 (AskedProgress, 1);

  asked->account = g_object_ref (self);
  asked->message_id = message_id;
  asked->progress = progress;
  g_idle_add_full (G_PRIORITY_DEFAULT, take_asked_progress, asked,
                   (GDestroyNotify) asked_progress_free);
}

/* The asking thread. */
static void
on_asked_line (const char *line, gpointer user_data)
{
  Asked *question = user_data;
  gint64 message_id = 0;
  int kind = 0;
  int folder_at = 0;
  guint64 done = 0;
  guint64 total = 0;

  if (sscanf (line, "left-out %u", &question->n_left_out) == 1 ||
      (g_str_has_prefix (line, "usage ") &&
       loft_folder_usage_from_line (line + strlen ("usage "), &question->usage)))
    return;
  if (sscanf (line, "arriving %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
              &message_id, &done, &total) == 3)
    take_later (question->account, message_id, (LoftProgress){ .done = done, .total = total });
  if (sscanf (line, "progress %d %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %n", &kind, &done,
              &total, &folder_at) < 3 ||
      kind < LOFT_PROGRESS_NONE || kind > LOFT_PROGRESS_CHANGES)
    return;
  take_later (question->account, 0,
              (LoftProgress){ (LoftProgressKind) kind, g_strdup (line + folder_at), done, total });
}

static void
ask_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  LoftMailAccount *self = source;
  Asked *asked = task_data;
  g_autofree char *request = g_strdup_printf ("%s %" G_GINT64_FORMAT,
                                              errand_verbs[asked->errand.kind], asked->errand.id);
  GError *error = NULL;

  if (loft_owner_ask (self->directory, request, on_asked_line, asked, &asked->gone, cancellable,
                      &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* A sync returns what it left out, a question its answer, everything else a boolean. */
static void
return_to_client (GTask *client, guint n_left_out, const LoftFolderUsage *usage, GError *error)
{
  if (error != NULL)
    g_task_return_error (client, error);
  else if (g_task_get_source_tag (client) == loft_mail_account_sync_async)
    g_task_return_int (client, n_left_out);
  else if (g_task_get_source_tag (client) == loft_mail_account_read_usage_async)
    g_task_return_pointer (client, g_memdup2 (usage, sizeof *usage), g_free);
  else
    g_task_return_boolean (client, TRUE);
}

typedef struct {
  Errand errand;
  GTask *client; /* (owned) */
} Again;

static gboolean
run_again (gpointer user_data)
{
  Again *again = user_data;

  loft_mail_account_run_errand (g_task_get_source_object (again->client), &again->errand, again->client);
  g_free (again);
  return G_SOURCE_REMOVE;
}

/* The owner died, or does not listen yet: this process, or the next one, does it. */
static void
run_errand_again (const Errand *errand, GTask *client)
{
  Again *again = g_new0 (Again, 1);

  again->errand = *errand;
  again->errand.n_tries++;
  again->client = client;
  g_timeout_add (OWNER_GONE_MS, run_again, again);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftMailAccount *self = LOFT_MAIL_ACCOUNT (source);
  Asked *asked = g_task_get_task_data (G_TASK (result));
  g_autoptr (GTask) client = user_data;
  g_autoptr (GError) error = NULL;

  self->n_asked--;
  if (self->n_asked == 0)
    self->asked_progress.kind = LOFT_PROGRESS_NONE;
  loft_mail_account_follow_store (self, 0);
  loft_mail_account_tell_status (self);
  g_task_propagate_boolean (G_TASK (result), &error);
  if (asked->gone && asked->errand.n_tries < MAX_OWNERS_GONE && self->local != NULL)
    run_errand_again (&asked->errand, g_steal_pointer (&client));
  else
    return_to_client (client, asked->n_left_out, &asked->usage, g_steal_pointer (&error));
}

/* client: (transfer full) returned when the owner has answered. */
static void
ask_owner (LoftMailAccount *self, const Errand *errand, GTask *client)
{
  GCancellable *cancellable = g_task_get_cancellable (client);
  gboolean own = errand->kind == ERRAND_SYNC && cancellable == NULL;
  g_autoptr (GTask) task = g_task_new (self, own ? self->asking : cancellable, on_asked, client);
  Asked *asked = g_new0 (Asked, 1);

  self->n_asked++;
  asked->account = self;
  asked->errand = *errand;
  g_task_set_task_data (task, asked, g_free);
  loft_thread_task_run (task, ask_thread);
}

/* ---- sync --------------------------------------------------------------------------------- */

/* These pass a finished network task on to the client (owned). */
static void
on_network_sync (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  guint n_left_out = 0;
  GError *error = NULL;

  loft_account_network_sync_finish (LOFT_ACCOUNT_NETWORK (source), result, &n_left_out, &error);
  loft_mail_account_follow_store (g_task_get_source_object (client), 0);
  return_to_client (client, n_left_out, NULL, error);
}

static void
on_network_replay (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  loft_account_network_replay_finish (LOFT_ACCOUNT_NETWORK (source), result, &error);
  loft_mail_account_follow_store (g_task_get_source_object (client), 0);
  return_to_client (client, 0, NULL, error);
}

static void
on_network_fetch (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  loft_account_network_fetch_finish (LOFT_ACCOUNT_NETWORK (source), result, &error);
  return_to_client (client, 0, NULL, error);
}

static void
on_network_repair (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  loft_account_network_repair_finish (LOFT_ACCOUNT_NETWORK (source), result, &error);
  loft_mail_account_follow_store (g_task_get_source_object (client), 0);
  return_to_client (client, 0, NULL, error);
}

static void
on_network_usage (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;
  g_autofree LoftFolderUsage *usage = loft_account_network_read_usage_finish (
      LOFT_ACCOUNT_NETWORK (source), result, &error);

  return_to_client (client, 0, usage, error);
}

static void
on_outbox_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  loft_account_outbox_send_finish (LOFT_ACCOUNT_OUTBOX (source), result, &error);
  loft_mail_account_follow_store (g_task_get_source_object (client), 0);
  return_to_client (client, 0, NULL, error);
}

/* client: (transfer full) returned when the owner, which this process becomes if there is none, has
 * done it. */
void
loft_mail_account_run_errand (LoftMailAccount *self, const Errand *errand, GTask *client)
{
  GCancellable *cancellable = g_task_get_cancellable (client);
  GError *error = NULL;

  if (!loft_mail_account_become_owner (self, &error))
    {
      if (error == NULL)
        ask_owner (self, errand, client);
      else
        {
          g_task_return_error (client, error);
          g_object_unref (client);
        }
      return;
    }
  switch (errand->kind)
    {
    case ERRAND_SYNC:
      loft_account_network_sync_async (self->network, errand->id, cancellable, on_network_sync,
                                       client);
      break;
    case ERRAND_REPLAY:
      loft_account_network_replay_async (self->network, cancellable, on_network_replay, client);
      break;
    case ERRAND_FETCH:
      loft_account_network_fetch_async (self->network, errand->id, cancellable, on_network_fetch,
                                        client);
      break;
    case ERRAND_REPAIR:
      loft_account_network_repair_async (self->network, TRUE, cancellable, on_network_repair,
                                         client);
      break;
    case ERRAND_USAGE:
      loft_account_network_read_usage_async (self->network, errand->id, cancellable,
                                             on_network_usage, client);
      break;
    case ERRAND_SEND:
      loft_account_outbox_send_async (self->outbox, cancellable, on_outbox_sent, client);
      break;
    }
}

void
loft_mail_account_sync_async (LoftMailAccount *self, gint64 folder_id, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);
  const Errand errand = { ERRAND_SYNC, folder_id, 0 };

  g_task_set_source_tag (client, loft_mail_account_sync_async);
  g_task_set_check_cancellable (client, FALSE);
  loft_mail_account_run_errand (self, &errand, client);
}

gboolean
loft_mail_account_sync_finish (LoftMailAccount *self, GAsyncResult *result, guint *n_left_out,
                               GError **error)
{
  gssize n = g_task_propagate_int (G_TASK (result), error);

  if (n >= 0 && n_left_out != NULL)
    *n_left_out = (guint) n;
  return n >= 0;
}

void
loft_mail_account_cancel_sync (LoftMailAccount *self)
{
  if (self->network != NULL)
    loft_account_network_cancel_sync (self->network);
  g_cancellable_cancel (self->asking);
  g_object_unref (self->asking);
  self->asking = g_cancellable_new ();
}

void
loft_mail_account_fetch_async (LoftMailAccount *self, gint64 message_id, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);
  const Errand errand = { ERRAND_FETCH, message_id, 0 };

  loft_mail_account_run_errand (self, &errand, client);
}

gboolean
loft_mail_account_fetch_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_mail_account_read_usage_async (LoftMailAccount *self, gint64 folder_id,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);
  const Errand errand = { ERRAND_USAGE, folder_id, 0 };

  g_task_set_source_tag (client, loft_mail_account_read_usage_async);
  loft_mail_account_run_errand (self, &errand, client);
}

LoftFolderUsage *
loft_mail_account_read_usage_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
loft_mail_account_send_changes_async (LoftMailAccount *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);
  const Errand errand = { ERRAND_REPLAY, 0, 0 };

  g_task_set_check_cancellable (client, FALSE);
  loft_mail_account_run_errand (self, &errand, client);
}

gboolean
loft_mail_account_send_changes_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_mail_account_repair_async (LoftMailAccount *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);
  const Errand errand = { ERRAND_REPAIR, 0, 0 };

  g_task_set_check_cancellable (client, FALSE);
  loft_mail_account_run_errand (self, &errand, client);
}

char **
loft_mail_account_repair_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  gsize from = self->log_told;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  self->log_told = loft_account_store_get_log_size (self->directory);
  return loft_account_store_read_log (self->directory, from);
}
