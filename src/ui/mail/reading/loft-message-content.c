/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-content-private.h"

#include "config.h"
#include "loft-link-opener.h"
#include "loft-picture-size.h"
#include "loft-print-job.h"
#include "loft-quote-header.h"
#include "loft-text-content.h"
#include "loft-text-reflow.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

/* What a web process lays out in a moment; beyond, people are asked. */
#define MAX_HTML        (1024 * 1024)
#define MAX_ELEMENTS    20000
#define HTML_PATIENCE_S 5

#define BELOW_BANNER 6 /* beside what the text keeps above itself */

enum { OPENED, SHOWN, CHANGED, GIVEN_UP, FOUND, LINK_HOVERED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftMessageContent, loft_message_content, GTK_TYPE_WIDGET)

/* Links */

/* (nullable) Text shows its links as they are. */
static const LoftOddLink *
find_odd (LoftMessageContent *self, const char *uri)
{
  return loft_message_content_is_html (self) ? loft_message_body_find_odd_link (self->body, uri)
                                             : NULL;
}

static void
on_link_hovered (LoftMessageContent *self, const char *uri)
{
  g_autofree char *text =
    uri == NULL ? NULL : loft_link_opener_describe (uri, find_odd (self, uri));

  g_signal_emit (self, signals[LINK_HOVERED], 0, text);
}

static void
on_link_clicked (LoftMessageContent *self, const char *uri)
{
  loft_link_opener_open (GTK_WIDGET (self), uri, find_odd (self, uri));
}

/* Body */

gboolean
loft_message_content_has_html (LoftMessageContent *self)
{
  return self->body != NULL && self->body->html != NULL && !self->html_failed;
}

gboolean
loft_message_content_is_html (LoftMessageContent *self)
{
  return loft_message_content_has_html (self) && !self->plain_text &&
         (!self->html_large || self->html_wanted);
}

static gboolean
is_large (const char *html)
{
  guint n_elements = 0;

  for (const char *p = html; (p = strchr (p, '<')) != NULL && n_elements <= MAX_ELEMENTS; p++)
    n_elements += p[1] != '/';
  return n_elements > MAX_ELEMENTS || strlen (html) > MAX_HTML ||
         loft_picture_size_count_html (html) > LOFT_PICTURE_MAX_PIXELS;
}

/* Text that begins below what is said above it keeps the distance that it has from a header; paper of its
 * own has its own margin. */
static void
keep_distance (LoftMessageContent *self)
{
  gboolean is_paper =
    self->body != NULL && loft_message_content_is_html (self) && self->body->sets_colors;
  gboolean any = gtk_widget_get_visible (GTK_WIDGET (self->notices)) ||
                 gtk_widget_get_visible (GTK_WIDGET (self->images)) ||
                 loft_banner_get_title (self->refused)[0] != '\0' ||
                 loft_banner_get_title (self->large)[0] != '\0';

  gtk_widget_set_margin_top (GTK_WIDGET (self->bodies), any && !is_paper ? BELOW_BANNER : 0);
}

static void
show_banners (LoftMessageContent *self)
{
  g_autofree char *refused = NULL;

  if (self->body != NULL && self->body->refused != NULL)
    refused =
      g_strdup_printf (_ ("Part of this message could not be read: %s"), self->body->refused);
  else if (self->html_failed)
    refused =
      g_strdup (_ ("The formatted text could not be shown safely. This is its plain text."));
  loft_banner_set (self->refused, refused, NULL);
  if (loft_message_content_has_html (self) && !self->plain_text &&
      !loft_message_content_is_html (self))
    loft_banner_set (self->large,
                     self->html_late
                       ? _ ("This message takes long to show. Its plain text is shown.")
                       : _ ("This message is very large. Its plain text is shown."),
                     _ ("Show Anyway"));
  else
    loft_banner_set (self->large, NULL, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->images),
                          loft_message_content_is_html (self) &&
                            loft_image_banner_has_something (self->images));
  keep_distance (self);
}

static void
tell_shown (LoftMessageContent *self)
{
  if (self->focus_wanted)
    loft_message_content_focus (self);
  g_signal_emit (self, signals[SHOWN], 0);
}

static void show_body (LoftMessageContent *self);

/* Better the text now than a blank page for as long as it takes. */
static gboolean
on_html_late (gpointer data)
{
  LoftMessageContent *self = data;

  self->html_source = 0;
  self->html_large = self->html_late = TRUE;
  loft_html_view_give_up (self->html);
  show_body (self);
  return G_SOURCE_REMOVE;
}

static void
show_text (LoftMessageContent *self)
{
  g_autofree char *text = NULL;

  if (self->body->text[0] == '\0')
    {
      gtk_stack_set_visible_child_name (self->bodies, "empty");
      return;
    }
  text = loft_text_reflow (self->body->text, LOFT_TEXT_CONTENT_MAX);
  loft_text_view_set_text (self->text, text,
                           loft_quote_header_is_forward (self->body->message->subject));
  gtk_stack_set_visible_child_name (self->bodies, "text");
}

