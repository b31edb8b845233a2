/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-find-bar.h"

#include "config.h"
#include "loft-conversation-view.h"
#include "loft-message-content.h"
#include "loft-text-view.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

struct _LoftFindBar {
  GtkWidget parent_instance;

  GtkSearchBar *bar;
  GtkEditable *entry;
  GtkLabel *count;
  GtkWidget *previous;
  GtkWidget *next;

  GtkWidget *target; /* (nullable) weak */
  gulong handler;
};

G_DEFINE_FINAL_TYPE (LoftFindBar, loft_find_bar, GTK_TYPE_WIDGET)

static void
show_count (LoftFindBar *self, const char *text, gboolean found)
{
  gboolean none = text[0] != '\0' && !found;

  gtk_label_set_text (self->count, text);
  gtk_widget_set_sensitive (self->previous, found);
  gtk_widget_set_sensitive (self->next, found);
  if (none)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text, -1);
}

static void
on_found (LoftFindBar *self, guint n, guint at)
{
  g_autofree char *text = NULL;

  if (gtk_editable_get_text (self->entry)[0] == '\0')
    text = g_strdup ("");
  else if (n == 0)
    text = g_strdup (_ ("Not Found"));
  else if (n == G_MAXUINT && at > 0)
    text = g_strdup_printf (_ ("%'u of more than %'u"), at, 1000u);
  else if (n == G_MAXUINT)
    text = g_strdup_printf (_ ("more than %'u"), 1000u);
  else
    text = g_strdup_printf (_ ("%1$'u of %2$'u"), at, n);
  show_count (self, text, n > 0);
}

static void
find (LoftFindBar *self, const char *text, gboolean forward)
{
  if (LOFT_IS_MESSAGE_CONTENT (self->target))
    loft_message_content_find (LOFT_MESSAGE_CONTENT (self->target), text, forward);
  else if (LOFT_IS_CONVERSATION_VIEW (self->target))
    loft_conversation_view_find (LOFT_CONVERSATION_VIEW (self->target), text, forward);
  else if (LOFT_IS_TEXT_VIEW (self->target))
    loft_text_view_find (LOFT_TEXT_VIEW (self->target), text, forward);
}

static void
step (LoftFindBar *self, gboolean forward)
{
  const char *text = gtk_editable_get_text (self->entry);

  if (text[0] == '\0')
    show_count (self, "", FALSE);
  find (self, text, forward);
}

static void
on_next (LoftFindBar *self)
{
  step (self, TRUE);
}

static void
on_previous (LoftFindBar *self)
{
  step (self, FALSE);
}

static gboolean
on_key (LoftFindBar *self, guint key, guint code, GdkModifierType state)
{
  gboolean shift = (state & GDK_SHIFT_MASK) != 0;

  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || !shift)
    return FALSE;
  on_previous (self);
  return TRUE;
}

static gboolean
is_open (LoftFindBar *self)
{
  return gtk_search_bar_get_search_mode (self->bar);
}

/* Back to the text, where the match stays selected. */
static void
on_mode (LoftFindBar *self)
{
  GtkWidget *focus = NULL;

  if (is_open (self))
    return;
  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  find (self, NULL, TRUE);
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return;
  if (LOFT_IS_MESSAGE_CONTENT (self->target))
    loft_message_content_focus (LOFT_MESSAGE_CONTENT (self->target));
  else if (LOFT_IS_CONVERSATION_VIEW (self->target))
    loft_conversation_view_focus (LOFT_CONVERSATION_VIEW (self->target));
}

void
loft_find_bar_again (LoftFindBar *self)
{
  if (!is_open (self))
    return;
  find (self, NULL, TRUE);
  on_next (self);
}

void
loft_find_bar_set_target (LoftFindBar *self, GtkWidget *target)
{
  if (self->target == target)
    return;
  if (self->target != NULL)
    {
      find (self, NULL, TRUE);
      g_clear_signal_handler (&self->handler, self->target);
    }
  g_set_weak_pointer (&self->target, target);
  show_count (self, "", FALSE);
  if (target == NULL)
    return;
  self->handler =
    g_signal_connect_object (target, "found", G_CALLBACK (on_found), self, G_CONNECT_SWAPPED);
  loft_find_bar_again (self);
}

void
loft_find_bar_open (LoftFindBar *self)
{
  gtk_search_bar_set_search_mode (self->bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (self->entry, 0, -1);
}

void
loft_find_bar_close (LoftFindBar *self)
{
  gtk_search_bar_set_search_mode (self->bar, FALSE);
}

static void
loft_find_bar_dispose (GObject *object)
{
  LoftFindBar *self = LOFT_FIND_BAR (object);

  if (self->target != NULL)
    g_clear_signal_handler (&self->handler, self->target);
  g_clear_weak_pointer (&self->target);
  g_clear_pointer ((GtkWidget **) &self->bar, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_find_bar_parent_class)->dispose (object);
}

static void
loft_find_bar_class_init (LoftFindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_find_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/reading/loft-find-bar.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftFindBar, bar);
  gtk_widget_class_bind_template_child (widget_class, LoftFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, LoftFindBar, count);
  gtk_widget_class_bind_template_child (widget_class, LoftFindBar, previous);
  gtk_widget_class_bind_template_child (widget_class, LoftFindBar, next);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_previous);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_find_bar_init (LoftFindBar *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->bar, self->entry);
  g_signal_connect_object (self->bar, "notify::search-mode-enabled", G_CALLBACK (on_mode), self,
                           G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  show_count (self, "", FALSE);
}
