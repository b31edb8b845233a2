/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-inline-replies.h"

#include "loft-composer-window.h"

#define OF_VIEW "loft-inline-replies"

struct _LoftInlineReplies {
  GObject parent_instance;

  LoftMessageView *view; /* (borrowed) owns us */
  GHashTable *composers; /* gint64 id of a message -> LoftComposer */
};

G_DEFINE_FINAL_TYPE (LoftInlineReplies, loft_inline_replies, G_TYPE_OBJECT)

static void
place (LoftInlineReplies *self, gint64 message_id, LoftComposer *composer)
{
  if (gtk_widget_get_parent (GTK_WIDGET (composer)) == NULL)
    loft_message_view_place_reply (self->view, message_id, GTK_WIDGET (composer));
}

/* Another conversation is open, or the same one again. */
static void
on_view_changed (LoftInlineReplies *self)
{
  g_autoptr (GList) ids = g_hash_table_get_keys (self->composers);

  for (GList *link = ids; link != NULL; link = link->next)
    place (self, *(gint64 *) link->data, g_hash_table_lookup (self->composers, link->data));
}

static void
take_away (LoftInlineReplies *self, LoftComposer *composer)
{
  GHashTableIter iter;
  gpointer each = NULL;
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (composer));

  g_signal_handlers_disconnect_by_data (composer, self);
  if (GTK_IS_BOX (parent))
    gtk_box_remove (GTK_BOX (parent), GTK_WIDGET (composer));
  g_hash_table_iter_init (&iter, self->composers);
  while (g_hash_table_iter_next (&iter, NULL, &each))
    {
      if (each != composer)
        continue;
      g_hash_table_iter_remove (&iter);
      return;
    }
}

static void
on_done (LoftInlineReplies *self, LoftComposer *composer)
{
  g_autoptr (LoftComposer) kept = g_object_ref (composer);

  take_away (self, composer);
  loft_message_view_focus_body (self->view);
}

static void
on_pop_out (LoftInlineReplies *self, LoftComposer *composer)
{
  g_autoptr (LoftComposer) kept = g_object_ref (composer);

  take_away (self, composer);
  loft_composer_window_open (composer);
}

gboolean
loft_inline_replies_add (LoftInlineReplies *self, gint64 message_id, LoftComposer *composer)
{
  LoftComposer *there = g_hash_table_lookup (self->composers, &message_id);
  g_autoptr (LoftComposer) owned = g_object_ref_sink (composer);

  if (there != NULL && loft_composer_is_touched (there))
    {
      loft_composer_focus (there);
      return FALSE;
    }
  if (there != NULL)
    take_away (self, there);
  loft_composer_set_inline (composer, TRUE);
  g_hash_table_insert (self->composers, g_memdup2 (&message_id, sizeof (gint64)),
                       g_object_ref (composer));
  g_signal_connect_swapped (composer, "done", G_CALLBACK (on_done), self);
  g_signal_connect_swapped (composer, "pop-out", G_CALLBACK (on_pop_out), self);
  place (self, message_id, composer);
  loft_composer_focus (composer);
  return TRUE;
}

void
loft_inline_replies_save (LoftInlineReplies *self)
{
  GHashTableIter iter;
  gpointer composer = NULL;

  g_hash_table_iter_init (&iter, self->composers);
  while (g_hash_table_iter_next (&iter, NULL, &composer))
    loft_composer_save (composer);
}

static void
loft_inline_replies_finalize (GObject *object)
{
  LoftInlineReplies *self = LOFT_INLINE_REPLIES (object);
  GHashTableIter iter;
  gpointer composer = NULL;

  /* What was written is not lost with the window. */
  g_hash_table_iter_init (&iter, self->composers);
  while (g_hash_table_iter_next (&iter, NULL, &composer))
    g_signal_handlers_disconnect_by_data (composer, self);
  g_hash_table_unref (self->composers);
  G_OBJECT_CLASS (loft_inline_replies_parent_class)->finalize (object);
}

static void
loft_inline_replies_class_init (LoftInlineRepliesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_inline_replies_finalize;
}

static void
loft_inline_replies_init (LoftInlineReplies *self)
{
  self->composers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
}

LoftInlineReplies *
loft_inline_replies_of (LoftMessageView *view)
{
  LoftInlineReplies *self = g_object_get_data (G_OBJECT (view), OF_VIEW);

  if (self != NULL)
    return self;
  self = g_object_new (LOFT_TYPE_INLINE_REPLIES, NULL);
  self->view = view;
  g_object_set_data_full (G_OBJECT (view), OF_VIEW, self, g_object_unref);
  g_signal_connect_object (view, "changed", G_CALLBACK (on_view_changed), self, G_CONNECT_SWAPPED);
  return self;
}