static void
show_body (LoftMessageContent *self)
{
  show_banners (self);
  g_clear_handle_id (&self->html_source, g_source_remove);
  if (loft_message_content_is_html (self))
    {
      if (!self->html_wanted)
        self->html_source = g_timeout_add_seconds (HTML_PATIENCE_S, on_html_late, self);
      loft_html_view_show (self->html, self->body, loft_image_banner_get_allowed (self->images));
      return;
    }
  loft_html_view_show (self->html, NULL, FALSE);
  show_text (self);
  tell_shown (self);
}

static void
on_html_ready (LoftMessageContent *self)
{
  g_clear_handle_id (&self->html_source, g_source_remove);
  if (!loft_message_content_is_html (self))
    return;
  gtk_stack_set_visible_child_name (self->bodies, "html");
  tell_shown (self);
}

static void
on_html_failed (LoftMessageContent *self, const char *why)
{
  g_message ("HTML is shown as text: %s", why);
  if (!loft_message_content_is_html (self))
    return;
  self->html_failed = TRUE;
  show_body (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_show_anyway (LoftMessageContent *self)
{
  if (self->body == NULL)
    return;
  self->html_wanted = TRUE;
  show_body (self);
}

static void
on_images_allowed (LoftMessageContent *self)
{
  if (self->body != NULL)
    show_body (self);
}

gboolean
loft_message_content_get_plain_text (LoftMessageContent *self)
{
  return self->plain_text;
}

void
loft_message_content_set_plain_text (LoftMessageContent *self, gboolean plain_text)
{
  if (self->plain_text == plain_text)
    return;
  self->plain_text = plain_text;
  if (self->body != NULL)
    show_body (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Bodies that come */

void
loft_message_content_take_body (LoftMessageContent *self, LoftMessageBody *body)
{
  self->body = loft_message_body_ref (body);
  self->html_large = body->html != NULL && is_large (body->html);
  self->html_late = FALSE;
  loft_image_banner_set_body (self->images, body);
  loft_message_notice_box_set_body (self->notices, body);
  loft_invitation_card_set_body (self->invitation, self->account, body);
  loft_receipt_banner_set_body (self->receipt, self->account, body);
  loft_draft_banner_set_body (self->draft, self->account, body);
  loft_attachment_bar_set_body (self->attachments, body);
  g_signal_emit (self, signals[OPENED], 0);
  show_body (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
loft_message_content_show (LoftMessageContent *self, LoftMessageBody *body)
{
  loft_message_content_close (self);
  loft_message_content_take_body (self, body);
}

void
loft_message_content_close (LoftMessageContent *self)
{
  loft_message_content_cancel_opening (self);
  g_clear_handle_id (&self->html_source, g_source_remove);
  g_clear_pointer (&self->body, loft_message_body_unref);
  self->message_id = 0;
  self->rest_wanted = FALSE;
  self->plain_text = FALSE;
  self->html_failed = FALSE;
  self->html_large = self->html_late = FALSE;
  self->html_wanted = FALSE;
  self->focus_wanted = FALSE;
  loft_html_view_show (self->html, NULL, FALSE);
  loft_image_banner_set_body (self->images, NULL);
  loft_message_notice_box_set_body (self->notices, NULL);
  loft_invitation_card_set_body (self->invitation, NULL, NULL);
  loft_receipt_banner_set_body (self->receipt, NULL, NULL);
  loft_draft_banner_set_body (self->draft, NULL, NULL);
  loft_attachment_bar_set_body (self->attachments, NULL);
  show_banners (self);
  on_link_hovered (self, NULL);
}

void
loft_message_content_tell_given_up (LoftMessageContent *self, const GError *error)
{
  g_signal_emit (self, signals[GIVEN_UP], 0, error);
}

gint64
loft_message_content_get_message_id (LoftMessageContent *self)
{
  return self->message_id;
}

LoftMessageBody *
loft_message_content_get_body (LoftMessageContent *self)
{
  return self->body;
}

static void
on_printed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftMessageContent) self = data;
  g_autoptr (GError) error = NULL;
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (loft_print_job_run_finish (result, &error))
    return;
  g_message ("printing: %s", error->message);
  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts),
                                 adw_toast_new (_ ("The message could not be printed")));
}

void
loft_message_content_print (LoftMessageContent *self)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);

  if (self->body != NULL)
    loft_print_job_run (GTK_WINDOW (window), self->body, loft_message_content_is_html (self),
                        loft_image_banner_get_allowed (self->images), NULL, on_printed,
                        g_object_ref (self));
}

