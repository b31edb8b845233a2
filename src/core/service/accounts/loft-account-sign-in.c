/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sign-in.h"

#include "loft-account-oauth.h"
#include "loft-credentials.h"
#include "loft-oauth-sign-in.h"
#include "loft-thread-task.h"

#define SECONDS 600

typedef struct {
  LoftOauthSignIn *sign_in;
  LoftAccount *account;
  char *profile_dir;
  char *client_secret;
  char *page;
} Visit;

static void
visit_free (Visit *visit)
{
  loft_oauth_sign_in_free (visit->sign_in);
  loft_account_unref (visit->account);
  g_free (visit->profile_dir);
  loft_secret_free (visit->client_secret);
  g_free (visit->page);
  g_free (visit);
}

static LoftOauthSignIn *
new_sign_in (LoftAccount *account, GError **error)
{
  g_autoptr (LoftOauthProvider) provider = loft_account_oauth_new_provider (account, error);

  return provider != NULL ? loft_oauth_sign_in_new (provider, account->address, error) : NULL;
}

/* Here because the keyring may have to be unlocked: the browser need not wait for that. */
static void
use_client_secret (Visit *visit, GCancellable *cancellable)
{
  if (visit->client_secret == NULL && visit->profile_dir != NULL)
    visit->client_secret =
      loft_account_oauth_read_client_secret (visit->profile_dir, visit->account, cancellable);
  if (visit->client_secret != NULL)
    loft_oauth_sign_in_set_client_secret (visit->sign_in, visit->client_secret);
}

static void
wait_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Visit *visit = data;
  GError *error = NULL;
  g_autoptr (LoftOauthTokens) tokens = NULL;

  use_client_secret (visit, cancellable);
  tokens = loft_oauth_sign_in_wait (visit->sign_in, visit->page, SECONDS, cancellable, &error);
  if (tokens != NULL)
    g_task_return_pointer (task, loft_account_oauth_encode (tokens, visit->client_secret),
                           (GDestroyNotify) loft_secret_free);
  else
    g_task_return_error (task, error);
}

void
loft_account_sign_in_async (const char *profile_dir, LoftAccount *account,
                            const char *client_secret, const char *page, LoftOpenUrlFunc open,
                            gpointer open_data, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  LoftOauthSignIn *sign_in = new_sign_in (account, &error);
  Visit *visit;

  if (sign_in == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  visit = g_new0 (Visit, 1);
  visit->sign_in = sign_in;
  visit->account = loft_account_ref (account);
  visit->profile_dir = g_strdup (profile_dir);
  visit->client_secret = g_strdup (client_secret);
  visit->page = g_strdup (page);
  g_task_set_task_data (task, visit, (GDestroyNotify) visit_free);
  open (loft_oauth_sign_in_get_url (sign_in), open_data);
  loft_thread_task_run (task, wait_thread);
}

char *
loft_account_sign_in_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
