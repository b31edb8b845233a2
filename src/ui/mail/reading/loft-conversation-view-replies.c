/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-conversation-view-private.h"

#include "loft-composer.h"

#define REPLY_FRAMES 4

void
loft_conversation_view_remove_replies (LoftConversationView *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->cards));

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (LOFT_IS_COMPOSER (child))
        gtk_box_remove (self->cards, child);
      child = next;
    }
}

/* All of it, where there is room: its buttons are at its end. */
static void
show_reply (LoftConversationView *self, GtkWidget *reply)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scroller);
  double page = gtk_adjustment_get_page_size (place);
  graphene_rect_t bounds;
  double end;

  if (!gtk_widget_compute_bounds (reply, self->column, &bounds))
    return;
  end = bounds.origin.y + bounds.size.height + LOFT_CONVERSATION_VIEW_MARGIN - page;
  gtk_adjustment_set_value (place, MIN (MAX (gtk_adjustment_get_value (place), end),
                                        bounds.origin.y - LOFT_CONVERSATION_VIEW_MARGIN));
}

/* It has its height a frame or two after it came. */
static gboolean
on_reply_frame (GtkWidget *reply, GdkFrameClock *clock, gpointer data)
{
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (reply), "frames"));
  GtkWidget *view = gtk_widget_get_ancestor (reply, LOFT_TYPE_CONVERSATION_VIEW);

  g_object_set_data (G_OBJECT (reply), "frames", GUINT_TO_POINTER (n + 1));
  if (view != NULL)
    show_reply (LOFT_CONVERSATION_VIEW (view), reply);
  if (n < REPLY_FRAMES)
    return G_SOURCE_CONTINUE;
  g_object_set_data (G_OBJECT (reply), "frames", NULL);
  return G_SOURCE_REMOVE;
}

gboolean
loft_conversation_view_place_reply (LoftConversationView *self, gint64 message_id, GtkWidget *reply)
{
  LoftConversationCard *card = g_hash_table_lookup (self->by_id, &message_id);

  if (card == NULL)
    return FALSE;
  loft_conversation_card_set_open (card, TRUE);
  gtk_box_insert_child_after (self->cards, reply, GTK_WIDGET (card));
  g_clear_weak_pointer (&self->anchor);
  gtk_widget_add_tick_callback (reply, on_reply_frame, NULL, NULL);
  return TRUE;
}
