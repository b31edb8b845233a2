/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-service.h"

#include "loft-clock.h"
#include "loft-mime-reader.h"
#include "loft-text.h"

#include <string.h>

/* Messages that are numbers only begin here. */
#define FIRST_ROW_ID G_GINT64_CONSTANT (1000000000)

typedef struct {
  LoftMessage *message;
  GBytes *raw;
} Stored;

static void
stored_free (Stored *stored)
{
  loft_message_unref (stored->message);
  g_bytes_unref (stored->raw);
  g_free (stored);
}

struct _LoftMailAccount {
  GObject parent_instance;

  LoftAccount *account;
  GListStore *folders;
  GHashTable *messages;  /* id -> Stored */
  GHashTable *ids;       /* folder id -> GArray of gint64, newest first */
  GHashTable *rows;      /* id -> LoftMessageRow, weak */
  GPtrArray *lists;      /* of LoftMessageList, not owned */
  LoftAccountState state;
  GError *error;
  GError *open_error;
  LoftCertificateProblem *problem;
  LoftProgress progress;
  guint n_pending;
  gint64 last_success;
  gint64 next_id;
};

struct _LoftMessageRow {
  GObject parent_instance;

  LoftMailAccount *account;
  gint64 id;
  LoftMessage *message; /* of a number, made when asked */
};

struct _LoftMessageList {
  GObject parent_instance;

  LoftMailAccount *account;
  gint64 folder_id;
  char *query;
  GArray *ids;
  gboolean loading;
};

struct _LoftService {
  GObject parent_instance;

