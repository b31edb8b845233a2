/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-account-private.h"

#include <stdio.h>
#include <string.h>

#include "loft-account-network.h"
#include "loft-account-store.h"
#include "loft-folder-store.h"
#include "loft-mail-folder.h"
#include "loft-owner.h"
#include "loft-text.h"

/* How often other processes' work is looked for: their commits, and whether the owner is dead. */
#define FOLLOW_SECONDS  1
#define OWNER_GONE_MS   200 /* until its lock is free, or the next one listens */
#define MAX_OWNERS_GONE 5
#define MAX_FETCHES     3
#define MAX_ALERT       500 /* characters */
#define REPAIR_PAUSE    (10 * G_TIME_SPAN_SECOND)

struct _LoftMailAccount {
  GObject parent;

  char *profile_dir;
  char *directory;
  LoftAccount *account; /* (owned) */
  LoftOnline *online; /* (owned) */
  LoftOwner *owner; /* (owned) */
  LoftAccountNetwork *network; /* (owned) (nullable) only while we own the account */
  LoftAccountLocal *local; /* (owned) (nullable) NULL after stop */
  LoftMailReader *reader; /* (owned) (nullable) main thread's */
  GListStore *folders; /* (owned) of LoftMailFolder */
  gboolean started;
  guint follow_source;
  gint64 repair_after; /* monotonic */
  gsize log_told; /* how far the log of repairs is known: whoever repairs writes into it */
  gint64 data_version;
  guint n_pending;
  LoftProgress asked_progress; /* of a sync that another process does for us */
  guint n_asked;
};

enum { PROP_0, PROP_STATE, PROP_PROGRESS, PROP_PENDING, PROP_ACCOUNT, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

enum { SIGNAL_MESSAGES_CHANGED, SIGNAL_ALERT, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftMailAccount, loft_mail_account, G_TYPE_OBJECT)

GType
loft_account_state_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { LOFT_ACCOUNT_IDLE, "LOFT_ACCOUNT_IDLE", "idle" },
        { LOFT_ACCOUNT_OFFLINE, "LOFT_ACCOUNT_OFFLINE", "offline" },
        { LOFT_ACCOUNT_CONNECTING, "LOFT_ACCOUNT_CONNECTING", "connecting" },
        { LOFT_ACCOUNT_SYNCING, "LOFT_ACCOUNT_SYNCING", "syncing" },
        { LOFT_ACCOUNT_PROBLEM, "LOFT_ACCOUNT_PROBLEM", "problem" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_enum_register_static ("LoftAccountState", values));
    }
  return type;
}

/* ---- folders ------------------------------------------------------------------------------ */

static gboolean
same_folder (const LoftFolder *a, const LoftFolder *b)
{
  return a->id == b->id && a->role == b->role && a->selectable == b->selectable &&
         a->subscribed == b->subscribed && a->total == b->total && a->unread == b->unread &&
         a->cached == b->cached && a->bytes == b->bytes && a->window_days == b->window_days &&
         a->synced_at == b->synced_at && strcmp (a->path, b->path) == 0;
}

static guint
find_row (GListStore *folders, gint64 id, guint from)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (folders));

  for (guint i = from; i < n; i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (G_LIST_MODEL (folders), i);

      if (loft_mail_folder_get (row)->id == id)
        return i;
    }
  return G_MAXUINT;
}

/* Puts the row of a folder at a position: the same object wherever it was before. */
static void
place_row (LoftMailAccount *self, guint position, LoftFolder *folder)
{
  guint found = find_row (self->folders, folder->id, position);
  g_autoptr (LoftMailFolder) row = NULL;

  if (found == G_MAXUINT)
    {
      row = loft_mail_folder_new (folder);
      g_list_store_insert (self->folders, position, row);
      return;
    }
  row = g_list_model_get_item (G_LIST_MODEL (self->folders), found);
  if (found != position)
    {
      g_list_store_remove (self->folders, found);
      g_list_store_insert (self->folders, position, row);
    }
  if (!same_folder (loft_mail_folder_get (row), folder))
    loft_mail_folder_set (row, folder);
}

static void
load_folders (LoftMailAccount *self)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self, NULL);
  g_autoptr (GPtrArray) folders =
    reader != NULL ? loft_mail_reader_list_folders (reader, NULL) : NULL;
  guint n_rows;

  if (folders == NULL)
    return;
  for (guint i = 0; i < folders->len; i++)
    place_row (self, i, g_ptr_array_index (folders, i));
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->folders));
  if (n_rows > folders->len)
    g_list_store_splice (self->folders, folders->len, n_rows - folders->len, NULL, 0);
}

