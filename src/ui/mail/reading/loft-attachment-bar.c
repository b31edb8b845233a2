/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-attachment-bar.h"

#include "config.h"
#include "loft-attachment-card.h"
#include "loft-attachment-kind.h"
#include "loft-attachment-opener.h"
#include "loft-message-view.h"
#include "loft-save-all.h"
#include "loft-save-dialog.h"
#include "loft-scroller-layout.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_CARDS     200
#define CARDS_AT_ONCE 8 /* more are made when the main thread has nothing else to do */

struct _LoftAttachmentBar {
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwClamp *head_clamp;
  GtkWidget *head;
  GtkLabel *summary;
  LoftSaveAll *save_all;
  AdwClamp *clamp;
  GtkFlowBox *cards;

  LoftMessageBody *body;
  GPtrArray *attachments; /* of LoftAttachment of the body; those that are meant */
  guint n_cards;
  guint source;
};

G_DEFINE_FINAL_TYPE (LoftAttachmentBar, loft_attachment_bar, GTK_TYPE_WIDGET)

static void
on_save_attachment (LoftAttachmentBar *self, LoftAttachmentCard *card)
{
  if (self->body != NULL)
    loft_save_dialog_open (GTK_WIDGET (self), self->body, loft_attachment_card_get_n (card),
                           loft_attachment_card_get_name (card));
}

static void
on_open_attachment (LoftAttachmentBar *self, LoftAttachmentCard *card)
{
  if (self->body != NULL)
    loft_attachment_opener_open (GTK_WIDGET (self), self->body, loft_attachment_card_get_n (card),
                                 loft_attachment_card_get_name (card));
}

static const LoftAttachment *
attachment_of (LoftAttachmentBar *self, LoftAttachmentCard *card)
{
  for (guint i = 0; i < self->attachments->len; i++)
    {
      const LoftAttachment *each = g_ptr_array_index (self->attachments, i);

      if (each->n == loft_attachment_card_get_n (card))
        return each;
    }
  return NULL;
}

static void
on_show_attachment (LoftAttachmentBar *self, LoftAttachmentCard *card)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), LOFT_TYPE_MESSAGE_VIEW);
  const LoftAttachment *attachment = self->body == NULL ? NULL : attachment_of (self, card);

  if (attachment == NULL)
    return;
  if (view != NULL && loft_attachment_kind_guess (attachment) != LOFT_ATTACHMENT_KIND_OTHER)
    loft_message_view_show_attachment (LOFT_MESSAGE_VIEW (view), self->body, attachment->n);
  else
    on_open_attachment (self, card);
}

static void
add_card (LoftAttachmentBar *self, LoftAttachment *attachment)
{
  GtkWidget *card = loft_attachment_card_new (attachment);

  g_signal_connect_swapped (card, "show-attachment", G_CALLBACK (on_show_attachment), self);
  g_signal_connect_swapped (card, "open", G_CALLBACK (on_open_attachment), self);
  g_signal_connect_swapped (card, "save", G_CALLBACK (on_save_attachment), self);
  gtk_flow_box_append (self->cards, card);
  gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
}

/* For machines; people have it in the notice above the text. */
static gboolean
is_told_by_notice (const LoftMessageBody *body, const LoftAttachment *attachment)
{
  return body->report != NULL && g_str_has_prefix (attachment->type, "message/") &&
         (g_str_has_suffix (attachment->type, "delivery-status") ||
          g_str_has_suffix (attachment->type, "disposition-notification"));
}

/* Pictures that the HTML shows are in it already. */
static void
find_attachments (LoftAttachmentBar *self)
{
  GPtrArray *all = self->body->message->attachments;

  for (guint i = 0; i < all->len; i++)
    {
      LoftAttachment *attachment = g_ptr_array_index (all, i);

      if ((!attachment->is_inline || self->body->html == NULL) &&
          !is_told_by_notice (self->body, attachment))
        g_ptr_array_add (self->attachments, attachment);
    }
}

static void
show_summary (LoftAttachmentBar *self)
{
  guint n = self->attachments->len;
  guint64 total = 0;
  g_autofree char *size = NULL;
  g_autofree char *count = NULL;
  g_autofree char *first = NULL;

  for (guint i = 0; i < n; i++)
    total += ((const LoftAttachment *) g_ptr_array_index (self->attachments, i))->size;
  size = g_format_size (total);
  count =
    g_strdup_printf (ngettext ("%1$'u attachment, %2$s", "%1$'u attachments, %2$s", n), n, size);
  if (n > MAX_CARDS)
    first = g_strdup_printf (_ ("%1$s. Only the first %2$u are shown."), count, MAX_CARDS);
  gtk_label_set_text (self->summary, first != NULL ? first : count);
  gtk_widget_set_visible (self->head, n > 1);
}

/* Returns whether there are more. */
static gboolean
add_cards (LoftAttachmentBar *self)
{
  guint end = MIN (self->attachments->len, MAX_CARDS);
  guint stop = MIN (end, self->n_cards + CARDS_AT_ONCE);

  for (; self->n_cards < stop; self->n_cards++)
    add_card (self, g_ptr_array_index (self->attachments, self->n_cards));
  return self->n_cards < end;
}

static gboolean
add_more_cards (gpointer data)
{
  LoftAttachmentBar *self = data;

  if (add_cards (self))
    return G_SOURCE_CONTINUE;
  self->source = 0;
  return G_SOURCE_REMOVE;
}

static void
forget (LoftAttachmentBar *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_clear_pointer (&self->body, loft_message_body_unref);
}

void
loft_attachment_bar_set_body (LoftAttachmentBar *self, LoftMessageBody *body)
{
  GtkWidget *child = NULL;

  forget (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->cards))) != NULL)
    gtk_flow_box_remove (self->cards, child);
  self->n_cards = 0;
  if (body != NULL)
    {
      self->body = loft_message_body_ref (body);
      self->attachments = g_ptr_array_new ();
      find_attachments (self);
      show_summary (self);
      if (add_cards (self))
        self->source = g_idle_add_full (G_PRIORITY_LOW, add_more_cards, self, NULL);
    }
  loft_save_all_set (self->save_all, self->body, self->attachments);
  gtk_widget_set_visible (GTK_WIDGET (self), self->n_cards > 0);
}

static void
loft_attachment_bar_dispose (GObject *object)
{
  LoftAttachmentBar *self = LOFT_ATTACHMENT_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  forget (self);
  G_OBJECT_CLASS (loft_attachment_bar_parent_class)->dispose (object);
}

static void
loft_attachment_bar_class_init (LoftAttachmentBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_attachment_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/reading/loft-attachment-bar.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentBar, box);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentBar, head_clamp);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentBar, head);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentBar, summary);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentBar, save_all);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentBar, clamp);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentBar, cards);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_attachment_bar_init (LoftAttachmentBar *self)
{
  int width = 0;

  g_type_ensure (LOFT_TYPE_SAVE_ALL);
  g_type_ensure (LOFT_TYPE_SCROLLER_LAYOUT);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* As header and text, so that all begin at one edge. */
  width = LOFT_READING_WIDTH * loft_ui_text_scale (GTK_WIDGET (self));
  adw_clamp_set_maximum_size (self->clamp, width);
  adw_clamp_set_tightening_threshold (self->clamp, width);
  adw_clamp_set_maximum_size (self->head_clamp, width);
  adw_clamp_set_tightening_threshold (self->head_clamp, width);
}