  GListStore *accounts;
  gboolean forced_offline;
  gboolean online;
  GError *check_error;
  LoftCertificateProblem *check_problem;
  guint n_checks;
  LoftAccount *last_check;
  gboolean has_no_keyring;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (LoftService, loft_service, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (LoftMailAccount, loft_mail_account, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (LoftMessageRow, loft_message_row, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (LoftMessageList, loft_message_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* Properties: notified by hand, read by nobody. */

static void
no_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
}

static void
install (GObjectClass *klass, const char *const *names)
{
  klass->get_property = no_property;
  for (guint i = 0; names[i] != NULL; i++)
    g_object_class_install_property (
      klass, i + 1, g_param_spec_boolean (names[i], NULL, NULL, FALSE, G_PARAM_READABLE));
}

/* Rows */

LoftMessage *
fake_message_new (void)
{
  LoftMessage *message = loft_message_new ();

  message->keywords = g_strdup ("");
  message->subject = g_strdup ("");
  message->preview = g_strdup ("");
  message->message_id = g_strdup ("");
  message->from = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  message->to = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  message->cc = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
  message->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_attachment_free);
  return message;
}

static LoftMessage *
message_of_number (gint64 id)
{
  LoftMessage *message = fake_message_new ();
  guint n = id % FIRST_ROW_ID;

  message->id = id;
  message->date = loft_clock_now () - (gint64) n * 600;
  g_free (message->subject);
  message->subject = g_strdup_printf ("Message %u", n);
  g_free (message->preview);
  message->preview = g_strdup ("What it says in its first words");
  g_ptr_array_add (message->from, loft_address_new ("Some Sender", "sender@example.org"));
  message->flags = n % 3 == 0 ? LOFT_FLAG_NONE : LOFT_FLAG_SEEN;
  return message;
}

gint64
loft_message_row_get_id (LoftMessageRow *self)
{
  return self->id;
}

LoftMessage *
loft_message_row_get_message (LoftMessageRow *self)
{
  Stored *stored = g_hash_table_lookup (self->account->messages, &self->id);

  if (stored != NULL)
    return stored->message;
  if (self->id < FIRST_ROW_ID)
    return NULL;
  if (self->message == NULL)
    self->message = message_of_number (self->id);
  return self->message;
}

static void
loft_message_row_finalize (GObject *object)
{
  LoftMessageRow *self = LOFT_MESSAGE_ROW (object);

  g_hash_table_remove (self->account->rows, &self->id);
  g_clear_pointer (&self->message, loft_message_unref);
  g_object_unref (self->account);
  G_OBJECT_CLASS (loft_message_row_parent_class)->finalize (object);
}

static void
loft_message_row_class_init (LoftMessageRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_message_row_finalize;
  install (G_OBJECT_CLASS (klass), (const char *const[]) { "message", NULL });
}

static void
loft_message_row_init (LoftMessageRow *self)
{
}

static LoftMessageRow *
row_for (LoftMailAccount *account, gint64 id)
{
  LoftMessageRow *row = g_hash_table_lookup (account->rows, &id);

  if (row != NULL)
    return g_object_ref (row);
  row = g_object_new (LOFT_TYPE_MESSAGE_ROW, NULL);
  row->account = g_object_ref (account);
  row->id = id;
  g_hash_table_insert (account->rows, g_memdup2 (&id, sizeof id), row);
  return row;
}

/* Lists */

static GType
list_item_type (GListModel *list)
{
  return LOFT_TYPE_MESSAGE_ROW;
}

static guint
list_n_items (GListModel *list)
{
  return LOFT_MESSAGE_LIST (list)->ids->len;
}

static gpointer
list_item (GListModel *list, guint position)
{
  LoftMessageList *self = LOFT_MESSAGE_LIST (list);

  if (position >= self->ids->len)
    return NULL;
  return row_for (self->account, g_array_index (self->ids, gint64, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_item_type;
  iface->get_n_items = list_n_items;
  iface->get_item = list_item;
}

static gboolean
matches (LoftMessageList *self, LoftMessage *message)
{
  g_autofree char *subject = g_utf8_casefold (message->subject, -1);
  g_autofree char *query = g_utf8_casefold (self->query, -1);

  return strstr (subject, query) != NULL;
}

static void
find_matches (LoftMessageList *self)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, self->account->messages);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Stored *stored = value;

      if (matches (self, stored->message))
        g_array_append_val (self->ids, stored->message->id);
    }
}

/* As the real one: empty at first, the ids from a thread. */
static gboolean
load (gpointer data)
{
  LoftMessageList *self = data;
  GArray *ids = g_hash_table_lookup (self->account->ids, &self->folder_id);

  self->loading = FALSE;
  if (self->query != NULL)
    find_matches (self);
  else if (ids != NULL)
    g_array_append_vals (self->ids, ids->data, ids->len);
  if (self->ids->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->ids->len);
  g_object_notify (G_OBJECT (self), "loading");
  return G_SOURCE_REMOVE;
}

static LoftMessageList *
list_new (LoftMailAccount *account, gint64 folder_id, const char *query)
{
  LoftMessageList *self = g_object_new (LOFT_TYPE_MESSAGE_LIST, NULL);

  self->account = g_object_ref (account);
  self->folder_id = folder_id;
  self->query = g_strdup (query);
  self->loading = TRUE;
  g_ptr_array_add (account->lists, self);
  g_idle_add_full (G_PRIORITY_DEFAULT, load, g_object_ref (self), g_object_unref);
  return self;
}

LoftMessageList *
loft_message_list_new (LoftMailAccount *account, gint64 folder_id)
{
  return list_new (account, folder_id, NULL);
}

LoftMessageList *
loft_message_list_new_search (LoftMailAccount *account, const char *query)
{
  return list_new (account, 0, query);
}

gboolean
loft_message_list_get_loading (LoftMessageList *self)
{
  return self->loading;
}

LoftMailAccount *
loft_message_list_get_account (LoftMessageList *self)
{
  return self->account;
}

gint64
loft_message_list_get_folder_id (LoftMessageList *self)
{
  return self->folder_id;
}

gint64
loft_message_list_get_id (LoftMessageList *self, guint position)
{
  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

gboolean
loft_message_list_find (LoftMessageList *self, gint64 message_id, guint *position)
{
  for (guint i = 0; i < self->ids->len; i++)
    {
      if (g_array_index (self->ids, gint64, i) != message_id)
        continue;
      *position = i;
      return TRUE;
    }
  return FALSE;
}

static void
loft_message_list_finalize (GObject *object)
{
  LoftMessageList *self = LOFT_MESSAGE_LIST (object);

  g_ptr_array_remove (self->account->lists, self);
  g_array_unref (self->ids);
  g_free (self->query);
  g_object_unref (self->account);
  G_OBJECT_CLASS (loft_message_list_parent_class)->finalize (object);
}

static void
loft_message_list_class_init (LoftMessageListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_message_list_finalize;
  install (G_OBJECT_CLASS (klass), (const char *const[]) { "loading", NULL });
}

static void
loft_message_list_init (LoftMessageList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/* Accounts */

GType
loft_account_state_get_type (void)
{
  return G_TYPE_UINT;
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
  return self->state;
}

const GError *
loft_mail_account_get_error (LoftMailAccount *self)
{
  return self->error;
}

const LoftCertificateProblem *
loft_mail_account_get_certificate_problem (LoftMailAccount *self)
{
  return self->problem;
}

gint64
loft_mail_account_get_last_success (LoftMailAccount *self)
{
  return self->last_success;
}

const LoftProgress *
loft_mail_account_get_progress (LoftMailAccount *self)
{
  return &self->progress;
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

static void
count_folder (LoftMailAccount *self, gint64 folder_id)
{
  GArray *ids = g_hash_table_lookup (self->ids, &folder_id);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->folders)); i++)
    {
      g_autoptr (LoftMailFolder) each = g_list_model_get_item (G_LIST_MODEL (self->folders), i);
      LoftFolder *old = loft_mail_folder_get (each);
      g_autoptr (LoftFolder) folder = NULL;

      if (old->id != folder_id)
        continue;
      folder = loft_folder_new ();
      folder->id = old->id;
      g_free (folder->path);
      folder->path = g_strdup (old->path);
      g_free (folder->name);
      folder->name = g_strdup (old->name);
      folder->role = old->role;
      folder->selectable = old->selectable;
      folder->total = ids == NULL ? 0 : ids->len;
      for (guint k = 0; ids != NULL && k < ids->len; k++)
        {
          Stored *stored = g_hash_table_lookup (self->messages, &g_array_index (ids, gint64, k));

          if (stored != NULL && (stored->message->flags & LOFT_FLAG_SEEN) == 0)
            folder->unread++;
        }
      loft_mail_folder_set (each, folder);
    }
}

static LoftMessage *
copy_with_flags (LoftMessage *old, LoftFlags flags)
{
  LoftMessage *message = fake_message_new ();

  message->id = old->id;
  message->folder_id = old->folder_id;
  message->date = old->date;
  message->flags = flags;
  g_free (message->subject);
  message->subject = g_strdup (old->subject);
  g_free (message->preview);
  message->preview = g_strdup (old->preview);
  g_clear_pointer (&message->from, g_ptr_array_unref);
  message->from = g_ptr_array_ref (old->from);
  g_clear_pointer (&message->to, g_ptr_array_unref);
  message->to = g_ptr_array_ref (old->to);
  g_clear_pointer (&message->cc, g_ptr_array_unref);
  message->cc = g_ptr_array_ref (old->cc);
  g_clear_pointer (&message->attachments, g_ptr_array_unref);
  message->attachments = g_ptr_array_ref (old->attachments);
  return message;
}

static void
set_flags (LoftMailAccount *self, gint64 id, LoftFlags add, LoftFlags remove)
{
  Stored *stored = g_hash_table_lookup (self->messages, &id);
  LoftMessageRow *row = g_hash_table_lookup (self->rows, &id);
  LoftMessage *old = NULL;

  if (stored == NULL)
    return;
  old = stored->message;
  stored->message = copy_with_flags (old, (old->flags | add) & ~remove);
  if (row != NULL)
    g_object_notify (G_OBJECT (row), "message");
  count_folder (self, old->folder_id);
  loft_message_unref (old);
}

static gboolean
return_true (gpointer task)
{
  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

static void
finish_later (gpointer source, GCancellable *cancellable, GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, return_true,
                   g_task_new (source, cancellable, callback, user_data), g_object_unref);
}

void
loft_mail_account_change_flags_async (LoftMailAccount     *self,
                                      const gint64        *message_ids,
                                      guint                n_messages,
                                      LoftFlags            add,
                                      LoftFlags            remove,
                                      const char          *add_keywords,
                                      const char          *remove_keywords,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  for (guint i = 0; i < n_messages; i++)
    set_flags (self, message_ids[i], add, remove);
  finish_later (self, cancellable, callback, user_data);
}

gboolean
loft_mail_account_change_flags_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_mail_account_sync_async (LoftMailAccount     *self,
                              gint64               folder_id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  finish_later (self, cancellable, callback, user_data);
}

gboolean
loft_mail_account_sync_finish (LoftMailAccount *self, GAsyncResult *result, guint *n_left_out,
                               GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
open_now (gpointer data)
{
  GTask *task = data;
  LoftMailAccount *self = g_task_get_source_object (task);
  gint64 *id = g_task_get_task_data (task);
  Stored *stored = g_hash_table_lookup (self->messages, id);

  if (self->open_error != NULL)
    g_task_return_error (task, g_error_copy (self->open_error));
  else if (stored == NULL)
    g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_GONE, "no such message");
  else
    g_task_return_pointer (task, loft_message_body_new (stored->message, stored->raw),
                           (GDestroyNotify) loft_message_body_unref);
  return G_SOURCE_REMOVE;
}

void
loft_mail_account_open_message_async (LoftMailAccount     *self,
                                      gint64               message_id,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, g_memdup2 (&message_id, sizeof message_id), g_free);
  g_idle_add_full (G_PRIORITY_DEFAULT, open_now, task, g_object_unref);
}

LoftMessageBody *
loft_mail_account_open_message_finish (LoftMailAccount *self, GAsyncResult *result,
                                       GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
loft_mail_account_finalize (GObject *object)
{
  LoftMailAccount *self = LOFT_MAIL_ACCOUNT (object);

  loft_account_unref (self->account);
  g_object_unref (self->folders);
  g_hash_table_unref (self->messages);
  g_hash_table_unref (self->ids);
  g_hash_table_unref (self->rows);
  g_ptr_array_unref (self->lists);
  g_clear_error (&self->error);
  g_clear_error (&self->open_error);
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  g_free (self->progress.folder);
  G_OBJECT_CLASS (loft_mail_account_parent_class)->finalize (object);
}

static void
loft_mail_account_class_init (LoftMailAccountClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_mail_account_finalize;
  install (G_OBJECT_CLASS (klass),
           (const char *const[]) { "state", "progress", "pending", "account", NULL });
}

static void
loft_mail_account_init (LoftMailAccount *self)
{
  self->folders = g_list_store_new (LOFT_TYPE_MAIL_FOLDER);
  self->messages = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                          (GDestroyNotify) stored_free);
  self->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                     (GDestroyNotify) g_array_unref);
  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->lists = g_ptr_array_new ();
  self->progress.folder = g_strdup ("");
  self->next_id = 1;
}

