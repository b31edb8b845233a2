/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-compose-private.h"

#include "config.h"
#include "loft-composer-window.h"
#include "loft-date-text.h"
#include "loft-error-text.h"
#include "loft-inline-replies.h"
#include "loft-mailto.h"
#include "loft-recipient-text.h"
#include "loft-redirect-window.h"
#include "loft-reply-recipients.h"
#include "loft-sender.h"
#include "loft-settings.h"
#include "loft-thread-task.h"

#include <glib/gi18n.h>

#define MAX_NAMED   20 /* recipients in the heading of a forward */
#define SAVE_WAIT_S 3

static LoftService *service; /* (nullable) weak */

void
loft_compose_start (LoftService *with)
{
  g_set_weak_pointer (&service, with);
}

gboolean
loft_compose_is_possible (void)
{
  g_autoptr (GListModel) senders = service != NULL ? loft_sender_list (service, NULL) : NULL;

  return senders != NULL && g_list_model_get_n_items (senders) > 0;
}

/* Why nothing opens. */
static void
tell_nobody (void)
{
  GApplication *application = g_application_get_default ();
  GtkWindow *parent =
    application == NULL ? NULL : gtk_application_get_active_window (GTK_APPLICATION (application));
  GtkWidget *dialog = adw_message_dialog_new (
    parent, _ ("No Address to Write From"),
    _ ("A message needs a sender. Add an account with a mail address in the preferences, or give "
       "one to an account that is there."));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
loft_compose_open_window (LoftMailAccount *account, const LoftDraft *draft, gint64 outgoing_id)
{
  LoftComposer *composer = LOFT_COMPOSER (loft_composer_new (service, account, draft, 0));
  g_autoptr (LoftOutgoing) outgoing =
    outgoing_id != 0 ? loft_mail_account_read_outgoing (account, outgoing_id, NULL) : NULL;

  if (outgoing_id != 0)
    loft_composer_set_outgoing (composer, outgoing_id);
  if (outgoing != NULL)
    loft_composer_set_not_before (composer, outgoing->not_before);
  loft_composer_window_open (composer);
}

/* How new messages are written, and answers to HTML. */
static gboolean
is_rich (void)
{
  g_autofree char *format = loft_settings_get_string (LOFT_SETTING_WRITE_FORMAT);

  return g_str_equal (format, "rich");
}

void
loft_compose_new (LoftMailAccount *account)
{
  g_autoptr (LoftDraft) draft = loft_draft_new (NULL);

  if (is_rich ())
    draft->html = g_strdup ("");

  if (loft_compose_is_possible ())
    loft_compose_open_window (account, draft, 0);
  else if (service != NULL)
    tell_nobody ();
}

gboolean
loft_compose_mailto (const char *uri)
{
  g_autoptr (LoftDraft) draft = loft_mailto_read (uri);

  if (draft == NULL || !loft_compose_is_possible ())
    return FALSE;
  if (is_rich ())
    draft->html = g_strdup ("");
  loft_compose_open_window (NULL, draft, 0);
  return TRUE;
}

/* Answers */

static void
tell (GtkWidget *widget, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (text));
}

static char *
date_text (gint64 date)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (date);

  /* Translators: when a message was written; see g_date_time_format(). */
  return time == NULL ? g_strdup ("") : g_date_time_format (time, _ ("%a, %-d %b %Y at %H:%M"));
}

static char *
attribution (const LoftMessage *message)
{
  const LoftAddress *from = message->from->len > 0 ? g_ptr_array_index (message->from, 0) : NULL;
  g_autofree char *date = date_text (message->date);

  if (from == NULL)
    return g_strdup_printf (_ ("On %s somebody wrote:"), date);
  /* Translators: above a quote; the date and who wrote it. */
  return g_strdup_printf (_ ("On %1$s, %2$s wrote:"), date, loft_address_label (from));
}

static void
append_people (GString *heading, const char *label, GPtrArray *people)
{
  if (people->len == 0)
    return;
  g_string_append_printf (heading, "%s: ", label);
  for (guint i = 0; i < people->len && i < MAX_NAMED; i++)
    {
      g_autofree char *each = loft_address_to_text (g_ptr_array_index (people, i));

      g_string_append_printf (heading, "%s%s", i > 0 ? ", " : "", each);
    }
  g_string_append (heading, people->len > MAX_NAMED ? ", …\n" : "\n");
}

