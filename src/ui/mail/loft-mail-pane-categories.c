/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-category-change.h"
#include "loft-category-dialog.h"
#include "loft-category-look.h"
#include "loft-category-window.h"
#include "loft-error-text.h"

#include <glib/gi18n.h>

/* How many selected rows are looked at to decide what a toggle does. */
#define MAX_LOOKED_AT 200

/* Where the menu stands among the sections of the others. */
#define PLACE_IN_LIST    2
#define PLACE_IN_MESSAGE 1

/* ---- changing ----------------------------------------------------------------------------- */

typedef struct {
  LoftMailPane *self; /* (owned) */
  char *name; /* (nullable) of the category; NULL: all */
  gboolean added;
} Marking;

static void
marking_free (Marking *marking)
{
  g_object_unref (marking->self);
  g_free (marking->name);
  g_free (marking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Marking, marking_free)

static char *
text_for (const Marking *marking, guint n)
{
  if (marking->name == NULL)
    return g_strdup_printf (ngettext ("%'u message is in no category any more",
                                      "%'u messages are in no category any more", n),
                            n);
  if (marking->added)
    /* Translators: how many, name of a category. */
    return g_strdup_printf (ngettext ("%1$'u message is in the category %2$s",
                                      "%1$'u messages are in the category %2$s", n),
                            n, marking->name);
  /* Translators: how many, name of a category. */
  return g_strdup_printf (ngettext ("%1$'u message is no longer in the category %2$s",
                                    "%1$'u messages are no longer in the category %2$s", n),
                          n, marking->name);
}

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
  g_autofree char *text = NULL;

  if (self->toasts == NULL)
    return;
  if (n > 0)
    {
      text = text_for (marking, n);
      loft_mail_pane_add_undo (self, g_steal_pointer (&undo), text);
    }
  if (trouble != NULL)
    loft_mail_pane_tell (self, trouble);
}

/* category: (nullable) NULL takes all away. */
static void
mark (LoftMailPane *self, LoftMessageList *list, GArray *keys, LoftCategory *category, gboolean add)
{
  Marking *marking;

  if (list == NULL || keys->len == 0)
    return;
  marking = g_new0 (Marking, 1);
  marking->self = g_object_ref (self);
  marking->name = category == NULL ? NULL : g_strdup (loft_category_look_name (category));
  marking->added = add;
  loft_category_change_async (list, (const gint64 *) (gpointer) keys->data, keys->len, category,
                              add, on_marked, marking);
}

static void
mark_selected (LoftMailPane *self, LoftCategory *category, gboolean add)
{
  g_autoptr (GArray) keys = loft_message_list_view_get_selected_keys (self->list, G_MAXUINT);

  mark (self, loft_message_list_view_get_list (self->list), keys, category, add);
}

static void
toggle (LoftCategory *category, gpointer data)
{
  LoftMailPane *self = data;
  g_autofree char *common = loft_message_list_view_join_common_keywords (self->list, MAX_LOOKED_AT);

  mark_selected (self, category,
                 !loft_keywords_contain (common, loft_category_get_keyword (category)));
}

static void
on_key (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gint32 position = g_variant_get_int32 (parameter);
  g_autoptr (LoftCategory) category = NULL;

  if (position == 0)
    mark_selected (data, NULL, FALSE);
  if (position <= 0)
    return;
  category = g_list_model_get_item (G_LIST_MODEL (loft_category_look_get_list ()),
                                    (guint) position - 1);
  if (category != NULL)
    toggle (category, data);
}

static void
on_clear (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mark_selected (data, NULL, FALSE);
}

/* ---- making and editing ------------------------------------------------------------------- */

/* About messages that were selected when it was asked. */
typedef struct {
  LoftMailPane *self; /* (owned) */
  LoftMessageDrag *messages; /* (owned) (nullable) */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->self);
  g_clear_pointer (&question->messages, loft_message_drag_free);
  g_free (question);
}

static void
on_made (LoftCategory *category, gpointer data)
{
  Question *question = data;

  if (question->messages != NULL)
    mark (question->self, question->messages->list, question->messages->keys, category, TRUE);
}

static void
on_new (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  LoftMessageList *list = loft_message_list_view_get_list (self->list);
  g_autoptr (GArray) keys = loft_message_list_view_get_selected_keys (self->list, G_MAXUINT);
  Question *question = g_new0 (Question, 1);

  question->self = g_object_ref (self);
  if (list != NULL && keys->len > 0)
    question->messages = loft_message_drag_new (list, keys);
  loft_category_dialog_present (GTK_WIDGET (self), on_made, question, question_free);
}

static void
on_edit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *window = gtk_widget_get_ancestor (data, GTK_TYPE_WINDOW);

  gtk_window_present (GTK_WINDOW (loft_category_window_new (GTK_WINDOW (window))));
}

/* ---- the menu ----------------------------------------------------------------------------- */

/* What is a check mark for all that is selected. */
void
loft_mail_pane_update_categories (LoftMailPane *self)
{
  gboolean any = loft_message_list_view_get_n_selected (self->list) > 0;
  g_autofree char *common = loft_message_list_view_join_common_keywords (self->list, MAX_LOOKED_AT);
  static const char *const names[] = { "category", "clear-categories" };

  loft_category_menu_show (self->category_menu, common, any);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), names[i])), any);
}

static void
on_list_changed (LoftMailPane *self)
{
  if (self->toasts == NULL)
    return;
  loft_mail_pane_update_categories (self);
  loft_message_list_view_refresh_rows (self->list);
}

void
loft_mail_pane_follow_categories (LoftMailPane *self)
{
  g_signal_connect_object (loft_category_look_get_list (), "items-changed",
                           G_CALLBACK (on_list_changed), self, G_CONNECT_SWAPPED);
  on_list_changed (self);
}

static const GActionEntry entries[] = {
  { "category", on_key, "i" },
  { "clear-categories", on_clear },
  { "new-category", on_new },
  { "edit-categories", on_edit },
};

void
loft_mail_pane_add_categories (LoftMailPane *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  self->category_menu = loft_category_menu_new (G_ACTION_MAP (self->actions), toggle, self);
  loft_category_menu_insert (self->category_menu, self->list_menu, PLACE_IN_LIST);
  loft_category_menu_insert (
    self->category_menu,
    gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (self->message_menu_button)), PLACE_IN_MESSAGE);
  loft_selection_bar_set_categories (self->selection_bar,
                                     loft_category_menu_get_model (self->category_menu));
  loft_message_view_set_categories (self->message,
                                    loft_category_menu_get_model (self->category_menu));
}
