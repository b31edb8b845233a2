/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-directory.h"

#include "loft-mail-account-asking.h"

struct _LoftAccountDirectory {
  GObject parent_instance;

  LoftMailAccount *account; /* (owned) */
  char *id;
};

static void directory_init (LoftDirectoryInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftAccountDirectory, loft_account_directory, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_DIRECTORY, directory_init))

/* ---- asking ------------------------------------------------------------------------------- */

typedef struct {
  char *words;
  guint limit;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->words);
  g_free (question);
}

typedef struct {
  GPtrArray *contacts; /* (nullable) once they were taken */
  gboolean more;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->contacts, g_ptr_array_unref);
  g_free (answer);
}

static gpointer
find_people (LoftBackend *backend, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  gboolean more = FALSE;
  GPtrArray *contacts =
    loft_backend_find_people (backend, question->words, question->limit, &more, cancellable, error);
  Answer *answer;

  if (contacts == NULL)
    return NULL;
  answer = g_new0 (Answer, 1);
  answer->contacts = contacts;
  answer->more = more;
  return answer;
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Answer *answer = loft_mail_account_ask_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (answer != NULL)
    g_task_return_pointer (task, answer, answer_free);
  else
    g_task_return_error (task, error);
}

static void
find_async (LoftDirectory *directory, const char *words, guint limit, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  LoftAccountDirectory *self = LOFT_ACCOUNT_DIRECTORY (directory);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);
  g_autoptr (LoftBackendAsk) ask =
    loft_backend_ask_new (find_people, question, question_free, answer_free);

  question->words = g_strdup (words);
  question->limit = limit;
  loft_mail_account_ask_async (self->account, ask, cancellable, on_answered, task);
}

static GPtrArray *
find_finish (LoftDirectory *directory, GAsyncResult *result, gboolean *more, GError **error)
{
  Answer *answer = g_task_propagate_pointer (G_TASK (result), error);
  GPtrArray *contacts = NULL;

  if (answer == NULL)
    return NULL;
  contacts = g_steal_pointer (&answer->contacts);
  *more = answer->more;
  answer_free (answer);
  return contacts;
}

/* ---- what it is --------------------------------------------------------------------------- */

static LoftDirectoryKind
get_kind (LoftDirectory *directory)
{
  LoftAccount *account =
    loft_mail_account_get_account (LOFT_ACCOUNT_DIRECTORY (directory)->account);

  return g_str_equal (account->kind, "ldap") ? LOFT_DIRECTORY_ALONE : LOFT_DIRECTORY_COMPANY;
}

static const char *
get_id (LoftDirectory *directory)
{
  return LOFT_ACCOUNT_DIRECTORY (directory)->id;
}

static const char *
get_account_name (LoftDirectory *directory)
{
  return loft_mail_account_get_name (LOFT_ACCOUNT_DIRECTORY (directory)->account);
}

static void
directory_init (LoftDirectoryInterface *iface)
{
  iface->get_kind = get_kind;
  iface->get_id = get_id;
  iface->get_account_name = get_account_name;
  iface->find_async = find_async;
  iface->find_finish = find_finish;
}

static void
loft_account_directory_finalize (GObject *object)
{
  LoftAccountDirectory *self = LOFT_ACCOUNT_DIRECTORY (object);

  g_object_unref (self->account);
  g_free (self->id);
  G_OBJECT_CLASS (loft_account_directory_parent_class)->finalize (object);
}

static void
loft_account_directory_class_init (LoftAccountDirectoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_account_directory_finalize;
}

static void
loft_account_directory_init (LoftAccountDirectory *self)
{
}

LoftDirectory *
loft_account_directory_new (LoftMailAccount *account)
{
  LoftAccountDirectory *self = g_object_new (LOFT_TYPE_ACCOUNT_DIRECTORY, NULL);

  self->account = g_object_ref (account);
  self->id = g_strdup (loft_mail_account_get_account (account)->id);
  return LOFT_DIRECTORY (self);
}

/* ---- all of them -------------------------------------------------------------------------- */

static gboolean
may_have_one (LoftMailAccount *account)
{
  static const char *const kinds[] = { "eas", "ldap", NULL };

  return g_strv_contains (kinds, loft_mail_account_get_account (account)->kind);
}

/* (transfer full) The one that is there already, or a new one. */
static LoftDirectory *
dup_for (GListModel *directories, LoftMailAccount *account)
{
  for (guint i = 0; i < g_list_model_get_n_items (directories); i++)
    {
      g_autoptr (LoftAccountDirectory) each = g_list_model_get_item (directories, i);

      if (each->account == account)
        return LOFT_DIRECTORY (g_steal_pointer (&each));
    }
  return loft_account_directory_new (account);
}

static gboolean
are_same (GListModel *directories, GPtrArray *now)
{
  if (g_list_model_get_n_items (directories) != now->len)
    return FALSE;
  for (guint i = 0; i < now->len; i++)
    {
      g_autoptr (GObject) each = g_list_model_get_item (directories, i);

      if (each != g_ptr_array_index (now, i))
        return FALSE;
    }
  return TRUE;
}

static void
on_accounts (GListModel *accounts, guint position, guint removed, guint added, GListStore *store)
{
  g_autoptr (GPtrArray) now = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      if (may_have_one (account))
        g_ptr_array_add (now, dup_for (G_LIST_MODEL (store), account));
    }
  if (!are_same (G_LIST_MODEL (store), now))
    g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), now->pdata,
                         now->len);
}

GListModel *
loft_account_directory_list (GListModel *accounts)
{
  GListStore *store = g_list_store_new (LOFT_TYPE_DIRECTORY);

  g_object_set_data_full (G_OBJECT (store), "accounts", g_object_ref (accounts), g_object_unref);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts), store, 0);
  on_accounts (accounts, 0, 0, 0, store);
  return G_LIST_MODEL (store);
}
