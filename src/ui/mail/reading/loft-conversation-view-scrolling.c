/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-conversation-view-private.h"

#include "loft-composer.h"

void
loft_conversation_view_go_to_anchor (LoftConversationView *self)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scroller);
  graphene_rect_t bounds;

  if (self->anchor == NULL || !gtk_widget_compute_bounds (self->anchor, self->column, &bounds))
    return;
  self->anchoring = TRUE;
  gtk_adjustment_set_value (place, bounds.origin.y - LOFT_CONVERSATION_VIEW_MARGIN);
  self->anchoring = FALSE;
}

static void
on_scrolled (LoftConversationView *self)
{
  if (!self->anchoring)
    g_clear_weak_pointer (&self->anchor);
}

/* In a reply in place keys are for its text. */
static gboolean
is_written_in (LoftConversationView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);

  return focus != NULL && gtk_widget_get_ancestor (focus, LOFT_TYPE_COMPOSER) != NULL;
}

/* Keys that scroll are for the column, also from inside of a card: its text does not scroll. */
static gboolean
on_key (LoftConversationView *self, guint key, guint code, GdkModifierType state)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scroller);
  double page = gtk_adjustment_get_page_increment (place);
  double value = gtk_adjustment_get_value (place);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0 || is_written_in (self))
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      gtk_adjustment_set_value (place, value + page);
      return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      gtk_adjustment_set_value (place, value - page);
      return TRUE;
    case GDK_KEY_Home:
      gtk_adjustment_set_value (place, 0);
      return TRUE;
    case GDK_KEY_End:
      gtk_adjustment_set_value (place, gtk_adjustment_get_upper (place));
      return TRUE;
    default:
      return FALSE;
    }
}

void
loft_conversation_view_follow_scrolling (LoftConversationView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scroller);

  g_signal_connect_swapped (place, "changed", G_CALLBACK (loft_conversation_view_go_to_anchor),
                            self);
  g_signal_connect_swapped (place, "value-changed", G_CALLBACK (on_scrolled), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
