/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-command.h"

#include <stdio.h>

/* Between accounts: brought there, confirmed by that server, deleted here. */

typedef void (*AccountFunc) (LoftContext *context, LoftMailAccount *account, gpointer user_data);

static void
for_each_account (LoftContext *context, AccountFunc func, gpointer user_data)
{
  GListModel *accounts = loft_service_get_accounts (context->service);
  guint n = g_list_model_get_n_items (accounts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      func (context, account, user_data);
    }
}

static void
look_for_some (LoftContext *context, LoftMailAccount *account, gpointer user_data)
{
  LoftMailReader *reader = loft_mail_account_get_reader (account, NULL);
  gboolean *some = user_data;

  *some |= reader != NULL && loft_mail_reader_has_across (reader);
}

static gboolean
has_some (LoftContext *context)
{
  gboolean some = FALSE;

  for_each_account (context, look_for_some, &some);
  return some;
}

/* Kept safe here already: a server that cannot be reached now is no failure. */
static void
send_changes (LoftContext *context, LoftMailAccount *account, gpointer user_data)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (loft_mail_account_get_n_pending (account) == 0)
    return;
  loft_mail_account_send_changes_async (account, context->cancellable, loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (!loft_mail_account_send_changes_finish (account, result, &error))
    fprintf (stderr, "loftctl: %s: kept here, waits for the server: %s\n",
             loft_mail_account_get_name (account), error->message);
}

static int
carry (LoftContext *context)
{
  LoftWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  loft_service_carry_async (context->service, !context->offline, context->cancellable,
                            loft_wait_done, &wait);
  result = loft_wait_for (&wait);
  if (loft_service_carry_finish (context->service, result, &error))
    return LOFT_EXIT_DONE;
  fprintf (stderr, "loftctl: %s\n", error->message);
  return LOFT_EXIT_FAILED;
}

int
loft_carry (LoftContext *context)
{
  int status;

  if (!has_some (context))
    return LOFT_EXIT_DONE;
  status = carry (context);
  if (context->offline || status != LOFT_EXIT_DONE)
    return status;
  /* What is confirmed there is deleted here. */
  for_each_account (context, send_changes, NULL);
  status = carry (context);
  for_each_account (context, send_changes, NULL);
  return status;
}
