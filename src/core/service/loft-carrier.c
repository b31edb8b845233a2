/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-carrier.h"

#include <string.h>

#include "loft-across-carrier.h"
#include "loft-error.h"
#include "loft-local-account.h"
#include "loft-mail-account-private.h"
#include "loft-worker.h"

#define PAUSE_MS      100 /* several changes make one look */
#define AGAIN_SECONDS 30 /* what could not be fetched */

struct _LoftCarrier {
  GObject parent;

  char *profile_dir;
  GListModel *accounts; /* (owned) */
  LoftWorker *worker; /* (owned) (nullable) NULL after stop */
  gboolean started;
  gboolean running; /* by itself */
  gboolean again; /* something changed meanwhile */
  guint source;
  guint again_source;
  GCancellable *cancellable; /* (owned) of what runs by itself */
};

G_DEFINE_FINAL_TYPE (LoftCarrier, loft_carrier, G_TYPE_OBJECT)

/* ---- a pass ------------------------------------------------------------------------------- */

typedef struct {
  char *account; /* id */
  gint64 message_id;
} ToFetch;

typedef struct {
  char *profile_dir;
  GPtrArray *sources; /* (owned) of char*: ids of accounts that messages leave */
  GArray *to_fetch; /* (owned) of ToFetch */
  GPtrArray *changed; /* (owned) of char*: ids */
  ToFetch unfetched; /* message_id 0: none */
  GError *reason; /* (owned) (nullable) why not */
  /* of the worker's thread */
  GPtrArray *settings; /* (owned) of LoftAccount */
  GHashTable *ends; /* (owned) id -> LoftAcrossEnd */
} Pass;

static void
to_fetch_clear (gpointer data)
{
  g_free (((ToFetch *) data)->account);
}

static Pass *
pass_new (LoftCarrier *self)
{
  Pass *pass = g_new0 (Pass, 1);

  pass->profile_dir = g_strdup (self->profile_dir);
  pass->sources = g_ptr_array_new_with_free_func (g_free);
  pass->changed = g_ptr_array_new_with_free_func (g_free);
  pass->to_fetch = g_array_new (FALSE, FALSE, sizeof (ToFetch));
  g_array_set_clear_func (pass->to_fetch, to_fetch_clear);
  return pass;
}

static void
pass_free (gpointer data)
{
  Pass *pass = data;

  g_free (pass->profile_dir);
  g_ptr_array_unref (pass->sources);
  g_ptr_array_unref (pass->changed);
  g_array_unref (pass->to_fetch);
  to_fetch_clear (&pass->unfetched);
  g_clear_error (&pass->reason);
  g_clear_pointer (&pass->ends, g_hash_table_unref);
  g_clear_pointer (&pass->settings, g_ptr_array_unref);
  g_free (pass);
}

static gboolean
is_without_line (const GError *reason)
{
  return loft_error_class (reason) == LOFT_ERROR_OFFLINE;
}

/* The settings as they are now: another process may have added an account, or removed one. */
static gboolean
is_configured (const Pass *pass, const char *account)
{
  for (guint i = 0; i < pass->settings->len; i++)
    if (strcmp (((LoftAccount *) g_ptr_array_index (pass->settings, i))->id, account) == 0)
      return TRUE;
  return FALSE;
}

/* LoftAcrossFindFunc. */
static LoftAcrossEnd *
find_end (const char *account, gpointer user_data, GError **error)
{
  Pass *pass = user_data;
  LoftAcrossEnd *end = g_hash_table_lookup (pass->ends, account);
  g_autofree char *directory = NULL;

  if (end != NULL)
    return end;
  if (!is_configured (pass, account))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "The account was removed");
      return NULL;
    }
  directory = g_build_filename (pass->profile_dir, "accounts", account, NULL);
  end = loft_across_end_open (account, directory, error);
  if (end != NULL)
    g_hash_table_insert (pass->ends, end->account, end);
  return end;
}

/* The one that could not be had; without a line none of the others can. */
static gboolean
note_unfetched (Pass *pass, LoftAcrossEnd *from, GArray *to_fetch, GError **error)
{
  if (pass->unfetched.message_id == 0 || strcmp (pass->unfetched.account, from->account) != 0)
    return TRUE;
  if (!is_without_line (pass->reason))
    return loft_across_note_unfetched (from, pass->unfetched.message_id, pass->reason, error);
  for (guint i = 0; i < to_fetch->len; i++)
    if (!loft_across_note_unfetched (from, g_array_index (to_fetch, gint64, i), pass->reason,
                                     error))
      return FALSE;
  g_array_set_size (to_fetch, 0);
  return TRUE;
}

static gboolean
carry_from (Pass *pass, const char *account, GCancellable *cancellable, GError **error)
{
  LoftAcrossEnd *from = find_end (account, pass, error);
  g_auto (LoftAcrossPass) result = { NULL };
  gboolean carried;

  if (from == NULL)
    return FALSE;
  loft_across_pass_init (&result);
  carried = loft_across_carry (from, find_end, pass, &result, cancellable, error) &&
            note_unfetched (pass, from, result.to_fetch, error);
  for (guint i = 0; i < result.to_fetch->len; i++)
    {
      const ToFetch one = { g_strdup (account), g_array_index (result.to_fetch, gint64, i) };

      g_array_append_val (pass->to_fetch, one);
    }
  return carried;
}

