/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-attachment-bar.h"

#include "config.h"
#include "loft-attachment-card.h"
#include "loft-attachment-file.h"
#include "loft-error.h"
#include "loft-save-dialog.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_CARDS     200
#define CARDS_AT_ONCE 8 /* more are made when the main thread has nothing else to do */

struct _LoftAttachmentBar {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  AdwClamp *clamp;
  GtkFlowBox *cards;

  LoftMessageBody *body;
  guint next;    /* attachment to make a card for */
  guint n_shown;
  guint source;
};

G_DEFINE_FINAL_TYPE (LoftAttachmentBar, loft_attachment_bar, GTK_TYPE_WIDGET)

static GtkWindow *
window_of (LoftAttachmentBar *self)
{
  return GTK_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW));
}

static void
tell (LoftAttachmentBar *self, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (text));
}

static void
on_save_attachment (LoftAttachmentBar *self, LoftAttachmentCard *card)
{
  if (self->body != NULL)
    loft_save_dialog_open (GTK_WIDGET (self), self->body, loft_attachment_card_get_n (card),
                           loft_attachment_card_get_name (card));
}

static void
on_unpacked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftAttachmentBar) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = loft_attachment_file_unpack_finish (result, &error);
  g_autofree char *uri = NULL;

  if (path == NULL)
    {
      tell (self, g_error_matches (error, LOFT_ERROR, LOFT_ERROR_REFUSED)
                    ? _ ("This is a program. It can be saved, but is not opened from here.")
                    : _ ("The attachment could not be opened. Save it instead."));
      return;
    }
  uri = g_filename_to_uri (path, NULL, NULL);
  gtk_show_uri (window_of (self), uri, GDK_CURRENT_TIME);
}

static void
on_open_attachment (LoftAttachmentBar *self, LoftAttachmentCard *card)
{
  if (self->body != NULL)
    loft_attachment_file_unpack_async (self->body, loft_attachment_card_get_n (card),
                                       loft_attachment_card_get_name (card), NULL, on_unpacked,
                                       g_object_ref (self));
}

static void
add_card (LoftAttachmentBar *self, LoftAttachment *attachment)
{
  GtkWidget *card = loft_attachment_card_new (attachment);

  g_signal_connect_swapped (card, "open", G_CALLBACK (on_open_attachment), self);
  g_signal_connect_swapped (card, "save", G_CALLBACK (on_save_attachment), self);
  gtk_flow_box_append (self->cards, card);
  gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
}

/* Pictures that the HTML shows are in it already. */
static gboolean
is_shown (LoftAttachmentBar *self, LoftAttachment *attachment)
{
  return !attachment->is_inline || self->body->html == NULL;
}

/* Returns whether there are more. */
static gboolean
add_cards (LoftAttachmentBar *self)
{
  GPtrArray *all = self->body->message->attachments;

  for (guint n = 0; self->next < all->len && self->n_shown < MAX_CARDS; self->next++)
    {
      LoftAttachment *attachment = g_ptr_array_index (all, self->next);

      if (!is_shown (self, attachment))
        continue;
      if (n++ == CARDS_AT_ONCE)
        return TRUE;
      add_card (self, attachment);
      self->n_shown++;
    }
  return FALSE;
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

void
loft_attachment_bar_set_body (LoftAttachmentBar *self, LoftMessageBody *body)
{
  GtkWidget *child = NULL;

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->body, loft_message_body_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->cards))) != NULL)
    gtk_flow_box_remove (self->cards, child);
  self->next = 0;
  self->n_shown = 0;
  if (body != NULL)
    {
      self->body = loft_message_body_ref (body);
      if (add_cards (self))
        self->source = g_idle_add_full (G_PRIORITY_LOW, add_more_cards, self, NULL);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->n_shown > 0);
}

static void
loft_attachment_bar_dispose (GObject *object)
{
  LoftAttachmentBar *self = LOFT_ATTACHMENT_BAR (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->body, loft_message_body_unref);
  G_OBJECT_CLASS (loft_attachment_bar_parent_class)->dispose (object);
}

static void
loft_attachment_bar_class_init (LoftAttachmentBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_attachment_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/loft-attachment-bar.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentBar, scroller);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentBar, clamp);
  gtk_widget_class_bind_template_child (widget_class, LoftAttachmentBar, cards);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_attachment_bar_init (LoftAttachmentBar *self)
{
  int width = 0;

  gtk_widget_init_template (GTK_WIDGET (self));
  /* As header and text, so that all begin at one edge. */
  width = LOFT_READING_WIDTH * loft_ui_text_scale (GTK_WIDGET (self));
  adw_clamp_set_maximum_size (self->clamp, width);
  adw_clamp_set_tightening_threshold (self->clamp, width);
}
