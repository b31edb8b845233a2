/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-suggestions-private.h"

#include "config.h"
#include "loft-people.h"

#include <glib/gi18n.h>

#define POPOVER_EDGES 26

G_DEFINE_FINAL_TYPE (LoftSearchSuggestions, loft_search_suggestions, G_TYPE_OBJECT)

static void update (LoftSearchSuggestions *self);

static gboolean
update_later (GtkWidget *entry, GdkFrameClock *clock, gpointer user_data)
{
  LoftSearchSuggestions *self = user_data;

  if (gtk_widget_get_width (entry) == 0)
    return G_SOURCE_CONTINUE;
  self->has_tick = FALSE;
  if (self->popover != NULL)
    update (self);
  return G_SOURCE_REMOVE;
}

/* The bar that the entry is in may only be coming: it has no width yet. */
static void
wait_for_width (LoftSearchSuggestions *self)
{
  if (self->has_tick)
    return;
  self->has_tick = TRUE;
  gtk_widget_add_tick_callback (GTK_WIDGET (self->entry), update_later, g_object_ref (self),
                                g_object_unref);
}

static void
update (LoftSearchSuggestions *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->entry));

  if (self->is_taking)
    return;
  loft_search_suggestions_fill (self);
  if (self->n_rows == 0 || self->dismissed ||
      !gtk_widget_has_focus (GTK_WIDGET (loft_search_entry_get_text (self->entry))))
    {
      gtk_popover_popdown (self->popover);
      return;
    }
  if (width == 0)
    {
      wait_for_width (self);
      return;
    }
  gtk_widget_set_size_request (GTK_WIDGET (self->list), MAX (width - POPOVER_EDGES, 180), -1);
  gtk_popover_popup (self->popover);
}

/* Taking one */

static void
take_row (LoftSearchSuggestions *self, GtkListBoxRow *row)
{
  const char *condition = g_object_get_data (G_OBJECT (row), LOFT_SEARCH_SUGGESTION_CONDITION);
  const char *text = g_object_get_data (G_OBJECT (row), LOFT_SEARCH_SUGGESTION_TEXT);
  const char *whole = g_object_get_data (G_OBJECT (row), LOFT_SEARCH_SUGGESTION_WHOLE);
  g_autofree char *kept = g_strdup (condition != NULL ? condition : whole);

  if (text != NULL)
    {
      loft_search_entry_replace_last_word (self->entry, text);
      return;
    }
  self->is_taking = TRUE;
  if (condition != NULL)
    {
      loft_search_entry_replace_last_word (self->entry, "");
      loft_search_entry_add_pill (self->entry, kept);
    }
  else
    loft_search_entry_set_query (self->entry, kept);
  self->is_taking = FALSE;
  gtk_popover_popdown (self->popover);
}

static void
on_row_activated (LoftSearchSuggestions *self, GtkListBoxRow *row)
{
  take_row (self, row);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static gboolean
move (LoftSearchSuggestions *self, int step)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);
  int index = (selected != NULL ? gtk_list_box_row_get_index (selected) : -1) + step;

  if (index < -1)
    return FALSE;
  if (index >= (int) self->n_rows)
    {
      gtk_popover_popdown (self->popover);
      return FALSE;
    }
  gtk_list_box_select_row (self->list,
                           index < 0 ? NULL : gtk_list_box_get_row_at_index (self->list, index));
  return TRUE;
}

/* Before the entry sees it. */
static gboolean
on_key (LoftSearchSuggestions *self, guint key, guint code, GdkModifierType modifiers)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->popover)) ||
      (modifiers & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return move (self, 1);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return move (self, -1);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (selected != NULL)
        take_row (self, selected);
      else
        loft_search_suggestions_close (self);
      return selected != NULL;
    case GDK_KEY_Escape:
      loft_search_suggestions_close (self);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
on_typed (LoftSearchSuggestions *self)
{
  self->dismissed = FALSE;
  update (self);
}

void
loft_search_suggestions_close (LoftSearchSuggestions *self)
{
  self->dismissed = TRUE;
  gtk_popover_popdown (self->popover);
}

/* People */

static void
on_people (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LoftSearchSuggestions) self = user_data;
  GPtrArray *people = loft_people_load_finish (LOFT_SERVICE (source), result, NULL);

  if (people == NULL)
    return;
  g_clear_pointer (&self->people, g_ptr_array_unref);
  self->people = people;
  if (!g_cancellable_is_cancelled (self->cancellable))
    update (self);
}

void
loft_search_suggestions_prepare (LoftSearchSuggestions *self, LoftService *service,
                                 LoftSavedSearches *searches)
{
  g_set_object (&self->service, service);
  g_set_object (&self->searches, searches);
  self->dismissed = FALSE;
  loft_people_load_async (service, self->cancellable, on_people, g_object_ref (self));
}

void
loft_search_suggestions_set_account (LoftSearchSuggestions *self, LoftMailAccount *account)
{
  g_set_object (&self->account, account);
}

/* Object */

static void
loft_search_suggestions_dispose (GObject *object)
{
  LoftSearchSuggestions *self = LOFT_SEARCH_SUGGESTIONS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer ((GtkWidget **) &self->popover, gtk_widget_unparent);
  g_clear_object (&self->service);
  g_clear_object (&self->searches);
  g_clear_object (&self->account);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  G_OBJECT_CLASS (loft_search_suggestions_parent_class)->dispose (object);
}

static void
loft_search_suggestions_finalize (GObject *object)
{
  g_object_unref (LOFT_SEARCH_SUGGESTIONS (object)->cancellable);
  G_OBJECT_CLASS (loft_search_suggestions_parent_class)->finalize (object);
}

static void
loft_search_suggestions_class_init (LoftSearchSuggestionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_search_suggestions_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_search_suggestions_finalize;
}

static void
loft_search_suggestions_init (LoftSearchSuggestions *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
add_popover (LoftSearchSuggestions *self)
{
  self->popover = GTK_POPOVER (gtk_popover_new ());
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_SINGLE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "search-suggestions");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Suggestions"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  gtk_popover_set_child (self->popover, GTK_WIDGET (self->list));
  gtk_popover_set_autohide (self->popover, FALSE);
  gtk_popover_set_has_arrow (self->popover, FALSE);
  gtk_popover_set_position (self->popover, GTK_POS_BOTTOM);
  gtk_widget_set_can_focus (GTK_WIDGET (self->popover), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self->entry));
}

static void
hide (LoftSearchSuggestions *self)
{
  gtk_popover_popdown (self->popover);
}

static void
follow_text (LoftSearchSuggestions *self)
{
  GtkWidget *text = GTK_WIDGET (loft_search_entry_get_text (self->entry));
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  /* The controller added last is asked first. */
  gtk_widget_add_controller (text, keys);
  g_signal_connect_object (focus, "enter", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (hide), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (text, focus);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
}

LoftSearchSuggestions *
loft_search_suggestions_new (LoftSearchEntry *entry)
{
  LoftSearchSuggestions *self = g_object_new (LOFT_TYPE_SEARCH_SUGGESTIONS, NULL);

  self->entry = entry;
  add_popover (self);
  follow_text (self);
  return self;
}