static void
note_changed (Pass *pass)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, pass->ends);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((LoftAcrossEnd *) value)->changed)
      g_ptr_array_add (pass->changed, g_strdup (((LoftAcrossEnd *) value)->account));
}

/* The trouble of one account is not that of the others. */
static gboolean
carry_all (Pass *pass, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) first = NULL;

  for (guint i = 0; i < pass->sources->len; i++)
    {
      g_autoptr (GError) failure = NULL;

      if (!carry_from (pass, g_ptr_array_index (pass->sources, i), cancellable, &failure) &&
          first == NULL)
        first = g_steal_pointer (&failure);
    }
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

static void
pass_job (GTask *task, gpointer user_data)
{
  Pass *pass = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean carried = FALSE;

  pass->settings = loft_local_account_load_all (pass->profile_dir, &error);
  pass->ends =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) loft_across_end_close);
  if (pass->settings != NULL)
    {
      carried = carry_all (pass, g_task_get_cancellable (task), &error);
      note_changed (pass);
    }
  /* Connections belong to the thread that opened them. */
  g_hash_table_remove_all (pass->ends);
  if (carried)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* ---- the accounts ------------------------------------------------------------------------- */

/* (transfer full) (nullable) */
static LoftMailAccount *
find_account (LoftCarrier *self, const char *id)
{
  guint n = g_list_model_get_n_items (self->accounts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (self->accounts, i);

      if (strcmp (loft_mail_account_get_account (account)->id, id) == 0)
        return g_steal_pointer (&account);
    }
  return NULL;
}

static void
list_sources (LoftCarrier *self, GPtrArray *sources)
{
  guint n = g_list_model_get_n_items (self->accounts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (self->accounts, i);
      LoftMailReader *reader = loft_mail_account_get_reader (account, NULL);

      if (reader != NULL && loft_mail_reader_has_across (reader))
        g_ptr_array_add (sources, g_strdup (loft_mail_account_get_account (account)->id));
    }
}

/* What was brought or let go is shown, and goes to the servers by itself. */
static void
show_changes (LoftCarrier *self, GPtrArray *changed)
{
  for (guint i = 0; i < changed->len; i++)
    {
      g_autoptr (LoftMailAccount) account = find_account (self, g_ptr_array_index (changed, i));

      if (account == NULL)
        continue;
      loft_mail_account_tell_changed (account);
    }
}

/* ---- a run: passes, and fetching between them --------------------------------------------- */

typedef struct {
  gboolean fetch;
  GArray *to_fetch; /* (owned) (nullable) of ToFetch */
  guint next;
  gboolean fetched; /* something came since the last pass */
  GHashTable *tried; /* (owned) of "account message" */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_pointer (&run->to_fetch, g_array_unref);
  g_hash_table_unref (run->tried);
  g_free (run);
}

static void start_pass (GTask *client, const ToFetch *unfetched, const GError *reason);
static void fetch_next (GTask *client);

static void
on_pass (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftCarrier *self = LOFT_CARRIER (source);
  GTask *client = user_data;
  Run *run = g_task_get_task_data (client);
  Pass *pass = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  show_changes (self, pass->changed);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (client, error);
      g_object_unref (client);
      return;
    }
  g_clear_pointer (&run->to_fetch, g_array_unref);
  run->to_fetch = g_array_ref (pass->to_fetch);
  run->next = 0;
  run->fetched = FALSE;
  fetch_next (client);
}

/* unfetched: (nullable) what could not be had, and why. */
static void
start_pass (GTask *client, const ToFetch *unfetched, const GError *reason)
{
  LoftCarrier *self = g_task_get_source_object (client);
  g_autoptr (GTask) task = g_task_new (self, g_task_get_cancellable (client), on_pass, client);
  Pass *pass = pass_new (self);

  if (unfetched != NULL)
    {
      pass->unfetched = (ToFetch){ g_strdup (unfetched->account), unfetched->message_id };
      pass->reason = g_error_copy (reason);
    }
  g_task_set_task_data (task, pass, pass_free);
  if (self->worker == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "All has stopped");
      return;
    }
  list_sources (self, pass->sources);
  loft_worker_queue (self->worker, LOFT_WORKER_NORMAL, task, pass_job, NULL);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  Run *run = g_task_get_task_data (client);
  g_autoptr (GError) error = NULL;

  if (!loft_mail_account_fetch_finish (LOFT_MAIL_ACCOUNT (source), result, &error))
    {
      const ToFetch *one = &g_array_index (run->to_fetch, ToFetch, run->next - 1);

      start_pass (client, one, error);
      return;
    }
  run->fetched = TRUE;
  fetch_next (client);
}

