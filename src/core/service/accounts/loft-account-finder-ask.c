/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places that tell more to those who sign in. */
#include "loft-account-finder.h"

#include <string.h>

#include "loft-eas-door.h"
#include "loft-error.h"
#include "loft-thread-task.h"

#define SECONDS 20

typedef struct {
  LoftAccount *account; /* (owned) */
  LoftFoundServer *place; /* (owned) */
  char *password; /* (owned) */
  const char *user; /* (borrowed) that is tried */
} Question;

static void
question_free (Question *question)
{
  loft_account_unref (question->account);
  loft_found_server_free (question->place);
  loft_secret_free (question->password);
  g_free (question);
}

static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  Question *question = user_data;

  return loft_credentials_new (question->user, question->password, NULL);
}

static LoftFoundAccount *
ask_as (Question *question, const LoftMailDomain *domain, const char *user,
        GCancellable *cancellable, GError **error)
{
  LoftFoundAccount *found;
  LoftFoundServer *server;

  question->user = user;
  found = loft_eas_door_ask (question->place, domain, NULL, get_credentials, question, SECONDS,
                             cancellable, error);
  if (found == NULL)
    return NULL;
  /* The name that was taken here is the mailbox's, too. */
  server = g_ptr_array_index (found->servers, 0);
  if (strcmp (server->kind, "eas") == 0 && server->user[0] == '\0')
    {
      g_free (server->user);
      server->user = g_strdup (user);
    }
  return found;
}

/* As when signing in: no more than two names, servers lock accounts. */
static LoftFoundAccount *
ask (Question *question, GCancellable *cancellable, GError **error)
{
  const LoftAccount *account = question->account;
  gboolean named = account->incoming.user[0] != '\0';
  g_autoptr (LoftMailDomain) domain = loft_mail_domain_new (account->address, error);
  g_autoptr (GError) refusal = NULL;
  LoftFoundAccount *found;

  if (domain == NULL)
    return NULL;
  found = ask_as (question, domain, named ? account->incoming.user : domain->address, cancellable,
                  &refusal);
  if (found != NULL)
    return found;
  if (!named && loft_error_class (refusal) == LOFT_ERROR_AUTH)
    return ask_as (question, domain, domain->local_part, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return NULL;
}

static void
ask_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  LoftFoundAccount *found = ask (data, cancellable, &error);

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) loft_found_account_unref);
  else
    g_task_return_error (task, error);
}

void
loft_account_finder_ask_async (LoftAccount *account, const LoftFoundServer *place,
                               const char *password, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->account = loft_account_ref (account);
  question->place = loft_found_server_copy (place);
  question->password = g_strdup (password);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  loft_thread_task_run (task, ask_thread);
}

LoftFoundAccount *
loft_account_finder_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
