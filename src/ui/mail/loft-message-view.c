/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-view.h"

#include "config.h"
#include "loft-attachment-bar.h"
#include "loft-banner.h"
#include "loft-error-text.h"
#include "loft-error.h"
#include "loft-html-document.h"
#include "loft-html-view.h"
#include "loft-message-header.h"
#include "loft-picture-size.h"
#include "loft-text-reflow.h"
#include "loft-text-view.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define SPINNER_AFTER_MS 400
/* What a web process lays out in a moment; beyond, people are asked. */
#define MAX_HTML          (1024 * 1024)
#define MAX_ELEMENTS      20000
#define HTML_PATIENCE_S   5
#define ZOOM_STEP        0.1
#define ZOOM_MIN         0.5
#define ZOOM_MAX         3.0

struct _LoftMessageView {
  GtkWidget parent_instance;

  GtkStack *pages;
  AdwStatusPage *none;
  LoftMessageHeader *header;
  LoftBanner *refused;
  LoftBanner *large;
  LoftBanner *remote;
  GtkSearchBar *find_bar;
  GtkEditable *find_entry;
  GtkStack *bodies;
  GtkSpinner *spinner;
  LoftTextView *text;
  LoftHtmlView *html;
  AdwStatusPage *error;
  GtkWidget *retry;
  GtkLabel *link_target;
  LoftAttachmentBar *attachments;

  LoftMailAccount *account;
  LoftMessageRow *row;
  LoftMessageBody *body;
  GCancellable *opening;
  guint spinner_source;
  gboolean plain_text; /* the person's choice for this message */
  gboolean html_failed;
  gboolean html_large;    /* it may take long to be shown, or did */
  gboolean html_wanted;   /* all the same, by the person */
  guint html_source;
  gboolean remote_images;
  gboolean focus_wanted; /* by the text, once it is there */
  double zoom;
};

enum { SHOWN, CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftMessageView, loft_message_view, GTK_TYPE_WIDGET)

static GtkWindow *
window_of (LoftMessageView *self)
{
  return GTK_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW));
}

static void
tell (LoftMessageView *self, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (text));
}

/* Links */

static void
on_link_hovered (LoftMessageView *self, const char *uri)
{
  gtk_widget_set_visible (GTK_WIDGET (self->link_target), uri != NULL);
  if (uri != NULL)
    gtk_label_set_text (self->link_target, uri);
}

static void
on_link_clicked (LoftMessageView *self, const char *uri)
{
  if (!loft_html_document_link_allowed (uri))
    {
      tell (self, _ ("This kind of link is not opened"));
      return;
    }
  gtk_show_uri (window_of (self), uri, GDK_CURRENT_TIME);
}

/* Body */

gboolean
loft_message_view_has_html (LoftMessageView *self)
{
  return self->body != NULL && self->body->html != NULL && !self->html_failed;
}

