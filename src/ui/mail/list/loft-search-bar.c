/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-bar.h"

#include "config.h"
#include "loft-search-entry.h"
#include "loft-search-suggestions.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

#define PAUSE_MS 60 /* of typing, before it is searched */

struct _LoftSearchBar {
  GtkWidget parent_instance;

  GtkWidget *box;
  LoftSearchEntry *entry;
  GtkDropDown *scope;
  GtkDropDown *order;
  GtkWidget *save;
  GtkLabel *note;

  LoftSearchSuggestions *suggestions; /* (owned) */
  LoftSavedSearches *searches; /* (owned) (nullable) */
  LoftMailAccount *account; /* (owned) (nullable) */
  guint pause;
  gboolean is_setting;
};

enum { SIGNAL_SEARCH, SIGNAL_LEAVE, SIGNAL_MOVE_DOWN, SIGNAL_SAVE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftSearchBar, loft_search_bar, GTK_TYPE_WIDGET)

static void
search_now (LoftSearchBar *self)
{
  g_autofree char *query = loft_search_entry_get_query (self->entry);

  g_clear_handle_id (&self->pause, g_source_remove);
  gtk_widget_set_sensitive (self->save, query[0] != '\0');
  g_signal_emit (self, signals[SIGNAL_SEARCH], 0);
}

static gboolean
on_pause (gpointer user_data)
{
  LoftSearchBar *self = user_data;

  self->pause = 0;
  search_now (self);
  return G_SOURCE_REMOVE;
}

static void
on_changed (LoftSearchBar *self)
{
  if (self->is_setting)
    return;
  g_clear_handle_id (&self->pause, g_source_remove);
  self->pause = g_timeout_add (PAUSE_MS, on_pause, self);
}

static void
remember (LoftSearchBar *self)
{
  g_autofree char *query = loft_search_entry_get_query (self->entry);

  if (self->searches != NULL && query[0] != '\0')
    loft_saved_searches_add_recent (self->searches, query);
}

static void
on_activate (LoftSearchBar *self)
{
  remember (self);
  search_now (self);
  g_signal_emit (self, signals[SIGNAL_MOVE_DOWN], 0);
}

static void
on_leave (LoftSearchBar *self)
{
  g_signal_emit (self, signals[SIGNAL_LEAVE], 0);
}

static void
on_move_down (LoftSearchBar *self)
{
  remember (self);
  g_signal_emit (self, signals[SIGNAL_MOVE_DOWN], 0);
}

static void
on_choice (LoftSearchBar *self)
{
  if (!self->is_setting)
    search_now (self);
}

static void
on_save (LoftSearchBar *self)
{
  g_signal_emit (self, signals[SIGNAL_SAVE], 0);
}

void
loft_search_bar_set_service (LoftSearchBar *self, LoftService *service, LoftSavedSearches *searches)
{
  g_set_object (&self->searches, searches);
  loft_search_suggestions_prepare (self->suggestions, service, searches);
}

void
loft_search_bar_set_place (LoftSearchBar *self, LoftMailAccount *account, const char *folder_name)
{
  LoftSearchScope before = loft_search_bar_get_scope (self);
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);

  self->is_setting = TRUE;
  g_set_object (&self->account, account);
  loft_search_suggestions_set_account (self->suggestions, NULL);
  gtk_string_list_append (choices, _ ("All Accounts"));
  if (account != NULL)
    gtk_string_list_append (choices, loft_mail_account_get_name (account));
  if (account != NULL && folder_name != NULL)
    gtk_string_list_append (choices, folder_name);
  gtk_drop_down_set_model (self->scope, G_LIST_MODEL (choices));
  gtk_drop_down_set_selected (self->scope,
                              MIN ((guint) before,
                                   g_list_model_get_n_items (G_LIST_MODEL (choices)) - 1));
  self->is_setting = FALSE;
}

char *
loft_search_bar_get_query (LoftSearchBar *self)
{
  return loft_search_entry_get_query (self->entry);
}

