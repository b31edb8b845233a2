/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-content-private.h"

#include "config.h"
#include "loft-error-text.h"
#include "loft-error.h"

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
      return;
    }
  loft_message_content_take_body (self, body);
}

void
loft_message_content_cancel_opening (LoftMessageContent *self)
{
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  stop_spinner (self);
}

static void
start_opening (LoftMessageContent *self)
{
  Opening *opening = g_new0 (Opening, 1);

  gtk_stack_set_visible_child_name (self->bodies, "blank");
  self->opening = g_cancellable_new ();
  opening->self = g_object_ref (self);
  opening->cancellable = g_object_ref (self->opening);
  self->spinner_source = g_timeout_add (SPINNER_AFTER_MS, show_spinner, self);
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
