/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-view.h"

#include "config.h"
#include "loft-attachment-preview.h"
#include "loft-conversation-view.h"
#include "loft-find-bar.h"
#include "loft-message-content.h"
#include "loft-message-header.h"
#include "loft-reply-bar.h"
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
  GtkWidget *several; /* what can be done to several messages */
  GtkMenuButton *several_categories;
  LoftMessageHeader *header;
  LoftMessageContent *content;
  LoftReplyBar *replies;
  LoftConversationView *conversation;
  LoftAttachmentPreview *preview;
  LoftFindBar *find_bar;
  GtkLabel *link_target;

  LoftMailAccount *account;
  LoftMessageRow *row;
  gulong row_handler;
  gboolean has_cards; /* else it is a single message */
  GtkWidget *focus_before; /* (nullable) weak; where the attachment was opened from */
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
                                   loft_mail_account_get_account (self->account)->address, body);
  loft_reply_bar_set_body (self->replies, self->account, body);
}

static void
on_shown (LoftMessageView *self)
{
  loft_find_bar_again (self->find_bar);
  g_signal_emit (self, signals[SHOWN], 0, self->row);
}

static void follow_find (LoftMessageView *self);

static void
on_changed (LoftMessageView *self)
{
  follow_find (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* (nullable) the message that is open: of a conversation, the content of one card. */
static LoftMessageContent *
opened (LoftMessageView *self)
{
  return !self->has_cards ? self->content : loft_conversation_view_get_content (self->conversation);
}

static gboolean
shows_attachment (LoftMessageView *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "attachment") == 0;
}

/* (nullable) the message that is read: an attached one in the place of the one that it came with. */
static LoftMessageContent *
current (LoftMessageView *self)
{
  if (shows_attachment (self) && loft_attachment_preview_is_message (self->preview))
    return loft_attachment_preview_get_content (self->preview);
  return opened (self);
}

static void
follow_find (LoftMessageView *self)
{
  LoftMessageContent *attached = NULL;
  GtkWidget *target = NULL;

  if (shows_attachment (self))
    {
      attached = loft_attachment_preview_get_content (self->preview);
      target =
        attached != NULL ? GTK_WIDGET (attached) : loft_attachment_preview_get_text (self->preview);
    }
  else if (self->has_cards)
    target = GTK_WIDGET (self->conversation);
  else
    target = GTK_WIDGET (self->content);
  loft_find_bar_set_target (self->find_bar, target);
}

/* (transfer full) (nullable) of LoftConversationMessage; NULL when it is one message only. */
static GArray *
read_conversation (LoftMessageView *self)
{
  LoftMessage *message = loft_message_row_get_message (self->row);
  gint64 id = loft_message_row_get_conversation_id (self->row);
  LoftMailReader *reader = id == 0 ? NULL : loft_mail_account_get_reader (self->account, NULL);
  g_autoptr (GArray) parts = NULL;

  if (message == NULL || reader == NULL)
    return NULL;
  parts = loft_mail_reader_list_conversation (reader, id, message->folder_id, NULL);
  return parts == NULL || parts->len == 0 ? NULL : g_steal_pointer (&parts);
}

static void
show_cards (LoftMessageView *self, GArray *parts, gint64 read)
{
  self->has_cards = TRUE;
  loft_message_content_close (self->content);
  loft_conversation_view_open (self->conversation, self->account, parts, read);
  if (!shows_attachment (self))
    gtk_stack_set_visible_child_name (self->pages, "conversation");
  on_changed (self);
}

/* What was one message got an answer: it becomes a card and stays the one that is read. */
static void
become_conversation (LoftMessageView *self, GArray *parts)
{
  LoftMessageBody *body = loft_message_content_get_body (self->content);
  gint64 read = body != NULL ? body->message->id : loft_message_row_get_id (self->row);

  show_cards (self, parts, read);
}

/* Its flags changed, or the conversation went on. */
static void
on_row_changed (LoftMessageView *self)
{
  g_autoptr (GArray) parts = read_conversation (self);
  const LoftMessage *message = loft_message_row_get_message (self->row);

  if (!self->has_cards && message != NULL)
    loft_message_header_set_state (self->header, message->flags, message->keywords);
  if (parts == NULL)
    return;
  if (self->has_cards)
    loft_conversation_view_update (self->conversation, parts);
  else if (parts->len > 1)
    become_conversation (self, parts);
}

static void
watch (LoftMessageView *self, LoftMessageRow *row)
{
  if (self->row != NULL)
    g_clear_signal_handler (&self->row_handler, self->row);
  g_set_object (&self->row, row);
  if (row != NULL)
    self->row_handler =
      g_signal_connect_swapped (row, "notify::message", G_CALLBACK (on_row_changed), self);
}

static void
open_single (LoftMessageView *self)
{
  LoftMessage *message = loft_message_row_get_message (self->row);

  self->has_cards = FALSE;
  loft_conversation_view_close (self->conversation);
  if (message != NULL)
    loft_message_header_set_message (self->header, message,
                                     loft_mail_account_get_account (self->account)->address, NULL);
  gtk_stack_set_visible_child_name (self->pages, "message");
  loft_reply_bar_await (self->replies, self->account, message, self->content);
  loft_message_content_open (self->content, self->account, loft_message_row_get_id (self->row));
}

static void
open_conversation (LoftMessageView *self, GArray *parts)
{
  self->has_cards = TRUE;
  loft_message_content_close (self->content);
  gtk_stack_set_visible_child_name (self->pages, "conversation");
  loft_conversation_view_open (self->conversation, self->account, parts, 0);
}

void
loft_message_view_open (LoftMessageView *self, LoftMailAccount *account, LoftMessageRow *row)
{
  g_autoptr (GArray) parts = NULL;

  g_return_if_fail (LOFT_IS_MESSAGE_VIEW (self));

  if (self->row == row)
    return;
  loft_find_bar_close (self->find_bar);
  loft_attachment_preview_close (self->preview);
  g_set_object (&self->account, account);
  watch (self, row);
  parts = read_conversation (self);
  if (parts != NULL && parts->len > 1)
    open_conversation (self, parts);
  else
    open_single (self);
  on_changed (self);
}

void
loft_message_view_retry (LoftMessageView *self)
{
  if (!self->has_cards)
    loft_message_content_retry (self->content);
  else
    loft_conversation_view_retry (self->conversation);
}

void
loft_message_view_close (LoftMessageView *self, guint n_selected)
{
  g_autofree char *many = NULL;

  loft_find_bar_close (self->find_bar);
  loft_attachment_preview_close (self->preview);
  self->has_cards = FALSE;
  loft_message_content_close (self->content);
  loft_conversation_view_close (self->conversation);
  watch (self, NULL);
  if (n_selected > 1)
    many = g_strdup_printf (ngettext ("%'u Message Selected", "%'u Messages Selected", n_selected),
                            n_selected);
  gtk_widget_set_visible (self->several, many != NULL);
  adw_status_page_set_title (self->none, many != NULL ? many : _ ("No Message Selected"));
  gtk_stack_set_visible_child_name (self->pages, "none");
  on_changed (self);
}

void
loft_message_view_set_categories (LoftMessageView *self, GMenuModel *menu)
{
  gtk_menu_button_set_menu_model (self->several_categories, menu);
  gtk_widget_set_visible (GTK_WIDGET (self->several_categories), TRUE);
}

/* Attachments */

static void
on_preview_changed (LoftMessageView *self)
{
  if (shows_attachment (self))
    on_changed (self);
}

static void
on_preview_left (LoftMessageView *self)
{
  gtk_stack_set_visible_child_name (self->pages, self->has_cards ? "conversation" : "message");
  if (self->focus_before != NULL)
    gtk_widget_grab_focus (self->focus_before);
  else
    loft_message_view_focus_body (self);
  g_clear_weak_pointer (&self->focus_before);
  on_changed (self);
}

void
loft_message_view_show_attachment (LoftMessageView *self, LoftMessageBody *body, guint n)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->row == NULL)
    return;
  if (!shows_attachment (self))
    g_set_weak_pointer (&self->focus_before, root == NULL ? NULL : gtk_root_get_focus (root));
  gtk_stack_set_visible_child_name (self->pages, "attachment");
  loft_attachment_preview_open (self->preview, body, n,
                                loft_mail_account_get_account (self->account)->address);
}

