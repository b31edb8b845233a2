/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-service-private.h"

struct _LoftService {
  GObject parent_instance;

  GListStore *accounts;
  GPtrArray *preparing;
  GPtrArray *unopened;
  gboolean forced_offline;
  gboolean online;
  GError *check_error;
  LoftCertificateProblem *check_problem;
  guint n_checks;
  LoftAccount *last_check;
  gboolean has_no_keyring;
};

G_DEFINE_FINAL_TYPE (LoftService, loft_service, G_TYPE_OBJECT)

static void
no_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
}

void
fake_install_properties (GObjectClass *klass, const char *const *names)
{
  klass->get_property = no_property;
  for (guint i = 0; names[i] != NULL; i++)
    g_object_class_install_property (klass, i + 1,
                                     g_param_spec_boolean (names[i], NULL, NULL, FALSE,
                                                           G_PARAM_READABLE));
}

static gboolean
return_true (gpointer task)
{
  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

void
fake_finish_later (gpointer source, GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, return_true,
                   g_task_new (source, cancellable, callback, user_data), g_object_unref);
}

/* Service */

LoftService *
loft_service_open (const char *profile_dir, GError **error)
{
  return fake_service_new ();
}

LoftService *
loft_service_open_soon (const char *profile_dir, GError **error)
{
  return fake_service_new ();
}

static LoftCalendarActions *calendar_actions;

void
fake_service_set_calendar (LoftCalendarActions *calendar)
{
  g_set_object (&calendar_actions, calendar);
}

LoftCalendarActions *
loft_service_get_calendar (LoftService *self)
{
  return calendar_actions;
}

static LoftContactActions *contact_actions;

void
fake_service_set_contacts (LoftContactActions *contacts)
{
  g_set_object (&contact_actions, contacts);
}

LoftContactActions *
loft_service_get_contacts (LoftService *self)
{
  return contact_actions;
}

static LoftDirectories *directories;

void
fake_service_set_directories (LoftDirectories *all)
{
  g_set_object (&directories, all);
}

LoftDirectories *
loft_service_get_directories (LoftService *self)
{
  g_autoptr (GListStore) none = NULL;

  if (directories == NULL)
    {
      none = g_list_store_new (LOFT_TYPE_DIRECTORY);
      directories = loft_directories_new (G_LIST_MODEL (none));
    }
  return directories;
}

static LoftTaskActions *task_actions;

void
fake_service_set_tasks (LoftTaskActions *tasks)
{
  g_set_object (&task_actions, tasks);
}

LoftTaskActions *
loft_service_get_tasks (LoftService *self)
{
  return task_actions;
}

static char *profile_dir;

void
fake_service_set_profile_dir (const char *directory)
{
  g_free (profile_dir);
  profile_dir = g_strdup (directory);
}

const char *
loft_service_get_profile_dir (LoftService *self)
{
  return profile_dir != NULL ? profile_dir : "/nonexistent";
}

GPtrArray *
loft_service_get_preparing (LoftService *self)
{
  return self->preparing;
}

GPtrArray *
loft_service_get_unopened (LoftService *self)
{
  return self->unopened;
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

LoftMailAccount *
loft_service_find_account_by_id (LoftService *self, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (LoftMailAccount) each = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (g_str_equal (each->account->id, id))
        return each; /* the list holds it */
    }
  return NULL;
}