/* Service */

LoftService *
loft_service_open (const char *profile_dir, GError **error)
{
  return fake_service_new ();
}

const char *
loft_service_get_profile_dir (LoftService *self)
{
  return "/nonexistent";
}

GListModel *
loft_service_get_accounts (LoftService *self)
{
  return G_LIST_MODEL (self->accounts);
}

LoftMailAccount *
loft_service_find_account (LoftService *self, const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (LoftMailAccount) each = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (g_str_equal (each->account->name, name))
        return each; /* the list holds it */
    }
  return NULL;
}

void
loft_service_start (LoftService *self)
{
}

void
loft_service_stop (LoftService *self)
{
}

gboolean
loft_service_get_forced_offline (LoftService *self)
{
  return self->forced_offline;
}

void
loft_service_set_forced_offline (LoftService *self, gboolean offline)
{
  self->forced_offline = offline;
  g_object_notify (G_OBJECT (self), "forced-offline");
}

gboolean
loft_service_get_online (LoftService *self)
{
  return self->online;
}

static gboolean
check_now (gpointer data)
{
  GTask *task = data;
  LoftService *self = g_task_get_source_object (task);

  if (self->check_error != NULL)
    g_task_return_error (task, g_error_copy (self->check_error));
  else
    g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

void
loft_service_check_account_async (LoftService         *self,
                                  LoftAccount         *account,
                                  const char          *password,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  self->n_checks++;
  g_clear_pointer (&self->last_check, loft_account_unref);
  self->last_check = loft_account_copy (account);
  if (self->check_problem != NULL &&
      g_strcmp0 (account->trust, self->check_problem->fingerprint) == 0)
    {
      g_clear_error (&self->check_error);
      g_clear_pointer (&self->check_problem, loft_certificate_problem_free);
    }
  g_idle_add_full (G_PRIORITY_DEFAULT, check_now,
                   g_task_new (self, cancellable, callback, user_data), g_object_unref);
}

gboolean
loft_service_check_account_finish (LoftService             *self,
                                   GAsyncResult            *result,
                                   LoftCertificateProblem **problem,
                                   GError                 **error)
{
  gboolean good = g_task_propagate_boolean (G_TASK (result), error);

  if (problem != NULL)
    *problem = good || self->check_problem == NULL
                 ? NULL
                 : loft_certificate_problem_copy (self->check_problem);
  return good;
}

static LoftMailAccount *
add (LoftService *self, LoftAccount *account)
{
  LoftMailAccount *added = g_object_new (LOFT_TYPE_MAIL_ACCOUNT, NULL);

  added->account = loft_account_copy (account);
  g_free (added->account->id);
  added->account->id =
    g_strdup_printf ("account-%u", g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) + 1);
  g_list_store_append (self->accounts, added);
  g_object_unref (added);
  return added;
}