gboolean
loft_message_view_go_back (LoftMessageView *self)
{
  if (!shows_attachment (self))
    return FALSE;
  loft_attachment_preview_go_back (self->preview);
  return TRUE;
}

void
loft_message_view_focus_body (LoftMessageView *self)
{
  if (shows_attachment (self))
    gtk_widget_child_focus (GTK_WIDGET (self->preview), GTK_DIR_TAB_FORWARD);
  else if (!self->has_cards)
    loft_message_content_focus (self->content);
  else
    loft_conversation_view_focus (self->conversation);
}

LoftMessageRow *
loft_message_view_get_row (LoftMessageView *self)
{
  return self->row;
}

LoftMailAccount *
loft_message_view_get_account (LoftMessageView *self)
{
  return self->row == NULL ? NULL : self->account;
}

/* (transfer full) of a message that is grouped with no other. */
static GArray *
as_conversation (LoftMessageView *self)
{
  LoftMessage *message = loft_message_row_get_message (self->row);
  LoftConversationMessage part = { message->id, message->folder_id, message->date, message->flags,
                                   g_str_hash (message->keywords) };
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (LoftConversationMessage));

  return g_array_append_val (parts, part);
}

gboolean
loft_message_view_place_reply (LoftMessageView *self, gint64 message_id, GtkWidget *reply)
{
  g_autoptr (GArray) parts = NULL;

  if (self->row == NULL || loft_message_row_get_message (self->row) == NULL)
    return FALSE;
  if (!self->has_cards)
    {
      if (loft_message_row_get_id (self->row) != message_id)
        return FALSE;
      parts = as_conversation (self);
      show_cards (self, parts, message_id);
    }
  /* Who follows "changed" may have brought it already. */
  if (gtk_widget_get_parent (reply) != NULL)
    return TRUE;
  return loft_conversation_view_place_reply (self->conversation, message_id, reply);
}

