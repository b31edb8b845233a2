/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-conversation-view-private.h"

#include "config.h"

#include <glib/gi18n.h>

/* Of a longer one the first and the last are shown, the others on demand. */
#define MANY          12
#define MORE_SHOWN    40 /* with each press of the button */
#define CARDS_AT_ONCE 8 /* more are made when the main thread has nothing else to do */

LoftMessage *
loft_conversation_view_read_message (LoftConversationView *self, guint i)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self->account, NULL);

  return reader == NULL
           ? NULL
           : loft_mail_reader_get_message (reader, loft_conversation_view_part_at (self, i)->id,
                                           NULL);
}

/* Below the card of an earlier part, or at the top. Returns whether one was made. */
static gboolean
make_card (LoftConversationView *self, guint i)
{
  g_autoptr (LoftMessage) message = loft_conversation_view_read_message (self, i);
  LoftConversationCard *above = NULL;
  GtkWidget *card = NULL;

  if (message == NULL)
    return FALSE;
  card = loft_conversation_card_new (self->account, message);
  loft_conversation_card_set_zoom (LOFT_CONVERSATION_CARD (card), self->zoom);
  loft_conversation_view_connect_card (self, card);
  for (guint k = i; k > 0 && above == NULL; k--)
    above = loft_conversation_view_card_at (self, k - 1);
  g_hash_table_insert (self->by_id, g_memdup2 (&message->id, sizeof (gint64)), card);
  /* The button stays below the first. */
  if (self->more != NULL && above != NULL && i > 1 &&
      above == loft_conversation_view_card_at (self, 0))
    gtk_box_insert_child_after (self->cards, card, self->more);
  else
    gtk_box_insert_child_after (self->cards, card, GTK_WIDGET (above));
  return TRUE;
}

void
loft_conversation_view_remove_card (LoftConversationView *self, LoftConversationCard *card)
{
  g_signal_handlers_disconnect_by_data (card, self);
  g_queue_remove (self->opened, card);
  if (self->anchor == GTK_WIDGET (card))
    g_clear_weak_pointer (&self->anchor);
  if (self->current == card)
    self->current = g_queue_peek_head (self->opened);
  gtk_box_remove (self->cards, GTK_WIDGET (card));
}

/* The older ones of a long conversation */

static gboolean
is_hidden (LoftConversationView *self, guint i)
{
  return self->parts->len > MANY && i > 0 && i + self->n_last_shown < self->parts->len;
}

static void show_more (LoftConversationView *self);

static gboolean
make_hidden_cards (gpointer data)
{
  LoftConversationView *self = data;
  guint n = 0;

  /* From the last to the first: what is on screen below is looked at. */
  for (guint i = self->parts->len; i > 0 && n < CARDS_AT_ONCE; i--)
    n += !is_hidden (self, i - 1) && loft_conversation_view_card_at (self, i - 1) == NULL &&
         make_card (self, i - 1);
  show_more (self);
  if (n == CARDS_AT_ONCE)
    return G_SOURCE_CONTINUE;
  self->source = 0;
  return G_SOURCE_REMOVE;
}

static void
on_more_clicked (LoftConversationView *self)
{
  self->n_last_shown += MORE_SHOWN;
  if (self->source == 0)
    self->source = g_idle_add_full (G_PRIORITY_LOW, make_hidden_cards, self, NULL);
}

static void
show_more (LoftConversationView *self)
{
  guint n_hidden = 0;
  g_autofree char *label = NULL;

  for (guint i = 0; i < self->parts->len; i++)
    n_hidden += loft_conversation_view_card_at (self, i) == NULL;
  if (n_hidden == 0)
    {
      if (self->more != NULL)
        gtk_box_remove (self->cards, g_steal_pointer (&self->more));
      return;
    }
  label = g_strdup_printf (ngettext ("%u Older Message", "%u Older Messages", n_hidden), n_hidden);
  if (self->more == NULL)
    {
      self->more = gtk_button_new ();
      gtk_widget_set_halign (self->more, GTK_ALIGN_CENTER);
      g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (on_more_clicked), self);
      gtk_box_insert_child_after (self->cards, self->more,
                                  GTK_WIDGET (loft_conversation_view_card_at (self, 0)));
    }
  gtk_button_set_label (GTK_BUTTON (self->more), label);
}

void
loft_conversation_view_make_cards (LoftConversationView *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      if (!is_hidden (self, i) && loft_conversation_view_card_at (self, i) == NULL)
        make_card (self, i);
    }
  show_more (self);
}
