/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-compose-private.h"

#include "config.h"
#include "loft-error-text.h"
#include "loft-error.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define AWAITED        "loft-awaited-reply"
#define TOAST_AFTER_MS 400 /* most bodies are here before */

/* An answer to a message of which only the header is here yet; one of a content. */
typedef struct {
  LoftMessageContent *content; /* (borrowed) which has this */
  LoftReplyKind kind;
  AdwToast *toast; /* (weak) (nullable) */
  guint toast_source;
} Awaited;

static void
awaited_free (gpointer data)
{
  Awaited *self = data;

  g_clear_handle_id (&self->toast_source, g_source_remove);
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_clear_weak_pointer (&self->toast);
  g_free (self);
}

static void
add_toast (LoftMessageContent *content, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (content), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), g_object_ref (toast));
}

static void
tell_failed (LoftMessageContent *content, const GError *error)
{
  g_autofree char *text = loft_error_class (error) == LOFT_ERROR_OFFLINE
                            ? g_strdup (_ ("You are offline, and this message is not here yet"))
                            : loft_error_text_for_message (error);
  g_autoptr (AdwToast) toast = g_object_ref_sink (adw_toast_new (text));

  add_toast (content, toast);
}

static void on_changed (LoftMessageContent *content, gpointer unused);
static void on_given_up (LoftMessageContent *content, const GError *error, gpointer unused);

static void
end (LoftMessageContent *content)
{
  g_signal_handlers_disconnect_by_func (content, on_changed, NULL);
  g_signal_handlers_disconnect_by_func (content, on_given_up, NULL);
  g_object_set_data (G_OBJECT (content), AWAITED, NULL);
}

static void
on_changed (LoftMessageContent *content, gpointer unused)
{
  const Awaited *awaited = g_object_get_data (G_OBJECT (content), AWAITED);
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (content), LOFT_TYPE_MESSAGE_VIEW);
  LoftMessageBody *body = loft_message_content_get_body (content);
  LoftMailAccount *account = NULL;
  LoftReplyKind kind = awaited->kind;

  if (body == NULL)
    return;
  end (content);
  account = view == NULL ? NULL : loft_message_view_get_account (LOFT_MESSAGE_VIEW (view));
  if (account != NULL)
    loft_compose_reply_to (LOFT_MESSAGE_VIEW (view), account, body, kind);
}

static void
on_given_up (LoftMessageContent *content, const GError *error, gpointer unused)
{
  end (content);
  if (error != NULL)
    tell_failed (content, error);
}

/* The message itself comes on where it came without anybody's word. */
static void
on_cancel (LoftMessageContent *content)
{
  end (content);
  loft_message_content_stop (content);
}

static gboolean
show_toast (gpointer data)
{
  Awaited *self = data;
  g_autoptr (AdwToast) toast = g_object_ref_sink (adw_toast_new (_ ("Getting the message…")));

  self->toast_source = 0;
  adw_toast_set_timeout (toast, 0);
  adw_toast_set_button_label (toast, _ ("_Cancel"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_cancel), self->content,
                           G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->toast, toast);
  add_toast (self->content, toast);
  return G_SOURCE_REMOVE;
}

void
loft_compose_reply_later (LoftMessageContent *content, LoftReplyKind kind)
{
  Awaited *awaited = g_object_get_data (G_OBJECT (content), AWAITED);

  /* The last wish counts. */
  if (awaited != NULL)
    {
      awaited->kind = kind;
      return;
    }
  awaited = g_new0 (Awaited, 1);
  awaited->content = content;
  awaited->kind = kind;
  awaited->toast_source = g_timeout_add (TOAST_AFTER_MS, show_toast, awaited);
  g_object_set_data_full (G_OBJECT (content), AWAITED, awaited, awaited_free);
  g_signal_connect (content, "changed", G_CALLBACK (on_changed), NULL);
  g_signal_connect (content, "given-up", G_CALLBACK (on_given_up), NULL);
  loft_message_content_fetch (content);
}
