/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-redirect-window.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-banner.h"
#include "loft-error-text.h"
#include "loft-outbox.h"
#include "loft-people-index.h"
#include "loft-recipient-entry.h"
#include "loft-reply-recipients.h"
#include "loft-sender.h"

#include <glib/gi18n.h>

struct _LoftRedirectWindow {
  AdwWindow parent_instance;

  LoftBanner *problem;
  LoftRecipientEntry *to;
  GtkDropDown *from;
  GtkWidget *send;
  LoftService *service;
  GListModel *senders; /* of LoftSender */
  LoftMessageBody *body;
  GtkWidget *parent; /* (nullable) weak */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (LoftRedirectWindow, loft_redirect_window, ADW_TYPE_WINDOW)

static void
complain (LoftRedirectWindow *self, const char *text)
{
  loft_banner_set (self->problem, text, NULL);
}

static void
tell (LoftRedirectWindow *self, const char *text)
{
  GtkWidget *overlay =
    self->parent != NULL ? gtk_widget_get_ancestor (self->parent, ADW_TYPE_TOAST_OVERLAY) : NULL;

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (text));
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftRedirectWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (self->send, TRUE);
  if (loft_mail_account_send_finish (LOFT_MAIL_ACCOUNT (source), result, &error) > 0)
    {
      tell (self, _ ("Redirected"));
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  text = loft_error_text_with_details (_ ("The message was not redirected."), error);
  complain (self, text);
}

static LoftSender *
chosen (LoftRedirectWindow *self)
{
  return gtk_drop_down_get_selected_item (self->from);
}

static gboolean
is_ready (LoftRedirectWindow *self)
{
  loft_recipient_entry_finish (self->to);
  if (loft_recipient_entry_focus_malformed (self->to))
    complain (self, _ ("The marked recipient is not a mail address"));
  else if (loft_recipient_entry_is_empty (self->to))
    complain (self, _ ("Who is this message for?"));
  else if (!loft_sender_can_send (chosen (self)))
    complain (self, _ ("This account has no server to send by."));
  else
    return TRUE;
  return FALSE;
}

static void
on_send (LoftRedirectWindow *self)
{
  const LoftAddress *from = NULL;
  g_autoptr (LoftDraft) resent = NULL;

  if (!gtk_widget_is_sensitive (self->send) || !is_ready (self))
    return;
  from = loft_sender_get_address (chosen (self));
  resent = loft_draft_new (loft_address_new (from->name, from->email));
  g_ptr_array_unref (resent->to);
  resent->to = loft_recipient_entry_get_addresses (self->to);
  complain (self, NULL);
  gtk_widget_set_sensitive (self->send, FALSE);
  loft_mail_account_redirect_async (loft_sender_get_account (chosen (self)), self->body, resent,
                                    NULL, on_sent, g_object_ref (self));
}

/* Object */

static void
loft_redirect_window_dispose (GObject *object)
{
  LoftRedirectWindow *self = LOFT_REDIRECT_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->senders);
  g_clear_object (&self->service);
  g_clear_pointer (&self->body, loft_message_body_unref);
  G_OBJECT_CLASS (loft_redirect_window_parent_class)->dispose (object);
}

static void
loft_redirect_window_finalize (GObject *object)
{
  g_object_unref (LOFT_REDIRECT_WINDOW (object)->cancellable);
  G_OBJECT_CLASS (loft_redirect_window_parent_class)->finalize (object);
}

static void
loft_redirect_window_class_init (LoftRedirectWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_redirect_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_redirect_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static GtkWidget *
new_header (LoftRedirectWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));

  self->send = gtk_button_new_with_label (_ ("Redirect"));
  gtk_widget_add_css_class (self->send, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  g_signal_connect_swapped (self->send, "clicked", G_CALLBACK (on_send), self);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->send);
  return header;
}

