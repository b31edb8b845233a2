/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-conversation-view-private.h"

#include "config.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

/* Each is a picture of the whole message in memory, twice. */
#define MAX_HTML_CARDS 4
#define CLAMP_WIDTH    760
#define MAX_SUBJECT    1000

enum { CHANGED, FOUND, LINK_HOVERED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftConversationView, loft_conversation_view, GTK_TYPE_WIDGET)

LoftConversationMessage *
loft_conversation_view_part_at (LoftConversationView *self, guint i)
{
  return &g_array_index (self->parts, LoftConversationMessage, i);
}

LoftConversationCard *
loft_conversation_view_card_at (LoftConversationView *self, guint i)
{
  return g_hash_table_lookup (self->by_id, &loft_conversation_view_part_at (self, i)->id);
}

/* Cards */

static void
set_current (LoftConversationView *self, LoftConversationCard *card)
{
  if (self->current == card)
    return;
  self->current = card;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_took_focus (LoftConversationView *self, LoftConversationCard *card)
{
  if (loft_conversation_card_is_open (card))
    set_current (self, card);
}

static void
fold_the_oldest (LoftConversationView *self)
{
  guint n = 0;

  for (GList *link = self->opened->head; link != NULL;)
    {
      LoftConversationCard *card = link->data;
      LoftMessageContent *content = loft_conversation_card_get_content (card);

      link = link->next;
      if (content != NULL && loft_message_content_is_html (content) && ++n > MAX_HTML_CARDS)
        loft_conversation_card_set_open (card, FALSE);
    }
}

static void
on_unfolded (LoftConversationView *self, LoftConversationCard *card)
{
  g_queue_remove (self->opened, card);
  g_queue_push_head (self->opened, card);
  set_current (self, card);
}

static void
on_folded (LoftConversationView *self, LoftConversationCard *card)
{
  g_queue_remove (self->opened, card);
  if (self->current == card)
    set_current (self, g_queue_peek_head (self->opened));
  loft_conversation_finder_update (self->finder, NULL);
}

static void
on_card_shown (LoftConversationView *self, LoftConversationCard *card)
{
  loft_conversation_finder_update (self->finder, loft_conversation_card_get_content (card));
}

static void
on_card_changed (LoftConversationView *self, LoftConversationCard *card)
{
  fold_the_oldest (self);
  if (card == self->current)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_link_hovered (LoftConversationView *self, const char *text)
{
  g_signal_emit (self, signals[LINK_HOVERED], 0, text);
}

void
loft_conversation_view_connect_card (LoftConversationView *self, GtkWidget *card)
{
  g_signal_connect_swapped (card, "unfolded", G_CALLBACK (on_unfolded), self);
  g_signal_connect_swapped (card, "folded", G_CALLBACK (on_folded), self);
  g_signal_connect_swapped (card, "shown", G_CALLBACK (on_card_shown), self);
  g_signal_connect_swapped (card, "changed", G_CALLBACK (on_card_changed), self);
  g_signal_connect_swapped (card, "link-hovered", G_CALLBACK (on_link_hovered), self);
  g_signal_connect_swapped (card, "took-focus", G_CALLBACK (on_took_focus), self);
}

/* The conversation */

static void
show_heading (LoftConversationView *self)
{
  LoftConversationCard *first =
    self->parts->len == 0 ? NULL : loft_conversation_view_card_at (self, 0);
  LoftMessage *message = first == NULL ? NULL : loft_conversation_card_get_message (first);
  g_autofree char *cut = g_strndup (message == NULL ? "" : message->subject, MAX_SUBJECT);
  g_autofree char *subject = g_utf8_make_valid (cut, -1);
  g_autofree char *count = NULL;
  g_autofree char *unread = NULL;
  g_autofree char *both = NULL;
  guint n_unread = 0;

  for (guint i = 0; i < self->parts->len; i++)
    n_unread += (loft_conversation_view_part_at (self, i)->flags & LOFT_FLAG_SEEN) == 0;
  count =
    g_strdup_printf (ngettext ("%u message", "%u messages", self->parts->len), self->parts->len);
  unread = g_strdup_printf (ngettext ("%u unread", "%u unread", n_unread), n_unread);
  both = n_unread == 0 ? g_strdup (count) : g_strdup_printf ("%s · %s", count, unread);
  gtk_label_set_text (self->subject, subject[0] == '\0' ? _ ("No Subject") : subject);
  gtk_label_set_text (self->count, both);
}

static void
make_cards (LoftConversationView *self)
{
  loft_conversation_view_make_cards (self);
  show_heading (self);
}

static void
take_parts (LoftConversationView *self, GArray *parts)
{
  g_array_ref (parts);
  g_clear_pointer (&self->parts, g_array_unref);
  self->parts = parts;
}

static LoftConversationCard *
first_to_read (LoftConversationView *self)
{
  for (guint i = self->parts->len; i > 0; i--)
    {
      LoftConversationCard *card = loft_conversation_view_card_at (self, i - 1);

      if (card != NULL &&
          (loft_conversation_view_part_at (self, i - 1)->flags & LOFT_FLAG_SEEN) == 0)
        return card;
    }
  for (guint i = self->parts->len; i > 0; i--)
    {
      if (loft_conversation_view_card_at (self, i - 1) != NULL)
        return loft_conversation_view_card_at (self, i - 1);
    }
  return NULL;
}

void
loft_conversation_view_open (LoftConversationView *self, LoftMailAccount *account, GArray *parts,
                             gint64 read)
{
  LoftConversationCard *card = NULL;

  loft_conversation_view_close (self);
  g_set_object (&self->account, account);
  take_parts (self, parts);
  make_cards (self);
  card = read == 0 ? NULL : g_hash_table_lookup (self->by_id, &read);
  if (card == NULL)
    card = first_to_read (self);
  if (card == NULL)
    return;
  loft_conversation_card_set_open (card, TRUE);
  g_set_weak_pointer (&self->anchor, GTK_WIDGET (card));
}

static void
follow_flags (LoftConversationView *self, guint i)
{
  LoftConversationCard *card = loft_conversation_view_card_at (self, i);
  const LoftConversationMessage *part = loft_conversation_view_part_at (self, i);
  const LoftMessage *shown = card == NULL ? NULL : loft_conversation_card_get_message (card);
  g_autoptr (LoftMessage) message = NULL;

  if (card == NULL ||
      (shown->flags == part->flags && g_str_hash (shown->keywords) == part->keywords))
    return;
  message = loft_conversation_view_read_message (self, i);
  if (message != NULL)
    loft_conversation_card_set_message (card, message);
}

static void
remove_gone (LoftConversationView *self)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_int64_hash, g_int64_equal);
  GHashTableIter iter;
  gpointer id = NULL, card = NULL;

  for (guint i = 0; i < self->parts->len; i++)
    g_hash_table_add (ids, &loft_conversation_view_part_at (self, i)->id);
  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, &id, &card))
    {
      if (g_hash_table_contains (ids, id))
        continue;
      loft_conversation_view_remove_card (self, card);
      g_hash_table_iter_remove (&iter);
    }
}