LoftMessageBody *
loft_message_view_get_body (LoftMessageView *self)
{
  LoftMessageContent *content = current (self);

  return content == NULL ? NULL : loft_message_content_get_body (content);
}

LoftMessageContent *
loft_message_view_get_content (LoftMessageView *self)
{
  return self->row == NULL ? NULL : current (self);
}

gboolean
loft_message_view_has_html (LoftMessageView *self)
{
  LoftMessageContent *content = current (self);

  return content != NULL && loft_message_content_has_html (content);
}

gboolean
loft_message_view_get_plain_text (LoftMessageView *self)
{
  LoftMessageContent *content = current (self);

  return content != NULL && loft_message_content_get_plain_text (content);
}

void
loft_message_view_set_plain_text (LoftMessageView *self, gboolean plain_text)
{
  LoftMessageContent *content = current (self);

  if (content != NULL)
    loft_message_content_set_plain_text (content, plain_text);
}

void
loft_message_view_print (LoftMessageView *self)
{
  LoftMessageContent *content = current (self);

  if (content != NULL)
    loft_message_content_print (content);
}

void
loft_message_view_move (LoftMessageView *self, int step)
{
  if (self->has_cards)
    loft_conversation_view_move (self->conversation, step);
}

gboolean
loft_message_view_is_conversation (LoftMessageView *self)
{
  return self->has_cards;
}

/* Zoom, for all messages and the next start */

static void
set_zoom (LoftMessageView *self, int zoom)
{
  self->zoom = CLAMP (zoom, ZOOM_MIN, ZOOM_MAX);
  loft_message_content_set_zoom (self->content, self->zoom / 100.0);
  loft_conversation_view_set_zoom (self->conversation, self->zoom / 100.0);
  loft_attachment_preview_set_zoom (self->preview, self->zoom / 100.0);
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

void
loft_message_view_start_find (LoftMessageView *self)
{
  follow_find (self);
  if (loft_message_view_get_body (self) != NULL)
    loft_find_bar_open (self->find_bar);
}

static void
loft_message_view_dispose (GObject *object)
{
  LoftMessageView *self = LOFT_MESSAGE_VIEW (object);

  watch (self, NULL);
  g_clear_weak_pointer (&self->focus_before);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (loft_message_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, box);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, pages);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, none);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, several);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, several_categories);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, header);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, content);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, replies);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, conversation);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, find_bar);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, preview);
  gtk_widget_class_bind_template_child (widget_class, LoftMessageView, link_target);
  gtk_widget_class_bind_template_callback (widget_class, on_opened);
  gtk_widget_class_bind_template_callback (widget_class, on_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_preview_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_preview_left);
  gtk_widget_class_bind_template_callback (widget_class, on_link_hovered);
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
                                               LOFT_UI_RESOURCE (
                                                 "mail/reading/loft-message-view.ui"));
  bind_children (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_message_view_init (LoftMessageView *self)
{
  g_type_ensure (LOFT_TYPE_ATTACHMENT_PREVIEW);
  g_type_ensure (LOFT_TYPE_CONVERSATION_VIEW);
  g_type_ensure (LOFT_TYPE_FIND_BAR);
  g_type_ensure (LOFT_TYPE_MESSAGE_CONTENT);
  g_type_ensure (LOFT_TYPE_MESSAGE_HEADER);
  g_type_ensure (LOFT_TYPE_REPLY_BAR);
  gtk_widget_init_template (GTK_WIDGET (self));
  loft_settings_follow (LOFT_SETTING_ZOOM, G_CALLBACK (on_zoom_setting), self);
  on_zoom_setting (self);
}
