/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-list-view-private.h"

#include "loft-account-limits.h"

void
loft_message_list_view_scroll_to (LoftMessageListView *self, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
}

guint
loft_message_list_view_get_n_selected (LoftMessageListView *self)
{
  return loft_selection_get_n_selected (self->selection);
}

LoftMessageRow *
loft_message_list_view_get_only (LoftMessageListView *self)
{
  guint position = loft_selection_get_only (self->selection);

  if (position == GTK_INVALID_LIST_POSITION || self->list == NULL)
    return NULL;
  return g_list_model_get_item (G_LIST_MODEL (self->list), position);
}

GArray *
loft_message_list_view_get_selected_keys (LoftMessageListView *self, guint max)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GtkBitset) selected =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  guint position = 0;

  if (self->list == NULL || !gtk_bitset_iter_init_first (&iter, selected, &position))
    return keys;
  do
    {
      gint64 key = loft_message_list_get_key (self->list, position);

      if (key != 0)
        g_array_append_val (keys, key);
    }
  while (keys->len < max && gtk_bitset_iter_next (&iter, &position));
  return keys;
}

static LoftMessage *
message_at (LoftMessageListView *self, guint position, LoftMessageRow **row)
{
  *row = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  return *row == NULL ? NULL : loft_message_row_get_message (*row);
}

/* Of a conversation: any message is unread; none is flagged. */
static gboolean
row_lacks (LoftMessageRow *row, const LoftMessage *message, LoftFlags flag)
{
  const LoftConversationSummary *summary = loft_message_row_get_summary (row);

  if (flag == LOFT_FLAG_SEEN)
    return summary->n_unread > 0;
  if (flag == LOFT_FLAG_FLAGGED)
    return !summary->flagged;
  return (message->flags & flag) == 0;
}

/* message: (nullable) it is not here yet. FALSE: no other is looked at. */
typedef gboolean (*SelectedFunc) (LoftMessageRow *row, const LoftMessage *message, gpointer data);

/* At most max of them; FALSE: none is selected. */
static gboolean
foreach_selected (LoftMessageListView *self, guint max, SelectedFunc func, gpointer data)
{
  g_autoptr (GtkBitset) selected =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  guint position = 0;
  gboolean more;

  if (self->list == NULL || !gtk_bitset_iter_init_first (&iter, selected, &position))
    return FALSE;
  do
    {
      g_autoptr (LoftMessageRow) row = NULL;
      const LoftMessage *message = message_at (self, position, &row);

      more = func (row, message, data);
    }
  while (more && --max > 0 && gtk_bitset_iter_next (&iter, &position));
  return TRUE;
}

typedef struct {
  LoftFlags flag;
  gboolean found;
} Lack;

static gboolean
look_for_lack (LoftMessageRow *row, const LoftMessage *message, gpointer data)
{
  Lack *lack = data;

  lack->found = message != NULL && row_lacks (row, message, lack->flag);
  return !lack->found;
}

gboolean
loft_message_list_view_selection_lacks (LoftMessageListView *self, LoftFlags flag, guint max)
{
  Lack lack = { flag, FALSE };

  foreach_selected (self, max, look_for_lack, &lack);
  return lack.found;
}

/* (transfer full) the words of keywords that others have too. */
static char *
keep_common (const char *keywords, const char *others)
{
  g_auto (GStrv) words = g_strsplit (keywords, " ", -1);
  g_autoptr (GPtrArray) common = g_ptr_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0' && loft_keywords_contain (others, words[i]))
      g_ptr_array_add (common, words[i]);
  g_ptr_array_add (common, NULL);
  return loft_keywords_join ((const char *const *) common->pdata);
}

static gboolean
join_common (LoftMessageRow *row, const LoftMessage *message, gpointer data)
{
  char **common = data;
  g_autofree char *before = *common;
  const char *keywords = message == NULL ? "" : loft_message_row_get_summary (row)->keywords;

  *common = before == NULL ? g_strdup (keywords) : keep_common (before, keywords);
  return (*common)[0] != '\0';
}

char *
loft_message_list_view_join_common_keywords (LoftMessageListView *self, guint max)
{
  char *common = NULL;

  return foreach_selected (self, max, join_common, &common) ? common : g_strdup ("");
}

static gboolean
keeps_follow_ups (LoftMessageRow *row, const LoftMessage *message, gpointer data)
{
  gboolean *all = data;

  *all = message != NULL &&
         loft_account_kind_keeps_follow_ups (
           loft_mail_account_get_account (loft_message_row_get_account (row))->kind);
  return *all;
}

gboolean
loft_message_list_view_selection_keeps_follow_ups (LoftMessageListView *self, guint max)
{
  gboolean all = FALSE;

  foreach_selected (self, max, keeps_follow_ups, &all);
  return all;
}

static void
focus_position (LoftMessageListView *self, guint position)
{
  GtkWidget *widget = loft_message_list_view_find_widget (self, position);

  if (widget != NULL)
    gtk_widget_grab_focus (widget);
}

static void
go_to (LoftMessageListView *self, guint position)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  loft_message_list_view_scroll_to (self, position);
  focus_position (self, position);
}

/* Where moving starts: the only selected row, else before the first. */
static gint64
start_position (LoftMessageListView *self)
{
  guint position = loft_selection_get_only (self->selection);

  return position == GTK_INVALID_LIST_POSITION ? -1 : (gint64) position;
}

gboolean
loft_message_list_view_move (LoftMessageListView *self, int step)
{
  gint64 target = start_position (self) + step;
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  if (target < 0 || target >= n_items)
    return FALSE;
  go_to (self, target);
  return TRUE;
}

/* The row behind those selected, else the one before them. */
static gboolean
find_neighbour (LoftMessageListView *self, guint *position)
{
  g_autoptr (GtkBitset) selected =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  if (gtk_bitset_is_empty (selected))
    return FALSE;
  *position = gtk_bitset_get_maximum (selected) + 1;
  if (*position >= n_items)
    *position = gtk_bitset_get_minimum (selected) - 1;
  return *position < n_items;
}

void
loft_message_list_view_leave_selected (LoftMessageListView *self)
{
  guint position = 0;

  if (find_neighbour (self, &position))
    go_to (self, position);
  else
    loft_message_list_view_unselect_all (self);
}

void
loft_message_list_view_unselect_moved (LoftMessageListView *self)
{
  guint position = 0;

  if (find_neighbour (self, &position))
    focus_position (self, position);
  loft_message_list_view_unselect_all (self);
}

gboolean
loft_message_list_view_move_to_unread (LoftMessageListView *self)
{
  guint position = 0;

  if (self->list == NULL ||
      !loft_message_list_find_unread (self->list, (guint) (start_position (self) + 1), &position))
    return FALSE;
  go_to (self, position);
  return TRUE;
}

void
loft_message_list_view_unselect_all (LoftMessageListView *self)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
}

void
loft_message_list_view_focus_list (LoftMessageListView *self)
{
  guint position = loft_selection_get_only (self->selection);

  if (loft_message_list_view_find_widget (self, position) != NULL)
    focus_position (self, position);
  else
    gtk_widget_child_focus (GTK_WIDGET (self->list_view), GTK_DIR_TAB_FORWARD);
}

gint64
loft_message_list_view_get_current_key (LoftMessageListView *self)
{
  return self->current_key;
}

void
loft_message_list_view_show_key (LoftMessageListView *self, gint64 key)
{
  guint position = 0;

  if (self->list != NULL && loft_message_list_find (self->list, key, &position))
    go_to (self, position);
}
