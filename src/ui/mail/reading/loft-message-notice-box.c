/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-notice-box.h"

#include "config.h"
#include "loft-banner.h"
#include "loft-compose.h"
#include "loft-error-text.h"
#include "loft-error.h"
#include "loft-link-opener.h"
#include "loft-message-notice-leave.h"
#include "loft-message-notice-text.h"
#include "loft-unsubscribe.h"

#include <glib/gi18n.h>

struct _LoftMessageNoticeBox {
  GtkWidget parent_instance;

  LoftBanner *sender;
  LoftBanner *report;
  LoftBanner *list;

  LoftMessageBody *body;
  GCancellable *leaving;
  gboolean use_page; /* the request came to nothing */
};

G_DEFINE_FINAL_TYPE (LoftMessageNoticeBox, loft_message_notice_box, GTK_TYPE_WIDGET)

static const char *
name_button (const LoftMailingList *list)
{
  return list->unsubscribe_page[0] != '\0' || list->unsubscribe_address[0] != '\0'
           ? _ ("Unsubscribe…")
           : NULL;
}

/* Leaving a list */

typedef struct {
  LoftMessageNoticeBox *self;
  GCancellable *cancellable; /* tells whether the answer is still wanted */
} Leaving;

static void
leaving_free (Leaving *leaving)
{
  g_object_unref (leaving->self);
  g_object_unref (leaving->cancellable);
  g_free (leaving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Leaving, leaving_free)

static void
show_failure (LoftMessageNoticeBox *self, const GError *error)
{
  if (loft_error_class (error) == LOFT_ERROR_OFFLINE)
    {
      loft_banner_set (self->list, _ ("Not unsubscribed: there is no connection."),
                       _ ("Try Again"));
      return;
    }
  self->use_page = TRUE;
  loft_banner_set (self->list, _ ("The list did not take the request. Its page may help."),
                   _ ("Open Page…"));
}

static void
on_left (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Leaving) leaving = data;
  g_autoptr (GError) error = NULL;
  gboolean done = loft_unsubscribe_finish (result, &error);
  LoftMessageNoticeBox *self = leaving->self;

  if (self->leaving != leaving->cancellable)
    return;
  g_clear_object (&self->leaving);
  if (done)
    loft_banner_set (self->list, _ ("You have asked to be unsubscribed. It may take a few days."),
                     NULL);
  else
    show_failure (self, error);
}

static void
cancel_leaving (LoftMessageNoticeBox *self)
{
  if (self->leaving != NULL)
    g_cancellable_cancel (self->leaving);
  g_clear_object (&self->leaving);
}

static void
leave (LoftMessageNoticeBox *self)
{
  Leaving *leaving = g_new0 (Leaving, 1);

  self->leaving = g_cancellable_new ();
  leaving->self = g_object_ref (self);
  leaving->cancellable = g_object_ref (self->leaving);
  loft_banner_set (self->list, _ ("Unsubscribing…"), NULL);
  loft_unsubscribe_async (self->body->list, self->leaving, on_left, leaving);
}

/* Without an account to write with, somebody else's program may. */
static void
write_to_list (LoftMessageNoticeBox *self)
{
  const LoftMailingList *list = self->body->list;
  g_autofree char *address = g_uri_escape_string (list->unsubscribe_address, "@", TRUE);
  g_autofree char *subject = g_uri_escape_string (list->unsubscribe_subject, NULL, TRUE);
  g_autofree char *uri = g_strconcat ("mailto:", address, "?subject=", subject, NULL);

  if (!loft_compose_mailto (uri))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                            list->unsubscribe_address);
}

/* The message may have been another one meanwhile. */
static void
on_chosen (LoftMessageNoticeChoice choice, LoftMessageBody *body, gpointer user_data)
{
  LoftMessageNoticeBox *self = user_data;

  if (self->body != body || self->leaving != NULL)
    return;
  if (choice == LOFT_MESSAGE_NOTICE_REQUEST)
    leave (self);
  else if (choice == LOFT_MESSAGE_NOTICE_PAGE)
    loft_link_opener_open (GTK_WIDGET (self), body->list->unsubscribe_page, NULL);
  else
    write_to_list (self);
}

static void
on_leave_clicked (LoftMessageNoticeBox *self)
{
  if (self->body != NULL && self->body->list != NULL)
    loft_message_notice_leave_ask (GTK_WIDGET (self), self->body, self->use_page, on_chosen, self);
}

/* Showing */

void
loft_message_notice_box_set_body (LoftMessageNoticeBox *self, LoftMessageBody *body)
{
  g_autofree char *sender = body != NULL ? loft_message_notice_text_for_sender (body) : NULL;
  g_autofree char *report = body != NULL ? loft_message_notice_text_for_report (body) : NULL;
  g_autofree char *list = body != NULL ? loft_message_notice_text_for_list (body) : NULL;

  cancel_leaving (self);
  g_clear_pointer (&self->body, loft_message_body_unref);
  self->use_page = FALSE;
  if (body != NULL)
    self->body = loft_message_body_ref (body);
  loft_banner_set (self->sender, sender, NULL);
  loft_banner_set (self->report, report, NULL);
  loft_banner_set (self->list, list, list != NULL ? name_button (body->list) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), sender != NULL || report != NULL || list != NULL);
}

static LoftBanner *
add_banner (LoftMessageNoticeBox *self)
{
  GtkWidget *banner = g_object_new (LOFT_TYPE_BANNER, NULL);

  gtk_widget_set_parent (banner, GTK_WIDGET (self));
  return LOFT_BANNER (banner);
}

static void
loft_message_notice_box_dispose (GObject *object)
{
  LoftMessageNoticeBox *self = LOFT_MESSAGE_NOTICE_BOX (object);
  GtkWidget *child;

  cancel_leaving (self);
  g_clear_pointer (&self->body, loft_message_body_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (loft_message_notice_box_parent_class)->dispose (object);
}

static void
loft_message_notice_box_class_init (LoftMessageNoticeBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_message_notice_box_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
loft_message_notice_box_init (LoftMessageNoticeBox *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->sender = add_banner (self);
  self->report = add_banner (self);
  self->list = add_banner (self);
  gtk_widget_add_css_class (GTK_WIDGET (self->sender), "suspicious");
  g_signal_connect_swapped (self->list, "button-clicked", G_CALLBACK (on_leave_clicked), self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