static void
load_pending (LoftMailAccount *self)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self, NULL);
  guint n_pending = reader != NULL ? loft_mail_reader_count_pending (reader) : 0;

  if (n_pending == self->n_pending)
    return;
  self->n_pending = n_pending;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PENDING]);
}

/* The store has changed: folder 0 stands for any. */
static void
follow_store (LoftMailAccount *self, gint64 folder_id)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self, NULL);

  if (reader != NULL)
    self->data_version = loft_mail_reader_get_data_version (reader);
  load_folders (self);
  load_pending (self);
  g_signal_emit (self, signals[SIGNAL_MESSAGES_CHANGED], 0, folder_id);
}

/* ---- being the owner ---------------------------------------------------------------------- */

static void
on_network_status (LoftMailAccount *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

static void
on_network_changed (LoftMailAccount *self, gint64 folder_id)
{
  follow_store (self, folder_id);
}

static void
drop_network (LoftMailAccount *self)
{
  if (self->network == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->network, self);
  loft_account_network_stop (self->network);
  g_clear_object (&self->network);
}

static void
on_network_alert (LoftMailAccount *self, const char *text)
{
  g_autofree char *line = loft_text_one_line (text, MAX_ALERT);

  g_signal_emit (self, signals[SIGNAL_ALERT], 0, line);
}

static gboolean
make_network (LoftMailAccount *self, GError **error)
{
  self->network = loft_account_network_new (self->profile_dir, self->directory, self->account,
                                            self->online, error);
  if (self->network == NULL)
    return FALSE;
  g_signal_connect_swapped (self->network, "status", G_CALLBACK (on_network_status), self);
  g_signal_connect_swapped (self->network, "changed", G_CALLBACK (on_network_changed), self);
  g_signal_connect_swapped (self->network, "alert", G_CALLBACK (on_network_alert), self);
  if (self->started && self->account->enabled)
    loft_account_network_start (self->network);
  return TRUE;
}

/* FALSE without error: another process is the owner. */
static gboolean
become_owner (LoftMailAccount *self, GError **error)
{
  if (self->network != NULL)
    return TRUE;
  return self->local != NULL && loft_owner_try (self->owner, error) && make_network (self, error);
}

static gboolean
on_follow (gpointer user_data)
{
  LoftMailAccount *self = user_data;
  LoftMailReader *reader = loft_mail_account_get_reader (self, NULL);

  if (self->network == NULL && become_owner (self, NULL))
    on_network_status (self);
  if (reader != NULL && loft_mail_reader_get_data_version (reader) != self->data_version)
    follow_store (self, 0);
  if (self->network != NULL && g_get_monotonic_time () > self->repair_after &&
      loft_account_store_wants_repair (self->directory))
    {
      self->repair_after = g_get_monotonic_time () + REPAIR_PAUSE;
      loft_account_network_repair_async (self->network, FALSE, NULL, NULL, NULL);
    }
  return G_SOURCE_CONTINUE;
}

/* ---- requests of other processes ---------------------------------------------------------- */

typedef struct {
  LoftMailAccount *account; /* (owned) */
  LoftOwnerRequest *request; /* (owned) */
  gulong status_handler;
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
end_served (Served *served, const GError *error)
{
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
on_served_sync (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Served *served = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  guint n_left_out = 0;

  loft_account_network_sync_finish (LOFT_ACCOUNT_NETWORK (source), result, &n_left_out, &error);
  g_signal_handler_disconnect (source, served->status_handler);
  line = g_strdup_printf ("left-out %u", n_left_out);
  loft_owner_request_tell (served->request, line);
  end_served (served, error);
}

static void
on_request (LoftOwnerRequest *request, gpointer user_data)
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
  if (sscanf (text, "sync %" G_GINT64_FORMAT, &id) == 1)
    {
      served->status_handler = g_signal_connect_swapped (self->network, "status",
                                                         G_CALLBACK (tell_served_progress), served);
      loft_account_network_sync_async (self->network, id, NULL, on_served_sync, served);
    }
  else if (sscanf (text, "fetch %" G_GINT64_FORMAT, &id) == 1)
    loft_account_network_fetch_async (self->network, id, NULL, on_served, served);
  else if (sscanf (text, "repair %" G_GINT64_FORMAT, &id) == 1)
    loft_account_network_repair_async (self->network, TRUE, NULL, on_served, served);
  else
    loft_account_network_replay_async (self->network, NULL, on_served, served);
  follow_store (self, 0);
}

/* ---- asking another owner ----------------------------------------------------------------- */

typedef struct {
  LoftMailAccount *account; /* (owned) */
  LoftProgress progress;
} AskedProgress;

static gboolean
take_asked_progress (gpointer user_data)
{
  AskedProgress *asked = user_data;
  LoftMailAccount *self = asked->account;

  g_free (self->asked_progress.folder);
  self->asked_progress = asked->progress;
  asked->progress.folder = NULL;
  on_network_status (self);
  return G_SOURCE_REMOVE;
}

static void
asked_progress_free (AskedProgress *asked)
{
  g_object_unref (asked->account);
  g_free (asked->progress.folder);
  g_free (asked);
}

/* What the owner shall do, be it this process or another. */
typedef enum {
  ERRAND_SYNC,
  ERRAND_REPLAY,
  ERRAND_FETCH,
  ERRAND_REPAIR,
} ErrandKind;

static const char *const errand_verbs[] = { "sync", "replay", "fetch", "repair" };

typedef struct {
  ErrandKind kind;
  gint64 id;       /* of a folder or message */
  guint n_tries;   /* owners that were asked and went away */
} Errand;

static void run_errand (LoftMailAccount *self, const Errand *errand, GTask *client);

typedef struct {
  LoftMailAccount *account; /* (borrowed) */
  Errand errand;
  guint n_left_out;
  gboolean gone;            /* the owner */
} Asked;

/* The asking thread. */
static void
on_asked_line (const char *line, gpointer user_data)
{
  Asked *question = user_data;
  int kind = 0;
  int folder_at = 0;
  guint64 done = 0;
  guint64 total = 0;
  AskedProgress *asked;

  if (sscanf (line, "left-out %u", &question->n_left_out) == 1)
    return;
  if (sscanf (line, "progress %d %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %n", &kind, &done,
              &total, &folder_at) < 3 ||
      kind < LOFT_PROGRESS_NONE || kind > LOFT_PROGRESS_CHANGES)
    return;
  asked = g_new0 (AskedProgress, 1);
  asked->account = g_object_ref (question->account);
  asked->progress =
    (LoftProgress){ (LoftProgressKind) kind, g_strdup (line + folder_at), done, total };
  g_idle_add_full (G_PRIORITY_DEFAULT, take_asked_progress, asked,
                   (GDestroyNotify) asked_progress_free);
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

/* A sync returns what it left out, everything else a boolean. */
static void
return_to_client (GTask *client, guint n_left_out, GError *error)
{
  if (error != NULL)
    g_task_return_error (client, error);
  else if (g_task_get_source_tag (client) == loft_mail_account_sync_async)
    g_task_return_int (client, n_left_out);
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

  run_errand (g_task_get_source_object (again->client), &again->errand, again->client);
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
  follow_store (self, 0);
  on_network_status (self);
  g_task_propagate_boolean (G_TASK (result), &error);
  if (asked->gone && asked->errand.n_tries < MAX_OWNERS_GONE && self->local != NULL)
    run_errand_again (&asked->errand, g_steal_pointer (&client));
  else
    return_to_client (client, asked->n_left_out, g_steal_pointer (&error));
}

/* client: (transfer full) returned when the owner has answered. */
static void
ask_owner (LoftMailAccount *self, const Errand *errand, GTask *client)
{
  g_autoptr (GTask) task = g_task_new (self, g_task_get_cancellable (client), on_asked, client);
  Asked *asked = g_new0 (Asked, 1);

  self->n_asked++;
  asked->account = self;
  asked->errand = *errand;
  g_task_set_task_data (task, asked, g_free);
  g_task_run_in_thread (task, ask_thread);
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
  follow_store (g_task_get_source_object (client), 0);
  return_to_client (client, n_left_out, error);
}

static void
on_network_replay (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  loft_account_network_replay_finish (LOFT_ACCOUNT_NETWORK (source), result, &error);
  follow_store (g_task_get_source_object (client), 0);
  return_to_client (client, 0, error);
}

static void
on_network_fetch (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  loft_account_network_fetch_finish (LOFT_ACCOUNT_NETWORK (source), result, &error);
  return_to_client (client, 0, error);
}

static void
on_network_repair (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  loft_account_network_repair_finish (LOFT_ACCOUNT_NETWORK (source), result, &error);
  follow_store (g_task_get_source_object (client), 0);
  return_to_client (client, 0, error);
}

/* client: (transfer full) returned when the owner, which this process becomes if there is none, has
 * done it. */
static void
run_errand (LoftMailAccount *self, const Errand *errand, GTask *client)
{
  GCancellable *cancellable = g_task_get_cancellable (client);
  GError *error = NULL;

  if (!become_owner (self, &error))
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
  run_errand (self, &errand, client);
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
loft_mail_account_send_changes_async (LoftMailAccount *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);
  const Errand errand = { ERRAND_REPLAY, 0, 0 };

  g_task_set_check_cancellable (client, FALSE);
  run_errand (self, &errand, client);
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
  run_errand (self, &errand, client);
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

/* ---- what people do ----------------------------------------------------------------------- */

/* After a change was made durable: show it, and let it go to the server by itself. */
static void
on_local_change (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftMailAccount *self = LOFT_MAIL_ACCOUNT (source);
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (client, error);
      return;
    }
  follow_store (self, 0);
  if (self->started)
    loft_mail_account_send_changes_async (self, NULL, NULL, NULL);
  g_task_return_boolean (client, TRUE);
}

/* (transfer full) (nullable) NULL: the client was refused because all has stopped. */
static GTask *
new_local_task (LoftMailAccount *self, GTask *client)
{
  if (self->local != NULL)
    return g_task_new (self, NULL, on_local_change, client);
  g_task_return_new_error (client, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The account has stopped");
  g_object_unref (client);
  return NULL;
}

void
loft_mail_account_change_flags_async (LoftMailAccount *self, const gint64 *message_ids,
                                      guint n_messages, LoftFlags add, LoftFlags remove,
                                      const char *add_keywords, const char *remove_keywords,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) task = new_local_task (self, client);

  if (task != NULL)
    loft_account_local_change_flags (self->local, task, message_ids, n_messages,
                                     loft_flag_change_new (add, remove, add_keywords,
                                                           remove_keywords));
}

gboolean
loft_mail_account_change_flags_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_mail_account_decide_pending_async (LoftMailAccount *self, gint64 operation_id,
                                        LoftPendingDecision decision, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) task = new_local_task (self, client);

  if (task == NULL)
    return;
  if (decision == LOFT_PENDING_DISCARD)
    loft_account_local_discard (self->local, task, operation_id);
  else
    loft_account_local_retry (self->local, task, operation_id);
}

gboolean
loft_mail_account_decide_pending_finish (LoftMailAccount *self, GAsyncResult *result,
                                         GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* A person's setting is one small row: written here and now. */
static LoftMailStore *
open_for_setting (LoftMailAccount *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, "store.db", NULL);

  return loft_mail_store_open (path, LOFT_DATABASE_DURABLE, error);
}

gboolean
loft_mail_account_set_folder_window (LoftMailAccount *self, gint64 folder_id, gint window_days,
                                     GError **error)
{
  g_autoptr (LoftMailStore) store = open_for_setting (self, error);

  return store != NULL && loft_folder_store_set_window (store, folder_id, window_days, error);
}

gboolean
loft_mail_account_set_folder_role (LoftMailAccount *self, gint64 folder_id, LoftFolderRole role,
                                   GError **error)
{
  g_autoptr (LoftMailStore) store = open_for_setting (self, error);

  return store != NULL && loft_folder_store_set_role (store, folder_id, role, error);
}

/* ---- opening a message -------------------------------------------------------------------- */

typedef struct {
  gint64 message_id;
  guint n_fetched; /* how often the server was asked */
} Opening;

static void
open_job (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (LoftMessage) message =
    loft_mail_reader_get_message (reader, opening->message_id, &error);
  g_autoptr (GBytes) raw =
    message != NULL ? loft_mail_reader_get_raw (reader, opening->message_id, &error) : NULL;

  /* What lies outside the window may be dropped again before it is read here. */
  if (raw == NULL && message != NULL && opening->n_fetched < MAX_FETCHES)
    {
      g_error_free (error);
      g_task_return_pointer (task, NULL, NULL); /* to be fetched */
    }
  else if (raw == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, loft_message_body_new (message, raw),
                           (GDestroyNotify) loft_message_body_unref);
}

static void read_opened (LoftMailAccount *self, GTask *client);

static void
on_fetched_for_opening (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  LoftMailAccount *self = g_task_get_source_object (client);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      ((Opening *) g_task_get_task_data (client))->n_fetched++;
      read_opened (self, client);
      return;
    }
  g_task_return_error (client, error);
  g_object_unref (client);
}

static void
fetch_for_opening (LoftMailAccount *self, GTask *client)
{
  Opening *opening = g_task_get_task_data (client);
  const Errand errand = { ERRAND_FETCH, opening->message_id, 0 };
  GTask *fetching =
      g_task_new (self, g_task_get_cancellable (client), on_fetched_for_opening, client);

  g_task_set_check_cancellable (fetching, FALSE);
  run_errand (self, &errand, fetching);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftMailAccount *self = LOFT_MAIL_ACCOUNT (source);
  GTask *client = user_data;
  GError *error = NULL;
  LoftMessageBody *body = g_task_propagate_pointer (G_TASK (result), &error);

  if (body == NULL && error == NULL)
    {
      fetch_for_opening (self, client);
      return;
    }
  if (body != NULL)
    g_task_return_pointer (client, body, (GDestroyNotify) loft_message_body_unref);
  else
    g_task_return_error (client, error);
  g_object_unref (client);
}

/* client: (transfer full). */
static void
read_opened (LoftMailAccount *self, GTask *client)
{
  g_autoptr (GTask) task = g_task_new (self, g_task_get_cancellable (client), on_opened, client);
  Opening *opening = g_task_get_task_data (client);

  g_task_set_task_data (task, g_memdup2 (opening, sizeof *opening), g_free);
  loft_mail_account_queue_read (self, LOFT_WORKER_URGENT, task, open_job);
}

void
loft_mail_account_open_message_async (LoftMailAccount *self, gint64 message_id,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->message_id = message_id;
  g_task_set_task_data (client, opening, g_free);
  read_opened (self, client);
}

LoftMessageBody *
loft_mail_account_open_message_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- for the rest of service -------------------------------------------------------------- */

void
loft_mail_account_queue_read (LoftMailAccount *self, LoftWorkerPriority priority, GTask *task,
                              LoftLocalReadFunc func)
{
  if (self->local != NULL)
    loft_account_local_read (self->local, priority, task, func);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The account has stopped");
}

void
loft_mail_account_start (LoftMailAccount *self)
{
  if (self->started || self->local == NULL)
    return;
  self->started = TRUE;
  self->follow_source = g_timeout_add_seconds (FOLLOW_SECONDS, on_follow, self);
  if (self->network != NULL)
    loft_account_network_start (self->network);
  else
    become_owner (self, NULL);
}

void
loft_mail_account_stop (LoftMailAccount *self)
{
  self->started = FALSE;
  g_clear_handle_id (&self->follow_source, g_source_remove);
  drop_network (self);
  g_clear_pointer (&self->local, loft_account_local_free);
  g_clear_pointer (&self->reader, loft_mail_reader_close);
  loft_owner_release (self->owner);
}

void
loft_mail_account_replace (LoftMailAccount *self, LoftAccount *account)
{
  LoftAccount *old = self->account;

  self->account = loft_account_ref (account);
  loft_account_unref (old);
  if (self->network != NULL)
    {
      drop_network (self);
      make_network (self, NULL);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
  on_network_status (self);
}

const char *
loft_mail_account_get_directory (LoftMailAccount *self)
{
  return self->directory;
}

void
loft_mail_account_check_online (LoftMailAccount *self)
{
  if (self->network != NULL)
    loft_account_network_check_online (self->network);
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_mail_account_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  LoftMailAccount *self = LOFT_MAIL_ACCOUNT (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, loft_mail_account_get_state (self));
      break;
    case PROP_PROGRESS:
      g_value_set_pointer (value, (gpointer) loft_mail_account_get_progress (self));
      break;
    case PROP_PENDING:
      g_value_set_uint (value, self->n_pending);
      break;
    case PROP_ACCOUNT:
      g_value_set_pointer (value, self->account);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
loft_mail_account_dispose (GObject *object)
{
  loft_mail_account_stop (LOFT_MAIL_ACCOUNT (object));
  G_OBJECT_CLASS (loft_mail_account_parent_class)->dispose (object);
}

static void
loft_mail_account_finalize (GObject *object)
{
  LoftMailAccount *self = LOFT_MAIL_ACCOUNT (object);

  g_clear_object (&self->owner);
  g_clear_object (&self->online);
  g_clear_object (&self->folders);
  loft_account_unref (self->account);
  g_free (self->profile_dir);
  g_free (self->directory);
  g_free (self->asked_progress.folder);
  G_OBJECT_CLASS (loft_mail_account_parent_class)->finalize (object);
}

static void
loft_mail_account_class_init (LoftMailAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = loft_mail_account_get_property;
  object_class->dispose = loft_mail_account_dispose;
  object_class->finalize = loft_mail_account_finalize;
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, LOFT_TYPE_ACCOUNT_STATE, LOFT_ACCOUNT_IDLE, flags);
  properties[PROP_PROGRESS] = g_param_spec_pointer ("progress", NULL, NULL, flags);
  properties[PROP_PENDING] = g_param_spec_uint ("pending", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ACCOUNT] = g_param_spec_pointer ("account", NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[SIGNAL_MESSAGES_CHANGED] =
    g_signal_new ("messages-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_ALERT] = g_signal_new ("alert", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
loft_mail_account_init (LoftMailAccount *self)
{
  self->folders = g_list_store_new (LOFT_TYPE_MAIL_FOLDER);
  self->asked_progress.folder = g_strdup ("");
}

LoftMailAccount *
loft_mail_account_new (const char *profile_dir, LoftAccount *account, LoftOnline *online,
                       GError **error)
{
  g_autoptr (LoftMailAccount) self = g_object_new (LOFT_TYPE_MAIL_ACCOUNT, NULL);

  self->profile_dir = g_strdup (profile_dir);
  self->directory = g_build_filename (profile_dir, "accounts", account->id, NULL);
  self->account = loft_account_ref (account);
  self->online = g_object_ref (online);
  self->owner = loft_owner_new (self->directory);
  loft_owner_set_request_func (self->owner, on_request, self);
  self->log_told = loft_account_store_get_log_size (self->directory);
  if (!loft_account_store_prepare (self->directory, error))
    return NULL;
  self->local = loft_account_local_new (self->directory);
  follow_store (self, 0);
  return g_steal_pointer (&self);
}

LoftAccount *
loft_mail_account_get_account (LoftMailAccount *self)
{
  return self->account;
}

const char *
loft_mail_account_get_name (LoftMailAccount *self)
{
  return self->account->name;
}

LoftAccountState
loft_mail_account_get_state (LoftMailAccount *self)
{
  if (self->network != NULL)
    return loft_account_network_get_state (self->network);
  return self->n_asked > 0 ? LOFT_ACCOUNT_SYNCING : LOFT_ACCOUNT_IDLE;
}

const GError *
loft_mail_account_get_error (LoftMailAccount *self)
{
  return self->network != NULL ? loft_account_network_get_error (self->network) : NULL;
}

const LoftCertificateProblem *
loft_mail_account_get_certificate_problem (LoftMailAccount *self)
{
  return self->network != NULL ? loft_account_network_get_certificate_problem (self->network)
                               : NULL;
}

/* The last of this run, else what the folders remember. */
gint64
loft_mail_account_get_last_success (LoftMailAccount *self)
{
  gint64 last = self->network != NULL ? loft_account_network_get_last_success (self->network) : 0;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->folders));

  for (guint i = 0; last == 0 && i < n; i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (G_LIST_MODEL (self->folders), i);
      LoftFolder *folder = loft_mail_folder_get (row);

      if (folder->role == LOFT_FOLDER_ROLE_INBOX)
        last = folder->synced_at;
    }
  return last;
}

const LoftProgress *
loft_mail_account_get_progress (LoftMailAccount *self)
{
  return self->network != NULL ? loft_account_network_get_progress (self->network)
                               : &self->asked_progress;
}

GListModel *
loft_mail_account_get_folders (LoftMailAccount *self)
{
  return G_LIST_MODEL (self->folders);
}

guint
loft_mail_account_get_n_pending (LoftMailAccount *self)
{
  return self->n_pending;
}

LoftMailReader *
loft_mail_account_get_reader (LoftMailAccount *self, GError **error)
{
  if (self->reader == NULL && self->local != NULL)
    self->reader = loft_mail_reader_open (self->directory, error);
  else if (self->reader == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The account has stopped");
  return self->reader;
}
