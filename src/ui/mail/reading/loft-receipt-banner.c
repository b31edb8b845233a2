/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-receipt-banner.h"

#include "config.h"
#include "loft-error-text.h"
#include "loft-read-receipt.h"
#include "loft-text.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define NAME_SHOWN    80 /* characters */
#define SUBJECT_SHOWN 200

struct _LoftReceiptBanner {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *title;
  GtkWidget *buttons;
  LoftMailAccount *account;
  LoftMessageBody *body;
};

G_DEFINE_FINAL_TYPE (LoftReceiptBanner, loft_receipt_banner, GTK_TYPE_WIDGET)

static void
hide (LoftReceiptBanner *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_clear_object (&self->account);
  g_clear_pointer (&self->body, loft_message_body_unref);
}

static void
tell (LoftReceiptBanner *self, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (text));
}

/* What the writer gets */

static char *
new_subject (const LoftMessage *message)
{
  g_autofree char *subject = loft_text_one_line (message->subject, SUBJECT_SHOWN);

  /* Translators: subject of a read receipt. */
  return g_strdup_printf (_ ("Read: %s"), subject);
}

static char *
new_text (const LoftMessage *message)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (message->date);
  g_autofree char *day = date == NULL ? g_strdup ("") : g_date_time_format (date, "%x");
  g_autofree char *subject = loft_text_one_line (message->subject, SUBJECT_SHOWN);

  return g_strdup_printf (_ (
                            "Your message “%1$s” of %2$s was displayed. This does not tell that it "
                            "was read or understood.\n"),
                          subject, day);
}

/* Answers */

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftReceiptBanner) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (loft_read_receipt_finish (LOFT_MAIL_ACCOUNT (source), result, &error))
    return;
  text = loft_error_text_with_details (_ ("The read receipt could not be sent."), error);
  tell (self, text);
}

static void
on_send (LoftReceiptBanner *self)
{
  g_autofree char *subject = new_subject (self->body->message);
  g_autofree char *text = new_text (self->body->message);

  loft_read_receipt_send_async (self->account, self->body, subject, text, NULL, on_answered,
                                g_object_ref (self));
  tell (self, _ ("Read receipt sent"));
  hide (self);
}

static void
on_never (LoftReceiptBanner *self)
{
  loft_read_receipt_refuse_async (self->account, self->body, NULL, on_answered,
                                  g_object_ref (self));
  hide (self);
}

/* Showing */

void
loft_receipt_banner_set_body (LoftReceiptBanner *self, LoftMailAccount *account,
                              LoftMessageBody *body)
{
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  hide (self);
  if (account == NULL || body == NULL || !loft_read_receipt_is_asked (account, body))
    return;
  /* The address, since it need not be that of the writer. */
  name = loft_text_one_line (body->receipt_to->email, NAME_SHOWN);
  title = g_strdup_printf (_ ("%s asks to be told that you have read this message."), name);
  gtk_label_set_text (self->title, title);
  self->account = g_object_ref (account);
  self->body = loft_message_body_ref (body);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
add_button (LoftReceiptBanner *self, const char *label, const char *tip, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_tooltip_text (button, tip);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (self->buttons), button);
}

static void
loft_receipt_banner_dispose (GObject *object)
{
  LoftReceiptBanner *self = LOFT_RECEIPT_BANNER (object);

  g_clear_object (&self->account);
  g_clear_pointer (&self->body, loft_message_body_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_receipt_banner_parent_class)->dispose (object);
}

static void
loft_receipt_banner_class_init (LoftReceiptBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_receipt_banner_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
loft_receipt_banner_init (LoftReceiptBanner *self)
{
  GtkWidget *title = gtk_label_new (NULL);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->title = GTK_LABEL (title);
  gtk_label_set_wrap (self->title, TRUE);
  gtk_label_set_wrap_mode (self->title, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->title, 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (self->box, "banner");
  gtk_widget_add_css_class (self->box, "receipt-banner");
  gtk_widget_add_css_class (self->buttons, "linked");
  gtk_widget_set_halign (self->buttons, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->box), title);
  gtk_box_append (GTK_BOX (self->box), self->buttons);
  add_button (self, C_ ("read receipt", "Send"), _ ("Tell That It Was Read"), G_CALLBACK (on_send));
  add_button (self, _ ("Not Now"), _ ("Ask Again Next Time"), G_CALLBACK (hide));
  add_button (self, _ ("Never"), _ ("Never Tell About This Message"), G_CALLBACK (on_never));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
