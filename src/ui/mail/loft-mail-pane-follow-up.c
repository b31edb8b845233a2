/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "loft-error-text.h"
#include "loft-follow-up-change.h"
#include "loft-follow-up-menu.h"

/* How many selected rows are looked at to decide what is offered. */
#define MAX_LOOKED_AT 200

/* Where the menu stands among the sections of the others: behind flags. */
#define PLACE_IN_LIST    2
#define PLACE_IN_MESSAGE 1

typedef struct {
  LoftMailPane *self; /* (owned) */
  gboolean done;
} Marking;

static Marking *
marking_new (LoftMailPane *self, gboolean done)
{
  Marking *marking = g_new0 (Marking, 1);

  marking->self = g_object_ref (self);
  marking->done = done;
  return marking;
}

static void
marking_free (Marking *marking)
{
  g_object_unref (marking->self);
  g_free (marking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Marking, marking_free)

static void
on_marked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Marking) marking = data;
  LoftMailPane *self = marking->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMoveUndo) undo =
    loft_message_move_finish (LOFT_MESSAGE_LIST (source), result, &error);
  guint n = undo == NULL ? 0 : loft_move_undo_get_n_messages (undo);
  g_autofree char *trouble = error == NULL ? NULL : loft_error_text_for_change (error);
  g_autofree char *text = loft_follow_up_dup_toast (marking->done, n);

  if (self->toasts == NULL)
    return;
  if (n > 0)
    loft_mail_pane_add_undo (self, g_steal_pointer (&undo), text);
  if (trouble != NULL)
    loft_mail_pane_tell (self, trouble);
  loft_mail_pane_update_actions (self);
}

static void
on_follow_up (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  LoftMessageList *list = loft_message_list_view_get_list (self->list);
  g_autoptr (GArray) keys = loft_message_list_view_get_selected_keys (self->list, G_MAXUINT);
  LoftFollowUpChoice choice;

  if (list != NULL && keys->len > 0 &&
      loft_follow_up_choice_from_name (g_variant_get_string (parameter, NULL), &choice))
    loft_follow_up_change_async (list, (const gint64 *) (gpointer) keys->data, keys->len, choice,
                                 on_marked, marking_new (self, FALSE));
}

static void
on_done (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  LoftMessageList *list = loft_message_list_view_get_list (self->list);
  g_autoptr (GArray) keys = loft_message_list_view_get_selected_keys (self->list, G_MAXUINT);

  if (list != NULL && keys->len > 0)
    loft_follow_up_complete_async (list, (const gint64 *) (gpointer) keys->data, keys->len,
                                   on_marked, marking_new (self, TRUE));
}

static const GActionEntry entries[] = {
  { "follow-up", on_follow_up, "s" },
  { "follow-up-done", on_done },
};

static void
enable (LoftMailPane *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
loft_mail_pane_update_follow_ups (LoftMailPane *self)
{
  gboolean kept = loft_message_list_view_selection_keeps_follow_ups (self->list, MAX_LOOKED_AT);

  loft_follow_up_menu_show (self->follow_up_menu, kept);
  enable (self, "follow-up", kept);
  enable (self, "follow-up-done", kept && !loft_mail_pane_lacks (self, LOFT_FLAG_FLAGGED));
}

void
loft_mail_pane_add_follow_ups (LoftMailPane *self)
{
  GMenuModel *of_message =
    gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (self->message_menu_button));

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  self->follow_up_menu = loft_follow_up_menu_new ();
  g_menu_insert_section (G_MENU (self->list_menu), PLACE_IN_LIST, NULL,
                         G_MENU_MODEL (self->follow_up_menu));
  g_menu_insert_section (G_MENU (of_message), PLACE_IN_MESSAGE, NULL,
                         G_MENU_MODEL (self->follow_up_menu));
}