static void
add_row (GtkGrid *grid, int row, const char *title, GtkWidget *field)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_hexpand (field, TRUE);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, field, 1, row, 1, 1);
}

static GtkWidget *
new_fields (LoftRedirectWindow *self)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *to = loft_recipient_entry_new (C_ ("composer", "To"));
  g_autoptr (GtkExpression) label =
    gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 0, NULL, G_CALLBACK (loft_sender_dup_label),
                                 NULL, NULL);
  GtkWidget *from = gtk_drop_down_new (g_object_ref (self->senders), g_steal_pointer (&label));

  self->to = LOFT_RECIPIENT_ENTRY (to);
  self->from = GTK_DROP_DOWN (from);
  gtk_widget_set_halign (from, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (from), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("composer", "From"), -1);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_widget_set_margin_top (grid, 12);
  gtk_widget_set_margin_start (grid, 18);
  gtk_widget_set_margin_end (grid, 18);
  add_row (GTK_GRID (grid), 0, C_ ("composer", "To"), to);
  add_row (GTK_GRID (grid), 1, C_ ("composer", "From"), from);
  return grid;
}

static GtkWidget *
new_note (LoftRedirectWindow *self)
{
  const LoftMessage *message = self->body->message;
  const LoftAddress *writer = message->from->len > 0 ? g_ptr_array_index (message->from, 0) : NULL;
  g_autofree char *text =
    writer != NULL
      /* Translators: who wrote the message. */
      ? g_strdup_printf (_ ("The message goes on as it is, and answers go to %s."),
                         loft_address_label (writer))
      : g_strdup (_ ("The message goes on as it is."));
  GtkWidget *note = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_widget_add_css_class (note, "dim-label");
  gtk_widget_set_margin_top (note, 12);
  gtk_widget_set_margin_bottom (note, 18);
  gtk_widget_set_margin_start (note, 18);
  gtk_widget_set_margin_end (note, 18);
  return note;
}

static void
loft_redirect_window_init (LoftRedirectWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_window_set_title (GTK_WINDOW (self), _ ("Redirect"));
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 480, -1);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, -1);
}

static void
on_people (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftRedirectWindow) self = data;
  g_autoptr (LoftPeopleIndex) index = loft_people_index_load_finish (result, NULL);

  if (index != NULL && self->service != NULL)
    loft_recipient_entry_set_people (self->to, index);
}

/* As whom: the one that it came to. */
static void
choose_sender (LoftRedirectWindow *self, LoftMailAccount *account)
{
  g_autoptr (GPtrArray) own = loft_sender_list_addresses (self->senders);
  g_autoptr (LoftAddress) from = loft_reply_recipients_from (self->body, own);

  gtk_drop_down_set_selected (self->from, loft_sender_find (self->senders, account, from->email));
}

static void
build (LoftRedirectWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->problem = g_object_new (LOFT_TYPE_BANNER, NULL);
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  gtk_box_append (GTK_BOX (box), new_fields (self));
  gtk_box_append (GTK_BOX (box), new_note (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  loft_accessibility_prepare (GTK_WIDGET (self));
}

LoftRedirectWindow *
loft_redirect_window_present (GtkWidget *parent, LoftService *service, LoftMailAccount *account,
                              LoftMessageBody *body)
{
  LoftRedirectWindow *self = g_object_new (LOFT_TYPE_REDIRECT_WINDOW, NULL);
  GtkWidget *window = gtk_widget_get_ancestor (parent, GTK_TYPE_WINDOW);

  self->service = g_object_ref (service);
  self->senders = loft_sender_list (service, account);
  self->body = loft_message_body_ref (body);
  g_set_weak_pointer (&self->parent, parent);
  build (self);
  choose_sender (self, account);
  loft_recipient_entry_set_directories (self->to, loft_service_get_directories (service), -1);
  loft_people_index_load_async (service, self->cancellable, on_people, g_object_ref (self));
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->to));
  return self;
}
