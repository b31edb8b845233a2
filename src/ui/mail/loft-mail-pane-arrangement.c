/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-list-arrangement.h"
#include "loft-settings.h"

#include <glib/gi18n.h>

static const struct {
  const char *action;
  LoftMessageFilter filter;
} filters[] = {
  { "filter-unread", LOFT_FILTER_UNREAD },
  { "filter-flagged", LOFT_FILTER_FLAGGED },
  { "filter-attachment", LOFT_FILTER_ATTACHMENT },
};

static void
set_state (LoftMailPane *self, const char *name, GVariant *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
}

static void
show (LoftMailPane *self)
{
  const LoftMessageArrangement *now = &self->arrangement;
  g_autofree char *filtered = loft_list_arrangement_filter_text (now->filter);
  GAction *clear = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "clear-filter");

  set_state (self, "sort", g_variant_new_string (loft_list_arrangement_sort_to_name (now->sort)));
  set_state (self, "reverse-order",
             g_variant_new_boolean (now->ascending !=
                                    loft_list_arrangement_begins_ascending (now->sort)));
  set_state (self, "conversations", g_variant_new_boolean (now->conversations));
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    set_state (self, filters[i].action,
               g_variant_new_boolean ((now->filter & filters[i].filter) != 0));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (clear), filtered != NULL);
  loft_banner_set (self->filter_banner, filtered, _ ("Clear"));
  loft_message_list_view_set_sort (self->list, now->sort, now->ascending);
}

/* What a search found keeps its messages apart: each was found for itself. */
void
loft_mail_pane_arrange (LoftMailPane *self, LoftMessageList *list)
{
  LoftMessageArrangement arrangement = self->arrangement;

  if (loft_message_list_is_search (list))
    arrangement.conversations = FALSE;
  if (loft_message_list_is_search (list) && loft_search_bar_get_by_relevance (self->search))
    arrangement.sort = LOFT_SORT_RELEVANCE;
  loft_message_list_set_arrangement (list, &arrangement);
}

static void
apply (LoftMailPane *self)
{
  LoftMessageList *shown = loft_message_list_view_get_list (self->list);

  show (self);
  if (self->folder_list != NULL)
    loft_mail_pane_arrange (self, self->folder_list);
  if (shown != NULL && shown != self->folder_list)
    loft_mail_pane_arrange (self, shown);
  loft_message_list_view_arranged (self->list);
}

/* The settings tell of each change in between, which is not one to follow. */
static void
save (LoftMailPane *self)
{
  self->saving_arrangement = TRUE;
  loft_list_arrangement_save (&self->arrangement);
  self->saving_arrangement = FALSE;
}

static void
set_sort (LoftMailPane *self, LoftMessageSort sort, gboolean ascending)
{
  self->arrangement.sort = sort;
  self->arrangement.ascending = ascending;
  save (self);
  apply (self);
}

static void
on_sort (GSimpleAction *action, GVariant *state, gpointer data)
{
  LoftMessageSort sort = loft_list_arrangement_sort_from_name (g_variant_get_string (state, NULL));

  set_sort (data, sort, loft_list_arrangement_begins_ascending (sort));
}

static void
on_reverse_order (GSimpleAction *action, GVariant *state, gpointer data)
{
  LoftMailPane *self = data;

  set_sort (self, self->arrangement.sort,
            loft_list_arrangement_begins_ascending (self->arrangement.sort) !=
              !!g_variant_get_boolean (state));
}

static void
on_conversations (GSimpleAction *action, GVariant *state, gpointer data)
{
  LoftMailPane *self = data;

  self->arrangement.conversations = g_variant_get_boolean (state);
  save (self);
  apply (self);
}

static void
on_filter (GSimpleAction *action, GVariant *state, gpointer data)
{
  LoftMailPane *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      if (!g_str_equal (g_action_get_name (G_ACTION (action)), filters[i].action))
        continue;
      if (g_variant_get_boolean (state))
        self->arrangement.filter |= filters[i].filter;
      else
        self->arrangement.filter &= ~filters[i].filter;
    }
  apply (self);
}

void
loft_mail_pane_clear_filter (LoftMailPane *self)
{
  if (self->arrangement.filter == LOFT_FILTER_NONE)
    return;
  self->arrangement.filter = LOFT_FILTER_NONE;
  apply (self);
}

static void
on_clear_filter (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_clear_filter (data);
}

/* A click on a title: by what it names, or the other way round. */
void
loft_mail_pane_on_sort_column (LoftMailPane *self, guint column)
{
  LoftMessageSort sort = LOFT_SORT_DATE;

  if (!loft_list_column_get_sort (column, &sort))
    return;
  set_sort (self, sort, self->arrangement.sort == sort
                          ? !self->arrangement.ascending
                          : loft_list_arrangement_begins_ascending (sort));
}

/* As by the preferences. */
static void
on_setting_changed (LoftMailPane *self)
{
  LoftMessageArrangement now;

  if (self->saving_arrangement)
    return;
  loft_list_arrangement_load (&now);
  now.filter = self->arrangement.filter;
  if (loft_message_arrangement_equal (&now, &self->arrangement))
    return;
  self->arrangement = now;
  apply (self);
}

static const GActionEntry entries[] = {
  { "sort", NULL, "s", "'date'", on_sort },
  { "reverse-order", NULL, NULL, "false", on_reverse_order },
  { "conversations", NULL, NULL, "true", on_conversations },
  { "filter-unread", NULL, NULL, "false", on_filter },
  { "filter-flagged", NULL, NULL, "false", on_filter },
  { "filter-attachment", NULL, NULL, "false", on_filter },
  { "clear-filter", on_clear_filter },
};

void
loft_mail_pane_start_arrangement (LoftMailPane *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  loft_list_arrangement_load (&self->arrangement);
  loft_settings_follow (LOFT_SETTING_CONVERSATIONS, G_CALLBACK (on_setting_changed), self);
  loft_settings_follow (LOFT_SETTING_SORT, G_CALLBACK (on_setting_changed), self);
  loft_settings_follow (LOFT_SETTING_ASCENDING, G_CALLBACK (on_setting_changed), self);
  show (self);
}