void
loft_service_add_account_async (LoftService         *self,
                                LoftAccount         *account,
                                const char          *password,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  if (self->has_no_keyring && account->secret == LOFT_SECRET_SERVICE)
    {
      g_task_report_new_error (self, callback, user_data, loft_service_add_account_async,
                               LOFT_ERROR, LOFT_ERROR_AUTH, "no secret service");
      return;
    }
  add (self, account);
  finish_later (self, cancellable, callback, user_data);
}

LoftMailAccount *
loft_service_add_account_finish (LoftService *self, GAsyncResult *result, GError **error)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));
  g_autoptr (LoftMailAccount) last =
    n == 0 ? NULL : g_list_model_get_item (G_LIST_MODEL (self->accounts), n - 1);

  return g_task_propagate_boolean (G_TASK (result), error) ? last : NULL;
}

void
loft_service_update_account_async (LoftService         *self,
                                   LoftAccount         *account,
                                   const char          *password,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (LoftMailAccount) each = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (!g_str_equal (each->account->id, account->id))
        continue;
      loft_account_ref (account);
      loft_account_unref (each->account);
      each->account = account;
      fake_account_set_state (each, LOFT_ACCOUNT_IDLE, NULL);
    }
  finish_later (self, cancellable, callback, user_data);
}

