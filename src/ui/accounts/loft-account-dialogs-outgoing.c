/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-dialogs-private.h"

#include "config.h"
#include "loft-account-editor.h"
#include "loft-error.h"
#include "loft-outbox.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* The server to send by has a certificate of its own: what is accepted for it is not for the other. */
static void
on_response (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  g_autoptr (LoftAccountQuestion) question = data;
  g_autoptr (LoftAccount) account = NULL;

  if (!g_str_equal (response, "trust"))
    return;
  account = loft_account_copy (loft_mail_account_get_account (question->account));
  g_free (account->outgoing_trust);
  account->outgoing_trust = g_strdup (question->fingerprint);
  loft_account_question_update (g_steal_pointer (&question), account, NULL);
}

static void
review_certificate (GtkWidget *parent, LoftService *service, LoftMailAccount *account,
                    const LoftCertificateProblem *problem)
{
  LoftAccountQuestion *question = loft_account_question_new (parent, service, account);

  question->fingerprint = g_strdup (problem->fingerprint);
  loft_account_question_ask_certificate (question, problem, G_CALLBACK (on_response));
}

void
loft_account_dialogs_remedy_outgoing (GtkWidget *parent, LoftService *service,
                                      LoftMailAccount *account)
{
  const GError *error = loft_mail_account_get_outgoing_error (account);
  const LoftCertificateProblem *problem = loft_mail_account_get_outgoing_problem (account);

  if (error == NULL)
    return;
  if (loft_error_class (error) == LOFT_ERROR_UNTRUSTED && problem != NULL)
    review_certificate (parent, service, account, problem);
  else if (loft_account_question_is_not_of_password (error))
    loft_account_dialogs_remedy (parent, service, account);
  else if (loft_error_class (error) == LOFT_ERROR_AUTH &&
           loft_mail_account_get_account (account)->oauth.client_id[0] != '\0')
    loft_account_dialogs_sign_in_again (parent, service, account);
  else if (loft_error_class (error) == LOFT_ERROR_AUTH)
    loft_account_dialogs_ask_password (parent, service, account);
  else
    loft_account_editor_present (parent, service, account);
}
