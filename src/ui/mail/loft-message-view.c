/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-view.h"

#include "config.h"
#include "loft-message-content.h"
#include "loft-message-header.h"
#include "loft-settings.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define ZOOM_STEP 10
#define ZOOM_MIN  50
#define ZOOM_MAX  300

struct _LoftMessageView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkStack *pages;
  AdwStatusPage *none;
  LoftMessageHeader *header;
  LoftMessageContent *content;
  GtkSearchBar *find_bar;
  GtkEditable *find_entry;
  GtkLabel *link_target;

  LoftMailAccount *account;
  LoftMessageRow *row;
  int zoom; /* per cent */
};

enum { SHOWN, CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftMessageView, loft_message_view, GTK_TYPE_WIDGET)

static void
on_link_hovered (LoftMessageView *self, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (self->link_target), text != NULL);
  if (text != NULL)
    gtk_label_set_text (self->link_target, text);
}

/* What is open */

static void
on_opened (LoftMessageView *self)
{
  LoftMessageBody *body = loft_message_content_get_body (self->content);

  loft_message_header_set_message (self->header, body->message,
                                   loft_mail_account_get_account (self->account)->address,
                                   body->reply_to);
}

static void
on_shown (LoftMessageView *self)
{
  g_signal_emit (self, signals[SHOWN], 0, self->row);
}

static void
on_changed (LoftMessageView *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
loft_message_view_open (LoftMessageView *self, LoftMailAccount *account, LoftMessageRow *row)
{
  LoftMessage *message = loft_message_row_get_message (row);

  g_return_if_fail (LOFT_IS_MESSAGE_VIEW (self));

  if (self->row == row)
    return;
  gtk_search_bar_set_search_mode (self->find_bar, FALSE);
  g_set_object (&self->account, account);
  g_set_object (&self->row, row);
  if (message != NULL)
    loft_message_header_set_message (self->header, message,
                                     loft_mail_account_get_account (account)->address, NULL);
  gtk_stack_set_visible_child_name (self->pages, "message");
  loft_message_content_open (self->content, account, loft_message_row_get_id (row));
  on_changed (self);
}

void
loft_message_view_retry (LoftMessageView *self)
{
  loft_message_content_retry (self->content);
}

void
loft_message_view_close (LoftMessageView *self, guint n_selected)
{
  g_autofree char *many = NULL;

  gtk_search_bar_set_search_mode (self->find_bar, FALSE);
  loft_message_content_close (self->content);
  g_clear_object (&self->row);
  if (n_selected > 1)
    many = g_strdup_printf (ngettext ("%'u Message Selected", "%'u Messages Selected", n_selected),
                            n_selected);
  adw_status_page_set_title (self->none, many != NULL ? many : _ ("No Message Selected"));
  gtk_stack_set_visible_child_name (self->pages, "none");
  on_changed (self);
}

void
loft_message_view_focus_body (LoftMessageView *self)
{
  loft_message_content_focus (self->content);
}

LoftMessageRow *
loft_message_view_get_row (LoftMessageView *self)
{
  return self->row;
}

LoftMessageBody *
loft_message_view_get_body (LoftMessageView *self)
{
  return loft_message_content_get_body (self->content);
}

gboolean
loft_message_view_has_html (LoftMessageView *self)
{
  return loft_message_content_has_html (self->content);
}

gboolean
loft_message_view_get_plain_text (LoftMessageView *self)
{
  return loft_message_content_get_plain_text (self->content);
}

void
loft_message_view_set_plain_text (LoftMessageView *self, gboolean plain_text)
{
  loft_message_content_set_plain_text (self->content, plain_text);
}

/* Zoom, for all messages and the next start */

static void
set_zoom (LoftMessageView *self, int zoom)
{
  self->zoom = CLAMP (zoom, ZOOM_MIN, ZOOM_MAX);
  loft_message_content_set_zoom (self->content, self->zoom / 100.0);
}

static void
on_zoom_setting (LoftMessageView *self)
{
  set_zoom (self, loft_settings_get_int (LOFT_SETTING_ZOOM, 100));
}

void
loft_message_view_zoom (LoftMessageView *self, int step)
{
  set_zoom (self, step == 0 ? 100 : self->zoom + step * ZOOM_STEP);
  loft_settings_set_int (LOFT_SETTING_ZOOM, self->zoom);
}

/* Find */

static void
on_found (LoftMessageView *self, gboolean found)
{
  if (found)
    gtk_widget_remove_css_class (GTK_WIDGET (self->find_entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->find_entry), "error");
}

static void
find (LoftMessageView *self, gboolean forward)
{
  loft_message_content_find (self->content, gtk_editable_get_text (self->find_entry), forward);
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
  if (!gtk_search_bar_get_search_mode (self->find_bar))
    loft_message_content_find (self->content, NULL, TRUE);
}

void
loft_message_view_start_find (LoftMessageView *self)
{
  if (loft_message_view_get_body (self) == NULL)
    return;
  gtk_search_bar_set_search_mode (self->find_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->find_entry));
}

static void
loft_message_view_dispose (GObject *object)
{
  LoftMessageView *self = LOFT_MESSAGE_VIEW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->row);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (loft_message_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, box);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, pages);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, none);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, header);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, content);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, find_bar);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, find_entry);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, link_target);
  gtk_widget_class_bind_template_callback (widget_class, on_opened);
  gtk_widget_class_bind_template_callback (widget_class, on_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_found);
  gtk_widget_class_bind_template_callback (widget_class, on_link_hovered);
  gtk_widget_class_bind_template_callback (widget_class, on_find_next);
  gtk_widget_class_bind_template_callback (widget_class, on_find_previous);
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
  g_type_ensure (LOFT_TYPE_MESSAGE_CONTENT);
  g_type_ensure (LOFT_TYPE_MESSAGE_HEADER);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->find_bar, self->find_entry);
  g_signal_connect_swapped (self->find_bar, "notify::search-mode-enabled",
                            G_CALLBACK (on_find_mode), self);
  loft_settings_follow (LOFT_SETTING_ZOOM, G_CALLBACK (on_zoom_setting), self);
  on_zoom_setting (self);
}