void
loft_conversation_view_update (LoftConversationView *self, GArray *parts)
{
  take_parts (self, parts);
  remove_gone (self);
  for (guint i = 0; i < parts->len; i++)
    follow_flags (self, i);
  make_cards (self);
  if (self->current == NULL && parts->len > 0 &&
      loft_conversation_view_card_at (self, parts->len - 1) != NULL)
    loft_conversation_card_set_open (loft_conversation_view_card_at (self, parts->len - 1), TRUE);
}

void
loft_conversation_view_close (LoftConversationView *self)
{
  GHashTableIter iter;
  gpointer card = NULL;

  g_clear_handle_id (&self->source, g_source_remove);
  loft_conversation_finder_find (self->finder, NULL, TRUE);
  self->current = NULL;
  g_clear_weak_pointer (&self->anchor);
  self->n_last_shown = LOFT_CONVERSATION_VIEW_LAST_SHOWN;
  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &card))
    loft_conversation_view_remove_card (self, card);
  loft_conversation_view_remove_replies (self);
  g_hash_table_remove_all (self->by_id);
  g_queue_clear (self->opened);
  self->current = NULL;
  if (self->more != NULL)
    gtk_box_remove (self->cards, g_steal_pointer (&self->more));
}

LoftMessageContent *
loft_conversation_view_get_content (LoftConversationView *self)
{
  return self->current == NULL ? NULL : loft_conversation_card_get_content (self->current);
}