static char *
forward_heading (const LoftMessage *message)
{
  GString *heading = g_string_new (NULL);
  g_autofree char *date = date_text (message->date);

  g_string_append_printf (heading, "-------- %s --------\n", _ ("Forwarded Message"));
  append_people (heading, C_ ("header", "From"), message->from);
  g_string_append_printf (heading, "%s: %s\n", C_ ("header", "Date"), date);
  g_string_append_printf (heading, "%s: %s\n", C_ ("header", "Subject"), message->subject);
  append_people (heading, C_ ("header", "To"), message->to);
  append_people (heading, C_ ("header", "Cc"), message->cc);
  g_string_truncate (heading, heading->len - 1);
  return g_string_free (heading, FALSE);
}

static gboolean
is_answer (LoftReplyKind kind)
{
  return kind == LOFT_REPLY_SENDER || kind == LOFT_REPLY_ALL || kind == LOFT_REPLY_LIST;
}

typedef struct {
  LoftMessageView *view;
  LoftMailAccount *account;
  LoftMessageBody *body;
  GPtrArray *own;
  LoftReplyKind kind;
  char *introduction;
  char *signature;
  char *signature_html;
  gboolean signature_above;
  gboolean as_html;
  guint caret;
} Replying;

static void
replying_free (gpointer data)
{
  Replying *self = data;

  g_object_unref (self->view);
  g_object_unref (self->account);
  loft_message_body_unref (self->body);
  g_ptr_array_unref (self->own);
  g_free (self->introduction);
  g_free (self->signature);
  g_free (self->signature_html);
  g_free (self);
}

static void
reply_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Replying *self = data;
  LoftReplyText text = { self->introduction, self->signature, self->signature_above, self->as_html,
                         self->signature_html };
  GError *error = NULL;
  LoftDraft *draft =
    loft_reply_new (self->body, self->own, self->kind, &text, &self->caret, &error);

  if (draft != NULL)
    g_task_return_pointer (task, draft, (GDestroyNotify) loft_draft_free);
  else
    g_task_return_error (task, error);
}

static void
on_replied (GObject *source, GAsyncResult *result, gpointer unused)
{
  Replying *self = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftDraft) draft = g_task_propagate_pointer (G_TASK (result), &error);
  LoftComposer *composer = NULL;

  if (draft == NULL)
    {
      g_autofree char *text = loft_error_text_for_message (error);

      tell (GTK_WIDGET (self->view), text);
      return;
    }
  if (!loft_compose_is_possible ())
    return;
  composer = LOFT_COMPOSER (loft_composer_new (service, self->account, draft, self->caret));
  /* An attached message is in no folder, and its answer in no conversation. */
  if (is_answer (self->kind) && self->body->message->id != 0)
    loft_inline_replies_add (loft_inline_replies_of (self->view), self->body->message->id,
                             composer);
  else
    loft_composer_window_open (composer);
}

/* Who answers decides on the signature: the one whom the message came to. */
static void
choose_signature (Replying *self, GListModel *senders)
{
  g_autoptr (LoftAddress) from = loft_reply_recipients_from (self->body, self->own);
  g_autoptr (LoftSender) sender =
    g_list_model_get_item (senders, loft_sender_find (senders, self->account, from->email));

  self->signature = g_strdup (loft_sender_get_signature (sender));
  self->signature_html = g_strdup (loft_sender_get_signature_html (sender));
}

