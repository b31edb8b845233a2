/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-dialogs-private.h"

#include "config.h"
#include "loft-account-editor.h"
#include "loft-certificate-view.h"
#include "loft-error-text.h"
#include "loft-error.h"
#include "loft-policy-window.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

LoftAccountQuestion *
loft_account_question_new (GtkWidget *parent, LoftService *service, LoftMailAccount *account)
{
  LoftAccountQuestion *question = g_new0 (LoftAccountQuestion, 1);

  question->parent = g_object_ref (parent);
  question->service = g_object_ref (service);
  question->account = g_object_ref (account);
  return question;
}

void
loft_account_question_free (LoftAccountQuestion *question)
{
  g_object_unref (question->parent);
  g_object_unref (question->service);
  g_object_unref (question->account);
  g_free (question->fingerprint);
  g_clear_object (&question->cancellable);
  g_free (question->url);
  g_free (question);
}

GtkWidget *
loft_account_question_dialog (LoftAccountQuestion *question, const char *heading, const char *body)
{
  GtkWidget *window = gtk_widget_get_ancestor (question->parent, GTK_TYPE_WINDOW);

  return adw_message_dialog_new (window == NULL ? NULL : GTK_WINDOW (window), heading, body);
}

void
loft_account_question_tell (LoftAccountQuestion *question, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (question->parent, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (text));
}

static void
on_updated (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftAccountQuestion) question = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (loft_service_update_account_finish (LOFT_SERVICE (source), result, &error))
    {
      /* Its outcome shows on the account itself. */
      loft_mail_account_sync_async (question->account, 0, NULL, NULL, NULL);
      return;
    }
  text = loft_error_text_title (error);
  loft_account_question_tell (question, text);
}

void
loft_account_question_update (LoftAccountQuestion *question, LoftAccount *account,
                              const char *password)
{
  loft_service_update_account_async (question->service, account, password, NULL, on_updated,
                                     question);
}

/* Password */

static void
password_free (gpointer password)
{
  explicit_bzero (password, strlen (password));
  g_free (password);
}

static void
on_password_response (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  g_autoptr (LoftAccountQuestion) question = data;
  LoftAccount *account = loft_mail_account_get_account (question->account);
  const char *password = g_object_get_data (G_OBJECT (dialog), LOFT_PASSWORD_KEY);

  if (g_str_equal (response, "sign-in") && password != NULL && password[0] != '\0')
    loft_account_question_update (g_steal_pointer (&question), account, password);
}

/* The field is gone when the answer comes, and empties itself when it goes: the dialog keeps what
 * was typed while it was on screen. */
static void
on_password_changed (GtkEditable *field)
{
  GtkRoot *dialog = gtk_widget_get_root (GTK_WIDGET (field));
  const char *password = gtk_editable_get_text (field);

  if (dialog == NULL || !gtk_widget_get_mapped (GTK_WIDGET (dialog)))
    return;
  g_object_set_data_full (G_OBJECT (dialog), LOFT_PASSWORD_KEY, g_strdup (password), password_free);
  if (!g_object_get_data (G_OBJECT (field), LOFT_OPTIONAL_KEY))
    adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "sign-in",
                                             password[0] != '\0');
}

static gboolean
let_go (gpointer field)
{
  return G_SOURCE_REMOVE;
}

static void
let_go_later (gpointer field)
{
  g_timeout_add_seconds_full (G_PRIORITY_LOW, 1, let_go, field, g_object_unref);
}

/* The dialog ends inside the Return key of its field. The field must not go before the text inside
 * it, which that key press holds: the text would call a row that is gone (GTK 4.8). */
GtkWidget *
loft_account_question_password_field (GtkWidget *dialog, const char *title)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_password_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list);
  g_signal_connect (row, "changed", G_CALLBACK (on_password_changed), NULL);
  g_object_set_data_full (G_OBJECT (dialog), "loft-field", g_object_ref (row), let_go_later);
  return row;
}

void
loft_account_dialogs_ask_password (GtkWidget       *parent,
                                   LoftService     *service,
                                   LoftMailAccount *account)
{
  LoftAccountQuestion *question = loft_account_question_new (parent, service, account);
  LoftAccount *settings = loft_mail_account_get_account (account);
  g_autofree char *body = g_strdup_printf (_ ("Enter the password of %1$s at %2$s."),
                                           settings->incoming.user, settings->incoming.host);
  GtkWidget *dialog = loft_account_question_dialog (question, _ ("Sign In"), body);
  GtkWidget *field = loft_account_question_password_field (dialog, _ ("Password"));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"),
                                    "sign-in", _ ("Sign In"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "sign-in",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "sign-in", FALSE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "sign-in");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (on_password_response), question);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (field);
}

/* Certificate */

static void
on_certificate_response (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  g_autoptr (LoftAccountQuestion) question = data;
  g_autoptr (LoftAccount) account = NULL;

  if (!g_str_equal (response, "trust"))
    return;
  account = loft_account_copy (loft_mail_account_get_account (question->account));
  g_free (account->trust);
  account->trust = g_strdup (question->fingerprint);
  loft_account_question_update (g_steal_pointer (&question), account, NULL);
}

