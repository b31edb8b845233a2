/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-content-private.h"

#include "config.h"
#include "loft-error-text.h"
#include "loft-error.h"
#include "loft-mail-account-pickup.h"

#include <glib/gi18n.h>

#define SPINNER_AFTER_MS 400

static gboolean
show_spinner (gpointer data)
{
  LoftMessageContent *self = data;

  self->spinner_source = 0;
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->bodies, "loading");
  return G_SOURCE_REMOVE;
}

static void
stop_spinner (LoftMessageContent *self)
{
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_spinner_stop (self->spinner);
  if (self->arriving_handler != 0)
    g_clear_signal_handler (&self->arriving_handler, self->account);
}

/* ---- what takes long ---------------------------------------------------------------------- */

static void
show_arriving (LoftMessageContent *self, guint64 done, guint64 total)
{
  g_autofree char *here = g_format_size (MIN (done, total));
  g_autofree char *whole = g_format_size (total);
  /* Translators: how much of a message is downloaded, “3.2 MB of 25 MB”. */
  g_autofree char *text = g_strdup_printf (_ ("%1$s of %2$s"), here, whole);

  gtk_progress_bar_set_fraction (self->arriving, MIN (1.0, (double) done / (double) total));
  gtk_progress_bar_set_text (self->arriving, text);
  gtk_widget_set_visible (GTK_WIDGET (self->arriving), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_widget_set_visible (self->cancel, TRUE);
}

static void
on_arriving (LoftMailAccount *account, gint64 message_id, guint64 done, guint64 total,
             LoftMessageContent *self)
{
  if (message_id != self->message_id || total == 0)
    return;
  show_arriving (self, done, total);
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_stack_set_visible_child_name (self->bodies, "loading");
}

static void
await (LoftMessageContent *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->arriving), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_widget_set_visible (self->cancel, self->rest_wanted);
  self->spinner_source = g_timeout_add (SPINNER_AFTER_MS, show_spinner, self);
  self->arriving_handler =
    g_signal_connect_object (self->account, "arriving", G_CALLBACK (on_arriving), self, 0);
}

static void
show_rest (LoftMessageContent *self, guint64 size)
{
  g_autofree char *whole = g_format_size (size);
  /* Translators: the size of a message, “25 MB”. */
  g_autofree char *text = g_strdup_printf (_ ("The message takes %s."), whole);

  adw_status_page_set_description (self->rest, text);
  gtk_stack_set_visible_child_name (self->bodies, "rest");
}

static void
show_error (LoftMessageContent *self, const GError *error)
{
  LoftError error_class = loft_error_class (error);
  gboolean offline = error_class == LOFT_ERROR_OFFLINE;
  g_autofree char *title = loft_error_text_title (error);
  g_autofree char *sentence = loft_error_text_for_message (error);
  g_autofree char *text = loft_error_text_with_details (sentence, error);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_status_page_set_title (self->error, offline ? _ ("Not Downloaded Yet") : title);
  adw_status_page_set_description (self->error, markup);
  adw_status_page_set_icon_name (self->error,
                                 offline ? "network-offline-symbolic" : "dialog-warning-symbolic");
  gtk_widget_set_visible (self->retry,
                          error_class != LOFT_ERROR_GONE && error_class != LOFT_ERROR_LIMIT);
  gtk_stack_set_visible_child_name (self->bodies, "error");
}

/* A person did not want to wait. */
static void
show_given_up (LoftMessageContent *self)
{
  adw_status_page_set_title (self->error, _ ("Not Downloaded Yet"));
  adw_status_page_set_description (self->error, NULL);
  adw_status_page_set_icon_name (self->error, "folder-download-symbolic");
  gtk_widget_set_visible (self->retry, TRUE);
  gtk_stack_set_visible_child_name (self->bodies, "error");
}

typedef struct {
  LoftMessageContent *self;
  GCancellable *cancellable; /* tells whether the answer is still wanted */
} Opening;

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->self);
  g_object_unref (opening->cancellable);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMessageBody) body =
    loft_mail_account_open_message_finish (LOFT_MAIL_ACCOUNT (source), result, &error);
  LoftMessageContent *self = opening->self;

  if (self->opening != opening->cancellable)
    return;
  g_clear_object (&self->opening);
  stop_spinner (self);
  if (body == NULL)
    {
      show_error (self, error);
      loft_message_content_tell_given_up (self, error);
      return;
    }
  loft_message_content_take_body (self, body);
}

void
loft_message_content_cancel_opening (LoftMessageContent *self)
{
  g_autoptr (GCancellable) opening = g_steal_pointer (&self->opening);

  stop_spinner (self);
  if (opening == NULL)
    return;
  g_cancellable_cancel (opening);
  loft_message_content_tell_given_up (self, NULL);
}

static void
start_opening (LoftMessageContent *self)
{
  Opening *opening;
  guint64 size;

  if (!self->rest_wanted && loft_mail_account_lacks_rest (self->account, self->message_id, &size))
    {
      show_rest (self, size);
      return;
    }
  opening = g_new0 (Opening, 1);
  gtk_stack_set_visible_child_name (self->bodies, "blank");
  self->opening = g_cancellable_new ();
  opening->self = g_object_ref (self);
  opening->cancellable = g_object_ref (self->opening);
  await (self);
  loft_mail_account_open_message_async (self->account, self->message_id, self->opening, on_opened,
                                        opening);
}

void
loft_message_content_open (LoftMessageContent *self, LoftMailAccount *account, gint64 message_id)
{
  g_return_if_fail (LOFT_IS_MESSAGE_CONTENT (self));

  loft_message_content_close (self);
  g_set_object (&self->account, account);
  self->message_id = message_id;
  start_opening (self);
}

void
loft_message_content_retry (LoftMessageContent *self)
{
  if (self->message_id != 0 && self->body == NULL && self->opening == NULL)
    start_opening (self);
}

void
loft_message_content_fetch (LoftMessageContent *self)
{
  if (self->message_id == 0 || self->body != NULL || self->opening != NULL)
    return;
  self->rest_wanted = TRUE;
  start_opening (self);
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  show_spinner (self);
}

void
loft_message_content_download_rest (LoftMessageContent *self)
{
  loft_message_content_fetch (self);
  if (self->opening != NULL)
    gtk_widget_grab_focus (self->cancel);
}

void
loft_message_content_stop (LoftMessageContent *self)
{
  if (self->rest_wanted && self->opening != NULL)
    loft_message_content_give_up_rest (self);
}

void
loft_message_content_give_up_rest (LoftMessageContent *self)
{
  guint64 size = 0;

  loft_message_content_cancel_opening (self);
  self->rest_wanted = FALSE;
  if (loft_mail_account_lacks_rest (self->account, self->message_id, &size))
    show_rest (self, size);
  else
    show_given_up (self);
}