/* Each is asked for once in a run. */
static gboolean
may_try (Run *run, const ToFetch *one)
{
  return g_hash_table_add (run->tried,
                           g_strdup_printf ("%s %" G_GINT64_FORMAT, one->account, one->message_id));
}

static void
fetch_next (GTask *client)
{
  LoftCarrier *self = g_task_get_source_object (client);
  Run *run = g_task_get_task_data (client);

  while (run->fetch && run->next < run->to_fetch->len)
    {
      const ToFetch *one = &g_array_index (run->to_fetch, ToFetch, run->next++);
      g_autoptr (LoftMailAccount) account = find_account (self, one->account);

      if (account == NULL || !may_try (run, one))
        continue;
      loft_mail_account_fetch_async (account, one->message_id, g_task_get_cancellable (client),
                                     on_fetched, client);
      return;
    }
  if (run->fetched)
    {
      start_pass (client, NULL, NULL);
      return;
    }
  g_task_return_boolean (client, TRUE);
  g_object_unref (client);
}

void
loft_carrier_run_async (LoftCarrier *self, gboolean fetch, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);
  Run *run = g_new0 (Run, 1);

  run->fetch = fetch;
  run->tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_task_set_task_data (client, run, run_free);
  g_task_set_check_cancellable (client, FALSE);
  start_pass (client, NULL, NULL);
}

gboolean
loft_carrier_run_finish (LoftCarrier *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- by itself ---------------------------------------------------------------------------- */

static void queue_look (LoftCarrier *self);

static gboolean
look_again (gpointer user_data)
{
  LoftCarrier *self = user_data;

  self->again_source = 0;
  queue_look (self);
  return G_SOURCE_REMOVE;
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftCarrier *self = LOFT_CARRIER (source);
  g_autoptr (GError) error = NULL;

  self->running = FALSE;
  if (!loft_carrier_run_finish (self, result, &error) && !loft_error_is_cancelled (error))
    g_warning ("Messages cannot be carried to another account now: %s", error->message);
  if (self->worker == NULL)
    return;
  if (self->again)
    queue_look (self);
  else if (self->again_source == 0)
    self->again_source = g_timeout_add_seconds (AGAIN_SECONDS, look_again, self);
}

static gboolean
look (gpointer user_data)
{
  LoftCarrier *self = user_data;
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_free);

  self->source = 0;
  self->again = FALSE;
  list_sources (self, sources);
  if (sources->len == 0)
    return G_SOURCE_REMOVE;
  self->running = TRUE;
  loft_carrier_run_async (self, TRUE, self->cancellable, on_run, NULL);
  return G_SOURCE_REMOVE;
}

static void
queue_look (LoftCarrier *self)
{
  self->again = TRUE;
  if (self->started && !self->running && self->source == 0)
    self->source = g_timeout_add (PAUSE_MS, look, self);
}

static void
follow (LoftCarrier *self, LoftMailAccount *account)
{
  g_signal_connect_object (account, "messages-changed", G_CALLBACK (queue_look), self,
                           G_CONNECT_SWAPPED);
}

static void
on_accounts (LoftCarrier *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (self->accounts, i);

      g_signal_handlers_disconnect_by_func (account, queue_look, self);
      follow (self, account);
    }
  queue_look (self);
}

void
loft_carrier_start (LoftCarrier *self)
{
  if (self->started || self->worker == NULL)
    return;
  self->started = TRUE;
  g_signal_connect_object (self->accounts, "items-changed", G_CALLBACK (on_accounts), self,
                           G_CONNECT_SWAPPED);
  on_accounts (self, 0, 0, g_list_model_get_n_items (self->accounts));
}

void
loft_carrier_stop (LoftCarrier *self)
{
  self->started = FALSE;
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_handle_id (&self->again_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->worker != NULL)
    loft_worker_shutdown (self->worker);
  g_clear_object (&self->worker);
}

LoftCarrier *
loft_carrier_new (const char *profile_dir, GListModel *accounts)
{
  LoftCarrier *self = g_object_new (LOFT_TYPE_CARRIER, NULL);

  self->profile_dir = g_strdup (profile_dir);
  self->accounts = g_object_ref (accounts);
  return self;
}

static void
loft_carrier_dispose (GObject *object)
{
  LoftCarrier *self = LOFT_CARRIER (object);

  loft_carrier_stop (self);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (loft_carrier_parent_class)->dispose (object);
}

static void
loft_carrier_finalize (GObject *object)
{
  LoftCarrier *self = LOFT_CARRIER (object);

  g_object_unref (self->cancellable);
  g_free (self->profile_dir);
  G_OBJECT_CLASS (loft_carrier_parent_class)->finalize (object);
}

static void
loft_carrier_class_init (LoftCarrierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = loft_carrier_dispose;
  object_class->finalize = loft_carrier_finalize;
}

static void
loft_carrier_init (LoftCarrier *self)
{
  self->worker = loft_worker_new ("carrier");
  self->cancellable = g_cancellable_new ();
}