static gboolean
shows_html (LoftMessageView *self)
{
  return loft_message_view_has_html (self) && !self->plain_text &&
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

static void
show_banners (LoftMessageView *self)
{
  g_autofree char *refused = NULL;

  if (self->body != NULL && self->body->refused != NULL)
    refused =
      g_strdup_printf (_ ("Part of this message could not be read: %s"), self->body->refused);
  else if (self->html_failed)
    refused =
      g_strdup (_ ("The formatted text could not be shown safely. This is its plain text."));
  loft_banner_set (self->refused, refused, NULL);
  if (loft_message_view_has_html (self) && !self->plain_text && !shows_html (self))
    loft_banner_set (self->large, _ ("This message is very large. Its plain text is shown."),
                     _ ("Show Anyway"));
  else
    loft_banner_set (self->large, NULL, NULL);
  if (shows_html (self) && self->body->has_remote_content && !self->remote_images)
    loft_banner_set (self->remote,
                     _ ("Remote images were not loaded, so the sender does not "
                        "learn that you read this."),
                     _ ("Load Images"));
  else
    loft_banner_set (self->remote, NULL, NULL);
}

static void
tell_shown (LoftMessageView *self)
{
  if (self->focus_wanted)
    loft_message_view_focus_body (self);
  g_signal_emit (self, signals[SHOWN], 0, self->row);
}

static void show_body (LoftMessageView *self);

/* Better the text now than a blank page for as long as it takes. */
static gboolean
on_html_late (gpointer data)
{
  LoftMessageView *self = data;

  self->html_source = 0;
  self->html_large = TRUE;
  loft_html_view_give_up (self->html);
  show_body (self);
  return G_SOURCE_REMOVE;
}

static void
show_body (LoftMessageView *self)
{
  show_banners (self);
  g_clear_handle_id (&self->html_source, g_source_remove);
  if (shows_html (self))
    {
      if (!self->html_wanted)
        self->html_source = g_timeout_add_seconds (HTML_PATIENCE_S, on_html_late, self);
      loft_html_view_show (self->html, self->body, self->remote_images);
      return;
    }
  loft_html_view_show (self->html, NULL, FALSE);
  if (self->body->text[0] == '\0')
    gtk_stack_set_visible_child_name (self->bodies, "empty");
  else
    {
      g_autofree char *text = loft_text_reflow (self->body->text);

      loft_text_view_set_text (self->text, text);
      gtk_stack_set_visible_child_name (self->bodies, "text");
    }
  tell_shown (self);
}

static void
on_html_ready (LoftMessageView *self)
{
  g_clear_handle_id (&self->html_source, g_source_remove);
  if (!shows_html (self))
    return;
  gtk_stack_set_visible_child_name (self->bodies, "html");
  tell_shown (self);
}

static void
on_html_failed (LoftMessageView *self, const char *why)
{
  g_message ("HTML is shown as text: %s", why);
  if (!shows_html (self))
    return;
  self->html_failed = TRUE;
  show_body (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_show_anyway (LoftMessageView *self)
{
  if (self->body == NULL)
    return;
  self->html_wanted = TRUE;
  show_body (self);
}

static void
on_load_images (LoftMessageView *self)
{
  if (self->body == NULL)
    return;
  self->remote_images = TRUE;
  show_body (self);
}

gboolean
loft_message_view_get_plain_text (LoftMessageView *self)
{
  return self->plain_text;
}

void
loft_message_view_set_plain_text (LoftMessageView *self, gboolean plain_text)
{
  if (self->plain_text == plain_text)
    return;
  self->plain_text = plain_text;
  if (self->body != NULL)
    show_body (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Opening */

static gboolean
show_spinner (gpointer data)
{
  LoftMessageView *self = data;

  self->spinner_source = 0;
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->bodies, "loading");
  return G_SOURCE_REMOVE;
}

static void
stop_spinner (LoftMessageView *self)
{
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_spinner_stop (self->spinner);
}

static void
show_error (LoftMessageView *self, const GError *error)
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
  LoftMessageView *self;
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
  LoftMessageView *self = opening->self;

  if (self->opening != opening->cancellable)
    return;
  g_clear_object (&self->opening);
  stop_spinner (self);
  if (body == NULL)
    {
      show_error (self, error);
      return;
    }
  self->body = g_steal_pointer (&body);
  self->html_large = self->body->html != NULL && is_large (self->body->html);
  loft_message_header_set_message (self->header, self->body->message,
                                   loft_mail_account_get_account (self->account)->address,
                                   self->body->reply_to);
  loft_attachment_bar_set_body (self->attachments, self->body);
  show_body (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
cancel_opening (LoftMessageView *self)
{
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  stop_spinner (self);
}

static void
forget_body (LoftMessageView *self)
{
  cancel_opening (self);
  g_clear_handle_id (&self->html_source, g_source_remove);
  g_clear_pointer (&self->body, loft_message_body_unref);
  self->plain_text = FALSE;
  self->html_failed = FALSE;
  self->html_large = FALSE;
  self->html_wanted = FALSE;
  self->remote_images = FALSE;
  self->focus_wanted = FALSE;
  gtk_search_bar_set_search_mode (self->find_bar, FALSE);
  on_link_hovered (self, NULL);
}

static void
start_opening (LoftMessageView *self)
{
  Opening *opening = g_new0 (Opening, 1);

  self->opening = g_cancellable_new ();
  opening->self = g_object_ref (self);
  opening->cancellable = g_object_ref (self->opening);
  self->spinner_source = g_timeout_add (SPINNER_AFTER_MS, show_spinner, self);
  loft_mail_account_open_message_async (self->account, loft_message_row_get_id (self->row),
                                        self->opening, on_opened, opening);
}

void
loft_message_view_open (LoftMessageView *self, LoftMailAccount *account, LoftMessageRow *row)
{
  LoftMessage *message = loft_message_row_get_message (row);

  g_return_if_fail (LOFT_IS_MESSAGE_VIEW (self));

  if (self->row == row)
    return;
  forget_body (self);
  g_set_object (&self->account, account);
  g_set_object (&self->row, row);
  if (message != NULL)
    loft_message_header_set_message (self->header, message,
                                     loft_mail_account_get_account (account)->address, NULL);
  loft_attachment_bar_set_body (self->attachments, self->body);
  show_banners (self);
  gtk_stack_set_visible_child_name (self->bodies, "blank");
  gtk_stack_set_visible_child_name (self->pages, "message");
  start_opening (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
loft_message_view_retry (LoftMessageView *self)
{
  if (self->row == NULL || self->body != NULL || self->opening != NULL)
    return;
  gtk_stack_set_visible_child_name (self->bodies, "blank");
  start_opening (self);
}

void
loft_message_view_close (LoftMessageView *self, guint n_selected)
{
  g_autofree char *many = NULL;

  forget_body (self);
  g_clear_object (&self->row);
  loft_html_view_show (self->html, NULL, FALSE);
  if (n_selected > 1)
    many = g_strdup_printf (ngettext ("%'u Message Selected", "%'u Messages Selected", n_selected),
                            n_selected);
  adw_status_page_set_title (self->none, many != NULL ? many : _ ("No Message Selected"));
  gtk_stack_set_visible_child_name (self->pages, "none");
  g_signal_emit (self, signals[CHANGED], 0);
}

void
loft_message_view_focus_body (LoftMessageView *self)
{
  GtkWidget *body = gtk_stack_get_visible_child (self->bodies);

  self->focus_wanted = self->opening != NULL;
  if (body == NULL || !gtk_widget_child_focus (body, GTK_DIR_TAB_FORWARD))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

LoftMessageRow *
loft_message_view_get_row (LoftMessageView *self)
{
  return self->row;
}

LoftMessageBody *
loft_message_view_get_body (LoftMessageView *self)
{
  return self->body;
}

/* Zoom and find */

void
loft_message_view_zoom (LoftMessageView *self, int step)
{
  self->zoom = step == 0 ? 1.0 : CLAMP (self->zoom + step * ZOOM_STEP, ZOOM_MIN, ZOOM_MAX);
  loft_text_view_set_zoom (self->text, self->zoom);
  loft_html_view_set_zoom (self->html, self->zoom);
}

static void
show_found (LoftMessageView *self, gboolean found)
{
  if (found)
    gtk_widget_remove_css_class (GTK_WIDGET (self->find_entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->find_entry), "error");
}

static void
on_html_found (LoftMessageView *self, gboolean found)
{
  show_found (self, found || gtk_editable_get_text (self->find_entry)[0] == '\0');
}

static void
find (LoftMessageView *self, gboolean forward)
{
  const char *text = gtk_editable_get_text (self->find_entry);

  if (self->body == NULL)
    return;
  if (shows_html (self))
    {
      if (text[0] == '\0')
        show_found (self, TRUE);
      loft_html_view_find (self->html, text, forward);
      return;
    }
  show_found (self, loft_text_view_find (self->text, text, forward));
}

static void
on_find_next (LoftMessageView *self)
{
  find (self, TRUE);
}

static void
on_find_previous (LoftMessageView *self)
{
  find (self, FALSE);
}

static void
on_find_mode (LoftMessageView *self)
{
  if (gtk_search_bar_get_search_mode (self->find_bar) || self->body == NULL)
    return;
  show_found (self, TRUE);
  loft_html_view_find (self->html, NULL, TRUE);
}

void
loft_message_view_start_find (LoftMessageView *self)
{
  if (self->body == NULL)
    return;
  gtk_search_bar_set_search_mode (self->find_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->find_entry));
}

static void
loft_message_view_dispose (GObject *object)
{
  LoftMessageView *self = LOFT_MESSAGE_VIEW (object);

  cancel_opening (self);
  g_clear_handle_id (&self->html_source, g_source_remove);
  g_clear_pointer ((GtkWidget **) &self->pages, gtk_widget_unparent);
  g_clear_pointer (&self->body, loft_message_body_unref);
  g_clear_object (&self->row);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (loft_message_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, pages);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, none);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, header);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, refused);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, large);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, remote);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, find_bar);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, find_entry);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, bodies);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, spinner);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, text);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, html);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, error);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, retry);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, link_target);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, attachments);
  gtk_widget_class_bind_template_callback (widget_class, on_link_hovered);
  gtk_widget_class_bind_template_callback (widget_class, on_link_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_html_ready);
  gtk_widget_class_bind_template_callback (widget_class, on_html_failed);
  gtk_widget_class_bind_template_callback (widget_class, on_html_found);
  gtk_widget_class_bind_template_callback (widget_class, on_show_anyway);
  gtk_widget_class_bind_template_callback (widget_class, on_load_images);
  gtk_widget_class_bind_template_callback (widget_class, on_find_next);
  gtk_widget_class_bind_template_callback (widget_class, on_find_previous);
  gtk_widget_class_bind_template_callback (widget_class, loft_message_view_retry);
}

static void
loft_message_view_class_init (LoftMessageViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_message_view_dispose;
  signals[SHOWN] = g_signal_new ("shown", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, LOFT_TYPE_MESSAGE_ROW);
  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/loft-message-view.ui"));
  bind_children (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_message_view_init (LoftMessageView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->zoom = 1.0;
  gtk_search_bar_connect_entry (self->find_bar, self->find_entry);
  g_signal_connect_swapped (self->find_bar, "notify::search-mode-enabled",
                            G_CALLBACK (on_find_mode), self);
}