void
loft_compose_reply_to (LoftMessageView *view, LoftMailAccount *account, LoftMessageBody *body,
                       LoftReplyKind kind)
{
  g_autoptr (GListModel) senders = NULL;
  g_autoptr (GTask) task = NULL;
  Replying *self = NULL;

  if (!loft_compose_is_possible ())
    return;
  self = g_new0 (Replying, 1);
  self->view = g_object_ref (view);
  self->account = g_object_ref (account);
  self->body = loft_message_body_ref (body);
  senders = loft_sender_list (service, self->account);
  self->own = loft_sender_list_addresses (senders);
  self->kind = kind;
  self->introduction =
    is_answer (kind) ? attribution (body->message) : forward_heading (body->message);
  self->signature_above = loft_composer_get_signature_above ();
  /* What goes on to others keeps its look. */
  self->as_html = is_rich () || kind == LOFT_REPLY_FORWARD || kind == LOFT_REPLY_EDIT;
  choose_signature (self, senders);
  task = g_task_new (NULL, NULL, on_replied, NULL);
  g_task_set_task_data (task, self, replying_free);
  loft_thread_task_run (task, reply_in_thread);
}

void
loft_compose_reply (LoftMessageView *view, LoftReplyKind kind)
{
  LoftMessageBody *body = loft_message_view_get_body (view);
  LoftMailAccount *account = loft_message_view_get_account (view);

  if (body != NULL && account != NULL)
    loft_compose_reply_to (view, account, body, kind);
  else if (account != NULL && loft_compose_is_possible ())
    loft_compose_reply_later (loft_message_view_get_content (view), kind);
}

void
loft_compose_redirect (GtkWidget *parent, LoftMailAccount *account, LoftMessageBody *body)
{
  if (loft_compose_is_possible ())
    loft_redirect_window_present (parent, service, account, body);
  else if (service != NULL)
    tell_nobody ();
}

gboolean
loft_compose_has_others (LoftMailAccount *account, LoftMessageBody *body)
{
  g_autoptr (GListModel) senders = NULL;
  g_autoptr (GPtrArray) own = NULL;

  if (!loft_compose_is_possible ())
    return FALSE;
  senders = loft_sender_list (service, account);
  own = loft_sender_list_addresses (senders);
  return loft_reply_has_others (body, own);
}

static gboolean
has_other (GPtrArray *people, GPtrArray *own, GPtrArray *from)
{
  for (guint i = 0; i < people->len; i++)
    {
      const LoftAddress *each = g_ptr_array_index (people, i);

      if (loft_recipient_text_find (own, each->email) == NULL &&
          loft_recipient_text_find (from, each->email) == NULL)
        return TRUE;
    }
  return FALSE;
}

gboolean
loft_compose_seems_to_have_others (LoftMailAccount *account, LoftMessage *message)
{
  g_autoptr (GListModel) senders = NULL;
  g_autoptr (GPtrArray) own = NULL;

  if (!loft_compose_is_possible ())
    return FALSE;
  senders = loft_sender_list (service, account);
  own = loft_sender_list_addresses (senders);
  return has_other (message->to, own, message->from) || has_other (message->cc, own, message->from);
}

/* What is kept */

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer id)
{
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);
  g_autoptr (LoftDraft) draft = loft_mail_account_load_outgoing_finish (account, result, NULL);

  if (draft != NULL && loft_compose_is_possible ())
    loft_compose_open_window (account, draft, *(gint64 *) id);
  g_free (id);
}

void
loft_compose_outgoing (LoftMailAccount *account, gint64 outgoing_id)
{
  loft_mail_account_load_outgoing_async (account, outgoing_id, NULL, on_loaded,
                                         g_memdup2 (&outgoing_id, sizeof (gint64)));
}

static void
save_below (GtkWidget *widget)
{
  if (LOFT_IS_COMPOSER (widget))
    loft_composer_save (LOFT_COMPOSER (widget));
  if (LOFT_IS_MESSAGE_VIEW (widget))
    loft_inline_replies_save (loft_inline_replies_of (LOFT_MESSAGE_VIEW (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    save_below (child);
}

static gboolean
on_waited (gpointer late)
{
  *(gboolean *) late = TRUE;
  return G_SOURCE_REMOVE;
}

void
loft_compose_save_all (GtkApplication *application)
{
  gboolean late = FALSE;
  guint source;

  for (GList *link = gtk_application_get_windows (application); link != NULL; link = link->next)
    save_below (link->data);
  source = g_timeout_add_seconds (SAVE_WAIT_S, on_waited, &late);
  while (loft_composer_n_saving () > 0 && !late)
    g_main_context_iteration (NULL, TRUE);
  if (!late)
    g_source_remove (source);
}
