/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-composer-private.h"

#include "config.h"
#include "loft-attachment-reminder.h"
#include "loft-clock.h"
#include "loft-error-text.h"
#include "loft-recipient-text.h"
#include "loft-send-toast.h"
#include "loft-sensitive.h"
#include "loft-settings.h"

#include <glib/gi18n.h>

#define DELAY_SECONDS 10

/* Recipients */

static gboolean
has_malformed (LoftComposer *self)
{
  for (guint i = 0; i < LOFT_N_RECIPIENT_FIELDS; i++)
    {
      loft_recipient_entry_finish (self->recipients[i]);
      if (loft_recipient_entry_focus_malformed (self->recipients[i]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_nobody (LoftComposer *self)
{
  return loft_recipient_entry_is_empty (self->recipients[LOFT_RECIPIENT_TO]) &&
         loft_recipient_entry_is_empty (self->recipients[LOFT_RECIPIENT_CC]) &&
         loft_recipient_entry_is_empty (self->recipients[LOFT_RECIPIENT_BCC]);
}

/* What cannot be sent: said where it is. */
static gboolean
is_ready (LoftComposer *self)
{
  if (has_malformed (self))
    loft_composer_tell (self, LOFT_COMPOSER_RECIPIENTS,
                        _ ("The marked recipient is not a mail address"));
  else if (has_nobody (self))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->recipients[LOFT_RECIPIENT_TO]));
      loft_composer_tell (self, LOFT_COMPOSER_RECIPIENTS, _ ("Who is this message for?"));
    }
  else if (!loft_sender_can_send (self->chosen))
    {
      g_autofree char *text = g_strdup_printf (
        /* Translators: the name of an account. */
        _ ("“%s” has no server to send by. Name one in the settings of that account."),
        loft_mail_account_get_name (loft_sender_get_account (self->chosen)));

      loft_composer_tell (self, LOFT_COMPOSER_SENDING, text);
    }
  else if (loft_draft_attachments_is_busy (self->attachments))
    loft_composer_tell (self, LOFT_COMPOSER_SENDING,
                        _ ("An attachment is still being read. Try again in a moment."));
  else
    return TRUE;
  return FALSE;
}

/* Questions */

typedef void (*Answer) (LoftComposer *self, const char *response);

static void
on_response (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Answer answer = (Answer) g_object_get_data (G_OBJECT (dialog), "answer");

  /* Its window may go first. */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  answer (data, response);
}

/* other: (nullable) a third way. */
static void
ask (LoftComposer *self, const char *heading, const char *body, const char *send, const char *other,
     Answer answer)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);
  AdwMessageDialog *dialog =
    ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (window), heading, body));

  adw_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  if (other != NULL)
    adw_message_dialog_add_response (dialog, "other", other);
  adw_message_dialog_add_response (dialog, "send", send);
  adw_message_dialog_set_response_appearance (dialog, other != NULL ? "other" : "send",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, other != NULL ? "other" : "send");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data (G_OBJECT (dialog), "answer", (gpointer) answer);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
answer_subject (LoftComposer *self, const char *response)
{
  if (!g_str_equal (response, "send"))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->subject));
      return;
    }
  self->asked_subject = TRUE;
  loft_composer_send (self);
}

static void
answer_attachment (LoftComposer *self, const char *response)
{
  if (g_str_equal (response, "other"))
    loft_draft_attachments_choose (self->attachments);
  if (!g_str_equal (response, "send"))
    return;
  self->asked_attachment = TRUE;
  loft_composer_send (self);
}

static void
answer_size (LoftComposer *self, const char *response)
{
  if (g_str_equal (response, "other"))
    loft_composer_scale_pictures (self);
  if (!g_str_equal (response, "send"))
    return;
  self->asked_size = TRUE;
  loft_composer_send (self);
}

static void
answer_changed (LoftComposer *self, const char *response)
{
  if (g_str_equal (response, "other"))
    loft_draft_attachments_reread (self->attachments);
  if (!g_str_equal (response, "send"))
    return;
  self->asked_changed = TRUE;
  loft_composer_send (self);
}

static gboolean
asks_for_size (LoftComposer *self)
{
  g_autofree char *body = self->asked_size ? NULL : loft_composer_find_too_large (self);
  g_autoptr (GPtrArray) pictures = loft_draft_attachments_get_pictures (self->attachments);

  if (body == NULL)
    return FALSE;
  ask (self, _ ("Send What Is Too Large?"), body, _ ("_Send Anyway"),
       pictures->len > 0 ? _ ("Scale _Pictures…") : NULL, answer_size);
  return TRUE;
}