gboolean
loft_service_update_account_finish (LoftService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_service_remove_account_async (LoftService         *self,
                                   LoftMailAccount     *account,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  guint position = 0;

  if (g_list_store_find (self->accounts, account, &position))
    g_list_store_remove (self->accounts, position);
  finish_later (self, cancellable, callback, user_data);
}

gboolean
loft_service_remove_account_finish (LoftService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
loft_service_finalize (GObject *object)
{
  LoftService *self = LOFT_SERVICE (object);

  g_object_unref (self->accounts);
  g_clear_error (&self->check_error);
  g_clear_pointer (&self->check_problem, loft_certificate_problem_free);
  g_clear_pointer (&self->last_check, loft_account_unref);
  G_OBJECT_CLASS (loft_service_parent_class)->finalize (object);
}

static void
loft_service_class_init (LoftServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_service_finalize;
  install (G_OBJECT_CLASS (klass), (const char *const[]) { "forced-offline", "online", NULL });
}

static void
loft_service_init (LoftService *self)
{
  self->accounts = g_list_store_new (LOFT_TYPE_MAIL_ACCOUNT);
  self->online = TRUE;
}

/* What tests put in */

LoftService *
fake_service_new (void)
{
  return g_object_new (LOFT_TYPE_SERVICE, NULL);
}

LoftMailAccount *
fake_service_add_account (LoftService *self, const char *name, const char *address)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");

  g_free (account->name);
  account->name = g_strdup (name);
  g_free (account->address);
  account->address = g_strdup (address);
  g_free (account->incoming.host);
  account->incoming.host = g_strdup ("imap.example.org");
  account->incoming.port = 993;
  g_free (account->incoming.user);
  account->incoming.user = g_strdup (address);
  return add (self, account);
}

void
fake_service_set_online (LoftService *self, gboolean online)
{
  self->online = online;
  g_object_notify (G_OBJECT (self), "online");
}

void
fake_service_set_keyring (LoftService *self, gboolean works)
{
  self->has_no_keyring = !works;
}

void
fake_service_set_check (LoftService                  *self,
                        const GError                 *error,
                        const LoftCertificateProblem *problem)
{
  g_clear_error (&self->check_error);
  g_clear_pointer (&self->check_problem, loft_certificate_problem_free);
  self->check_error = error == NULL ? NULL : g_error_copy (error);
  self->check_problem = problem == NULL ? NULL : loft_certificate_problem_copy (problem);
}

guint
fake_service_get_n_checks (LoftService *self)
{
  return self->n_checks;
}

LoftAccount *
fake_service_get_last_check (LoftService *self)
{
  return self->last_check;
}

LoftMailFolder *
fake_account_add_folder (LoftMailAccount *self, const char *path, LoftFolderRole role)
{
  g_autoptr (LoftFolder) folder = loft_folder_new ();
  g_autoptr (LoftMailFolder) row = NULL;
  const char *slash = strrchr (path, '/');

  folder->id = g_list_model_get_n_items (G_LIST_MODEL (self->folders)) + 1;
  g_free (folder->path);
  folder->path = g_strdup (path);
  g_free (folder->name);
  folder->name = g_strdup (slash == NULL ? path : slash + 1);
  folder->role = role;
  folder->selectable = TRUE;
  row = loft_mail_folder_new (folder);
  g_list_store_append (self->folders, row);
  return row;
}

void
fake_account_remove_folder (LoftMailAccount *self, LoftMailFolder *folder)
{
  guint position = 0;

  if (g_list_store_find (self->folders, folder, &position))
    g_list_store_remove (self->folders, position);
}

void
fake_account_set_state (LoftMailAccount *self, LoftAccountState state, const GError *error)
{
  self->state = state;
  g_clear_error (&self->error);
  self->error = error == NULL ? NULL : g_error_copy (error);
  g_object_notify (G_OBJECT (self), "state");
}

void
fake_account_set_problem (LoftMailAccount *self, const LoftCertificateProblem *problem)
{
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  self->problem = problem == NULL ? NULL : loft_certificate_problem_copy (problem);
}

void
fake_account_set_progress (LoftMailAccount *self,
                           LoftProgressKind kind,
                           const char      *folder,
                           guint64          done,
                           guint64          total)
{
  g_free (self->progress.folder);
  self->progress = (LoftProgress) { kind, g_strdup (folder), done, total };
  g_object_notify (G_OBJECT (self), "progress");
}

void
fake_account_set_pending (LoftMailAccount *self, guint n)
{
  self->n_pending = n;
  g_object_notify (G_OBJECT (self), "pending");
}

void
fake_account_set_last_success (LoftMailAccount *self, gint64 when)
{
  self->last_success = when;
  g_object_notify (G_OBJECT (self), "state");
}

void
fake_account_set_open_error (LoftMailAccount *self, const GError *error)
{
  g_clear_error (&self->open_error);
  self->open_error = error == NULL ? NULL : g_error_copy (error);
}

static GArray *
ids_of (LoftMailAccount *self, gint64 folder_id)
{
  GArray *ids = g_hash_table_lookup (self->ids, &folder_id);

  if (ids == NULL)
    {
      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (self->ids, g_memdup2 (&folder_id, sizeof folder_id), ids);
    }
  return ids;
}

static GPtrArray *
copy_people (GPtrArray *people)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);

  for (guint i = 0; i < people->len; i++)
    {
      LoftAddress *each = g_ptr_array_index (people, i);

      g_ptr_array_add (copy, loft_address_new (each->name, each->email));
    }
  return copy;
}

