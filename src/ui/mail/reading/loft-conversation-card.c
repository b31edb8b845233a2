/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-conversation-card.h"

#include "config.h"
#include "loft-avatar.h"
#include "loft-clock.h"
#include "loft-date-text.h"
#include "loft-message-header.h"
#include "loft-reply-bar.h"
#include "loft-seen-delay.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

#define MAX_LABEL 300

struct _LoftConversationCard {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *line;
  AdwAvatar *avatar;
  GtkWidget *dot;
  GtkLabel *name;
  GtkWidget *flag;
  GtkWidget *attachment;
  GtkLabel *date;
  GtkLabel *preview;
  LoftMessageHeader *header; /* (nullable) while it is folded */
  LoftMessageContent *content; /* (nullable) likewise */
  LoftReplyBar *replies; /* (nullable) likewise */

  LoftMailAccount *account;
  LoftMessage *message;
  double zoom;
  gboolean shown;
  guint seen_source;
};

enum { UNFOLDED, FOLDED, SHOWN, CHANGED, LINK_HOVERED, TOOK_FOCUS, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftConversationCard, loft_conversation_card, GTK_TYPE_WIDGET)

/* The line */

static char *
short_text (const char *text)
{
  g_autofree char *cut = g_strndup (text, MAX_LABEL);

  return g_utf8_make_valid (cut, -1);
}

static void
show_line (LoftConversationCard *self)
{
  LoftMessage *message = self->message;
  const LoftAddress *from = message->from->len == 0 ? NULL : g_ptr_array_index (message->from, 0);
  gboolean unread = (message->flags & LOFT_FLAG_SEEN) == 0;
  g_autofree char *name =
    short_text (from == NULL ? _ ("Unknown Sender") : loft_address_label (from));
  g_autofree char *preview = short_text (message->preview);
  g_autofree char *date = loft_date_text_medium (message->date, loft_clock_now ());
  g_autofree char *spoken =
    g_strdup_printf ("%s, %s, %s%s", name, date, unread ? _ ("Unread. ") : "", preview);

  loft_avatar_show (self->avatar, from);
  gtk_label_set_text (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), from == NULL ? NULL : from->email);
  gtk_label_set_text (self->preview, preview);
  gtk_widget_set_visible (GTK_WIDGET (self->preview), preview[0] != '\0');
  gtk_label_set_text (self->date, date);
  gtk_widget_set_visible (self->dot, unread);
  gtk_widget_set_visible (self->flag, (message->flags & LOFT_FLAG_FLAGGED) != 0);
  gtk_widget_set_visible (self->attachment, message->attachments->len > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->line), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  if (unread)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unread");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unread");
}

static void
on_line_clicked (LoftConversationCard *self)
{
  loft_conversation_card_set_open (self, TRUE);
  loft_conversation_card_focus (self);
}

/* Reading */

static gboolean
mark_seen (gpointer data)
{
  LoftConversationCard *self = data;

  self->seen_source = 0;
  if ((self->message->flags & LOFT_FLAG_SEEN) == 0)
    loft_mail_account_change_flags_async (self->account, &self->message->id, 1, LOFT_FLAG_SEEN,
                                          LOFT_FLAG_NONE, NULL, NULL, NULL, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static void
start_seen (LoftConversationCard *self)
{
  if (self->shown && self->seen_source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      (self->message->flags & LOFT_FLAG_SEEN) == 0)
    self->seen_source = loft_seen_delay_start (mark_seen, self);
}

static void
loft_conversation_card_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (loft_conversation_card_parent_class)->map (widget);
  start_seen (LOFT_CONVERSATION_CARD (widget));
}

static void
loft_conversation_card_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&LOFT_CONVERSATION_CARD (widget)->seen_source, g_source_remove);
  GTK_WIDGET_CLASS (loft_conversation_card_parent_class)->unmap (widget);
}

static void
on_shown (LoftConversationCard *self)
{
  self->shown = TRUE;
  start_seen (self);
  g_signal_emit (self, signals[SHOWN], 0);
}

static void
show_header (LoftConversationCard *self, LoftMessage *message, LoftMessageBody *body)
{
  loft_message_header_set_message (self->header, message,
                                   loft_mail_account_get_account (self->account)->address, body);
}

static void
on_opened (LoftConversationCard *self)
{
  LoftMessageBody *body = loft_message_content_get_body (self->content);

  show_header (self, body->message, body);
  loft_reply_bar_set_body (self->replies, self->account, body);
}

static void
on_changed (LoftConversationCard *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_link_hovered (LoftConversationCard *self, const char *text)
{
  g_signal_emit (self, signals[LINK_HOVERED], 0, text);
}

static void
on_fold (LoftConversationCard *self)
{
  loft_conversation_card_set_open (self, FALSE);
  loft_conversation_card_focus (self);
}

static void
on_focus (LoftConversationCard *self)
{
  g_signal_emit (self, signals[TOOK_FOCUS], 0);
}

static void
unfold (LoftConversationCard *self)
{
  self->header = g_object_new (LOFT_TYPE_MESSAGE_HEADER, NULL);
  loft_message_header_set_in_card (self->header, TRUE);
  g_signal_connect_swapped (self->header, "fold", G_CALLBACK (on_fold), self);
  show_header (self, self->message, NULL);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->header));

  self->content = LOFT_MESSAGE_CONTENT (loft_message_content_new ());
  loft_message_content_set_flow (self->content, TRUE);
  loft_message_content_set_zoom (self->content, self->zoom);
  g_signal_connect_swapped (self->content, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect_swapped (self->content, "shown", G_CALLBACK (on_shown), self);
  g_signal_connect_swapped (self->content, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->content, "link-hovered", G_CALLBACK (on_link_hovered), self);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->content));
  self->replies = LOFT_REPLY_BAR (loft_reply_bar_new ());
  loft_reply_bar_await (self->replies, self->account, self->message, self->content);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->replies));
  loft_message_content_open (self->content, self->account, self->message->id);
}