/* Whether a question was asked: the answer sends again. */
static gboolean
asks (LoftComposer *self)
{
  g_autofree char *own = NULL;
  g_autofree char *word = NULL;
  g_autofree char *body = NULL;

  if (!self->asked_subject && gtk_editable_get_text (GTK_EDITABLE (self->subject))[0] == '\0')
    {
      ask (self, _ ("Send Without a Subject?"),
           _ ("A subject tells what it is about before it is opened."), _ ("_Send"), NULL,
           answer_subject);
      return TRUE;
    }
  if (self->asked_attachment ||
      !loft_settings_get_boolean (LOFT_SETTING_ATTACHMENT_REMINDER, TRUE) ||
      loft_draft_attachments_get_n (self->attachments) > 0 || loft_composer_has_own_pictures (self))
    return FALSE;
  own = loft_editor_get_own_text (self->editor);
  word = loft_attachment_reminder_find (own);
  if (word == NULL)
    return FALSE;
  body = g_strdup_printf (_ ("You wrote “%s”, but nothing is attached."), word);
  ask (self, _ ("Send Without an Attachment?"), body, _ ("_Send Anyway"), _ ("_Attach Files…"),
       answer_attachment);
  return TRUE;
}

/* Sending */

static void
set_sending (LoftComposer *self, gboolean sending)
{
  self->sending = sending;
  loft_widget_set_sensitive (GTK_WIDGET (self), !sending);
  loft_composer_update_actions (self);
}

static void
on_queued (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftComposer) self = data;
  g_autoptr (GError) error = NULL;
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);
  gint64 id = loft_mail_account_send_finish (account, result, &error);

  set_sending (self, FALSE);
  if (id <= 0)
    {
      g_autofree char *text = loft_error_text_with_details (
        _ ("This message could not be taken for sending. Nothing of it is lost."), error);

      loft_composer_tell (self, LOFT_COMPOSER_SENDING, text);
      return;
    }
  if (self->kept_in != NULL && self->kept_in != account && self->outgoing_id != 0)
    loft_mail_account_change_outgoing_async (self->kept_in, self->outgoing_id,
                                             LOFT_OUTGOING_DISCARD, NULL, NULL, NULL);
  g_set_object (&self->kept_in, account);
  self->outgoing_id = id;
  self->unsaved = FALSE;
  loft_send_toast_show (self, account, id, self->not_before);
  loft_composer_finish (self);
}

static void
send_now (LoftComposer *self)
{
  LoftMailAccount *account = loft_sender_get_account (self->chosen);
  int delay = MAX (0, loft_settings_get_int (LOFT_SETTING_UNDO_SEND, DELAY_SECONDS));
  g_autoptr (LoftDraft) draft = loft_composer_get_draft (self);
  gint64 now = loft_clock_now ();

  g_clear_handle_id (&self->save_source, g_source_remove);
  loft_composer_tell (self, self->told, NULL);
  set_sending (self, TRUE);
  loft_mail_account_send_async (account, draft, self->kept_in == account ? self->outgoing_id : 0,
                                self->not_before > now + delay ? self->not_before
                                : delay > 0                    ? now + delay
                                                               : 0,
                                NULL, on_queued, g_object_ref (self));
}

static void
on_compared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftComposer) self = data;
  g_autofree char *name = loft_draft_attachments_compare_finish (self->attachments, result);
  g_autofree char *body = NULL;

  set_sending (self, FALSE);
  if (self->done)
    return;
  if (name == NULL || self->asked_changed)
    {
      send_now (self);
      return;
    }
  body = g_strdup_printf (_ ("“%s” is no longer as it was when you attached it."), name);
  ask (self, _ ("Send the File as It Was?"), body, _ ("_Send as It Was"), _ ("_Attach It Anew"),
       answer_changed);
}

/* A draft that is being kept is the one that is sent: its number is waited for. */
static void
on_kept (LoftComposer *self)
{
  if (self->saving)
    return;
  g_signal_handlers_disconnect_by_func (self, on_kept, self);
  loft_composer_send (self);
}

static void
go_on (gpointer data)
{
  g_autoptr (LoftComposer) self = data;

  if (self->box == NULL || self->sending || self->done || !is_ready (self))
    return;
  if (self->saving)
    {
      if (g_signal_handler_find (self, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, on_kept, NULL) == 0)
        g_signal_connect (self, "saved", G_CALLBACK (on_kept), self);
      return;
    }
  if (asks (self) || asks_for_size (self))
    return;
  set_sending (self, TRUE);
  loft_draft_attachments_compare_async (self->attachments, on_compared, g_object_ref (self));
}

/* With all that was typed until now. */
void
loft_composer_send (LoftComposer *self)
{
  if (!self->sending && !self->done && is_ready (self))
    loft_editor_settle (self->editor, go_on, g_object_ref (self));
}
