/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-service.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "loft-account-directory.h"
#include "loft-account-opening.h"
#include "loft-account-settings.h"
#include "loft-account-wipe.h"
#include "loft-archiver.h"
#include "loft-backend-factory.h"
#include "loft-calendar-service.h"
#include "loft-carrier.h"
#include "loft-contacts.h"
#include "loft-error.h"
#include "loft-local-account.h"
#include "loft-mail-account-private.h"
#include "loft-online.h"
#include "loft-quota-watch.h"
#include "loft-reminders.h"
#include "loft-scheduling.h"
#include "loft-secret-store.h"
#include "loft-sign-in-record.h"
#include "loft-task-service.h"
#include "loft-thread-task.h"
#include "loft-unfinished.h"
#include "loft-wipe-watch.h"

/* A window does not come later for this: no longer than a person notices. */
#define PATIENCE (150 * G_TIME_SPAN_MILLISECOND)

/* No window is there any more: what was asked for has this long to become durable. */
#define LAST_CHANGES_MS 10000

struct _LoftService {
  GObject parent;

  char *profile_dir;
  LoftOnline *online;   /* (owned) */
  GListStore *accounts; /* (owned) of LoftMailAccount */
  LoftCarrier *carrier; /* (owned) */
  LoftArchiver *archiver; /* (owned) */
  LoftQuotaWatch *quotas; /* (owned) */
  GPtrArray *order;     /* (owned) of LoftAccount: as the settings have them */
  LoftAccountOpening *opening; /* (owned) (nullable) */
  GPtrArray *unopened;  /* (owned) of LoftAccount */
  gboolean started;
  gboolean stopped;
  LoftCalendarService *calendar; /* (owned) (nullable) */
  LoftContacts *contacts; /* (owned) (nullable) */
  LoftDirectories *directories; /* (owned) (nullable) */
  LoftTaskService *tasks; /* (owned) (nullable) */
  LoftReminders *reminders; /* (owned) (nullable) */
};

enum { PROP_0, PROP_FORCED_OFFLINE, PROP_ONLINE, PROP_METERED, PROP_PREPARING, PROP_CALENDAR,
       N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (LoftService, loft_service, G_TYPE_OBJECT)

/* ---- opening ------------------------------------------------------------------------------ */

static void
on_available (LoftService *self)
{
  if (self->directories != NULL)
    loft_directories_forget_failures (self->directories);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ONLINE]);
}

static guint
place_of (LoftService *self, LoftAccount *account)
{
  for (guint i = 0; i < self->order->len; i++)
    if (!loft_local_account_is (account) &&
        strcmp (((LoftAccount *) g_ptr_array_index (self->order, i))->id, account->id) == 0)
      return i;
  /* New ones come before what is always last. */
  return loft_local_account_is (account) ? G_MAXUINT : G_MAXUINT - 1;
}

/* Who is ready later than others stands before them all the same. */
static guint
find_place (LoftService *self, LoftAccount *account)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) other = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (place_of (self, loft_mail_account_get_account (other)) > place_of (self, account))
        return i;
    }
  return n;
}

static LoftMailAccount *
insert_account (LoftService *self, LoftAccount *account, gsize log_size, LoftMailReader *reader)
{
  g_autoptr (LoftMailAccount) running =
    loft_mail_account_new (self->profile_dir, account, self->online, log_size, reader);

  loft_wipe_watch_add (self, running);
  g_list_store_insert (self->accounts, find_place (self, account), running);
  if (self->started)
    loft_mail_account_start (running);
  return running; /* the list holds it */
}

/* One account that cannot be opened must not hide the others. */
static void
on_opened (LoftAccount *account, gsize log_size, LoftMailReader *opened, const GError *error,
           gpointer user_data)
{
  LoftService *self = user_data;
  g_autoptr (LoftMailReader) reader = opened;

  if (self->stopped)
    return;
  if (error != NULL)
    {
      g_ptr_array_add (self->unopened, loft_account_ref (account));
      g_warning ("Account \"%s\" cannot be opened: %s", account->name, error->message);
    }
  else
    insert_account (self, account, log_size, g_steal_pointer (&reader));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREPARING]);
}