/* What is still being opened keeps the content alive, but must not come back to the card. */
static void
forget_content (LoftConversationCard *self)
{
  if (self->content != NULL)
    loft_message_content_close (self->content);
  self->content = NULL;
}

static void
fold (LoftConversationCard *self)
{
  GtkWidget *header = GTK_WIDGET (g_steal_pointer (&self->header));
  GtkWidget *content = GTK_WIDGET (self->content);

  g_clear_handle_id (&self->seen_source, g_source_remove);
  self->shown = FALSE;
  forget_content (self);
  gtk_box_remove (GTK_BOX (self->box), header);
  gtk_box_remove (GTK_BOX (self->box), content);
  gtk_box_remove (GTK_BOX (self->box), GTK_WIDGET (g_steal_pointer (&self->replies)));
}

gboolean
loft_conversation_card_is_open (LoftConversationCard *self)
{
  return self->content != NULL;
}

void
loft_conversation_card_set_open (LoftConversationCard *self, gboolean open)
{
  if (open == loft_conversation_card_is_open (self))
    return;
  gtk_widget_set_visible (self->line, !open);
  if (open)
    gtk_widget_add_css_class (GTK_WIDGET (self), "open");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "open");
  if (open)
    unfold (self);
  else
    fold (self);
  g_signal_emit (self, signals[open ? UNFOLDED : FOLDED], 0);
}

LoftMessageContent *
loft_conversation_card_get_content (LoftConversationCard *self)
{
  return self->content;
}

LoftMessage *
loft_conversation_card_get_message (LoftConversationCard *self)
{
  return self->message;
}

void
loft_conversation_card_set_message (LoftConversationCard *self, LoftMessage *message)
{
  loft_message_ref (message);
  g_clear_pointer (&self->message, loft_message_unref);
  self->message = message;
  show_line (self);
  if (self->header != NULL)
    loft_message_header_set_state (self->header, message->flags, message->keywords);
}

void
loft_conversation_card_set_zoom (LoftConversationCard *self, double zoom)
{
  self->zoom = zoom;
  if (self->content != NULL)
    loft_message_content_set_zoom (self->content, zoom);
}

void
loft_conversation_card_focus (LoftConversationCard *self)
{
  if (self->content == NULL)
    gtk_widget_grab_focus (self->line);
  else
    gtk_widget_child_focus (GTK_WIDGET (self->header), GTK_DIR_TAB_FORWARD);
}

static void
loft_conversation_card_dispose (GObject *object)
{
  LoftConversationCard *self = LOFT_CONVERSATION_CARD (object);

  g_clear_handle_id (&self->seen_source, g_source_remove);
  forget_content (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  self->header = NULL;
  self->replies = NULL;
  g_clear_pointer (&self->message, loft_message_unref);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (loft_conversation_card_parent_class)->dispose (object);
}

static guint
new_signal (GType type, const char *name, GType argument)
{
  return g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       argument == G_TYPE_NONE ? 0 : 1, argument);
}

static void
add_signals (GType type)
{
  signals[UNFOLDED] = new_signal (type, "unfolded", G_TYPE_NONE);
  signals[FOLDED] = new_signal (type, "folded", G_TYPE_NONE);
  signals[SHOWN] = new_signal (type, "shown", G_TYPE_NONE);
  signals[CHANGED] = new_signal (type, "changed", G_TYPE_NONE);
  signals[LINK_HOVERED] = new_signal (type, "link-hovered", G_TYPE_STRING);
  signals[TOOK_FOCUS] = new_signal (type, "took-focus", G_TYPE_NONE);
}

static void
loft_conversation_card_class_init (LoftConversationCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_conversation_card_dispose;
  widget_class->map = loft_conversation_card_map;
  widget_class->unmap = loft_conversation_card_unmap;
  add_signals (G_TYPE_FROM_CLASS (klass));
  gtk_widget_class_set_css_name (widget_class, "conversationcard");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE (
                                                 "mail/reading/loft-conversation-card.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftConversationCard, box);
  gtk_widget_class_bind_template_child (widget_class, LoftConversationCard, line);
  gtk_widget_class_bind_template_child (widget_class, LoftConversationCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, LoftConversationCard, dot);
  gtk_widget_class_bind_template_child (widget_class, LoftConversationCard, name);
  gtk_widget_class_bind_template_child (widget_class, LoftConversationCard, flag);
  gtk_widget_class_bind_template_child (widget_class, LoftConversationCard, attachment);
  gtk_widget_class_bind_template_child (widget_class, LoftConversationCard, date);
  gtk_widget_class_bind_template_child (widget_class, LoftConversationCard, preview);
  gtk_widget_class_bind_template_callback (widget_class, on_line_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_conversation_card_init (LoftConversationCard *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->zoom = 1.0;
  gtk_widget_init_template (GTK_WIDGET (self));
  /* White paper ends where the corners are round. */
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (on_focus), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

GtkWidget *
loft_conversation_card_new (LoftMailAccount *account, LoftMessage *message)
{
  LoftConversationCard *self = g_object_new (LOFT_TYPE_CONVERSATION_CARD, NULL);

  self->account = g_object_ref (account);
  loft_conversation_card_set_message (self, message);
  return GTK_WIDGET (self);
}
