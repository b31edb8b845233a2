/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-account-parts.h"

#include <string.h>

#include "loft-account-store.h"
#include "loft-folder-store.h"
#include "loft-mail-folder.h"
#include "loft-outgoing-item.h"
#include "loft-text.h"

/* How often other processes' work is looked for: their commits, and whether the owner is dead. */
#define FOLLOW_SECONDS 1
#define MAX_ALERT      500 /* characters */
#define REPAIR_PAUSE   (10 * G_TIME_SPAN_SECOND)

enum { PROP_0, PROP_STATE, PROP_PROGRESS, PROP_PENDING, PROP_ACCOUNT, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

enum { SIGNAL_MESSAGES_CHANGED, SIGNAL_ALERT, SIGNAL_ARRIVING, N_SIGNALS };

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
void
loft_mail_account_follow_store (LoftMailAccount *self, gint64 folder_id)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self, NULL);

  if (reader != NULL)
    self->data_version = loft_mail_reader_get_data_version (reader);
  load_folders (self);
  load_pending (self);
  loft_mail_account_load_outgoing_rows (self);
  g_signal_emit (self, signals[SIGNAL_MESSAGES_CHANGED], 0, folder_id);
}

/* ---- being the owner ---------------------------------------------------------------------- */

void
loft_mail_account_tell_status (LoftMailAccount *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

static void
on_network_changed (LoftMailAccount *self, gint64 folder_id)
{
  loft_mail_account_follow_store (self, folder_id);
}

static void
drop_outbox (LoftMailAccount *self)
{
  if (self->outbox == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->outbox, self);
  loft_account_outbox_stop (self->outbox);
  g_clear_object (&self->outbox);
}

void
loft_mail_account_tell_changed (LoftMailAccount *self)
{
  if (self->local != NULL)
    loft_mail_account_follow_store (self, 0);
  if (self->started)
    loft_mail_account_send_changes_async (self, NULL, NULL, NULL);
}

static void
make_outbox (LoftMailAccount *self)
{
  self->outbox = loft_account_outbox_new (self->profile_dir, self->directory, self->account,
                                          self->online);
  g_signal_connect_swapped (self->outbox, "changed",
                            G_CALLBACK (loft_mail_account_load_outgoing_rows), self);
  g_signal_connect_swapped (self->outbox, "copied", G_CALLBACK (loft_mail_account_tell_changed), self);
  g_signal_connect_swapped (self->outbox, "status", G_CALLBACK (loft_mail_account_tell_status),
                            self);
  if (self->started && self->account->enabled)
    loft_account_outbox_start (self->outbox);
}

static void
drop_network (LoftMailAccount *self)
{
  drop_outbox (self);
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

void
loft_mail_account_tell_arriving (LoftMailAccount *self, gint64 message_id, guint64 done,
                                 guint64 total)
{
  g_signal_emit (self, signals[SIGNAL_ARRIVING], 0, message_id, done, total);
}

static gboolean
make_network (LoftMailAccount *self, GError **error)
{
  self->network = loft_account_network_new (self->profile_dir, self->directory, self->account,
                                            self->online, error);
  if (self->network == NULL)
    return FALSE;
  g_signal_connect_swapped (self->network, "status", G_CALLBACK (loft_mail_account_tell_status),
                            self);
  g_signal_connect_swapped (self->network, "changed", G_CALLBACK (on_network_changed), self);
  g_signal_connect_swapped (self->network, "alert", G_CALLBACK (on_network_alert), self);
  g_signal_connect_swapped (self->network, "arriving", G_CALLBACK (loft_mail_account_tell_arriving),
                            self);
  make_outbox (self);
  if (self->started && self->account->enabled)
    loft_account_network_start (self->network);
  return TRUE;
}

/* FALSE without error: another process is the owner. */
gboolean
loft_mail_account_become_owner (LoftMailAccount *self, GError **error)
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

  if (self->network == NULL && loft_mail_account_become_owner (self, NULL))
    loft_mail_account_tell_status (self);
  if (reader != NULL && loft_mail_reader_get_data_version (reader) != self->data_version)
    loft_mail_account_follow_store (self, 0);
  if (self->network != NULL && g_get_monotonic_time () > self->repair_after &&
      loft_account_store_wants_repair (self->directory))
    {
      self->repair_after = g_get_monotonic_time () + REPAIR_PAUSE;
      loft_account_network_repair_async (self->network, FALSE, NULL, NULL, NULL);
    }
  return G_SOURCE_CONTINUE;
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
  if (self->local != NULL)
    loft_mail_account_follow_store (self, 0);
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

GPtrArray *
loft_mail_account_list_pending (LoftMailAccount *self, GError **error)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self, error);

  return reader != NULL ? loft_mail_reader_list_pending (reader, error) : NULL;
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
loft_mail_account_queue_list (LoftMailAccount *self, LoftWorkerPriority priority, GTask *task,
                              LoftLocalReadFunc func)
{
  if (self->local != NULL)
    loft_account_local_list (self->local, priority, task, func);
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
  if (self->outbox != NULL && self->account->enabled)
    loft_account_outbox_start (self->outbox);
  if (self->network != NULL)
    loft_account_network_start (self->network);
  else
    loft_mail_account_become_owner (self, NULL);
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
  loft_mail_account_tell_status (self);
}

void
loft_mail_account_replace_offline (LoftMailAccount *self, LoftAccount *account)
{
  LoftAccount *old = self->account;

  self->account = loft_account_ref (account);
  loft_account_unref (old);
  if (self->network != NULL)
    loft_account_network_set_offline (self->network, account->offline);
  if (self->outbox != NULL)
    loft_account_outbox_set_offline (self->outbox, account->offline);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
  loft_mail_account_tell_status (self);
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
  if (self->outbox != NULL)
    loft_account_outbox_check_online (self->outbox);
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
  g_clear_object (&self->outgoing);
  g_clear_object (&self->asking);
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
  signals[SIGNAL_ARRIVING] =
    g_signal_new ("arriving", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_UINT64, G_TYPE_UINT64);
}

static void
loft_mail_account_init (LoftMailAccount *self)
{
  self->folders = g_list_store_new (LOFT_TYPE_MAIL_FOLDER);
  self->outgoing = g_list_store_new (LOFT_TYPE_OUTGOING_ITEM);
  self->asked_progress.folder = g_strdup ("");
  self->asking = g_cancellable_new ();
}

LoftMailAccount *
loft_mail_account_new (const char *profile_dir, LoftAccount *account, LoftOnline *online,
                       gsize log_size, LoftMailReader *reader)
{
  LoftMailAccount *self = g_object_new (LOFT_TYPE_MAIL_ACCOUNT, NULL);

  self->profile_dir = g_strdup (profile_dir);
  self->directory = g_build_filename (profile_dir, "accounts", account->id, NULL);
  self->account = loft_account_ref (account);
  self->online = g_object_ref (online);
  self->owner = loft_owner_new (self->directory);
  loft_owner_set_request_func (self->owner, loft_mail_account_serve, self);
  self->log_told = log_size;
  self->reader = reader;
  self->local = loft_account_local_new (self->directory);
  loft_mail_account_follow_store (self, 0);
  return self;
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
  if (self->account->offline)
    return LOFT_ACCOUNT_OFFLINE;
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

GPtrArray *
loft_mail_account_get_left_out (LoftMailAccount *self)
{
  return self->network != NULL ? loft_account_network_get_left_out (self->network) : NULL;
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