static gboolean
load_accounts (LoftService *self, gint64 patience, GError **error)
{
  g_autoptr (GPtrArray) accounts = loft_local_account_load_all (self->profile_dir, error);

  if (accounts == NULL)
    return FALSE;
  loft_account_wipe_resume (self->profile_dir, accounts);
  g_ptr_array_unref (self->order);
  self->order = g_ptr_array_ref (accounts);
  self->opening = loft_account_opening_new (self->profile_dir, accounts, on_opened, self);
  loft_account_opening_wait (self->opening, patience);
  return TRUE;
}

GPtrArray *
loft_service_get_preparing (LoftService *self)
{
  return loft_account_opening_get_waiting (self->opening);
}

GPtrArray *
loft_service_get_unopened (LoftService *self)
{
  return self->unopened;
}

static LoftService *
open_profile (const char *profile_dir, gint64 patience, GError **error)
{
  g_autoptr (LoftService) self = g_object_new (LOFT_TYPE_SERVICE, NULL);

  if (profile_dir != NULL)
    self->profile_dir = g_canonicalize_filename (profile_dir, NULL);
  else
    self->profile_dir = g_build_filename (g_get_user_data_dir (), "loft", NULL);
  if (g_mkdir_with_parents (self->profile_dir, 0700) != 0)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "The folder %s cannot be made: %s",
                   self->profile_dir, g_strerror (errno));
      return NULL;
    }
  self->carrier = loft_carrier_new (self->profile_dir, G_LIST_MODEL (self->accounts));
  return load_accounts (self, patience, error) ? g_steal_pointer (&self) : NULL;
}

LoftService *
loft_service_open (const char *profile_dir, GError **error)
{
  return open_profile (profile_dir, G_MAXINT64, error);
}

LoftService *
loft_service_open_soon (const char *profile_dir, GError **error)
{
  return open_profile (profile_dir, PATIENCE, error);
}

LoftArchiver *
loft_service_get_archiver (LoftService *self)
{
  return self->archiver;
}

LoftQuotaWatch *
loft_service_get_quotas (LoftService *self)
{
  return self->quotas;
}

const char *
loft_service_get_profile_dir (LoftService *self)
{
  return self->profile_dir;
}

GListModel *
loft_service_get_accounts (LoftService *self)
{
  return G_LIST_MODEL (self->accounts);
}

guint
loft_service_get_n_unopened (LoftService *self)
{
  return self->unopened->len;
}

/* The window writes its first name with other capitals than the command line. */
static gboolean
has_name (const LoftAccount *account, const char *name)
{
  return strcmp (account->name, name) == 0 ||
         (loft_local_account_is (account) && g_ascii_strcasecmp (account->name, name) == 0);
}

static LoftMailAccount *
find_by (LoftService *self, const char *name, const char *id, guint *position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account =
          g_list_model_get_item (G_LIST_MODEL (self->accounts), i);
      LoftAccount *settings = loft_mail_account_get_account (account);

      if ((name != NULL && has_name (settings, name)) ||
          (id != NULL && strcmp (settings->id, id) == 0))
        {
          if (position != NULL)
            *position = i;
          return account; /* the list keeps it */
        }
    }
  return NULL;
}

LoftMailAccount *
loft_service_find_account (LoftService *self, const char *name)
{
  return find_by (self, name, NULL, NULL);
}

LoftMailAccount *
loft_service_find_account_by_id (LoftService *self, const char *id)
{
  return find_by (self, NULL, id, NULL);
}

/* ---- running ------------------------------------------------------------------------------ */

typedef void (*AccountFunc) (LoftMailAccount *account);

static void
for_each_account (LoftService *self, AccountFunc func)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account =
          g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      func (account);
    }
}

void
loft_service_start (LoftService *self)
{
  if (self->started || self->stopped)
    return;
  self->started = TRUE;
  for_each_account (self, loft_mail_account_start);
  loft_carrier_start (self->carrier);
  loft_archiver_start (self->archiver);
  loft_quota_watch_start (self->quotas);
  loft_scheduling_start (loft_scheduling_of (self));
}

static void
finish_changes (LoftService *self)
{
  guint n_left = loft_unfinished_wait (self, LAST_CHANGES_MS);

  if (n_left > 0)
    g_warning ("%u changes took too long and are lost", n_left);
}