static LoftMessage *
read_message (GBytes *raw, gint64 date)
{
  LoftMimeMessage *mime = loft_mime_message_read (raw);
  LoftMessage *message = fake_message_new ();
  g_autofree char *text = loft_mime_message_index_text (mime, 2000);

  g_clear_pointer (&message->from, g_ptr_array_unref);
  message->from = copy_people (mime->headers->from);
  g_clear_pointer (&message->to, g_ptr_array_unref);
  message->to = copy_people (mime->headers->to);
  g_clear_pointer (&message->cc, g_ptr_array_unref);
  message->cc = copy_people (mime->headers->cc);
  g_free (message->subject);
  message->subject = g_strdup (mime->headers->subject);
  g_free (message->preview);
  message->preview = loft_text_one_line (text, 200);
  g_clear_pointer (&message->attachments, g_ptr_array_unref);
  message->attachments = loft_mime_message_list_attachments (mime);
  message->date = date != 0 ? date : mime->headers->date;
  loft_mime_message_free (mime);
  return message;
}

gint64
fake_account_add_message (LoftMailAccount *self,
                          LoftMailFolder  *folder,
                          const char      *raw,
                          gssize           length,
                          LoftFlags        flags,
                          gint64           date)
{
  gint64 folder_id = loft_mail_folder_get (folder)->id;
  GArray *ids = ids_of (self, folder_id);
  Stored *stored = g_new0 (Stored, 1);
  gint64 id = self->next_id++;

  stored->raw = g_bytes_new (raw, length < 0 ? strlen (raw) : (gsize) length);
  stored->message = read_message (stored->raw, date);
  stored->message->id = id;
  stored->message->folder_id = folder_id;
  stored->message->flags = flags;
  g_hash_table_insert (self->messages, g_memdup2 (&id, sizeof id), stored);
  g_array_prepend_val (ids, id);
  for (guint i = 0; i < self->lists->len; i++)
    {
      LoftMessageList *list = g_ptr_array_index (self->lists, i);

      if (list->folder_id != folder_id || list->loading)
        continue;
      g_array_prepend_val (list->ids, id);
      g_list_model_items_changed (G_LIST_MODEL (list), 0, 0, 1);
    }
  count_folder (self, folder_id);
  return id;
}