char *
loft_search_bar_get_typed_query (LoftSearchBar *self)
{
  return loft_search_entry_get_typed_query (self->entry);
}

LoftSearchScope
loft_search_bar_get_scope (LoftSearchBar *self)
{
  guint selected = gtk_drop_down_get_selected (self->scope);

  return selected <= LOFT_SEARCH_SCOPE_FOLDER ? (LoftSearchScope) selected
                                              : LOFT_SEARCH_SCOPE_EVERYWHERE;
}

gboolean
loft_search_bar_get_by_relevance (LoftSearchBar *self)
{
  return gtk_drop_down_get_selected (self->order) == 1;
}

void
loft_search_bar_set_query (LoftSearchBar *self, const char *query, LoftSearchScope scope)
{
  self->is_setting = TRUE;
  gtk_drop_down_set_selected (self->scope, scope);
  loft_search_entry_set_query (self->entry, query);
  self->is_setting = FALSE;
  loft_search_suggestions_close (self->suggestions);
  search_now (self);
}

void
loft_search_bar_clear (LoftSearchBar *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  self->is_setting = TRUE;
  loft_search_entry_set_query (self->entry, "");
  self->is_setting = FALSE;
  gtk_widget_set_sensitive (self->save, FALSE);
  loft_search_bar_set_note (self, "", FALSE);
  loft_search_bar_set_busy (self, FALSE);
  loft_search_suggestions_close (self->suggestions);
}

void
loft_search_bar_set_note (LoftSearchBar *self, const char *note, gboolean is_problem)
{
  GtkWidget *label = GTK_WIDGET (self->note);

  gtk_label_set_text (self->note, note);
  gtk_widget_set_visible (label, note[0] != '\0');
  if (is_problem)
    {
      gtk_widget_add_css_class (label, "warning");
      gtk_widget_remove_css_class (label, "dim-label");
    }
  else
    {
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_remove_css_class (label, "warning");
    }
}

void
loft_search_bar_set_busy (LoftSearchBar *self, gboolean busy)
{
  loft_search_entry_set_busy (self->entry, busy);
}

void
loft_search_bar_close_suggestions (LoftSearchBar *self)
{
  loft_search_suggestions_close (self->suggestions);
}

static gboolean
loft_search_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (LOFT_SEARCH_BAR (widget)->entry));
}

static void
loft_search_bar_dispose (GObject *object)
{
  LoftSearchBar *self = LOFT_SEARCH_BAR (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  self->is_setting = TRUE;
  if (self->suggestions != NULL)
    g_object_run_dispose (G_OBJECT (self->suggestions));
  g_clear_object (&self->suggestions);
  g_clear_object (&self->searches);
  g_clear_object (&self->account);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_search_bar_parent_class)->dispose (object);
}

static void
loft_search_bar_class_init (LoftSearchBarClass *klass)
{
  static const char *const names[N_SIGNALS] = { "search", "leave", "move-down", "save" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (LOFT_TYPE_SEARCH_ENTRY);
  G_OBJECT_CLASS (klass)->dispose = loft_search_bar_dispose;
  widget_class->grab_focus = loft_search_bar_grab_focus;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/list/loft-search-bar.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftSearchBar, box);
  gtk_widget_class_bind_template_child (widget_class, LoftSearchBar, entry);
  gtk_widget_class_bind_template_child (widget_class, LoftSearchBar, scope);
  gtk_widget_class_bind_template_child (widget_class, LoftSearchBar, order);
  gtk_widget_class_bind_template_child (widget_class, LoftSearchBar, save);
  gtk_widget_class_bind_template_child (widget_class, LoftSearchBar, note);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_leave);
  gtk_widget_class_bind_template_callback (widget_class, on_move_down);
  gtk_widget_class_bind_template_callback (widget_class, on_choice);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_search_bar_init (LoftSearchBar *self)
{
  self->is_setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_setting = FALSE;
  self->suggestions = loft_search_suggestions_new (self->entry);
  loft_search_entry_set_placeholder (self->entry, _ ("Search words, from:, in: …"));
  loft_search_bar_set_place (self, NULL, NULL);
}