void
loft_service_stop (LoftService *self)
{
  if (self->stopped)
    return;
  self->stopped = TRUE;
  finish_changes (self);
  if (self->carrier != NULL)
    loft_carrier_stop (self->carrier);
  loft_archiver_stop (self->archiver);
  loft_quota_watch_stop (self->quotas);
  if (self->reminders != NULL)
    loft_reminders_stop (self->reminders);
  for_each_account (self, loft_mail_account_stop);
}

static void
on_carried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (loft_carrier_run_finish (LOFT_CARRIER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
loft_service_carry_async (LoftService *self, gboolean fetch, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  loft_carrier_run_async (self->carrier, fetch, cancellable, on_carried, task);
}

gboolean
loft_service_carry_finish (LoftService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
loft_service_get_forced_offline (LoftService *self)
{
  return loft_online_get_forced_offline (self->online);
}

void
loft_service_set_forced_offline (LoftService *self, gboolean offline)
{
  if (offline == loft_online_get_forced_offline (self->online))
    return;
  loft_online_set_forced_offline (self->online, offline);
  for_each_account (self, loft_mail_account_check_online);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FORCED_OFFLINE]);
}

gboolean
loft_service_get_metered (LoftService *self)
{
  return loft_online_get_metered (self->online);
}

gboolean
loft_service_get_metered_allowed (LoftService *self)
{
  return loft_online_get_metered_allowed (self->online);
}

void
loft_service_set_metered_allowed (LoftService *self, gboolean allowed)
{
  loft_online_set_metered_allowed (self->online, allowed);
}

static void
on_metered (LoftService *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_METERED]);
}

gboolean
loft_service_get_online (LoftService *self)
{
  return loft_online_get_available (self->online);
}

/* ---- checking an account ------------------------------------------------------------------ */

typedef struct {
  char *profile_dir;
  LoftAccount *account;            /* (owned) */
  char *password;                  /* (owned) (nullable) */
  LoftCertificateProblem *problem; /* (owned) (nullable) */
} Check;

static void
check_free (Check *check)
{
  g_free (check->profile_dir);
  loft_account_unref (check->account);
  loft_secret_free (check->password);
  loft_certificate_problem_free (check->problem);
  g_free (check);
}

static LoftCredentials *
check_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  Check *check = user_data;

  if (check->password != NULL)
    return loft_secret_store_use (check->account, check->password, error);
  return loft_secret_store_lookup (check->profile_dir, check->account, cancellable, error);
}

/* A trial holds to what is known of the server, and adds nothing to it. */
static LoftSignInTerms *
check_recall (gpointer user_data)
{
  Check *check = user_data;
  g_autofree char *directory =
      g_build_filename (check->profile_dir, "accounts", check->account->id, NULL);

  return loft_sign_in_record_recall (directory, check->account);
}

static void
check_signed_in (const char *mechanism, const char *faults, gpointer user_data)
{
}

static guint
check_get_wait (gpointer user_data)
{
  Check *check = user_data;
  g_autofree char *directory =
    g_build_filename (check->profile_dir, "accounts", check->account->id, NULL);

  return loft_sign_in_record_get_wait (directory, check->account);
}

static const LoftSignInMemory check_memory = { check_recall, check_signed_in, check_get_wait, NULL };

static void
check_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Check *check = data;
  GError *error = NULL;
  g_autoptr (LoftBackend) backend =
      loft_backend_factory_new (check->account, check_credentials, &check_memory, check, &error);

  if (backend != NULL && loft_backend_connect (backend, cancellable, &error))
    {
      loft_backend_disconnect (backend);
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (backend != NULL && loft_error_class (error) == LOFT_ERROR_UNTRUSTED)
    check->problem = loft_backend_get_certificate_problem (backend);
  g_task_return_error (task, error);
}

void
loft_service_check_account_async (LoftService *self, LoftAccount *account, const char *password,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Check *check = g_new0 (Check, 1);

  check->profile_dir = g_strdup (self->profile_dir);
  check->account = loft_account_ref (account);
  check->password = g_strdup (password);
  g_task_set_task_data (task, check, (GDestroyNotify) check_free);
  loft_thread_task_run (task, check_thread);
}

