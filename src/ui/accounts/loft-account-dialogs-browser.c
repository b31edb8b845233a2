/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-dialogs-private.h"

#include "config.h"
#include "loft-account-sign-in.h"
#include "loft-error-text.h"
#include "loft-error.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

static void
open_page (LoftAccountQuestion *question)
{
  if (question->url != NULL)
    gtk_show_uri (question->dialog, question->url, GDK_CURRENT_TIME);
}

static void
on_open (const char *url, gpointer data)
{
  LoftAccountQuestion *question = data;

  question->url = g_strdup (url);
  open_page (question);
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftAccountQuestion) question = data;
  g_autoptr (GError) error = NULL;
  char *secret = loft_account_sign_in_finish (result, &error);
  g_autofree char *text = NULL;

  if (question->dialog != NULL)
    gtk_window_destroy (g_steal_pointer (&question->dialog));
  if (secret != NULL)
    {
      LoftAccount *account = loft_mail_account_get_account (question->account);

      loft_account_question_update (g_steal_pointer (&question), account, secret);
      explicit_bzero (secret, strlen (secret));
      g_free (secret);
      return;
    }
  if (loft_error_is_cancelled (error))
    return;
  text = loft_error_text_for_browser (error);
  loft_account_question_tell (question, text);
}

/* The dialog goes with its response; who waits must not touch it again. */
static void
on_wait_response (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  LoftAccountQuestion *question = data;

  question->dialog = NULL;
  g_cancellable_cancel (question->cancellable);
}

static void
show_wait (LoftAccountQuestion *question)
{
  GtkWidget *again = gtk_button_new_with_label (_ ("Open the Page Again"));
  GtkWidget *dialog = loft_account_question_dialog (
    question, _ ("Waiting for the Browser"),
    _ ("A page of your provider was opened. Come back here when you have signed in."));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), again);
  g_signal_connect_swapped (again, "clicked", G_CALLBACK (open_page), question);
  g_signal_connect (dialog, "response", G_CALLBACK (on_wait_response), question);
  question->dialog = GTK_WINDOW (dialog);
  gtk_window_present (question->dialog);
}

static void
on_begin (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  g_autoptr (LoftAccountQuestion) question = data;
  LoftAccount *account = loft_mail_account_get_account (question->account);
  const char *secret = g_object_get_data (G_OBJECT (dialog), LOFT_PASSWORD_KEY);
  g_autofree char *page = loft_error_text_browser_page ();
  LoftAccountQuestion *waiting = question;

  if (!g_str_equal (response, "sign-in"))
    return;
  question->cancellable = g_cancellable_new ();
  show_wait (question);
  loft_account_sign_in_async (loft_service_get_profile_dir (question->service), account,
                              secret != NULL && secret[0] != '\0' ? secret : NULL, page, on_open,
                              waiting, question->cancellable, on_signed_in,
                              g_steal_pointer (&question));
}

void
loft_account_dialogs_sign_in_again (GtkWidget *parent, LoftService *service,
                                    LoftMailAccount *account)
{
  LoftAccountQuestion *question = loft_account_question_new (parent, service, account);
  LoftAccount *settings = loft_mail_account_get_account (account);
  g_autofree char *body =
    g_strdup_printf (_ ("The provider of %s asks for the sign-in on a page of its own."),
                     settings->address);
  GtkWidget *dialog = loft_account_question_dialog (question, _ ("Sign In by the Browser"), body);
  GtkWidget *field =
    loft_account_question_password_field (dialog, _ ("Client Secret, if It Has Changed"));

  g_object_set_data (G_OBJECT (field), LOFT_OPTIONAL_KEY, field);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"), "sign-in",
                                    _ ("Open the Page"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "sign-in",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "sign-in");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (on_begin), question);
  gtk_window_present (GTK_WINDOW (dialog));
}