void
loft_message_content_set_zoom (LoftMessageContent *self, double zoom)
{
  loft_text_view_set_zoom (self->text, zoom);
  loft_html_view_set_zoom (self->html, zoom);
}

static void
on_found (LoftMessageContent *self, guint n, guint at)
{
  g_signal_emit (self, signals[FOUND], 0, n, at);
}

void
loft_message_content_find (LoftMessageContent *self, const char *text, gboolean forward)
{
  gboolean nothing = text == NULL || text[0] == '\0';

  if (nothing || (self->body != NULL && loft_message_content_is_html (self)))
    loft_html_view_find (self->html, text, forward);
  if (nothing || (self->body != NULL && !loft_message_content_is_html (self)))
    loft_text_view_find (self->text, text, forward);
}

gboolean
loft_message_content_count (LoftMessageContent *self, const char *text)
{
  if (self->body == NULL)
    return FALSE;
  if (loft_message_content_is_html (self))
    loft_html_view_count (self->html, text);
  else
    loft_text_view_count (self->text, text);
  return TRUE;
}

void
loft_message_content_focus (LoftMessageContent *self)
{
  GtkWidget *body = gtk_stack_get_visible_child (self->bodies);

  self->focus_wanted = self->opening != NULL;
  if (body == NULL || !gtk_widget_child_focus (body, GTK_DIR_TAB_FORWARD))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

void
loft_message_content_set_flow (LoftMessageContent *self, gboolean flow)
{
  loft_text_view_set_flow (self->text, flow);
  loft_html_view_set_flow (self->html, flow);
  gtk_widget_set_vexpand (GTK_WIDGET (self->bodies), !flow);
  gtk_stack_set_vhomogeneous (self->bodies, !flow);
}

static void
loft_message_content_dispose (GObject *object)
{
  LoftMessageContent *self = LOFT_MESSAGE_CONTENT (object);

  loft_message_content_cancel_opening (self);
  g_clear_handle_id (&self->html_source, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->body, loft_message_body_unref);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (loft_message_content_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, box);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, notices);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, invitation);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, receipt);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, draft);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, refused);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, large);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, images);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, bodies);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, spinner);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, arriving);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, cancel);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, rest);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, text);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, html);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, error);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, retry);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageContent, attachments);
  gtk_widget_class_bind_template_callback (widget_class, on_link_hovered);
  gtk_widget_class_bind_template_callback (widget_class, on_link_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_html_ready);
  gtk_widget_class_bind_template_callback (widget_class, on_html_failed);
  gtk_widget_class_bind_template_callback (widget_class, on_found);
  gtk_widget_class_bind_template_callback (widget_class, on_show_anyway);
  gtk_widget_class_bind_template_callback (widget_class, on_images_allowed);
  gtk_widget_class_bind_template_callback (widget_class, loft_message_content_retry);
  gtk_widget_class_bind_template_callback (widget_class, loft_message_content_download_rest);
  gtk_widget_class_bind_template_callback (widget_class, loft_message_content_give_up_rest);
}

static guint
new_signal (GType type, const char *name, GType argument)
{
  return g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       argument == G_TYPE_NONE ? 0 : 1, argument);
}

static void
loft_message_content_class_init (LoftMessageContentClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_message_content_dispose;
  signals[OPENED] = new_signal (type, "opened", G_TYPE_NONE);
  signals[SHOWN] = new_signal (type, "shown", G_TYPE_NONE);
  signals[CHANGED] = new_signal (type, "changed", G_TYPE_NONE);
  signals[GIVEN_UP] = new_signal (type, "given-up", G_TYPE_ERROR);
  signals[FOUND] = g_signal_new ("found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[LINK_HOVERED] = new_signal (type, "link-hovered", G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE (
                                                 "mail/reading/loft-message-content.ui"));
  bind_children (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_message_content_init (LoftMessageContent *self)
{
  g_type_ensure (LOFT_TYPE_ATTACHMENT_BAR);
  g_type_ensure (LOFT_TYPE_BANNER);
  g_type_ensure (LOFT_TYPE_DRAFT_BANNER);
  g_type_ensure (LOFT_TYPE_HTML_VIEW);
  g_type_ensure (LOFT_TYPE_INVITATION_CARD);
  g_type_ensure (LOFT_TYPE_IMAGE_BANNER);
  g_type_ensure (LOFT_TYPE_DRAFT_BANNER);
  g_type_ensure (LOFT_TYPE_MESSAGE_NOTICE_BOX);
  g_type_ensure (LOFT_TYPE_RECEIPT_BANNER);
  g_type_ensure (LOFT_TYPE_RECEIPT_BANNER);
  g_type_ensure (LOFT_TYPE_TEXT_VIEW);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
loft_message_content_new (void)
{
  return g_object_new (LOFT_TYPE_MESSAGE_CONTENT, NULL);
}