gboolean
loft_service_check_account_finish (LoftService *self, GAsyncResult *result,
                                   LoftCertificateProblem **problem, GError **error)
{
  Check *check = g_task_get_task_data (G_TASK (result));

  if (problem != NULL)
    *problem = loft_certificate_problem_copy (check->problem);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- changing the accounts ---------------------------------------------------------------- */

typedef struct {
  char *profile_dir;
  LoftAccount *account; /* (owned) */
  char *password;       /* (owned) (nullable) */
  char *directory;      /* (owned) (nullable) to remove */
} Edit;

static void
edit_free (Edit *edit)
{
  g_free (edit->profile_dir);
  loft_account_unref (edit->account);
  loft_secret_free (edit->password);
  g_free (edit->directory);
  g_free (edit);
}

/* The secret first: an account without its password is worse than a password without account. */
static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Edit *edit = data;
  GError *error = NULL;

  if ((edit->password == NULL || loft_secret_store_save (edit->profile_dir, edit->account,
                                                         edit->password, cancellable, &error)) &&
      loft_account_settings_save (edit->profile_dir, edit->account, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static GTask *
new_edit (LoftService *self, LoftAccount *account, const char *password,
          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Edit *edit = g_new0 (Edit, 1);

  edit->profile_dir = g_strdup (self->profile_dir);
  edit->account = loft_sign_in_record_date_trust (account);
  edit->password = g_strdup (password);
  g_task_set_task_data (task, edit, (GDestroyNotify) edit_free);
  return task;
}

static char *
new_account_id (void)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return g_strndup (uuid, 8);
}

static GError *
refuse_new_account (LoftService *self, LoftAccount *account)
{
  if (account->name[0] == '\0')
    return g_error_new_literal (LOFT_ERROR, LOFT_ERROR_REFUSED, "An account needs a name");
  if (find_by (self, account->name, NULL, NULL) != NULL)
    return g_error_new (LOFT_ERROR, LOFT_ERROR_REFUSED,
                        "There is an account called \"%s\" already", account->name);
  return NULL;
}

void
loft_service_add_account_async (LoftService *self, LoftAccount *account, const char *password,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (LoftAccount) identified = loft_account_copy (account);
  g_autoptr (GTask) task = NULL;
  GError *refusal = refuse_new_account (self, account);

  g_free (identified->id);
  identified->id = new_account_id ();
  task = new_edit (self, identified, password, cancellable, callback, user_data);
  if (refusal != NULL)
    g_task_return_error (task, refusal);
  else
    loft_thread_task_run (task, save_thread);
}

/* There is nothing in a new store to take long. */
static LoftMailAccount *
open_new (LoftService *self, LoftAccount *account, GError **error)
{
  return loft_account_opening_prepare (self->profile_dir, account, error)
             ? insert_account (self, account, 0, NULL)
             : NULL;
}

LoftMailAccount *
loft_service_add_account_finish (LoftService *self, GAsyncResult *result, GError **error)
{
  Edit *edit = g_task_get_task_data (G_TASK (result));
  LoftMailAccount *added = NULL;

  if (g_task_propagate_boolean (G_TASK (result), error))
    added = open_new (self, edit->account, error);
  return added != NULL ? g_object_ref (added) : NULL;
}

void
loft_service_update_account_async (LoftService *self, LoftAccount *account, const char *password,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task =
      new_edit (self, account, password, cancellable, callback, user_data);
  LoftMailAccount *same_name = find_by (self, account->name, NULL, NULL);

  if (same_name != NULL &&
      strcmp (loft_mail_account_get_account (same_name)->id, account->id) != 0)
    g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_REFUSED,
                             "There is an account called \"%s\" already", account->name);
  else
    loft_thread_task_run (task, save_thread);
}

gboolean
loft_service_update_account_finish (LoftService *self, GAsyncResult *result, GError **error)
{
  Edit *edit = g_task_get_task_data (G_TASK (result));
  LoftMailAccount *running;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  running = find_by (self, NULL, edit->account->id, NULL);
  if (running != NULL)
    loft_mail_account_replace (running, edit->account);
  return TRUE;
}

typedef struct {
  char *profile_dir;
  GPtrArray *ids; /* (owned) NULL-terminated */
} Order;

static void
order_free (Order *order)
{
  g_free (order->profile_dir);
  g_ptr_array_unref (order->ids);
  g_free (order);
}

static Order *
order_new (LoftService *self)
{
  Order *order = g_new0 (Order, 1);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  order->profile_dir = g_strdup (self->profile_dir);
  order->ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account =
        g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      g_ptr_array_add (order->ids, g_strdup (loft_mail_account_get_account (account)->id));
    }
  g_ptr_array_add (order->ids, NULL);
  return order;
}

