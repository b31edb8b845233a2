/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-window-private.h"

#include "loft-account-limits.h"
#include "loft-follow-up-change.h"
#include "loft-follow-up-menu.h"

#define PLACE_IN_MENU 1

static void
on_follow_up (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMessageWindow *self = data;
  gint64 key = self->row != NULL ? loft_message_row_get_key (self->row) : 0;
  LoftFollowUpChoice choice;

  if (key != 0 && self->list != NULL &&
      loft_follow_up_choice_from_name (g_variant_get_string (parameter, NULL), &choice))
    loft_follow_up_change_async (self->list, &key, 1, choice, loft_message_window_on_moved,
                                 g_object_ref (self));
}

static void
on_done (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMessageWindow *self = data;
  gint64 key = self->row != NULL ? loft_message_row_get_key (self->row) : 0;

  if (key != 0 && self->list != NULL)
    loft_follow_up_complete_async (self->list, &key, 1, loft_message_window_on_moved,
                                   g_object_ref (self));
}

static const GActionEntry entries[] = {
  { "follow-up", on_follow_up, "s" },
  { "follow-up-done", on_done },
};

static gboolean
keeps_follow_ups (LoftMessageWindow *self)
{
  return self->row != NULL &&
         loft_account_kind_keeps_follow_ups (
           loft_mail_account_get_account (loft_message_row_get_account (self->row))->kind);
}

static gboolean
is_flagged (LoftMessageWindow *self)
{
  return self->row != NULL && loft_message_row_get_message (self->row) != NULL &&
         loft_message_row_get_summary (self->row)->flagged;
}

void
loft_message_window_update_follow_ups (LoftMessageWindow *self)
{
  gboolean kept = keeps_follow_ups (self);
  GActionMap *map = G_ACTION_MAP (self->actions);

  loft_follow_up_menu_show (self->follow_up_menu, kept);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "follow-up")),
                               kept);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "follow-up-done")),
                               kept && is_flagged (self));
}

void
loft_message_window_add_follow_ups (LoftMessageWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  self->follow_up_menu = loft_follow_up_menu_new ();
  g_menu_insert_section (G_MENU (gtk_menu_button_get_menu_model (self->menu_button)), PLACE_IN_MENU,
                         NULL, G_MENU_MODEL (self->follow_up_menu));
}