static void
remove_from_list (LoftMessageList *list, gint64 id)
{
  guint position = 0;

  if (!loft_message_list_find (list, id, &position))
    return;
  g_array_remove_index (list->ids, position);
  g_list_model_items_changed (G_LIST_MODEL (list), position, 1, 0);
}

void
fake_account_remove_message (LoftMailAccount *self, LoftMailFolder *folder, gint64 id)
{
  GArray *ids = ids_of (self, loft_mail_folder_get (folder)->id);

  for (guint i = 0; i < ids->len; i++)
    {
      if (g_array_index (ids, gint64, i) == id)
        g_array_remove_index (ids, i--);
    }
  for (guint i = 0; i < self->lists->len; i++)
    remove_from_list (g_ptr_array_index (self->lists, i), id);
  g_hash_table_remove (self->messages, &id);
  count_folder (self, loft_mail_folder_get (folder)->id);
}

void
fake_account_add_rows (LoftMailAccount *self, LoftMailFolder *folder, guint n)
{
  GArray *ids = ids_of (self, loft_mail_folder_get (folder)->id);

  for (guint i = 0; i < n; i++)
    {
      gint64 id = FIRST_ROW_ID + i;

      g_array_append_val (ids, id);
    }
}

LoftMessage *
fake_account_get_message (LoftMailAccount *self, gint64 id)
{
  Stored *stored = g_hash_table_lookup (self->messages, &id);

  return stored == NULL ? NULL : stored->message;
}

