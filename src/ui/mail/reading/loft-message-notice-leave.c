/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-notice-leave.h"

#include "config.h"
#include "loft-message-notice-text.h"
#include "loft-text.h"
#include "loft-unsubscribe.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define NAME_SHOWN 80 /* characters */

typedef struct {
  GtkWidget *owner; /* (owned) */
  LoftMessageBody *body; /* (owned) */
  LoftMessageNoticeChoice choice;
  LoftMessageNoticeFunc func;
  gpointer user_data;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->owner);
  loft_message_body_unref (question->body);
  g_free (question);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (g_str_equal (response, "do"))
    question->func (question->choice, question->body, question->user_data);
}

LoftMessageNoticeChoice
loft_message_notice_leave_choose (const LoftMailingList *list, gboolean use_page)
{
  if (list->is_one_click && !use_page && loft_unsubscribe_is_public (list->unsubscribe_page))
    return LOFT_MESSAGE_NOTICE_REQUEST;
  return list->unsubscribe_page[0] != '\0' ? LOFT_MESSAGE_NOTICE_PAGE : LOFT_MESSAGE_NOTICE_WRITE;
}

static char *
host_of (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return g_strdup (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : url);
}

static char *
explain (LoftMessageBody *body, LoftMessageNoticeChoice choice)
{
  const LoftMailingList *list = body->list;
  g_autofree char *host = host_of (list->unsubscribe_page);

  if (choice == LOFT_MESSAGE_NOTICE_WRITE)
    return g_strdup_printf (_ ("This list wants a message to %s. It is opened for you to send."),
                            list->unsubscribe_address);
  if (choice == LOFT_MESSAGE_NOTICE_PAGE)
    return g_strdup_printf (_ ("The page of %s is opened in the browser. It learns that you read "
                               "this message."),
                            host);
  if (list->is_signed)
    return g_strdup_printf (_ ("Loft asks %s to take you off the list."), host);
  return g_strdup_printf (_ ("It is not certain who sent this message. Unsubscribing tells %s that "
                             "your address is read; if it is junk, more may come."),
                          host);
}

static const char *
name_action (LoftMessageNoticeChoice choice)
{
  switch (choice)
    {
    case LOFT_MESSAGE_NOTICE_PAGE:
      return _ ("_Open Page");
    case LOFT_MESSAGE_NOTICE_WRITE:
      return _ ("_Write Message");
    case LOFT_MESSAGE_NOTICE_REQUEST:
    default:
      return _ ("_Unsubscribe");
    }
}

void
loft_message_notice_leave_ask (GtkWidget *owner, LoftMessageBody *body, gboolean use_page,
                               LoftMessageNoticeFunc func, gpointer user_data)
{
  Question *question = g_new0 (Question, 1);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_ancestor (owner, GTK_TYPE_WINDOW));
  g_autofree char *name = loft_message_notice_text_list_name (body);
  g_autofree char *shown = loft_text_one_line (name, NAME_SHOWN);
  g_autofree char *heading = g_strdup_printf (_ ("Unsubscribe From “%s”?"), shown);
  g_autofree char *text = NULL;
  AdwMessageDialog *dialog;

  question->owner = g_object_ref (owner);
  question->body = loft_message_body_ref (body);
  question->choice = loft_message_notice_leave_choose (body->list, use_page);
  question->func = func;
  question->user_data = user_data;
  text = explain (body, question->choice);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, heading, text));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "do",
                                    name_action (question->choice), NULL);
  adw_message_dialog_set_response_appearance (dialog, "do",
                                              body->list->is_signed ? ADW_RESPONSE_SUGGESTED
                                                                    : ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, body->list->is_signed ? "do" : "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