void
fake_service_set_preparing (LoftService *self, const char *name, gboolean working)
{
  LoftAccount *account = loft_account_new ("imap");

  g_free (account->name);
  account->name = g_strdup (name);
  g_ptr_array_add (working ? self->preparing : self->unopened, account);
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
fake_service_note_check (LoftService *self, LoftAccount *account)
{
  self->n_checks++;
  g_clear_pointer (&self->last_check, loft_account_unref);
  self->last_check = loft_account_copy (account);
  if (self->check_problem == NULL ||
      g_strcmp0 (account->trust, self->check_problem->fingerprint) != 0)
    return;
  g_clear_error (&self->check_error);
  g_clear_pointer (&self->check_problem, loft_certificate_problem_free);
}

gboolean
fake_service_judge (LoftService *self, LoftCertificateProblem **problem, GError **error)
{
  if (self->check_error == NULL)
    return TRUE;
  if (self->check_problem != NULL)
    *problem = loft_certificate_problem_copy (self->check_problem);
  g_propagate_error (error, g_error_copy (self->check_error));
  return FALSE;
}

void
loft_service_check_account_async (LoftService *self, LoftAccount *account, const char *password,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  fake_service_note_check (self, account);
  g_idle_add_full (G_PRIORITY_DEFAULT, check_now,
                   g_task_new (self, cancellable, callback, user_data), g_object_unref);
}

gboolean
loft_service_check_account_finish (LoftService *self, GAsyncResult *result,
                                   LoftCertificateProblem **problem, GError **error)
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
loft_service_add_account_async (LoftService *self, LoftAccount *account, const char *password,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  if (self->has_no_keyring && account->secret == LOFT_SECRET_SERVICE)
    {
      g_task_report_new_error (self, callback, user_data, loft_service_add_account_async,
                               LOFT_ERROR, LOFT_ERROR_AUTH, "no secret service");
      return;
    }
  add (self, account);
  fake_finish_later (self, cancellable, callback, user_data);
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
loft_service_update_account_async (LoftService *self, LoftAccount *account, const char *password,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
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
  fake_finish_later (self, cancellable, callback, user_data);
}

gboolean
loft_service_update_account_finish (LoftService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_service_move_account_async (LoftService *self, LoftMailAccount *account, guint position,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  guint old = 0;

  g_object_ref (account);
  if (g_list_store_find (self->accounts, account, &old))
    {
      g_list_store_remove (self->accounts, old);
      g_list_store_insert (self->accounts, position, account);
    }
  g_object_unref (account);
  fake_finish_later (self, cancellable, callback, user_data);
}

gboolean
loft_service_move_account_finish (LoftService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_service_remove_account_async (LoftService *self, LoftMailAccount *account,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  guint position = 0;

  if (g_list_store_find (self->accounts, account, &position))
    g_list_store_remove (self->accounts, position);
  fake_finish_later (self, cancellable, callback, user_data);
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
  g_ptr_array_unref (self->preparing);
  g_ptr_array_unref (self->unopened);
  g_clear_error (&self->check_error);
  g_clear_pointer (&self->check_problem, loft_certificate_problem_free);
  g_clear_pointer (&self->last_check, loft_account_unref);
  G_OBJECT_CLASS (loft_service_parent_class)->finalize (object);
}

static void
loft_service_class_init (LoftServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_service_finalize;
  fake_install_properties (G_OBJECT_CLASS (klass),
                           (const char *const[]){ "forced-offline", "online", "metered", NULL });
}

static void
loft_service_init (LoftService *self)
{
  self->accounts = g_list_store_new (LOFT_TYPE_MAIL_ACCOUNT);
  self->preparing = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_account_unref);
  self->unopened = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_account_unref);
  self->online = TRUE;
}

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

LoftMailAccount *
fake_service_add_dav_account (LoftService *self, const char *kind, const char *name,
                              const char *url)
{
  g_autoptr (LoftAccount) account = loft_account_new (kind);

  g_free (account->name);
  account->name = g_strdup (name);
  g_free (account->calendars);
  account->calendars = g_strdup (url);
  g_free (account->contacts);
  account->contacts = g_strdup (g_str_equal (kind, "dav") ? url : "");
  g_free (account->incoming.host);
  account->incoming.host = g_strdup ("dav.example.org");
  account->incoming.port = 443;
  g_free (account->incoming.user);
  account->incoming.user = g_strdup (g_str_equal (kind, "dav") ? "anna" : "");
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
fake_service_set_check (LoftService *self, const GError *error,
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