/* Maildir */

typedef struct {
  char *path;
  gint64 date;
} MailFile;

static int
by_date (gconstpointer a, gconstpointer b)
{
  const MailFile *one = a, *other = b;

  return (one->date > other->date) - (one->date < other->date);
}

static LoftFlags
flags_of (const char *name)
{
  const char *info = strstr (name, ":2,");
  LoftFlags flags = LOFT_FLAG_NONE;

  if (info == NULL)
    return flags;
  flags |= strchr (info, 'S') != NULL ? LOFT_FLAG_SEEN : 0;
  flags |= strchr (info, 'R') != NULL ? LOFT_FLAG_ANSWERED : 0;
  flags |= strchr (info, 'F') != NULL ? LOFT_FLAG_FLAGGED : 0;
  return flags;
}

static void
list_files (GArray *files, const char *directory, const char *below)
{
  g_autofree char *path = g_build_filename (directory, below, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      MailFile file = { g_build_filename (path, name, NULL), 0 };
      g_autoptr (GFile) each = g_file_new_for_path (file.path);
      g_autoptr (GFileInfo) info = g_file_query_info (each, G_FILE_ATTRIBUTE_TIME_MODIFIED,
                                                      G_FILE_QUERY_INFO_NONE, NULL, NULL);

      file.date = info == NULL ? 0
                               : (gint64) g_file_info_get_attribute_uint64 (
                                   info, G_FILE_ATTRIBUTE_TIME_MODIFIED);
      g_array_append_val (files, file);
    }
}

static void
load_folder (LoftMailAccount *self, LoftMailFolder *folder, const char *directory, guint max)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (MailFile));

  list_files (files, directory, "cur");
  list_files (files, directory, "new");
  g_array_sort (files, by_date);
  for (guint i = 0; i < files->len; i++)
    {
      MailFile *file = &g_array_index (files, MailFile, i);
      g_autofree char *raw = NULL;
      gsize length = 0;

      if (i + max >= files->len && g_file_get_contents (file->path, &raw, &length, NULL))
        fake_account_add_message (self, folder, raw, length, flags_of (file->path), file->date);
      g_free (file->path);
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

gboolean
fake_account_load_maildir (LoftMailAccount *self, const char *directory, guint max)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name = NULL;

  if (dir == NULL)
    return FALSE;
  load_folder (self, fake_account_add_folder (self, "INBOX", LOFT_FOLDER_ROLE_INBOX), directory,
               max);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (name[0] == '.' && name[1] != '\0')
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      const char *each = g_ptr_array_index (names, i);
      g_autofree char *path = g_strdelimit (g_strdup (each + 1), ".", '/');
      g_autofree char *below = g_build_filename (directory, each, NULL);

      load_folder (self,
                   fake_account_add_folder (self, path, loft_folder_role_guess (path)), below,
                   max / 4);
    }
  return TRUE;
}