static void
reorder_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Order *order = data;
  GError *error = NULL;

  if (loft_account_settings_reorder (order->profile_dir, (const char *const *) order->ids->pdata,
                                     &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
loft_service_move_account_async (LoftService *self, LoftMailAccount *account, guint position,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (LoftMailAccount) moved = g_object_ref (account);
  /* The last of them stays the last. */
  guint n = loft_local_account_count_others (G_LIST_MODEL (self->accounts));
  guint old;

  if (g_list_store_find (self->accounts, account, &old) && old != position && old < n &&
      position < n)
    {
      g_list_store_remove (self->accounts, old);
      g_list_store_insert (self->accounts, position, moved);
    }
  g_task_set_task_data (task, order_new (self), (GDestroyNotify) order_free);
  loft_thread_task_run (task, reorder_thread);
}

gboolean
loft_service_move_account_finish (LoftService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_service_set_account_offline_async (LoftService *self, LoftMailAccount *account,
                                        gboolean offline, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (LoftAccount) changed = loft_account_copy (loft_mail_account_get_account (account));
  g_autoptr (GTask) task = NULL;

  changed->offline = offline;
  task = new_edit (self, changed, NULL, cancellable, callback, user_data);
  /* Whoever says so may be about to board a plane: it does not wait for the disk. */
  loft_mail_account_replace_offline (account, changed);
  loft_thread_task_run (task, save_thread);
}

gboolean
loft_service_set_account_offline_finish (LoftService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
remove_tree (const char *directory)
{
  GDir *dir = g_dir_open (directory, 0, NULL);
  const char *name;

  if (dir == NULL)
    return;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      g_unlink (path);
    }
  g_dir_close (dir);
  g_rmdir (directory);
}

/* Settings first: what is left behind by a crash is garbage, not an account. */
static void
remove_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Edit *edit = data;
  g_autoptr (GError) secret_error = NULL;
  GError *error = NULL;

  if (!loft_account_settings_remove (edit->profile_dir, edit->account->id, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (strcmp (edit->account->kind, "local") != 0 &&
      !loft_secret_store_remove (edit->profile_dir, edit->account, cancellable, &secret_error))
    g_warning ("The password of \"%s\" was not removed: %s", edit->account->name,
               secret_error->message);
  remove_tree (edit->directory);
  g_task_return_boolean (task, TRUE);
}

void
loft_service_remove_account_async (LoftService *self, LoftMailAccount *account,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = new_edit (self, loft_mail_account_get_account (account), NULL,
                                     cancellable, callback, user_data);
  Edit *edit = g_task_get_task_data (task);
  guint position;

  if (loft_local_account_is (edit->account))
    {
      g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_REFUSED,
                               "\"%s\" is always there: it can be emptied, not removed",
                               edit->account->name);
      return;
    }
  edit->directory = g_strdup (loft_mail_account_get_directory (account));
  loft_mail_account_stop (account);
  if (g_list_store_find (self->accounts, account, &position))
    g_list_store_remove (self->accounts, position);
  loft_thread_task_run (task, remove_thread);
}

gboolean
loft_service_remove_account_finish (LoftService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_service_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  LoftService *self = LOFT_SERVICE (object);

  switch (id)
    {
    case PROP_FORCED_OFFLINE:
      g_value_set_boolean (value, loft_service_get_forced_offline (self));
      break;
    case PROP_ONLINE:
      g_value_set_boolean (value, loft_service_get_online (self));
      break;
    case PROP_METERED:
      g_value_set_boolean (value, loft_service_get_metered (self));
      break;
    case PROP_PREPARING:
      g_value_set_boolean (value, loft_service_get_preparing (self)->len > 0);
      break;
    case PROP_CALENDAR:
      g_value_set_object (value, loft_service_get_calendar (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

/* Made when somebody looks. */
LoftCalendarActions *
loft_service_get_calendar (LoftService *self)
{
  if (self->calendar == NULL && !self->stopped)
    self->calendar = loft_calendar_service_new (self);
  return self->calendar != NULL ? LOFT_CALENDAR_ACTIONS (self->calendar) : NULL;
}

LoftContactActions *
loft_service_get_contacts (LoftService *self)
{
  if (self->contacts == NULL && !self->stopped)
    self->contacts = loft_contacts_new (self);
  return self->contacts != NULL ? LOFT_CONTACT_ACTIONS (self->contacts) : NULL;
}

LoftDirectories *
loft_service_get_directories (LoftService *self)
{
  if (self->directories == NULL)
    {
      g_autoptr (GListModel) list = loft_account_directory_list (G_LIST_MODEL (self->accounts));

      self->directories = loft_directories_new (list);
    }
  return self->directories;
}

LoftTaskActions *
loft_service_get_tasks (LoftService *self)
{
  if (self->tasks == NULL && !self->stopped)
    self->tasks = loft_task_service_new (self);
  return self->tasks != NULL ? LOFT_TASK_ACTIONS (self->tasks) : NULL;
}

LoftReminders *
loft_service_get_reminders (LoftService *self)
{
  if (self->reminders == NULL)
    self->reminders = loft_reminders_new (G_LIST_MODEL (self->accounts), self->profile_dir);
  return self->reminders;
}

static void
loft_service_dispose (GObject *object)
{
  LoftService *self = LOFT_SERVICE (object);

  loft_service_stop (self);
  if (self->online != NULL)
    g_signal_handlers_disconnect_by_data (self->online, self);
  g_clear_pointer (&self->opening, loft_account_opening_free);
  g_clear_object (&self->carrier);
  g_clear_object (&self->archiver);
  g_clear_object (&self->quotas);
  g_clear_object (&self->calendar);
  g_clear_object (&self->contacts);
  g_clear_object (&self->directories);
  g_clear_object (&self->tasks);
  g_clear_object (&self->reminders);
  g_clear_object (&self->accounts);
  g_clear_object (&self->online);
  G_OBJECT_CLASS (loft_service_parent_class)->dispose (object);
}

static void
loft_service_finalize (GObject *object)
{
  LoftService *self = LOFT_SERVICE (object);

  g_ptr_array_unref (self->order);
  g_ptr_array_unref (self->unopened);
  g_free (self->profile_dir);
  G_OBJECT_CLASS (loft_service_parent_class)->finalize (object);
}

static void
loft_service_class_init (LoftServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = loft_service_get_property;
  object_class->dispose = loft_service_dispose;
  object_class->finalize = loft_service_finalize;
  properties[PROP_FORCED_OFFLINE] =
      g_param_spec_boolean ("forced-offline", NULL, NULL, FALSE, flags);
  properties[PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, TRUE, flags);
  properties[PROP_METERED] = g_param_spec_boolean ("metered", NULL, NULL, FALSE, flags);
  properties[PROP_PREPARING] = g_param_spec_boolean ("preparing", NULL, NULL, FALSE, flags);
  properties[PROP_CALENDAR] =
      g_param_spec_object ("calendar", NULL, NULL, LOFT_TYPE_CALENDAR_ACTIONS, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
loft_service_init (LoftService *self)
{
  self->order = g_ptr_array_new ();
  self->unopened = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_account_unref);
  self->online = loft_online_new ();
  self->accounts = g_list_store_new (LOFT_TYPE_MAIL_ACCOUNT);
  self->archiver = loft_archiver_new (G_LIST_MODEL (self->accounts));
  self->quotas = loft_quota_watch_new (G_LIST_MODEL (self->accounts));
  g_signal_connect_swapped (self->online, "notify::available", G_CALLBACK (on_available), self);
  g_signal_connect_swapped (self->online, "notify::metered", G_CALLBACK (on_metered), self);
}