static GtkWidget *
certificate_child (const LoftCertificateProblem *problem)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = g_object_new (LOFT_TYPE_CERTIFICATE_VIEW, NULL);

  loft_certificate_view_set_problem (LOFT_CERTIFICATE_VIEW (view), problem);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_set_size_request (scroller, 320, 200);
  return scroller;
}

void
loft_account_question_ask_certificate (LoftAccountQuestion *question,
                                       const LoftCertificateProblem *problem, GCallback answered)
{
  GtkWidget *dialog = loft_account_question_dialog (question, NULL, NULL);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Keep Stopped"),
                                    "trust", _ ("Trust This Certificate"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "trust",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), certificate_child (problem));
  g_signal_connect (dialog, "response", answered, question);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
loft_account_dialogs_review_certificate (GtkWidget       *parent,
                                         LoftService     *service,
                                         LoftMailAccount *account)
{
  const LoftCertificateProblem *problem = loft_mail_account_get_certificate_problem (account);
  LoftAccountQuestion *question = NULL;

  if (problem == NULL)
    {
      loft_mail_account_sync_async (account, 0, NULL, NULL, NULL);
      return;
    }
  question = loft_account_question_new (parent, service, account);
  question->fingerprint = g_strdup (problem->fingerprint);
  loft_account_question_ask_certificate (question, problem,
                                         G_CALLBACK (on_certificate_response));
}

/* Removal */

static void
on_removed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftAccountQuestion) question = data;
  g_autoptr (GError) error = NULL;

  if (loft_service_remove_account_finish (LOFT_SERVICE (source), result, &error))
    loft_account_question_tell (question, _ ("Account removed"));
  else
    loft_account_question_tell (question, _ ("The account could not be removed completely. Try again."));
}

static void
on_removal_response (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  LoftAccountQuestion *question = data;

  if (!g_str_equal (response, "remove"))
    {
      loft_account_question_free (question);
      return;
    }
  loft_service_remove_account_async (question->service, question->account, NULL, on_removed,
                                     question);
}

/* What is on no server is gone for ever. */
static const char *
fate_of (LoftMailAccount *account)
{
  if (loft_account_kind_is_local (loft_mail_account_get_account (account)->kind))
    return _ ("Its mail is kept on this computer, and is deleted with it. What was removed from the "
              "server, or moved out of the inbox, is then nowhere any more. Its password is deleted "
              "too.");
  return _ ("Its copy on this computer and its password are deleted. What is on the server stays.");
}

void
loft_account_dialogs_confirm_removal (GtkWidget       *parent,
                                      LoftService     *service,
                                      LoftMailAccount *account)
{
  LoftAccountQuestion *question = loft_account_question_new (parent, service, account);
  guint n_pending = loft_mail_account_get_n_pending (account);
  g_autofree char *heading = g_strdup_printf (_ ("Remove %s?"),
                                              loft_mail_account_get_name (account));
  g_autofree char *lost =
    n_pending == 0 ? g_strdup ("")
                   : g_strdup_printf (ngettext ("\n\n%u change was not sent yet and is lost.",
                                                "\n\n%u changes were not sent yet and are lost.",
                                                n_pending), n_pending);
  g_autofree char *body = g_strconcat (fate_of (account), lost, NULL);
  GtkWidget *dialog = loft_account_question_dialog (question, heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"),
                                    "remove", _ ("Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (on_removal_response), question);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
loft_account_question_is_not_of_password (const GError *error)
{
  return error != NULL && error->domain == LOFT_ERROR && error->code >= LOFT_ERROR_POLICY &&
         error->code < LOFT_ERROR_N_CODES;
}

void
loft_account_dialogs_remedy (GtkWidget *parent, LoftService *service, LoftMailAccount *account)
{
  const GError *error = loft_mail_account_get_error (account);
  LoftError error_class = error == NULL ? LOFT_ERROR_TEMPORARY : loft_error_class (error);

  if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_DOWNGRADE))
    loft_account_editor_present (parent, service, account);
  else if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_POLICY) &&
           loft_policy_window_present (parent, account))
    return;
  else if (loft_account_question_is_not_of_password (error))
    loft_mail_account_sync_async (account, 0, NULL, NULL, NULL);
  else if (error_class == LOFT_ERROR_AUTH &&
      loft_mail_account_get_account (account)->oauth.client_id[0] != '\0')
    loft_account_dialogs_sign_in_again (parent, service, account);
  else if (error_class == LOFT_ERROR_AUTH)
    loft_account_dialogs_ask_password (parent, service, account);
  else if (error_class == LOFT_ERROR_UNTRUSTED)
    loft_account_dialogs_review_certificate (parent, service, account);
  else
    loft_mail_account_sync_async (account, 0, NULL, NULL, NULL);
}