/* (transfer container) of LoftMessageContent, in the order of the parts. */
static GPtrArray *
list_open_contents (gpointer user_data)
{
  LoftConversationView *self = user_data;
  GPtrArray *contents = g_ptr_array_new ();

  for (guint i = 0; self->parts != NULL && i < self->parts->len; i++)
    {
      LoftConversationCard *card = loft_conversation_view_card_at (self, i);
      LoftMessageContent *content = card == NULL ? NULL : loft_conversation_card_get_content (card);

      if (content != NULL)
        g_ptr_array_add (contents, content);
    }
  return contents;
}

static void
on_found (guint n, guint at, gpointer user_data)
{
  g_signal_emit (user_data, signals[FOUND], 0, n, at);
}

void
loft_conversation_view_find (LoftConversationView *self, const char *text, gboolean forward)
{
  loft_conversation_finder_find (self->finder, text, forward);
}

void
loft_conversation_view_move (LoftConversationView *self, int step)
{
  GtkWidget *card = GTK_WIDGET (self->current);

  if (card == NULL)
    return;
  do
    card = step > 0 ? gtk_widget_get_next_sibling (card) : gtk_widget_get_prev_sibling (card);
  while (card != NULL && !LOFT_IS_CONVERSATION_CARD (card));
  if (card == NULL)
    return;
  loft_conversation_card_set_open (LOFT_CONVERSATION_CARD (card), TRUE);
  set_current (self, LOFT_CONVERSATION_CARD (card));
  loft_conversation_card_focus (LOFT_CONVERSATION_CARD (card));
  g_set_weak_pointer (&self->anchor, card);
  loft_conversation_view_go_to_anchor (self);
}

void
loft_conversation_view_set_zoom (LoftConversationView *self, double zoom)
{
  GHashTableIter iter;
  gpointer card = NULL;

  self->zoom = zoom;
  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &card))
    loft_conversation_card_set_zoom (card, zoom);
}

void
loft_conversation_view_focus (LoftConversationView *self)
{
  LoftMessageContent *content = loft_conversation_view_get_content (self);

  if (content != NULL)
    loft_message_content_focus (content);
}

void
loft_conversation_view_retry (LoftConversationView *self)
{
  for (GList *link = self->opened->head; link != NULL; link = link->next)
    loft_message_content_retry (loft_conversation_card_get_content (link->data));
}

static void
loft_conversation_view_dispose (GObject *object)
{
  LoftConversationView *self = LOFT_CONVERSATION_VIEW (object);

  if (self->scroller != NULL)
    loft_conversation_view_close (self);
  g_clear_pointer ((GtkWidget **) &self->scroller, gtk_widget_unparent);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (loft_conversation_view_parent_class)->dispose (object);
}

static void
loft_conversation_view_finalize (GObject *object)
{
  LoftConversationView *self = LOFT_CONVERSATION_VIEW (object);

  g_clear_pointer (&self->parts, g_array_unref);
  loft_conversation_finder_free (self->finder);
  g_hash_table_unref (self->by_id);
  g_queue_free (self->opened);
  G_OBJECT_CLASS (loft_conversation_view_parent_class)->finalize (object);
}

static void
loft_conversation_view_class_init (LoftConversationViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_conversation_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_conversation_view_finalize;
  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FOUND] = g_signal_new ("found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[LINK_HOVERED] = g_signal_new ("link-hovered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/reading/loft-conversation-view.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftConversationView, scroller);
  gtk_widget_class_bind_template_child (widget_class, LoftConversationView, clamp);
  gtk_widget_class_bind_template_child (widget_class, LoftConversationView, column);
  gtk_widget_class_bind_template_child (widget_class, LoftConversationView, subject);
  gtk_widget_class_bind_template_child (widget_class, LoftConversationView, count);
  gtk_widget_class_bind_template_child (widget_class, LoftConversationView, cards);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_conversation_view_init (LoftConversationView *self)
{
  int width = 0;

  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->opened = g_queue_new ();
  self->finder = loft_conversation_finder_new (list_open_contents, on_found, self);
  self->zoom = 1.0;
  gtk_widget_init_template (GTK_WIDGET (self));
  width = CLAMP_WIDTH * loft_ui_text_scale (GTK_WIDGET (self));
  adw_clamp_set_maximum_size (self->clamp, width);
  adw_clamp_set_tightening_threshold (self->clamp, width);
  loft_conversation_view_follow_scrolling (self);
}
