/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-finder.h"

#include "loft-account-probe.h"
#include "loft-autoconfig.h"
#include "loft-secret-store.h"
#include "loft-sign-in-record.h"
#include "loft-thread-task.h"

/* For the lookups together, and again for guessing. */
#define SECONDS 10

/* ---- finding ------------------------------------------------------------------------------ */

typedef struct {
  char *address;
  LoftAccountFinderFunc func;
  gpointer func_data;
} Search;

/* One answer on its way to the main thread. */
typedef struct {
  GTask *task; /* (owned) keeps the search */
  LoftFoundBy by;
  LoftFoundAccount *found; /* (owned) (nullable) */
  GError *reason; /* (owned) (nullable) */
} Answer;

static void
search_free (Search *search)
{
  g_free (search->address);
  g_free (search);
}

static gboolean
tell_answer (gpointer data)
{
  Answer *answer = data;
  Search *search = g_task_get_task_data (answer->task);

  search->func (answer->by, answer->found, answer->reason, search->func_data);
  return G_SOURCE_REMOVE;
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_object_unref (answer->task);
  loft_found_account_unref (answer->found);
  g_clear_error (&answer->reason);
  g_free (answer);
}

static void
on_answer (LoftFoundBy by, LoftFoundAccount *found, const GError *reason, gpointer user_data)
{
  GTask *task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GSource) source = NULL;
  Answer *answer;

  if (search->func == NULL)
    return;
  answer = g_new0 (Answer, 1);
  answer->task = g_object_ref (task);
  answer->by = by;
  answer->found = found != NULL ? loft_found_account_ref (found) : NULL;
  answer->reason = reason != NULL ? g_error_copy (reason) : NULL;
  /* With the priority of the task's end, which is queued behind it. Not g_main_context_invoke (): it
   * would call from this thread while the main thread is between two turns of its loop. */
  source = g_idle_source_new ();
  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, tell_answer, answer, answer_free);
  g_source_attach (source, g_task_get_context (task));
}

static void
search_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;
  GError *error = NULL;
  GPtrArray *results =
    loft_autoconfig_find (search->address, SECONDS, NULL, on_answer, task, cancellable, &error);

  if (results != NULL)
    g_task_return_pointer (task, results, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
loft_account_finder_find_async (const char *address, LoftAccountFinderFunc func, gpointer func_data,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  search->address = g_strdup (address);
  search->func = func;
  search->func_data = func_data;
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  loft_thread_task_run (task, search_thread);
}

GPtrArray *
loft_account_finder_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- trying ------------------------------------------------------------------------------- */

typedef struct {
  char *profile_dir;
  LoftAccount *account; /* (owned) */
  char *password; /* (owned) (nullable) */
  LoftSignInReport *report; /* (owned) */
  gboolean outgoing;
} Probe;

static void
probe_free (Probe *probe)
{
  g_free (probe->profile_dir);
  loft_account_unref (probe->account);
  loft_secret_free (probe->password);
  loft_sign_in_report_free (probe->report);
  g_free (probe);
}

static LoftCredentials *
probe_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  Probe *probe = user_data;

  if (probe->password != NULL)
    return loft_secret_store_use (probe->account, probe->password, error);
  return loft_secret_store_lookup (probe->profile_dir, probe->account, cancellable, error);
}

/* An account that is set up already is held to what is known of its server. */
static LoftSignInTerms *
recall_terms (Probe *probe)
{
  g_autofree char *directory = NULL;

  if (probe->account->id[0] == '\0')
    return NULL;
  directory = g_build_filename (probe->profile_dir, "accounts", probe->account->id, NULL);
  return loft_sign_in_record_recall (directory, probe->account);
}

/* As the sender does (loft-account-outbox.c). */
static gboolean
probe_outgoing (Probe *probe, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftAccount) server = loft_account_for_outgoing (probe->account);
  g_autoptr (LoftSignInTerms) terms = NULL;

  if (server != NULL && server->id[0] != '\0')
    {
      g_autofree char *directory =
        g_build_filename (probe->profile_dir, "accounts", server->id, "outgoing", NULL);

      terms = loft_sign_in_record_recall (directory, server);
    }
  return loft_account_probe_outgoing (probe->account, terms, probe_credentials, probe,
                                      probe->report, cancellable, error);
}

static gboolean
probe_incoming (Probe *probe, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftSignInTerms) terms = recall_terms (probe);

  return loft_account_probe (probe->account, terms, probe_credentials, probe, probe->report,
                             cancellable, error);
}

static void
probe_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Probe *probe = data;
  GError *error = NULL;

  if (probe->outgoing ? probe_outgoing (probe, cancellable, &error)
                      : probe_incoming (probe, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
begin_probe (LoftService *service, LoftAccount *account, const char *password, gboolean outgoing,
             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (service, cancellable, callback, user_data);
  Probe *probe = g_new0 (Probe, 1);

  probe->profile_dir = g_strdup (loft_service_get_profile_dir (service));
  probe->account = loft_account_ref (account);
  probe->password = g_strdup (password);
  probe->report = loft_sign_in_report_new ();
  probe->outgoing = outgoing;
  g_task_set_task_data (task, probe, (GDestroyNotify) probe_free);
  loft_thread_task_run (task, probe_thread);
}

void
loft_account_finder_probe_async (LoftService *service, LoftAccount *account, const char *password,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  begin_probe (service, account, password, FALSE, cancellable, callback, user_data);
}

void
loft_account_finder_probe_outgoing_async (LoftService *service, LoftAccount *account,
                                          const char *password, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data)
{
  begin_probe (service, account, password, TRUE, cancellable, callback, user_data);
}

gboolean
loft_account_finder_probe_finish (GAsyncResult *result, LoftSignInReport **report, GError **error)
{
  Probe *probe = g_task_get_task_data (G_TASK (result));

  if (report != NULL)
    *report = loft_sign_in_report_copy (probe->report);
  return g_task_propagate_boolean (G_TASK (result), error);
}
